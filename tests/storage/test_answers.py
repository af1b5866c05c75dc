"""The ledger: one answer per round and person, and everything that follows from it."""

from __future__ import annotations

import asyncio

import pytest

from bot.model.refs import MemberRef
from bot.study.answer import ConceptScore, Judgment, Prior
from bot.study.memory import MemoryKind
from bot.study.round import Pending
from bot.study.streaks import Streak
from storage.errors import Conflict, Missing
from tests.storage.house import (
    CHANNEL,
    COURSE,
    EMPTY,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    House,
    judge,
    note,
    rebuild,
    settle,
)


async def test_an_answer_is_written_with_all_that_follows(house: House) -> None:
    store, round_ = house.store, await house.daily()
    await store.answers.choose(round_.id, house.ann.id, "b", 15)
    result = await house.answer(round_, house.ann, given="b", points=20)
    answer = result.answer
    assert result.fresh
    assert (answer.question_id, answer.concept_id, answer.group_id) == ("q1", "k1", house.group.id)
    assert (answer.given, answer.correct, answer.credit, answer.points) == ("b", True, 1.0, 20)
    assert (answer.sure, answer.kind, answer.local_date, answer.at) == (True, "daily", MONDAY, 20)
    assert await store.answers.of(round_.id, house.ann.id) == answer
    assert await store.answers.pending(round_.id, house.ann.id) is None
    assert result.streak == Streak(1, 1, 1, 1, MONDAY, 1)
    assert await store.answers.streak(house.group.id, house.ann.id, MONDAY) == (result.streak, ())
    found = await store.memories.of(house.ann.id, COURSE, house.group.id)
    assert found.known.keys() == {(MemoryKind.QUESTION, "q1"), (MemoryKind.CONCEPT, "k1")}
    assert {round(one.at.timestamp() * 1000) for one in found.known.values()} == {20}
    for period in ("all", "2026-W45", "2026-11"):
        board = await store.boards.board(house.group.id, period, house.ann.id)
        assert board.own is not None
        assert (board.own.points, board.own.correct, board.own.answers) == (20, 1, 1)
    assert await store.verify(rebuild) == []


async def test_the_second_answer_changes_nothing(house: House) -> None:
    round_ = await house.daily()
    first = await house.answer(round_, house.ann, given="a")
    second = await house.answer(round_, house.ann, given="c", correct=False)
    assert not second.fresh
    assert (second.answer, second.streak) == (first.answer, first.streak)


async def test_many_presses_at_once_are_one_answer(house: House) -> None:
    round_ = await house.daily()
    results = await asyncio.gather(*(house.answer(round_, house.ann, at=i) for i in range(64)))
    assert sum(result.fresh for result in results) == 1
    assert len({result.answer for result in results}) == 1
    board = await house.store.boards.board(house.group.id, "all", house.ann.id)
    assert board.own is not None
    assert (board.own.points, board.own.answers) == (10, 1)
    assert await house.store.verify(rebuild) == []


async def test_a_judge_that_fails_leaves_no_trace(house: House) -> None:
    round_ = await house.daily()

    def broken(prior: Prior) -> Judgment:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await house.store.answers.record(note(round_, house.ann.id), broken)
    assert await house.store.answers.of(round_.id, house.ann.id) is None
    assert (await house.answer(round_, house.ann)).fresh


async def test_an_answer_needs_a_round_and_a_person(house: House) -> None:
    round_ = await house.daily()
    record = note(round_, 99)
    with pytest.raises(Missing):
        await house.store.answers.record(record, judge(record))
    with pytest.raises(Missing):
        await house.store.answers.choose(99, house.ann.id, "a", 1)


async def test_a_choice_can_be_changed_until_it_is_an_answer(house: House) -> None:
    answers, round_ = house.store.answers, await house.daily()
    assert await answers.choose(round_.id, house.ann.id, "a", 1) is None
    assert await answers.choose(round_.id, house.ann.id, "b", 2) is None
    assert await answers.pending(round_.id, house.ann.id) == Pending(house.ann.id, "b", 2)
    recorded = await house.answer(round_, house.ann, given="b")
    assert await answers.choose(round_.id, house.ann.id, "c", 3) == recorded.answer
    assert await answers.pending(round_.id, house.ann.id) is None


