"""Checkpoints: opened and closed with the group's plan, taken by one person at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.study.checkpoint import Checkpoint, Mixed, NewCheckpoint
from bot.study.quiz_run import Run
from bot.study.round import NewRound
from storage.connection import Connection
from storage.engine import Access, changed, every, one
from storage.errors import Missing
from storage.repositories.ids import next_id
from storage.repositories.runs import add_rounds, run_by_id

CHECKPOINT = (
    "c.id, c.group_id, c.season, c.course, c.local_date, c.opened_at, c.closes_at, c.closed_at, "
    "c.took"
)
_QUESTIONS = (
    "SELECT question_id, concept_id, answered, correct FROM checkpoint_questions "
    "WHERE checkpoint_id = ? ORDER BY position"
)
_COUNTED = (
    "FROM checkpoint_runs t JOIN rounds r ON r.run_id = t.run_id "
    "JOIN answers a ON a.round_id = r.id AND a.person_id = t.person_id AND a.kind <> 'void' "
    "WHERE t.checkpoint_id = ?"
)
_TOOK = f"SELECT COUNT(DISTINCT t.person_id) {_COUNTED}"
_TALLY = f"SELECT a.question_id, COUNT(*), SUM(a.correct) {_COUNTED} GROUP BY a.question_id"

DIFFERENT = """
WITH counted AS (
  SELECT t.checkpoint_id AS id, COUNT(DISTINCT t.person_id) AS people, COUNT(*) AS answers,
    SUM(a.correct) AS were_right
  FROM checkpoint_runs t JOIN rounds r ON r.run_id = t.run_id
  JOIN answers a ON a.round_id = r.id AND a.person_id = t.person_id AND a.kind <> 'void'
  GROUP BY t.checkpoint_id
), kept AS (
  SELECT checkpoint_id AS id, SUM(answered) AS answers, SUM(correct) AS were_right
  FROM checkpoint_questions GROUP BY checkpoint_id
), compared AS (
  SELECT c.id, c.took, k.answers, k.were_right, COALESCE(n.people, 0) AS people,
    COALESCE(n.answers, 0) AS all_answers, COALESCE(n.were_right, 0) AS all_right
  FROM checkpoints c JOIN kept k ON k.id = c.id LEFT JOIN counted n ON n.id = c.id
  WHERE c.closed_at IS NOT NULL
)
SELECT * FROM compared WHERE took <> people OR answers <> all_answers OR were_right <> all_right
"""
"""Closed checkpoints whose counts are not what the ledger has; for ``storage.verify``."""


class CheckpointsTable:
    """Implements ``storage.checkpoints.Checkpoints``."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def get(self, checkpoint_id: int) -> Checkpoint | None:
        return await self._one("WHERE c.id = ?", (checkpoint_id,))

    async def of_day(self, group_id: int, local_date: str) -> Checkpoint | None:
        return await self._one("WHERE c.group_id = ? AND c.local_date = ?", (group_id, local_date))

    async def of_round(self, round_id: int) -> Checkpoint | None:
        where = (
            "JOIN checkpoint_runs t ON t.checkpoint_id = c.id JOIN rounds r ON r.run_id = t.run_id "
            "WHERE r.id = ?"
        )
        return await self._one(where, (round_id,))

    async def open_of(self, group_id: int, now: int) -> Checkpoint | None:
        where = (
            "WHERE c.group_id = ? AND c.closed_at IS NULL AND c.closes_at > ? "
            "ORDER BY c.id DESC LIMIT 1"
        )
        return await self._one(where, (group_id, now))

    async def begin(
        self,
        checkpoint: Checkpoint,
        person_id: int,
        rounds: Sequence[NewRound],
        local_date: str,
        now: int,
    ) -> Run:
        def job(db: Connection) -> Run:
            there = _run_of(db, checkpoint.id, person_id)
            if there is not None:
                return there
            run_id, group_id = next_id(db, "runs"), checkpoint.group_id
            changed(
                db,
                "INSERT INTO runs (id, person_id, group_id, topic, state, started_at) "
                "VALUES (?, ?, ?, '', 'done', ?)",
                (run_id, person_id, group_id, now),
            )
            add_rounds(db, run_id, person_id, group_id, rounds, local_date, now)
            changed(
                db,
                "INSERT INTO checkpoint_runs (checkpoint_id, person_id, run_id) VALUES (?, ?, ?)",
                (checkpoint.id, person_id, run_id),
            )
            made = run_by_id(db, run_id)
            if made is None:
                raise Missing("The checkpoint that was just begun is not there.")
            return made

        return await self._access.write(job)

    async def run_of(self, checkpoint_id: int, person_id: int) -> Run | None:
        return await self._access.read(lambda db: _run_of(db, checkpoint_id, person_id))

    async def begun(self, checkpoint_id: int) -> int:
        row = await self._access.read(lambda db: one(db, _TOOK, (checkpoint_id,)))
        return int(row[0])

    async def asked(self, group_id: int) -> tuple[tuple[str, bool], ...]:
        sql = (
            "SELECT q.question_id, MAX(CASE WHEN c.closed_at IS NULL THEN 1 ELSE 0 END) "
            "FROM checkpoints c "
            "JOIN checkpoint_questions q ON q.checkpoint_id = c.id "
            "WHERE c.group_id = ? GROUP BY q.question_id"
        )
        rows = await self._access.read(lambda db: every(db, sql, (group_id,)))
        return tuple((question, bool(is_open)) for question, is_open in rows)

    async def _one(self, rest: str, given: Sequence[object]) -> Checkpoint | None:
        def job(db: Connection) -> Checkpoint | None:
            row = one(db, f"SELECT {CHECKPOINT} FROM checkpoints c {rest}", given)
            return None if row is None else to_checkpoint(row, every(db, _QUESTIONS, (row[0],)))

        return await self._access.read(job)


