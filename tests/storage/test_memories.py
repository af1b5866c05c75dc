"""Memories of questions and concepts: kept with each answer, and worked out from the ledger."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.study import streaks
from bot.study.answer import Judgment, Memories, Prior
from bot.study.calibration import Sureness
from bot.study.memory import Key, MemoryKind, Rated, Remembered
from bot.study.rating import Rating
from bot.study.recall import DEFAULTS, Model
from storage.database import prepare
from storage.memories import EVERYBODY
from storage.sql_store import SqlStore
from storage.store import SqliteStore
from tests.storage.house import (
    COURSE,
    EMPTY,
    MONDAY,
    TUESDAY,
    House,
    note,
    planned,
    rebuild,
    settle,
)
from tests.storage.test_upgrades import load

SLOW = (9.0, 12.0, 30.0, 60.0, *DEFAULTS[4:])
DAY = 86_400_000
Q1, K1 = (MemoryKind.QUESTION, "q1"), (MemoryKind.CONCEPT, "k1")


async def of(house: House, person_id: int | None = None) -> dict[Key, Remembered]:
    found = await house.store.memories.of(person_id or house.ann.id, COURSE, house.group.id)
    return dict(found.known)


async def damaged(store: SqlStore, sql: str) -> None:
    await store._access.write(lambda db: db.execute(sql).rowcount)


async def test_each_answer_moves_what_it_is_about(house: House) -> None:
    await house.answer(await house.daily(MONDAY, "q1", "k1"), house.ann, at=DAY)
    (again,) = await house.practice(house.ann, "q2")  # on k1 as well
    await house.answer(again, house.ann, kind="practice", correct=False, at=3 * DAY)
    known = await of(house)
    assert known.keys() == {Q1, K1, (MemoryKind.QUESTION, "q2")}
    assert known[Q1].trace == Model().first(Rating.Good)
    assert (known[K1].in_a_row, known[K1].lapses, known[K1].sure_wrong) == (0, 1, True)
    assert await of(house, house.ben.id) == {}
    assert await house.store.verify(rebuild) == []


async def test_all_that_an_answer_moves_is_one_statement(house: House, said: list[str]) -> None:
    """However many concepts a matching answer is about."""
    store = house.store
    others = (("k2", Rating.Again), ("k3", Rating.Hard), ("k4", Rating.Good))
    rated = Rated(Rating.Again, Rating.Good, others)

    def decide(prior: Prior) -> Judgment:
        return Judgment(False, 0.5, 5, True, True, EMPTY, rated)

    record = replace(note(await house.daily(), house.ann.id), concepts=("k1", "k2", "k3", "k4"))
    said.clear()
    recorded = await store.answers.record(record, decide)
    assert len([sql for sql in said if "INSERT INTO memory " in sql]) == 1
    assert len(await of(house)) == 5
    assert recorded.due_at == 20 + DAY, "what was missed is due first"
    assert await store.verify(rebuild) == []


async def test_an_answer_that_moves_nothing_leaves_nothing(house: House) -> None:
    await house.answer(await house.daily(), house.ann, at=DAY)
    before = await of(house)
    (again,) = await house.practice(house.ann, "q1")
    record = note(again, house.ann.id, kind="practice", at=DAY + 60_000)
    recorded = await house.store.answers.record(
        record, lambda _: Judgment(True, 1.0, 0, None, False, EMPTY, None)
    )
    assert recorded.due_at is None
    assert await of(house) == before
    seen: list[Prior] = []
    (more,) = await house.practice(house.ann, "q1")
    await house.answer(more, house.ann, kind="practice", active=False, seen=seen.append)
    assert seen[0].practice_answers_today == 0, "a quick retry counts for no streak"


@pytest.mark.parametrize("answered_first", [False, True])
async def test_a_withdrawn_question_leaves_no_memory(house: House, answered_first: bool) -> None:
    await house.answer(await house.daily(MONDAY, "q1", "k1"), house.ann, at=DAY)
    before = await of(house)
    wrong = await house.daily(TUESDAY, "q2", "k1")
    await house.answer(wrong, house.ann, correct=False, at=3 * DAY)
    await house.answer(wrong, house.ben, at=3 * DAY)
    await house.store.rounds.void(wrong.id, 4 * DAY, [])
    assert await house.store.verify(rebuild) == []
    if answered_first:  # before anybody has looked
        seen: list[Prior] = []
        (more,) = await house.practice(house.ann, "q3")
        await house.answer(more, house.ann, kind="practice", at=5 * DAY, seen=seen.append)
        assert seen[0].memory == {K1: before[K1]}
    else:
        assert await of(house) == before
    assert await of(house, house.ben.id) == {}
    assert await house.store.verify(rebuild) == []


async def test_choices_that_a_close_confirms_move_memory(house: House) -> None:
    round_ = await house.daily()
    await house.store.answers.choose(round_.id, house.ann.id, "a", DAY)
    await house.store.rounds.close(round_.id, 2 * DAY, settle(round_), [planned("results")])
    known = await of(house)
    assert {one.at.timestamp() * 1000 for one in known.values()} == {DAY}, "as of the press"
    assert await house.store.verify(rebuild) == []


async def test_a_choice_confirmed_late_counts_in_the_order_it_was_written(house: House) -> None:
    """Pressed before another answer on the concept, confirmed after it."""
    round_ = await house.daily()
    await house.store.answers.choose(round_.id, house.ann.id, "b", DAY)
    (more,) = await house.practice(house.ann, "q2")
    await house.answer(more, house.ann, kind="practice", at=2 * DAY)
    await house.store.rounds.close(round_.id, 3 * DAY, settle(round_), [])
    known = await of(house)
    assert known[K1].missed and known[K1].at.timestamp() * 1000 == 2 * DAY
    assert await house.store.verify(rebuild) == []


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("UPDATE memory SET stability = 99 WHERE kind = 'concept'", "stability is 99.0 instead"),
        ("UPDATE memory SET in_a_row = 7 WHERE kind = 'question'", "right answers in a row is 7"),
        ("DELETE FROM memory WHERE kind = 'concept'", "concept k1 of baking: it is missing"),
        ("UPDATE memory SET subject = 'q9' WHERE kind = 'question'", "no answer is behind it"),
        ("UPDATE answers SET rated = '11'", "stability"),
        ("UPDATE answers SET rated = 'xx'", "The rating 'xx' cannot be read (answers: 1)."),
        ("INSERT INTO parameters VALUES (1, 'x', 9, 9)", "Parameters of group 1: they cannot be"),
    ],
)
async def test_verifying_works_memories_out_anew(house: House, damage: str, told: str) -> None:
    await house.answer(await house.daily(), house.ann, at=DAY)
    assert await house.store.verify(rebuild) == []
    await damaged(house.store, damage)  # type: ignore[arg-type]
    assert told in " ".join(await house.store.verify(rebuild))


async def test_parameters_of_a_group_move_its_memories(house: House) -> None:
    store = house.store
    await house.answer(await house.daily(MONDAY, "q1", "k1"), house.ann, at=DAY)
    assert await store.memories.parameters() == {}
    await store.memories.set_parameters(house.group.id, SLOW, answers=1200, now=5)
    assert await store.verify(rebuild) == []
    known = await of(house)
    assert known[K1].trace.stability == SLOW[2]
    found = await store.memories.of(house.ann.id, COURSE, house.group.id)
    assert Model(DEFAULTS).parameters != SLOW and found.parameters is not None
    await house.answer(await house.daily(TUESDAY, "q2", "k2"), house.ann, at=2 * DAY)
    assert (await of(house))[MemoryKind.CONCEPT, "k2"].trace.stability == SLOW[2]
    assert await store.verify(rebuild) == []
    kept = (await store.memories.parameters())[house.group.id]
    assert (kept.answers, kept.fitted_at) == (1200, 5)


async def test_everybodys_parameters_are_for_groups_without_their_own(house: House) -> None:
    store = house.store
    await house.answer(await house.daily(), house.ann, at=DAY)
    await store.memories.set_parameters(EVERYBODY, SLOW, answers=9, now=5)
    assert (await of(house))[K1].trace.stability == SLOW[2]
    await store.memories.set_parameters(house.group.id, DEFAULTS, answers=9, now=6)
    assert (await of(house))[K1].trace.stability == DEFAULTS[2]
    assert await store.verify(rebuild) == []
    with pytest.raises(ValueError):
        await store.memories.set_parameters(1, (1.0,), answers=9, now=6)


async def test_how_sure_people_are(house: House) -> None:
    await house.answer(await house.daily(MONDAY, "q1"), house.ann)
    await house.answer(await house.daily(TUESDAY, "q2"), house.ann, correct=False)
    assert await house.store.memories.sureness(house.ann.id, COURSE) == Sureness(2, 1)
    assert await house.store.memories.sureness(house.ben.id, COURSE) == Sureness()


async def test_an_older_ledger_is_worked_out_when_it_is_asked_for(tmp_path: Path) -> None:
    path = load("0008_tallies", tmp_path / "study.db")
    with closing(sqlite3.connect(path)) as db:
        whose = db.execute("SELECT DISTINCT person_id, course FROM memory").fetchall()
        concepts = {
            person: {row[0] for row in db.execute(
                "SELECT a.concept_id FROM answers a JOIN rounds r ON r.id = a.round_id "
                "WHERE a.person_id = ? AND a.kind <> 'void' AND r.state <> 'void'", (person,)
            )}
            for person, _ in whose
        }  # fmt: skip
    store = await SqliteStore.open(path)
    for person, course in whose:
        found: Memories = await store.memories.of(person, course, 1)
        there = {id_ for kind, id_ in found.known if kind is MemoryKind.CONCEPT}
        assert there == concepts[person]
    assert await store.verify(streaks.rebuild) == []  # type: ignore[arg-type]
    await store.close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT COUNT(*) FROM memory_outdated").fetchone()[0] == 0


def test_earlier_answers_are_rated_by_what_the_ledger_knows(tmp_path: Path) -> None:
    path = load("0008_tallies", tmp_path / "study.db")
    hour = 3_600_000
    cases = [  # question, kind, correct, credit, sure, at -> rated
        ("new", "daily", 1, 1.0, 1, 0, "33"),
        ("new", "practice", 0, 0.0, None, hour - 1, None),
        ("new", "practice", 0, 0.0, None, hour, None),  # the retry had shown it once more
        ("new", "practice", 1, 1.0, None, 3 * hour, "33"),
        ("b", "daily", 1, 1.0, 0, 0, "22"),
        ("c", "late", 1, 1.0, None, 0, "22"),
        ("d", "daily", 0, 0.8, 1, 0, "22"),
        ("e", "daily", 0, 0.8, 0, 0, "11"),
        ("f", "daily", 0, 0.5, None, 0, "11"),
    ]
    with closing(sqlite3.connect(path)) as db:
        (person,) = db.execute("SELECT id FROM persons LIMIT 1").fetchone()
        first = db.execute("SELECT MAX(id) FROM rounds").fetchone()[0] + 1
        for n, (question, kind, correct, credit, sure, at, _) in enumerate(cases):
            db.execute(
                "INSERT INTO rounds (id, group_id, kind, question_id, revision, concept_id, "
                "option_order, local_date, opened_at, state) "
                "VALUES (?, 2, 'daily', ?, 1, 'c', '', ?, 0, 'closed')",
                (first + n, question, f"2020-01-{n + 1:02}"),
            )
            db.execute(
                "INSERT INTO answers (round_id, person_id, group_id, course, question_id, "
                "concept_id, kind, given, correct, credit, points, sure, local_date, week, month, "
                "at) VALUES (?, ?, 2, 'x', ?, 'c', ?, 'a', ?, ?, 0, ?, '', '', '', ?)",
                (first + n, person, question, kind, correct, credit, sure, at),
            )
        db.commit()
    prepare(path).close()
    with closing(sqlite3.connect(path)) as db:
        found = db.execute("SELECT rated FROM answers WHERE course = 'x' ORDER BY id").fetchall()
        assert [row[0] for row in found] == [case[-1] for case in cases]
        voids = db.execute("SELECT DISTINCT rated FROM answers WHERE kind = 'void'").fetchall()
        assert voids == [(None,)]
