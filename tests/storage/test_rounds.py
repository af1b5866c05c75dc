"""Posed questions: once a date, closed once, withdrawn without harm."""

from __future__ import annotations

import asyncio

import pytest

from bot.study.round import Asked, Pending, Tally
from bot.study.streaks import Streak
from storage.errors import Missing
from tests.inside import latest_daily
from tests.storage.house import (
    EMPTY,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    House,
    planned,
    rebuild,
    settle,
)


async def test_a_group_has_one_daily_question_a_date(house: House) -> None:
    opened = await asyncio.gather(*(house.daily(MONDAY, f"q{i}") for i in range(8)))
    assert len(set(opened)) == 1
    assert await house.daily(MONDAY, "other") == opened[0]
    assert await house.store.rounds.get(opened[0].id) == opened[0]
    assert (opened[0].order, opened[0].state, opened[0].closes_at) == ("a,b,c", "open", 1_000)
    assert await house.store.rounds.get(99) is None


async def test_open_and_latest_questions(house: House) -> None:
    rounds = house.store.rounds
    assert await latest_daily(rounds, house.group.id) is None
    monday, tuesday = await house.daily(MONDAY), await house.daily(TUESDAY, "q2")
    await house.practice(house.ann, "q9", today=WEDNESDAY)
    assert await rounds.open_dailies(house.group.id) == (monday, tuesday)
    await rounds.close(monday.id, 90, settle(monday), [])
    assert await rounds.open_dailies(house.group.id) == (tuesday,)
    assert await latest_daily(rounds, house.group.id) == tuesday
    await rounds.void(tuesday.id, 95, [])
    latest = await latest_daily(rounds, house.group.id)
    assert latest is not None
    assert (latest.id, latest.state, latest.closed_at) == (monday.id, "closed", 90)


async def test_only_an_open_question_gets_another_close(house: House) -> None:
    rounds, round_ = house.store.rounds, await house.daily()
    await rounds.set_closes(round_.id, 2_000)
    changed = await rounds.get(round_.id)
    assert changed is not None
    assert changed.closes_at == 2_000
    await rounds.close(round_.id, 90, settle(round_), [])
    await rounds.set_closes(round_.id, 3_000)
    assert (await rounds.get(round_.id)).closes_at == 2_000  # type: ignore[union-attr]


async def test_history_counts_daily_answers(house: House) -> None:
    monday, tuesday = await house.daily(MONDAY), await house.daily(TUESDAY, "q2", "k2")
    await house.answer(monday, house.ann)
    await house.answer(monday, house.ben, correct=False)
    await house.answer(monday, house.cleo, kind="late", today=TUESDAY)
    await house.store.rounds.void(tuesday.id, 50, [])
    assert await house.store.rounds.history(house.group.id) == (
        Asked("q1", "k1", MONDAY, "open", 2, 1),
        Asked("q2", "k2", TUESDAY, "void", 0, 0),
    )


async def test_a_tally_counts_answers_and_choices_in_time(house: House) -> None:
    store, round_ = house.store, await house.daily()
    await house.answer(round_, house.ann, given="a")
    await store.answers.choose(round_.id, house.ben.id, "b", 15)
    assert await store.rounds.tally(round_.id) == Tally(2, 1, {"a": 1, "b": 1})
    await house.answer(round_, house.cleo, kind="late", given="a", today=TUESDAY)
    assert await store.rounds.tally(round_.id) == Tally(2, 1, {"a": 1, "b": 1})
    assert await store.rounds.tally(99) == Tally(0, 0, {})


async def test_closing_turns_choices_into_answers_and_plans_results(house: House) -> None:
    store, round_ = house.store, await house.daily()
    await store.answers.choose(round_.id, house.ann.id, "a", 15)
    await store.answers.choose(round_.id, house.ben.id, "b", 16)
    closed = await asyncio.gather(
        *(
            store.rounds.close(
                round_.id, 90, settle(round_), [planned("results", round_id=round_.id)]
            )
            for _ in range(4)
        )
    )
    assert closed.count(True) == 1
    assert await store.rounds.tally(round_.id) == Tally(2, 1, {"a": 1, "b": 1})
    assert await store.answers.pending(round_.id, house.ann.id) is None
    assert [row.state for row in await store.deliveries.of_round(round_.id, "results")] == [
        "planned"
    ]
    assert await store.verify(rebuild) == []


