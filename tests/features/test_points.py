"""What answers are worth."""

from __future__ import annotations

import pytest

from bot.model import MemberRef
from bot.study.memory import MemoryKind, Remembered
from bot.study.recall import DEFAULTS
from tests.features.bench import Bench, shown
from tests.features.conftest import OpenBench
from tests.features.course import course, matching, multiple, only, ordering, single
from tests.features.test_quiz import asked


async def opened(open_bench: OpenBench, kind: str, difficulty: int) -> Bench:
    bench = await open_bench(only(kind, difficulty, each=2))
    await bench.set_up()
    await bench.at("2026-11-23 09:00")
    return bench


async def quiz(bench: Bench, words: str, right: list[bool]) -> list[str]:
    """Runs a quiz to its end; the verdicts."""
    step = await bench.say(bench.ben, f"/quiz {words}")
    verdicts = []
    for answer in right:
        verdict = await bench.answer_at(bench.ben, step, answer)
        verdicts.append(verdict.text)
        step = shown(await bench.chat.press_action(bench.ben, verdict, verdict.controls[0].action))
    assert "Quiz done" in step.text
    return verdicts


@pytest.mark.parametrize(("difficulty", "points"), [(1, 10), (2, 20), (3, 30)])
async def test_a_daily_question_gives_points_by_difficulty(
    open_bench: OpenBench, difficulty: int, points: int
) -> None:
    bench = await opened(open_bench, "single", difficulty)
    assert f"Correct! +{points} · " in (await bench.answer(bench.ben)).text
    assert await bench.points(bench.ben) == points
    await bench.answer(bench.cleo, right=False)
    assert await bench.points(bench.cleo) == 0


async def test_matching_gives_the_share_of_right_pairs(open_bench: OpenBench) -> None:
    bench = await open_bench(course([matching("q1", "c1", 3)], ("Welcome", "One")))
    await bench.set_up()
    await bench.at("2026-11-23 09:00")
    message = await bench.question_message()
    form = (await bench.chat.press(bench.ben, message, "Answer")).form
    assert form is not None
    values = {"p1": ("D",), "p2": ("C",), "p3": ("B",), "p4": ("E",)}
    asked = shown(await bench.chat.submit(bench.ben, form, values))
    verdict = shown(await bench.chat.press(bench.ben, asked, "Sure"))
    assert verdict.text.startswith("3 of 4 right · +")
    assert "3 of 4 right · +20" in verdict.text, "three quarters of 30, in whole fives"
    today = await bench.say(bench.ben, "/today")
    assert "3 of 4 right" in today.text


async def test_multiple_gives_the_share_found_when_no_wrong_one_was_chosen(
    open_bench: OpenBench,
) -> None:
    bench = await open_bench(course([multiple("q1", "c1", 3)], ("Welcome", "One")))
    await bench.set_up()
    await bench.at("2026-11-23 09:00")
    told = []
    for member, chosen in ((bench.ben, ("A",)), (bench.cleo, ("A", "B"))):
        form = (await bench.chat.press(member, await bench.question_message(), "Answer")).form
        assert form is not None
        asked = shown(await bench.chat.submit(member, form, {"answer": chosen}))
        told.append(shown(await bench.chat.press(member, asked, "Sure")).text)
    assert told[0].startswith("1 of 2 right · +")
    assert "+15" in told[0]
    assert told[1].startswith("Not quite")


async def test_ordering_gives_the_share_of_steps_in_their_place(open_bench: OpenBench) -> None:
    bench = await open_bench(course([ordering("q1", "c1", 2)], ("Welcome", "One")))
    await bench.set_up()
    await bench.at("2026-11-23 09:00")
    form = (await bench.chat.press(bench.ben, await bench.question_message(), "Answer")).form
    assert form is not None
    values = {"s1": ("D",), "s2": ("B",), "s3": ("C",), "s4": ("A",)}
    asked = shown(await bench.chat.submit(bench.ben, form, values))
    verdict = shown(await bench.chat.press(bench.ben, asked, "Not sure"))
    assert verdict.text.startswith("2 of 4 right · +")
    assert "2 of 4 right · +10" in verdict.text


async def test_practice_gives_half_and_nothing_for_what_is_known(open_bench: OpenBench) -> None:
    bench = await open_bench(course([single("q1", "c1", 2)], ("Welcome", "One")))
    await bench.set_up()
    (first,) = await quiz(bench, "1", [True])
    assert "Correct! +10" in first
    bench.pass_seconds(2 * 3600)
    (second,) = await quiz(bench, "1", [True])
    assert "You know this one, so no points. It's back " in second
    assert await bench.points(bench.ben) == 10


