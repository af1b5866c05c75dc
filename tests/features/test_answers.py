"""Answering the question of the day, in all its forms and against all odds."""

from __future__ import annotations

from tests.features.bench import Bench, control, shown
from tests.features.conftest import OpenBench
from tests.features.course import full
from tests.features.deeds import opened, today

CONFIRM = "How sure are you?"


async def test_a_press_asks_how_sure_and_sure_gives_the_verdict(group: Bench) -> None:
    await today(group)
    asked = await group.choose(group.ben)
    assert CONFIRM in asked.text
    assert "You chose " in asked.text
    assert [c.label for c in asked.controls] == ["Sure", "Not sure", "Change"]
    verdict = shown(await group.chat.press(group.ben, asked, "Sure"))
    assert verdict.text.startswith("Correct!")
    assert "You chose " in verdict.text
    assert "Takeaway: Remember c1." in verdict.text
    assert "1-day streak" in verdict.text
    assert group.chat.posts()[-1].text.startswith("Question of the day"), "nothing in public"


async def test_a_wrong_answer_says_so_and_what_is_right(group: Bench) -> None:
    await today(group)
    verdict = await group.answer(group.ben, right=False)
    assert verdict.text.startswith("Not quite")
    assert "No points this time, but you've started a streak." in verdict.text


async def test_not_sure_is_remembered_with_the_answer(group: Bench) -> None:
    await today(group)
    await group.answer(group.ben, sure=False)
    await group.answer(group.cleo, sure=True)
    posed = await group.posed()
    for who, sure in ((group.ben, False), (group.cleo, True)):
        answer = await group.store.answers.of(posed.id, (await group.person(who)).id)
        assert answer is not None
        assert answer.sure is sure


async def test_change_shows_the_question_again_and_the_last_choice_counts(
    open_bench: OpenBench,
) -> None:
    bench = await opened(open_bench, "single")
    asked = await bench.choose(bench.ben, right=False)
    again = shown(await bench.chat.press(bench.ben, asked, "Change"))
    assert "Question of the day" in again.text
    asked = await bench.answer_at(bench.ben, again, right=True)
    assert CONFIRM in asked.text
    assert asked.id == again.id, "it stays one message"
    verdict = shown(await bench.chat.press(bench.ben, asked, "Sure"))
    assert verdict.text.startswith("Correct!")


async def test_straight_to_the_verdict_leaves_the_question_out(group: Bench) -> None:
    await today(group)
    form = (await group.chat.command(group.ben, "/study me")).form
    assert form is not None
    await group.chat.submit(group.ben, form, {"verdict": ("straight",), "shown": ("show",)})
    verdict = await group.choose(group.ben)
    assert verdict.text.startswith("Correct!")
    form = (await group.chat.command(group.ben, "/study me")).form
    assert form is not None
    assert [f.value for f in form.fields][:2] == [("straight",), ("show",)]


async def test_a_choice_that_nobody_confirmed_counts_at_the_close(group: Bench) -> None:
    await today(group)
    await group.choose(group.ben)
    await group.choose(group.cleo, right=False)
    await group.at("2026-11-24 09:00")
    assert await group.points(group.ben) >= 10
    assert await group.points(group.cleo) == 0
    assert (await group.streak(group.cleo)).current == 1
    assert "2 answers, 1 right" in group.last("Results").text


async def test_confirming_after_the_close_shows_what_was_counted(group: Bench) -> None:
    await today(group)
    asked = await group.choose(group.ben)
    await group.at("2026-11-24 09:00")
    verdict = shown(await group.chat.press(group.ben, asked, "Sure"))
    assert "so your last choice counted" in verdict.text


async def test_fridays_unconfirmed_choice_belongs_to_fridays_week(group: Bench) -> None:
    await group.at("2026-11-27 10:00")
    await group.choose(group.ben)
    await group.at("2026-11-30 10:00")
    assert await group.points(group.ben, "2026-W48") > 0
    assert await group.points(group.ben, "2026-W49") == 0
    assert "Ben" in group.last("Last week").text