async def test_what_the_judge_knows(house: House) -> None:
    seen: list[Prior] = []
    monday = await house.daily(MONDAY, "q1")
    await house.answer(monday, house.ann, correct=False, at=20)
    [extra] = await house.practice(house.ann, "q1")
    await house.answer(extra, house.ann, kind="practice", points=5, active=False, at=30)
    [more] = await house.practice(house.ann, "q1")
    await house.answer(more, house.ann, kind="practice", active=False, at=40, seen=seen.append)
    prior = seen[0]
    assert prior.last_on_question is not None
    assert (prior.last_on_question.at, prior.last_on_question.correct) == (30, True)
    assert (prior.practice_answers_today, prior.practice_points_today) == (1, 5)
    concept = prior.memory[MemoryKind.CONCEPT, "k1"]
    assert (concept.in_a_row, round(concept.at.timestamp() * 1000)) == (1, 30)
    assert prior.memory[MemoryKind.QUESTION, "q1"] == concept
    await house.daily(TUESDAY, "q2")
    wednesday = await house.daily(WEDNESDAY, "q3", "k3")
    await house.answer(wednesday, house.ann, seen=seen.append)
    prior = seen[1]
    assert prior.streak == Streak(1, 1, 1, 1, MONDAY, 1)
    assert prior.days == ((TUESDAY, False), (WEDNESDAY, False))
    assert prior.last_on_question is None
    assert prior.memory == {}
    assert (prior.practice_answers_today, prior.practice_points_today) == (0, 0)