async def test_what_was_wrong_last_time_gives_points_again(open_bench: OpenBench) -> None:
    bench = await open_bench(course([single("q1", "c1", 2)], ("Welcome", "One")))
    await bench.set_up()
    (first,) = await quiz(bench, "1", [False])
    assert first.startswith("Not quite")
    bench.pass_seconds(2 * 3600)
    (second,) = await quiz(bench, "1", [True])
    assert "Correct! +10" in second


async def test_a_retry_right_after_the_answer_earns_nothing_and_teaches_nothing(
    open_bench: OpenBench,
) -> None:
    bench = await open_bench(course([single("q1", "c1", 2)], ("Welcome", "One")))
    await bench.set_up()
    await quiz(bench, "1", [False])
    person = await bench.person(bench.ben)
    before = await bench.store.memories.of(person.id, "small", 1)
    (second,) = await quiz(bench, "1", [True])
    assert "You saw the answer a moment ago, so no points this time." in second
    assert await bench.points(bench.ben) == 0
    assert await bench.store.memories.of(person.id, "small", 1) == before


async def test_what_is_due_gives_points_again(open_bench: OpenBench) -> None:
    bench = await open_bench(course([single("q1", "c1", 2)], ("Welcome", "One")))
    await bench.set_up()
    await bench.say(bench.ana, "/study pause")
    await quiz(bench, "1", [True])
    await bench.at("2027-02-01 08:00")
    (later,) = await quiz(bench, "1", [True])
    assert "Correct! +10" in later


async def test_a_days_practice_gives_thirty_points_at_most(open_bench: OpenBench) -> None:
    questions = [single(f"q{n}", "c1", 3) for n in range(5)]
    bench = await open_bench(course(questions, ("Welcome", "One", "Two", "Three")))
    await bench.set_up()
    verdicts = await quiz(bench, "3", [True, True, True])
    assert [v for v in verdicts if "+15" in v] == verdicts[:2]
    assert "You've earned all 30 practice points for today." in verdicts[2]
    assert await bench.points(bench.ben) == 30
    await bench.at("2026-11-24 08:00")
    await bench.at("2026-11-24 09:00")
    assert "+30" in (await bench.answer(bench.ben)).text, "the daily one is not capped"


async def test_a_late_answer_brings_no_points(open_bench: OpenBench) -> None:
    """The results have shown its answer to everybody."""
    bench = await opened(open_bench, "single", 3)
    await bench.at("2026-11-24 10:00")
    late = await bench.chat.press(bench.ben, bench.last("Results"), "I haven't answered yet")
    verdict = await bench.answer_at(bench.ben, shown(late), right=True)
    assert "so no points" in verdict.text
    assert await bench.points(bench.ben) == 0


async def just_closed(open_bench: OpenBench) -> tuple[Bench, str]:
    """The results of a question were told five minutes ago; Ben had got it wrong."""
    questions = [single(f"q{n}", "c1", 2) for n in range(4)]
    bench = await open_bench(course(questions, ("Welcome", "One", "Two")))
    await bench.set_up()
    await bench.at("2026-11-23 09:00")
    closed = (await bench.posed()).question_id
    await bench.choose(bench.ben, right=False)  # and never confirms it
    await bench.at("2026-11-24 09:05")
    assert bench.last("Results") and (await bench.posed()).question_id != closed
    return bench, closed


async def practiced(bench: Bench, who: MemberRef, question: str) -> str:
    """The verdict on a right answer to this question."""
    step = await bench.say(who, "/quiz One 4")
    while await asked(bench, step) != question:
        verdict = await bench.answer_at(who, step, False)
        step = shown(await bench.chat.press_action(who, verdict, verdict.controls[0].action))
    return (await bench.answer_at(who, step, True)).text


async def of(bench: Bench, who: MemberRef, question: str) -> Remembered | None:
    found = await bench.store.memories.of((await bench.person(who)).id, "small", 1)
    return found.known.get((MemoryKind.QUESTION, question))


async def test_what_the_results_have_just_shown_earns_nothing(open_bench: OpenBench) -> None:
    bench, closed = await just_closed(open_bench)
    before = await of(bench, bench.ben, closed)
    verdict = await practiced(bench, bench.ben, closed)
    assert "You saw the answer a moment ago, so no points this time." in verdict
    assert await bench.points(bench.ben) == 0
    assert before is not None and await of(bench, bench.ben, closed) == before


async def test_an_hour_after_the_results_practice_counts_again(open_bench: OpenBench) -> None:
    bench, closed = await just_closed(open_bench)
    bench.pass_seconds(3600)
    assert "Correct! +10" in await practiced(bench, bench.ben, closed)


async def test_who_had_not_answered_gets_a_hint_from_the_results(open_bench: OpenBench) -> None:
    bench, closed = await just_closed(open_bench)
    assert "The results were out, so no points." in await practiced(bench, bench.cleo, closed)
    known = await of(bench, bench.cleo, closed)
    assert known is not None and known.trace.stability == DEFAULTS[1], "hard, as if not sure"