async def test_one_answer_counts_and_a_second_press_shows_it(group: Bench) -> None:
    await today(group)
    await group.answer(group.ben)
    points = await group.points(group.ben)
    for right in (True, False):
        seen = await second_press(group, right)
        assert "You've answered this one already. The first answer counts." in seen
        assert "Correct!" in seen
    assert await group.points(group.ben) == points
    assert (await group.standing(group.ben)).answers == 1  # type: ignore[union-attr]


async def second_press(bench: Bench, right: bool) -> str:
    message = await bench.question_message()
    if message.controls[0].label == "Answer":
        return shown(await bench.chat.press(bench.ben, message, "Answer")).text
    return (await bench.answer_at(bench.ben, message, right)).text


async def test_the_first_verdict_ever_welcomes_in_three_lines(group: Bench) -> None:
    await today(group)
    first = await group.answer(group.ben)
    assert "Welcome! The question of the day earns 10, 20 or 30 points" in first.text
    assert "/study me hides you" in first.text
    await group.at("2026-11-24 09:00")
    second = await group.answer(group.ben)
    assert "Welcome" not in second.text


async def test_late_answers_keep_the_streak_for_a_day_and_bring_no_points(
    open_bench: OpenBench,
) -> None:
    bench = await opened(open_bench, "single", 2)
    await bench.at("2026-11-25 08:59")
    results = bench.last("Results")
    offered = shown(await bench.chat.press(bench.ben, results, "I haven't answered yet"))
    assert "it keeps your streak" in offered.text
    verdict = await bench.answer_at(bench.ben, offered, right=True)
    assert verdict.text.startswith("Correct! · 1-day streak")
    assert "The results were out, so no points. Your streak is safe." in verdict.text
    assert await bench.points(bench.ben) == 0
    assert "1 answer" not in bench.last("Results").text
    again = shown(await bench.chat.press(bench.ben, results, "I haven't answered yet"))
    assert "The first answer counts" in again.text


async def test_after_a_day_a_late_answer_no_longer_keeps_the_streak(
    open_bench: OpenBench,
) -> None:
    bench = await opened(open_bench, "single", 2)
    first = await bench.question_message()
    await bench.at("2026-11-25 09:01")
    results = next(m for m in bench.chat.posts() if m.id == first.id)
    offered = shown(await bench.chat.press(bench.ben, results, "I haven't answered yet"))
    assert "for practice, without points" in offered.text
    verdict = await bench.answer_at(bench.ben, offered, right=True)
    assert "The results were out, so no points." in verdict.text
    assert (await bench.streak(bench.ben)).current == 0


async def test_an_old_screen_says_that_it_closed_and_how_to_answer_late(
    open_bench: OpenBench,
) -> None:
    bench = await opened(open_bench, "single", 2)
    message = await bench.question_message()
    await bench.at("2026-11-24 10:00")
    offered = await bench.answer_at(bench.ben, message, right=True)
    assert "This question has closed, and the results are out." in offered.text
    assert await bench.standing(bench.ben) is None
    verdict = await bench.answer_at(bench.ben, offered, right=True)
    assert verdict.text.startswith("Correct! · 1-day streak")


async def test_the_concept_of_a_question_is_a_press_away(group: Bench) -> None:
    await today(group)
    verdict = await group.answer(group.ben)
    assert control(verdict, "Study this concept") == "1.concept.c1.1"
    card = shown(await group.chat.press(group.ben, verdict, "Study this concept"))
    assert card.text.startswith("Speech to text")


async def test_every_type_gets_through_a_whole_day(open_bench: OpenBench) -> None:
    bench = await open_bench(full())
    await bench.set_up(days="1 2 3 4 5 6 7")
    kinds = set()
    for day in range(23, 31):
        await bench.at(f"2026-11-{day} 09:00")
        kinds.add(bench.question(await bench.posed()).type)
        assert (await bench.answer(bench.ben)).text.startswith("Correct!")
    assert "true_false" not in kinds
    assert len(kinds) >= 3
    assert (await bench.streak(bench.ben)).current == 8