@pytest.mark.parametrize("name", ["Ann", "Ben", "Cleo"])
@pytest.mark.parametrize(("on", "kind"), [(WEDNESDAY, "daily"), (MONDAY, "late")])
async def test_an_act_that_begins_with_the_press_judges_by_the_same(
    house: House, name: str, on: str, kind: str, said: list[str]
) -> None:
    rounds = {MONDAY: await house.daily(MONDAY, "q1"), TUESDAY: await house.daily(TUESDAY, "q2")}
    rounds[WEDNESDAY] = await house.daily(WEDNESDAY, "q1")
    await house.answer(rounds[TUESDAY], house.ann)
    await house.answer(rounds[MONDAY], house.ben, at=5)
    store, round_ = house.store, rounds[on]
    person = {"Ann": house.ann, "Ben": house.ben, "Cleo": house.cleo}[name]
    await store.answers.choose(round_.id, person.id, "b", 15)
    told: list[Prior] = []

    async def alone() -> None:
        await house.answer(round_, person, kind=kind, at=30, seen=told.append)
        raise ZeroDivisionError  # so that nothing is changed for the next one

    async def pressed() -> None:
        context = await store.rounds.context(round_.id, MemberRef("here", name), CHANNEL)
        assert context is not None and context.person is not None
        assert context.person.id == person.id
        answer = await store.answers.of(round_.id, person.id)
        pending = await store.answers.pending(round_.id, person.id)
        assert pending == (None if answer else Pending(person.id, "b", 15))
        said.clear()
        await alone()

    for act in (alone, pressed):
        with pytest.raises(ZeroDivisionError):
            await store.act(act)
    assert said or name == "Ben"  # who has answered already
    assert not [words for words in said if words.lstrip().startswith("SELECT")]
    assert told[: len(told) // 2] == told[len(told) // 2 :]


async def test_a_day_counted_already_is_counted_from_the_start(house: House) -> None:
    seen: list[Prior] = []
    monday = await house.daily(MONDAY, "q1")
    tuesday = await house.daily(TUESDAY, "q2")
    await house.answer(tuesday, house.ann)
    late = await house.answer(
        monday, house.ann, kind="late", today=TUESDAY, points=5, seen=seen.append
    )
    assert seen[0].streak == EMPTY
    assert seen[0].days == ((MONDAY, False), (TUESDAY, True))
    assert late.streak == Streak(2, 2, 1, 2, TUESDAY, 1)
    assert (await house.store.answers.streak(house.group.id, house.ann.id, TUESDAY))[0].current == 2
    assert await house.store.verify(rebuild) == []


async def test_study_days_since_the_stored_streak(house: House) -> None:
    answers = house.store.answers
    await house.answer(await house.daily(MONDAY), house.ann)
    await house.daily(TUESDAY, "q2")
    await house.daily(WEDNESDAY, "q3")
    streak, days = await answers.streak(house.group.id, house.ann.id, TUESDAY)
    assert (streak.through, days) == (MONDAY, ((TUESDAY, False),))
    assert await answers.streak(house.group.id, house.ben.id, TUESDAY) == (
        EMPTY,
        ((MONDAY, False), (TUESDAY, False)),
    )


async def test_late_and_practice_answers_count_into_the_totals(house: House) -> None:
    round_ = await house.daily(MONDAY)
    [extra] = await house.practice(house.ann, "q2")
    await house.answer(extra, house.ann, kind="practice", points=5, active=False)
    await house.answer(round_, house.ann, kind="late", points=7, today=TUESDAY)
    board = await house.store.boards.board(house.group.id, "all", None)
    assert [(line.points, line.answers) for line in board.top] == [(12, 2)]
    assert await house.store.verify(rebuild) == []


async def test_the_last_answer_to_each_question_and_the_scores(house: House) -> None:
    answers = house.store.answers
    await house.answer(await house.daily(MONDAY, "q1", "k1"), house.ann, correct=False, at=20)
    withdrawn = await house.daily(TUESDAY, "q2", "k2")
    await house.answer(withdrawn, house.ann, at=30)
    [again] = await house.practice(house.ann, "q1")
    await house.answer(again, house.ann, kind="practice", active=False, at=40)
    await house.store.rounds.void(withdrawn.id, 50, [])
    found = await answers.answered_questions(house.ann.id, COURSE)
    assert {name: (answer.at, answer.correct) for name, answer in found.items()} == {
        "q1": (40, True)
    }
    assert await answers.answered_questions(house.ann.id, "cheese") == {}
    assert await answers.concept_scores(house.ann.id, house.group.id) == (ConceptScore("k1", 2, 1),)
    assert await answers.on_question(house.group.id, "q1") == (2, 1)
    assert await answers.on_question(house.group.id, "q9") == (0, 0)


async def test_closing_and_answering_at_once_is_one_answer(house: House) -> None:
    round_ = await house.daily()
    await house.store.answers.choose(round_.id, house.ann.id, "b", 15)
    result, closed = await asyncio.gather(
        house.answer(round_, house.ann),
        house.store.rounds.close(round_.id, 90, settle(round_), []),
    )
    assert closed
    assert await house.store.answers.of(round_.id, house.ann.id) == result.answer
    assert await house.store.verify(rebuild) == []


async def test_a_withdrawn_question_takes_no_answers(house: House) -> None:
    round_ = await house.daily()
    await house.store.rounds.void(round_.id, 50, [])
    with pytest.raises(Conflict):
        await house.answer(round_, house.ann)
    with pytest.raises(Conflict):
        await house.store.answers.choose(round_.id, house.ann.id, "a", 1)


async def test_first_answers_are_one_a_person_and_question_over_all_rounds(house: House) -> None:
    first = await house.daily()
    await house.answer(first, house.ann, given="a", correct=False)
    (again,) = await house.practice(house.ann, "q1")
    await house.answer(again, house.ann, given="b", kind="practice", today=TUESDAY)
    await house.answer(first, house.ben, given="b")
    withdrawn = await house.daily(TUESDAY, "q2")
    await house.answer(withdrawn, house.ann, given="c")
    await house.store.rounds.void(withdrawn.id, 99, ())
    assert sorted(await house.store.first_answers(COURSE)) == [
        (house.ann.id, "q1", "a", False),
        (house.ben.id, "q1", "b", True),
    ]