def to_checkpoint(row: Sequence[Any], questions: Sequence[Sequence[Any]]) -> Checkpoint:
    checkpoint_id, group_id, season, course, local_date, opened_at, closes_at, *rest = row
    closed_at, took = rest
    asked = tuple(Mixed(*each) for each in questions)
    return Checkpoint(
        checkpoint_id,
        group_id,
        season,
        course,
        local_date,
        opened_at,
        closes_at,
        closed_at,
        took,
        asked,
    )


def open_checkpoint(db: Connection, group_id: int, new: NewCheckpoint) -> None:
    """Writes it with its questions; nothing where the day has one."""
    row = one(
        db,
        "INSERT INTO checkpoints (group_id, season, course, local_date, opened_at, closes_at) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (group_id, local_date) DO NOTHING RETURNING id",
        (group_id, new.season, new.course, new.local_date, new.opened_at, new.closes_at),
    )
    if row is None:
        return
    db.executemany(
        "INSERT INTO checkpoint_questions (checkpoint_id, position, question_id, concept_id) "
        "VALUES (?, ?, ?, ?)",
        [(row[0], at, each.question_id, each.concept_id) for at, each in enumerate(new.questions)],
    )


def close_checkpoint(db: Connection, checkpoint_id: int, at: int) -> None:
    """Counts how it went, once."""
    took = one(db, _TOOK, (checkpoint_id,))[0]
    sql = "UPDATE checkpoints SET closed_at = ?, took = ? WHERE id = ? AND closed_at IS NULL"
    if not changed(db, sql, (at, took, checkpoint_id)):
        return
    for question_id, answered, correct in every(db, _TALLY, (checkpoint_id,)):
        changed(
            db,
            "UPDATE checkpoint_questions SET answered = ?, correct = ? "
            "WHERE checkpoint_id = ? AND question_id = ?",
            (answered, correct, checkpoint_id, question_id),
        )


def _run_of(db: Connection, checkpoint_id: int, person_id: int) -> Run | None:
    row = one(
        db,
        "SELECT run_id FROM checkpoint_runs WHERE checkpoint_id = ? AND person_id = ?",
        (checkpoint_id, person_id),
    )
    return None if row is None else run_by_id(db, row[0])
