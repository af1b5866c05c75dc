"""Report under every verdict: a form, a thank you, and the organizers hear it once."""

from __future__ import annotations

from bot.model import MemberRef
from bot.model.limits import CARD_TEXT
from tests.contract.driver import SeenForm, SeenMessage
from tests.features.bench import Bench, filled, shown
from tests.features.conftest import OpenBench
from tests.features.course import only
from tests.features.test_trouble import direct_posts


async def report(
    bench: Bench, who: MemberRef, verdict: SeenMessage, reason: str = "key", words: str = ""
) -> SeenMessage:
    form = (await bench.chat.press(who, verdict, "Report")).form
    assert form is not None
    return await send(bench, who, form, reason, words)


async def send(
    bench: Bench, who: MemberRef, form: SeenForm, reason: str, words: str = ""
) -> SeenMessage:
    values = filled(form, reason=reason, words=words)
    return shown(await bench.chat.submit(who, form, values))


async def notices(bench: Bench) -> str:
    """What an organizer's next command shows below its own words."""
    _, _, told = (await bench.say(bench.ana, "/study organizers")).text.partition("Notice:")
    return told


async def test_a_report_reaches_the_organisers_once_with_the_questions_numbers(
    group: Bench,
) -> None:
    await group.at("2026-11-23 10:00")
    await group.answer(group.cleo)
    verdict = await group.answer(group.ben, right=False)
    thanks = await report(group, group.ben, verdict, words="  B is right\nas well ")
    assert thanks.text.startswith("Thank you")
    told = await notices(group)
    assert f"Ben reported {(await group.posed()).question_id} (“What does question" in told
    assert "The answer is wrong. “B is right as well” In this group: 2 answers, 1 right." in told
    assert await notices(group) == ""


async def test_every_verdict_has_the_button(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    first = await group.answer(group.ben)
    again = shown(await group.chat.press(group.ben, await group.question_message(), "Answer"))
    await group.at("2026-11-24 10:00")
    late = await group.chat.press(group.cleo, group.last("Results"), "I haven't answered yet")
    missed = await group.answer_at(group.cleo, shown(late), True)
    practice = await group.answer_at(group.ben, await group.say(group.ben, "/quiz"), True)
    for verdict in (first, again, missed, practice):
        assert verdict.controls[-1].label == "Report"


async def test_a_question_of_a_quiz_is_reported_from_its_verdict(group: Bench) -> None:
    verdict = await group.answer_at(group.ben, await group.say(group.ben, "/quiz"), False)
    await report(group, group.ben, verdict, "typo")
    told = await notices(group)
    assert "There's a typo." in told and "In this group: 1 answer, 0 right." in told


async def test_one_person_reports_a_question_once_also_after_a_restart(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    verdict = await group.answer(group.ben)
    await report(group, group.ben, verdict, "typo")
    await group.restart()
    refused = shown(await group.chat.press(group.ben, verdict, "Report"))
    assert refused.text.startswith("You've already reported this question")
    assert (await notices(group)).count("Ben reported") == 1


async def test_two_people_may_report_the_same_question(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    for who in (group.ben, group.cleo):
        await report(group, who, await group.answer(who), "ambiguous")
    told = await notices(group)
    assert "Ben reported" in told and "Cleo reported" in told


async def test_five_reports_a_day_are_the_most_and_tomorrow_there_are_more(
    open_bench: OpenBench,
) -> None:
    bench = await open_bench(only("single", concepts=7))
    await bench.set_up()
    step = await bench.say(bench.ben, "/quiz 7")
    for number in range(6):
        verdict = await bench.answer_at(bench.ben, step, True)
        if number < 5:
            assert (await report(bench, bench.ben, verdict)).text.startswith("Thank you")
            step = shown(await bench.chat.press(bench.ben, verdict, "Next question"))
    refused = shown(await bench.chat.press(bench.ben, verdict, "Report"))
    assert refused.text.startswith("That's enough for today")
    await bench.at("2026-11-24 08:00")
    assert (await report(bench, bench.ben, verdict)).text.startswith("Thank you")


async def test_who_has_not_answered_cannot_report(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    verdict = await group.answer(group.ben)
    action = next(c.action for c in verdict.controls if c.label == "Report")
    message = await group.question_message()
    refused = shown(await group.chat.press_action(group.cleo, message, action))
    assert refused.text.startswith("Answer it first")
    assert await notices(group) == ""


async def test_a_form_without_a_known_reason_is_asked_again(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    form = (await group.chat.press(group.ben, await group.answer(group.ben), "Report")).form
    assert form is not None
    refused = await group.chat.submit(group.ben, form, filled(form, reason="made-up"))
    assert refused.errors == {"reason": "Choose what's wrong."}
    assert await notices(group) == ""


async def test_a_members_words_stay_plain_and_all_notices_are_shown_in_turn(
    group: Bench,
) -> None:
    await group.at("2026-11-23 10:00")
    hostile = "<!channel> @everyone *[a](https://example.org)* " * 4
    for name in ("Ben", "Cleo", "Dan", "Eva", "Finn"):
        who = group.room.members[name.lower()].ref
        await report(group, who, await group.answer(who), words=hostile[:200])
    told = ""
    for _ in range(3):
        seen = await group.say(group.ana, "/study status")
        assert len(seen.text) <= CARD_TEXT
        told += seen.text
    for name in ("Ben", "Cleo", "Dan", "Eva", "Finn"):
        assert told.count(f"{name} reported") == 1
    assert "<!channel> @everyone *[a](https://example.org)*" in told


async def test_an_organiser_reads_a_report_in_private_without_asking(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    await report(group, group.ben, await group.answer(group.ben), "typo")
    await group.at("2026-11-23 10:01")
    (told,) = direct_posts(group, "ana")
    assert "There's a typo." in told
    assert await notices(group) == ""
