"""One to three questions a day: each is posed, answered, closed, told and taken back by itself."""

from __future__ import annotations

import pytest

from bot.model import Select
from bot.study.round import Round
from tests.contract.driver import SeenMessage
from tests.features.bench import Bench, shown


async def today(bench: Bench) -> tuple[Round, ...]:
    return await bench.store.rounds.latest_dailies((await bench.group()).id)


async def answer(bench: Bench, card: SeenMessage) -> None:
    asked = await bench.answer_at(bench.ben, card, True)
    await bench.chat.press(bench.ben, asked, "Sure")


async def three_a_day(bench: Bench) -> None:
    """Three concepts are behind the group; Thursday has three questions."""
    for day in (23, 24, 25):
        await bench.at(f"2026-11-{day} 09:00")
    said = await bench.say(bench.ana, "/study questions 3")
    assert "3 questions each study day" in said.text
    assert "begins on the next study day" in said.text
    assert len(await today(bench)) == 1
    await bench.at("2026-11-26 09:00")


async def test_a_day_has_as_many_questions_as_the_organizer_chose(group: Bench) -> None:
    await three_a_day(group)
    rounds = await today(group)
    assert [posed.position for posed in rounds] == [0, 1, 2]
    assert len({posed.concept_id for posed in rounds}) == 3
    titles = group.titles()
    assert titles[-3:] == ["Question of the day", "Review question", "Review question"]
    await group.restart()
    await group.at("2026-11-26 12:00")
    assert len(await today(group)) == 3
    assert len(await group.rows("2026-11-26", "question")) == 3


async def test_today_asks_one_after_the_other_and_each_counts_once(group: Bench) -> None:
    await three_a_day(group)
    seen = []
    for _ in range(3):
        card = await group.say(group.ben, "/today")
        seen.append(card.text)
        await answer(group, card)
    assert len(set(seen)) == 3
    assert await group.points(group.ben) >= 30
    assert (await group.streak(group.ben)).current == 1
    assert await group.verify() == []


async def test_the_next_morning_tells_of_all_of_them(group: Bench) -> None:
    await three_a_day(group)
    for _ in range(3):
        card = await group.say(group.ben, "/today")
        await answer(group, card)
    await group.at("2026-11-27 09:00")
    assert group.titles().count("Results") >= 3
    (lead,) = [m.text for m in group.chat.posts() if "Question 1:" in m.text]
    assert "Question 2:" in lead and "Question 3:" in lead and "Last question" not in lead


async def test_one_of_them_is_withdrawn_and_replaced_at_its_place(group: Bench) -> None:
    await three_a_day(group)
    which = await group.say(group.ana, "/study withdraw")
    assert "Which question?" in which.text
    second = (await today(group))[1]
    options = [item for row in which.raw.rows if isinstance(row, Select) for item in row.options]
    label = next(one.label for one in options if one.value == str(second.id))
    sure = shown(await group.chat.choose(group.ana, which, label))
    assert group.question(second).stem[:60] in sure.text
    await group.chat.press(group.ana, sure, "Withdraw")
    await group.settle()
    rounds = await today(group)
    assert [posed.position for posed in rounds] == [0, 1, 2]
    assert rounds[1].id != second.id
    assert rounds[1].question_id != second.question_id


@pytest.mark.parametrize("typed", ["0", "4", "many"])
async def test_other_numbers_are_refused(group: Bench, typed: str) -> None:
    said = await group.say(group.ana, f"/study questions {typed}")
    assert "/study questions" in said.text or "1 to 3" in said.text, said.text
    assert (await group.group()).settings.questions == 1


async def test_the_menu_shows_what_holds_and_its_buttons_set_it(group: Bench) -> None:
    menu = await group.say(group.ana, "/study questions")
    assert "Now it's one question each study day." in menu.text
    await group.chat.press(group.ana, menu, "2 questions")
    await group.chat.press_action(group.ana, menu, "1.questions.1.2")
    assert (await group.group()).settings.questions == 2
    refused = await group.say(group.ben, "/study questions 3")
    assert refused.text.startswith("This is for organizers")
    assert (await group.group()).settings.questions == 2


async def test_status_says_why_todays_questions_were_chosen(group: Bench) -> None:
    await group.at("2026-11-23 09:00")
    first = await group.say(group.ana, "/study status")
    assert "is today's: nothing earlier can be asked yet." in first.text
    await three_a_day(group)
    told = (await group.say(group.ana, "/study status")).text
    assert "Why this question" in told
    assert told.count("is new: its card came") + told.count("comes back after") == 3
