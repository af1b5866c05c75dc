"""Checkpoints: opened and closed once, taken once by each person, counted from the ledger."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.study.checkpoint import Checkpoint, Mixed, MixedAsked
from bot.study.delivery import DeliveryKind
from bot.study.person import Person
from bot.study.planning.view import GroupView, Wanted
from bot.study.quiz_run import Run
from storage.store import SqliteStore
from tests.storage.house import MONDAY, TUESDAY, House, close_mixed, open_mixed, question, rebuild

IDS = ("q1", "q2", "q3")


async def begun(house: House, found: Checkpoint, person: Person) -> Run:
    new = [question(id_, f"k-{id_}") for id_ in IDS]
    return await house.store.checkpoints.begin(found, person.id, new, MONDAY, 20)


async def answered(house: House, found: Checkpoint, person: Person, *right: bool) -> Run:
    run = await begun(house, found, person)
    for posed, good in zip(run.rounds, right, strict=False):
        await house.answer(posed, person, kind="practice", correct=good, active=False)
    return await begun(house, found, person)


async def view(house: House, now: int = 50) -> GroupView:
    found = await house.store.planning.view(
        Wanted(house.group.id, TUESDAY, "2026-W44", now, bank=True)
    )
    assert found is not None
    return found


async def test_it_is_opened_once_a_day_with_its_questions_in_order(house: House) -> None:
    found = await open_mixed(house, *IDS)
    assert [one.question_id for one in found.questions] == list(IDS)
    assert (found.group_id, found.season, found.local_date) == (house.group.id, 1, MONDAY)
    again = await open_mixed(house, "q9")
    assert again == found
    assert await house.store.checkpoints.get(found.id) == found
    assert await house.store.checkpoints.get(found.id + 1) is None
    assert await house.store.checkpoints.of_day(house.group.id, TUESDAY) is None


async def test_it_can_be_taken_until_its_time_is_over(house: House) -> None:
    found = await open_mixed(house, *IDS)
    store = house.store.checkpoints
    assert await store.open_of(house.group.id, found.closes_at - 1) == found
    assert await store.open_of(house.group.id, found.closes_at) is None
    assert await store.asked(house.group.id) == tuple((id_, True) for id_ in IDS)
    await close_mixed(house, found)
    assert await store.open_of(house.group.id, 0) is None
    assert await store.asked(house.group.id) == tuple((id_, False) for id_ in IDS)


async def test_a_person_begins_it_once_and_goes_on_with_what_was_begun(house: House) -> None:
    found = await open_mixed(house, *IDS)
    store = house.store.checkpoints
    assert await store.run_of(found.id, house.ann.id) is None
    run = await answered(house, found, house.ann, True)
    assert [posed.question_id for posed in run.rounds] == list(IDS)
    assert list(run.answers) == [run.rounds[0].id]
    assert await store.run_of(found.id, house.ann.id) == run
    assert await store.of_round(run.rounds[1].id) == found
    assert await store.of_round((await house.daily()).id) is None
    assert await house.store.runs.open_run(house.ann.id, house.group.id) is None, "no quiz"
    ben = await begun(house, found, house.ben)
    assert ben.id != run.id
    assert await store.begun(found.id) == 1, "Ben has answered nothing"


async def test_what_it_was_like_is_counted_when_it_closes_once(
    house: House, store: SqliteStore
) -> None:
    found = await open_mixed(house, *IDS)
    await answered(house, found, house.ann, True, True, False)
    await answered(house, found, house.ben, True, False)
    await begun(house, found, house.cleo)
    await close_mixed(house, found, at=100)
    await close_mixed(house, found, at=200)
    closed = await house.store.checkpoints.get(found.id)
    assert closed is not None
    assert (closed.closed_at, closed.took, closed.answered, closed.correct) == (100, 2, 5, 3)
    assert closed.questions == (
        Mixed("q1", "k-q1", 2, 2),
        Mixed("q2", "k-q2", 2, 1),
        Mixed("q3", "k-q3", 1, 0),
    )
    assert await store.verify(rebuild) == []


async def test_the_groups_view_has_open_ones_with_their_posts_and_all_questions(
    house: House,
) -> None:
    found = await open_mixed(house, *IDS)
    seen = await view(house)
    (told,) = seen.checkpoints
    assert told.checkpoint == found
    assert [row.kind for row in told.posts] == [DeliveryKind.CHECKPOINT]
    assert seen.mixed[0] == MixedAsked(1, "q1", "k-q1", MONDAY)
    await answered(house, found, house.ann, True)
    await close_mixed(house, found)
    seen = await view(house)
    assert seen.checkpoints == ()
    assert seen.mixed[0] == MixedAsked(1, "q1", "k-q1", MONDAY, 1, 1)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_counts_that_are_not_the_ledgers_are_found(
    house: House, store: SqliteStore, tmp_path: Path
) -> None:
    found = await open_mixed(house, *IDS)
    await answered(house, found, house.ann, True)
    await close_mixed(house, found)
    with closing(sqlite3.connect(tmp_path / "study.db")) as db:
        db.execute("UPDATE checkpoints SET took = 7")
        db.commit()
    assert await store.verify(rebuild) == [
        f"Checkpoint {found.id}: 1 of 1 right by 7 people instead of 1 of 1 by 1."
    ]
