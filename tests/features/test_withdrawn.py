"""A question that was taken back is not asked again: not as a daily one, and not in a quiz."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.study.round import NewRound
from content.model import Course
from tests.features.bench import Bench
from tests.features.conftest import OpenBench
from tests.features.course import TITLES, course, single
from tests.features.deeds import withdraw
from tests.features.test_quiz_secrets import quiz_on

IDS = ("q1a", "q1b", "q1c", "q1d")


def small() -> Course:
    """Only the first concept has questions."""
    return course([single(id_, "c1") for id_ in IDS], TITLES)


@pytest.fixture
async def taken(open_bench: OpenBench) -> Bench:
    """Tuesday: of the only concept's four questions one was posted, answered and withdrawn."""
    bench = await open_bench(small())
    await bench.set_up(days="1 2 3 4 5 6 7")
    await bench.at("2026-11-24 10:00")
    await bench.say(bench.ben, "/today")
    await bench.answer(bench.ben, right=False)
    return bench


async def asked_in_a_quiz(bench: Bench, line: str = "/quiz Speech to text 20") -> set[str]:
    await bench.say(bench.ben, line)
    person, group = await bench.person(bench.ben), await bench.group()
    run = await bench.store.runs.open_run(person.id, group.id)
    assert run is not None
    return {posed.question_id for posed in run.rounds}


async def test_no_quiz_asks_it(taken: Bench) -> None:
    out = (await taken.posed()).question_id
    await withdraw(taken)
    await taken.settle()
    assert out not in await asked_in_a_quiz(taken)
    await taken.at("2026-12-20 10:00")  # it was the group's own, and nothing is reserved any more
    await taken.say(taken.ben, "/quiz stop")
    assert await asked_in_a_quiz(taken) | {(await taken.posed()).question_id} == set(IDS) - {out}


async def test_no_day_asks_it_however_long_it_goes_on(taken: Bench) -> None:
    out = (await taken.posed()).question_id
    await withdraw(taken)
    await taken.at("2026-12-10 10:00")
    history = await taken.store.rounds.history((await taken.group()).id)
    later = [asked.question_id for asked in history if asked.local_date > "2026-11-24"]
    assert set(later) == set(IDS) - {out}
    assert len(later) > 6, "they come again"


async def test_a_quiz_begun_before_leaves_it_out_and_says_so(taken: Bench) -> None:
    out = (await taken.posed()).question_id
    other = next(id_ for id_ in IDS if id_ != out)
    _, screen = await quiz_on(taken, out, other)
    await withdraw(taken)
    await taken.settle()
    (open_one,) = await taken.store.rounds.open_dailies((await taken.group()).id)
    await taken.store.rounds.void(open_one.id, 0, [])  # which else would be left out as well
    step = await taken.say(taken.ben, "/quiz continue")
    assert "An organizer withdrew one question, so I left it out." in step.text
    assert step.text.startswith("Question 1 of 1")
    assert screen is not None


async def test_what_was_missed_is_not_asked_once_more_either(taken: Bench) -> None:
    posed = await taken.posed()
    person, group = await taken.person(taken.ben), await taken.group()
    await taken.at("2026-11-25 10:00")  # closed: a quiz may ask it
    run = await taken.store.runs.start(
        person_id=person.id,
        group_id=group.id,
        topic="A mix",
        rounds=[NewRound(posed.question_id, posed.revision, posed.concept_id, "A,B,C,D")],
        local_date="2026-11-25",
        now=0,
    )
    step = await taken.say(taken.ben, "/quiz continue")
    await taken.answer_at(taken.ben, step, False)
    rows = [NewRound(posed.question_id, posed.revision, posed.concept_id, "A,B,C,D")]
    again = await taken.store.rounds.open_daily(
        group.id, rows[0], local_date="2026-11-01", opened_at=0, closes_at=1
    )
    await taken.answer_unnamed(person.id, again)
    await taken.store.rounds.void(again.id, 0, [])
    summary = await taken.say(taken.ben, "/quiz continue")
    missed = next(c for c in summary.controls if c.action.startswith("1.quiz-missed"))
    result = await taken.chat.press_action(taken.ben, summary, missed.action)
    assert run.rounds[0].question_id == posed.question_id
    assert "Question 1" not in (result.updated or result.replies[0]).text


async def test_once_its_author_has_mended_it_it_may_come_again(taken: Bench) -> None:
    out = (await taken.posed()).question_id
    await withdraw(taken)
    await taken.settle()
    small = taken.courses["small"]
    mended = replace(small.questions[out], revision=small.questions[out].revision + 1)
    taken.courses["small"] = replace(small, questions={**small.questions, out: mended})
    await taken.restart()
    assert out in await asked_in_a_quiz(taken)


async def test_one_that_never_reached_anybody_is_not_withdrawn(open_bench: OpenBench) -> None:
    bench = await open_bench(small())
    await bench.set_up(days="1 2 3 4 5 6 7")
    bench.chat.deny_posts(bench.study)
    await bench.at("2026-11-25 10:00")
    history = await bench.store.rounds.history((await bench.group()).id)
    assert [asked.state for asked in history][:1] == ["void"]
    assert await bench.store.rounds.withdrawn((await bench.group()).id) == frozenset()


async def test_a_group_is_asked_other_questions_than_the_group_next_door(
    open_bench: OpenBench,
) -> None:
    """Its members may have read the results there."""
    bench = await open_bench(small())
    await bench.set_up(days="1 2 3 4 5 6 7")
    await bench.at("2026-11-24 10:00")  # the first group is a day ahead
    preview = await bench.preview(where=bench.general, days="1 2 3 4 5 6 7", times="11:00")
    await bench.chat.press(bench.ana, preview, "Start")
    await bench.at("2026-11-27 10:00")
    near = max(group.id for group in await bench.store.groups.all())
    told: set[str] = set()
    days = {a.local_date: a for a in await bench.store.rounds.history(1)}
    for asked in await bench.store.rounds.history(near):
        told = {a.question_id for day, a in days.items() if day <= asked.local_date}
        own = {
            a.question_id
            for a in await bench.store.rounds.history(near)
            if a.local_date < asked.local_date
        }
        assert asked.question_id not in told or not set(IDS) - told - own
    assert told, "something was to be avoided"