async def test_a_close_that_fails_halfway_leaves_all_as_it_was(house: House) -> None:
    store, round_ = house.store, await house.daily()
    await store.answers.choose(round_.id, house.ann.id, "a", 15)
    await store.answers.choose(round_.id, house.ben.id, "b", 16)
    good = settle(round_)

    def broken(pending: Pending):  # type: ignore[no-untyped-def]
        if pending.person_id == house.ben.id:
            raise LookupError("no such option")
        return good(pending)

    with pytest.raises(LookupError):
        await store.rounds.close(round_.id, 90, broken, [planned("results")])
    assert await store.rounds.open_dailies(house.group.id) == (round_,)
    assert await store.answers.of(round_.id, house.ann.id) is None
    assert await store.deliveries.of_day(house.group.id, MONDAY) == ()
    assert await store.rounds.close(round_.id, 90, good, [])


async def test_withdrawing_takes_back_points_and_posts(house: House) -> None:
    store, mine = house.store, house.group.id
    monday, tuesday = await house.daily(MONDAY), await house.daily(TUESDAY, "q2")
    for person in (house.ann, house.ben):
        await house.answer(monday, person, points=20)
    await house.answer(tuesday, house.ann, points=10)
    await store.answers.choose(monday.id, house.cleo.id, "c", 30)
    await store.deliveries.plan(mine, [planned("results", round_id=monday.id)])
    notice = planned("withdrawn", round_id=monday.id)
    assert await store.rounds.void(monday.id, 60, [notice]) == 2
    assert await store.rounds.void(monday.id, 61, [notice]) == 0
    for period in ("all", "2026-W45", "2026-11"):
        board = await store.boards.board(mine, period, house.ben.id)
        assert [(line.name, line.points, line.answers) for line in board.top] == [("Ann", 10, 1)]
        assert board.own is None
    assert await store.answers.pending(monday.id, house.cleo.id) is None
    day = await store.deliveries.of_day(mine, MONDAY)
    assert [(row.kind, row.state) for row in day] == [
        ("results", "skipped"),
        ("withdrawn", "planned"),
    ]
    assert await store.rounds.close(monday.id, 90, settle(monday), []) is False
    assert [group.id for group in await store.groups.of_person(house.ben.id)] == [mine]
    assert await store.verify(rebuild) == []
    with pytest.raises(Missing):
        await store.rounds.void(99, 60, [])


async def test_withdrawing_breaks_nobodys_streak(house: House) -> None:
    """Who had studied keeps the day; who had not is asked nothing, even if it was counted."""
    store, mine = house.store, house.group.id
    monday, tuesday, wednesday = [
        await house.daily(day, f"q{day}") for day in (MONDAY, TUESDAY, WEDNESDAY)
    ]
    for round_ in (monday, tuesday, wednesday):
        await house.answer(round_, house.ann)
    await house.answer(monday, house.ben)
    broken = await house.answer(wednesday, house.ben)
    assert (broken.streak.current, broken.streak.freezes) == (2, 0)
    await store.rounds.void(tuesday.id, 90, [])
    streak, days = await store.answers.streak(mine, house.ann.id, WEDNESDAY)
    assert (streak.current, days) == (3, ())
    assert await store.answers.streak(mine, house.ben.id, WEDNESDAY) == (
        EMPTY,
        ((MONDAY, True), (WEDNESDAY, True)),
    )
    thursday = await house.daily("2026-11-05", "q5")
    assert (await house.answer(thursday, house.ben)).streak == Streak(3, 3, 2, 0, "2026-11-05", 1)
    assert (await house.answer(thursday, house.ann)).streak.current == 4
    assert await store.verify(rebuild) == []


async def test_a_run_keeps_its_questions_in_order(house: House) -> None:
    runs = house.store.runs
    assert await runs.open_run(house.ann.id, house.group.id) is None
    first = await house.practice(house.ann, "q1", "q2", "q3")
    run = await runs.open_run(house.ann.id, house.group.id)
    assert run is not None
    assert run.rounds == first
    assert [(r.question_id, r.position, r.kind) for r in first] == [
        ("q1", 0, "practice"),
        ("q2", 1, "practice"),
        ("q3", 2, "practice"),
    ]
    answered = await house.answer(first[0], house.ann, kind="practice", active=False)
    run = await runs.get(run.id)
    assert run is not None
    assert run.answers == {first[0].id: answered.answer}
    await house.practice(house.ann, "q4")
    ended = await runs.get(run.id)
    assert ended is not None
    assert ended.state == "done"
    current = await runs.open_run(house.ann.id, house.group.id)
    assert current is not None
    assert current.id != run.id
    assert await runs.open_run(house.ben.id, house.group.id) is None
    await runs.finish(current.id)
    assert await runs.open_run(house.ann.id, house.group.id) is None
    assert await runs.get(99) is None
    assert await house.store.rounds.open_dailies(house.group.id) == ()
