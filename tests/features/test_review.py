"""/review: what is due, five at a time, sure or not before the verdict."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from tests.contract.driver import SeenMessage
from tests.features.bench import Bench, shown
from tests.features.conftest import OpenBench
from tests.features.course import course, single
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


async def onward(bench: Bench, verdict: SeenMessage) -> SeenMessage:
    """The first button of a verdict: the next question, or the end."""
    return shown(await bench.chat.press_action(bench.ben, verdict, verdict.controls[0].action))


async def test_what_is_wrong_comes_again_before_the_review_ends(group: Bench) -> None:
    await practise(group, 2, right=False)
    await group.at("2026-11-24 21:00")
    step = await group.say(group.ben, "/review")
    first = await asked(group, step)
    verdict = await answered(group, step, False, "Sure")
    assert verdict.controls[0].label == "Next question"
    step = await onward(group, verdict)
    verdict = await answered(group, step, True, "Sure")
    assert verdict.controls[0].label == "Next question", "one is still to be asked again"
    again = await onward(group, verdict)
    assert again.text.startswith("Once more · Your review")
    assert await asked(group, again) == first
    await group.restart()
    before = await group.points(group.ben)
    twice = await onward(group, verdict)
    assert await asked(group, twice) == first, "pressed again, it is the same question"
    verdict = await group.answer_at(group.ben, twice, True)
    assert verdict.text.startswith("Correct!"), "how sure one is of a retry says nothing"
    assert await group.points(group.ben) == before
    done = await onward(group, verdict)
    assert done.text.startswith("Review done: 1 of 2 right")
    assert "Retry missed" not in [c.label for c in done.controls]
    assert await group.verify() == []


async def test_three_tries_are_enough(group: Bench) -> None:
    await practise(group, 1, right=False)
    await group.at("2026-11-24 21:00")
    step = await group.say(group.ben, "/review")
    verdict = await answered(group, step, False, "Not sure")
    for _ in range(2):
        verdict = await group.answer_at(group.ben, await onward(group, verdict), False)
    done = await onward(group, verdict)
    assert done.text.startswith("Review done: 0 of 1 right")
    assert "Your next review is tomorrow." in done.text


async def test_a_retry_moves_no_memory(group: Bench) -> None:
    await practise(group, 1, right=False)
    await group.at("2026-11-24 21:00")
    step = await group.say(group.ben, "/review")
    verdict = await answered(group, step, False, "Sure")
    person = await group.person(group.ben)
    before = await group.store.memories.of(person.id, "small", 1)
    verdict = await group.answer_at(group.ben, await onward(group, verdict), True)
    assert await group.store.memories.of(person.id, "small", 1) == before
    assert any(one.sure_wrong for one in before.known.values())


async def test_straight_to_the_verdict_where_that_is_wanted(group: Bench) -> None:
    await practise(group, 1, right=False)
    person = await group.person(group.ben)
    await group.store.people.set_preferences(person.id, straight=True)
    await group.at("2026-11-24 21:00")
    step = await group.say(group.ben, "/review")
    verdict = await group.answer_at(group.ben, step, True)
    assert verdict.text.startswith("Correct!")


async def test_the_end_says_on_which_day_the_next_review_is(open_bench: OpenBench) -> None:
    bench = await open_bench(course([single("q1", "c1"), single("q2", "c1")], ("Hi", "One")))
    await bench.set_up()
    await practise(bench, 1, right=False)
    await bench.at("2026-11-24 21:00")  # a Tuesday
    step = await bench.say(bench.ben, "/review")
    done = await onward(bench, await answered(bench, step, True, "Sure"))
    assert "Your next review is on Thursday." in done.text


async def test_another_question_on_the_concept_than_last_time(open_bench: OpenBench) -> None:
    """And the one whose fact is weakest."""
    questions = [
        replace(single(f"q{n}", "c1"), tests=(f"fact{n}",))  # type: ignore[type-var]
        for n in (1, 2, 3)
    ]
    bench = await open_bench(course(questions, ("Hi", "One")))
    await bench.set_up()
    seen = await practise(bench, 1)
    for day in ("2026-12-20", "2027-03-20"):
        await bench.at(f"{day} 21:00")
        step = await bench.say(bench.ben, "/review")
        seen.append(await asked(bench, step))
        await onward(bench, await answered(bench, step, True, "Sure"))
    assert len(set(seen)) == 3


async def test_who_was_sure_and_wrong_is_asked_first_and_sections_alternate(
    open_bench: OpenBench,
) -> None:
    questions = [
        replace(single(f"q{n}{mark}", f"c{n}"), tests=(f"fact{n}",))  # type: ignore[type-var]
        for n in range(1, 6)
        for mark in "ab"
    ]
    bench = await open_bench(course(questions, ("Hi", "A", "B", "C", "D", "E")))
    await bench.set_up()
    await bench.at("2026-11-24 09:05")
    daily = bench.question(await bench.posed()).concept
    await bench.answer(bench.ben, right=False, sure=True)
    others = {f"c{n}" for n in range(1, 6)} - {daily}
    for concept in sorted(others):
        title = bench.courses["small"].concepts[concept].title
        step = await bench.say(bench.ben, f"/quiz {title} 1")
        await onward(bench, await bench.answer_at(bench.ben, step, False))
    await bench.at("2026-11-25 21:00")
    step, found = await bench.say(bench.ben, "/review"), []
    while "Once more" not in step.text and step.text.startswith("Question"):
        found.append(bench.courses["small"].questions[await asked(bench, step)].concept)
        step = await onward(bench, await answered(bench, step, True, "Sure"))
    assert found[0] == daily
    sections = [bench.courses["small"].concepts[concept].section for concept in found]
    assert len(found) == 5 and sections.count("first") == 3
    assert all(one != two for one, two in pairwise(sections))
