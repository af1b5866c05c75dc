"""/review: what is due, five at a time, sure or not before the verdict."""

from __future__ import annotations

from tests.contract.driver import SeenMessage
from tests.features.bench import Bench, shown
from tests.features.test_quiz import asked


async def practise(bench: Bench, count: int, *, right: bool = True) -> list[str]:
    """Answers a quiz; gives back the questions."""
    step, found = await bench.say(bench.ben, f"/quiz {count}"), []
    for _ in range(count):
        found.append(await asked(bench, step))
        verdict = await bench.answer_at(bench.ben, step, right)
        step = shown(await bench.chat.press_action(bench.ben, verdict, verdict.controls[0].action))
    return found


async def answered(bench: Bench, step: SeenMessage, right: bool, face: str) -> SeenMessage:
    """A review's question answered; ``face`` is Sure or Not sure."""
    choice = await bench.answer_at(bench.ben, step, right)
    assert "How sure are you?" in choice.text and "Correct" not in choice.text
    return shown(await bench.chat.press(bench.ben, choice, face))


async def test_nothing_to_review_before_the_first_answer(group: Bench) -> None:
    seen = await group.say(group.ben, "/review")
    assert seen.text.startswith("Nothing to review yet")
    assert [c.label for c in seen.controls] == ["Quiz me instead"]


async def test_what_was_right_today_is_due_later(group: Bench) -> None:
    await practise(group, 2)
    seen = await group.say(group.ben, "/review")
    assert seen.text.startswith("You're all caught up")
    assert "Your next review is" in seen.text


async def test_what_was_missed_comes_the_day_after(group: Bench) -> None:
    missed = await practise(group, 2, right=False)
    assert "Your next review is tomorrow." in (await group.say(group.ben, "/review")).text
    await group.at("2026-11-24 21:00")
    step = await group.say(group.ben, "/review")
    assert step.text.startswith("Question 1 of ") and "Your review" in step.text
    concept = {group.courses["small"].questions[id_].concept for id_ in missed}
    while step.text.startswith("Question"):
        id_ = await asked(group, step)
        concept.discard(group.courses["small"].questions[id_].concept)
        verdict = await answered(group, step, True, "Sure")
        assert verdict.text.startswith("Correct!")
        step = shown(await group.chat.press_action(group.ben, verdict, verdict.controls[0].action))
    assert step.text.startswith("Review done: ")
    assert "Your next review is" in step.text or "More is due" in step.text
    assert concept == set()
    assert await group.verify() == []


async def test_no_backlog_but_five(group: Bench) -> None:
    for _ in range(3):
        await practise(group, 5, right=False)
    await group.at("2026-12-20 21:00")
    step = await group.say(group.ben, "/review")
    total = int(step.text.split(" of ")[1].split(" ")[0])
    assert 0 < total <= 5


async def test_a_changed_answer_is_the_one_that_counts(group: Bench) -> None:
    await practise(group, 1, right=False)
    await group.at("2026-11-24 21:00")
    step = await group.say(group.ben, "/review")
    first = await group.answer_at(group.ben, step, False)
    again = shown(await group.chat.press(group.ben, first, "Change"))
    assert again.text.startswith("Question 1 of ")
    second = await group.answer_at(group.ben, again, True)
    verdict = shown(await group.chat.press(group.ben, second, "Not sure"))
    assert verdict.text.startswith("Correct")
    twice = shown(await group.chat.press(group.ben, second, "Sure"))
    assert "already" in twice.text


async def test_a_review_is_gone_on_with_after_a_restart(group: Bench) -> None:
    await practise(group, 2, right=False)
    await group.at("2026-11-24 21:00")
    step = await group.say(group.ben, "/review")
    choice = await group.answer_at(group.ben, step, True)
    await group.restart()
    verdict = shown(await group.chat.press(group.ben, choice, "Sure"))
    assert verdict.text.startswith("Correct!")
    again = await group.say(group.ben, "/review")
    assert "Your review" in again.text or again.text.startswith("Review done")


async def test_a_stopped_review_leaves_nothing_behind(group: Bench) -> None:
    await practise(group, 2, right=False)
    await group.at("2026-11-24 21:00")
    step = await group.say(group.ben, "/review")
    await group.answer_at(group.ben, step, True)
    assert "Quiz stopped" in (await group.say(group.ben, "/quiz stop")).text
    assert await group.verify() == []


async def test_progress_says_what_is_due_and_how_well_sure_fits(group: Bench) -> None:
    await practise(group, 2, right=False)
    assert "Due for review" not in (await group.say(group.ben, "/progress")).text
    await group.at("2026-11-24 21:00")
    seen = await group.say(group.ben, "/progress")
    assert "Due for review: 2 questions" in seen.text
    review = shown(await group.chat.press(group.ben, seen, "Review now"))
    assert review.text.startswith("Question 1 of 2")


async def test_of_ten_sure_answers_the_right_ones_are_counted(group: Bench) -> None:
    counted = 0
    for day in range(24, 29):
        await practise(group, 3, right=False)
        await group.at(f"2026-11-{day} 23:00")
        step = await group.say(group.ben, "/review")
        while step.text.startswith("Question") and counted < 10:
            counted += 1
            verdict = await answered(group, step, counted > 3, "Sure")
            face = verdict.controls[0].action
            step = shown(await group.chat.press_action(group.ben, verdict, face))
        if counted == 10:
            break
        await group.say(group.ben, "/quiz stop")
    assert (
        "When you're sure: you're right 7 times out of 10"
        in (await group.say(group.ben, "/progress")).text
    )
