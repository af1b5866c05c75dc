"""Mock exams and exam dates."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.study.mock_exam import MockExam, Outcome
from storage.connection import Connection
from storage.engine import Access, changed, every, one
from storage.errors import Conflict, Missing
from storage.exams import NewExam
from storage.repositories.ids import next_id
from storage.repositories.rows import ROUND, to_round
from storage.repositories.runs import add_rounds

_EXAM = (
    "e.id, e.run_id, e.person_id, e.group_id, e.course, e.blueprint, e.domains, e.predicted, "
    "e.flags, e.started_at, e.ends_at, e.finished_at, e.results"
)
# What was answered before it was over; after it the ledger has it.
_GIVEN = (
    "SELECT r.id, COALESCE(a.given, c.given) FROM rounds r "
    "LEFT JOIN choices c ON c.round_id = r.id AND c.person_id = r.person_id "
    "LEFT JOIN answers a ON a.round_id = r.id AND a.person_id = r.person_id AND a.kind <> 'void' "
    "WHERE r.run_id = ? AND COALESCE(a.given, c.given) IS NOT NULL"
)


class ExamsTable:
    """Implements ``storage.exams.Exams``."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def start(self, new: NewExam) -> MockExam:
        return await self._access.write(lambda db: _start(db, new))

    async def get(self, exam_id: int) -> MockExam | None:
        return await self._one("WHERE e.id = ?", (exam_id,))

    async def of_round(self, round_id: int) -> MockExam | None:
        where = "JOIN rounds r ON r.run_id = e.run_id WHERE r.id = ?"
        return await self._one(where, (round_id,))

    async def open_of(self, person_id: int, group_id: int) -> MockExam | None:
        where = "WHERE e.person_id = ? AND e.group_id = ? AND e.finished_at IS NULL"
        return await self._one(where, (person_id, group_id))

    async def latest(self, person_id: int, group_id: int) -> MockExam | None:
        where = (
            "WHERE e.person_id = ? AND e.group_id = ? AND e.finished_at IS NOT NULL "
            "ORDER BY e.finished_at DESC, e.id DESC LIMIT 1"
        )
        return await self._one(where, (person_id, group_id))

    async def flag(self, exam_id: int, position: int, on: bool) -> None:
        def job(db: Connection) -> None:
            row = one(
                db, "SELECT flags FROM exams WHERE id = ? AND finished_at IS NULL", (exam_id,)
            )
            if row is None:
                return
            flags = set(json.loads(row[0]))
            flags = flags | {position} if on else flags - {position}
            told = json.dumps(sorted(flags))
            changed(db, "UPDATE exams SET flags = ? WHERE id = ?", (told, exam_id))

        await self._access.write(job)

    async def finish(self, exam_id: int, at: int, results: Mapping[str, tuple[int, int]]) -> bool:
        def job(db: Connection) -> bool:
            row = one(
                db,
                "UPDATE exams SET finished_at = ?, results = ? "
                "WHERE id = ? AND finished_at IS NULL RETURNING run_id",
                (at, json.dumps(results), exam_id),
            )
            if row is None:
                return False
            changed(
                db,
                "DELETE FROM choices WHERE round_id IN (SELECT id FROM rounds WHERE run_id = ?)",
                (row[0],),
            )
            return True

        return await self._access.write(job)

    async def overdue(self, now: int, limit: int) -> tuple[int, ...]:
        sql = (
            "SELECT id FROM exams WHERE finished_at IS NULL AND ends_at <= ? "
            "ORDER BY ends_at LIMIT ?"
        )
        rows = await self._access.read(lambda db: every(db, sql, (now, limit)))
        return tuple(row[0] for row in rows)

    async def open_questions(self, person_id: int) -> frozenset[str]:
        sql = (
            "SELECT r.question_id FROM exams e JOIN rounds r ON r.run_id = e.run_id "
            "WHERE e.person_id = ? AND e.finished_at IS NULL"
        )
        rows = await self._access.read(lambda db: every(db, sql, (person_id,)))
        return frozenset(row[0] for row in rows)

    async def asked_before(self, person_id: int, course: str) -> frozenset[str]:
        sql = (
            "SELECT DISTINCT r.question_id FROM exams e JOIN rounds r ON r.run_id = e.run_id "
            "WHERE e.person_id = ? AND e.course = ?"
        )
        rows = await self._access.read(lambda db: every(db, sql, (person_id, course)))
        return frozenset(row[0] for row in rows)

    async def outcomes(self, group_id: int | None) -> tuple[Outcome, ...]:
        where = "" if group_id is None else "AND group_id = ?"
        sql = f"SELECT predicted, results FROM exams WHERE finished_at IS NOT NULL {where}"
        given = () if group_id is None else (group_id,)
        rows = await self._access.read(lambda db: every(db, sql, given))
        return tuple(Outcome(json.loads(row[0]), _results(row[1])) for row in rows)

    async def date(self, person_id: int, group_id: int) -> str:
        sql = "SELECT local_date FROM exam_dates WHERE person_id = ? AND group_id = ?"
        row = await self._access.read(lambda db: one(db, sql, (person_id, group_id)))
        return str(row[0]) if row else ""

    async def set_date(self, person_id: int, group_id: int, local_date: str) -> None:
        def job(db: Connection) -> None:
            whose = (person_id, group_id)
            if not local_date:
                sql = "DELETE FROM exam_dates WHERE person_id = ? AND group_id = ?"
                changed(db, sql, whose)
                return
            changed(
                db,
                "INSERT INTO exam_dates (person_id, group_id, local_date) VALUES (?, ?, ?) "
                "ON CONFLICT (person_id, group_id) DO UPDATE SET local_date = excluded.local_date",
                (*whose, local_date),
            )

        await self._access.write(job)

    async def _one(self, rest: str, given: Sequence[object]) -> MockExam | None:
        return await self._access.read(lambda db: _get(db, rest, given))


def _start(db: Connection, new: NewExam) -> MockExam:
    open_ = "SELECT 1 FROM exams WHERE person_id = ? AND group_id = ? AND finished_at IS NULL"
    if one(db, open_, (new.person_id, new.group_id)) is not None:
        raise Conflict("There is a mock exam under way already.")
    run_id = next_id(db, "runs")
    changed(
        db,
        "INSERT INTO runs (id, person_id, group_id, topic, state, started_at) "
        "VALUES (?, ?, ?, '', 'done', ?)",
        (run_id, new.person_id, new.group_id, new.started_at),
    )
    add_rounds(db, run_id, new.person_id, new.group_id, new.rounds, new.local_date, new.started_at)
    row = one(
        db,
        "INSERT INTO exams (run_id, person_id, group_id, course, blueprint, domains, predicted, "
        "started_at, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            run_id,
            new.person_id,
            new.group_id,
            new.course,
            new.blueprint,
            json.dumps(list(new.domains)),
            json.dumps(dict(new.predicted)),
            new.started_at,
            new.ends_at,
        ),
    )
    exam = _get(db, "WHERE e.id = ?", (row[0],))
    if exam is None:
        raise Missing("The exam that was just written is not there.")
    return exam


def _get(db: Connection, rest: str, given: Sequence[object]) -> MockExam | None:
    row = one(db, f"SELECT {_EXAM} FROM exams e {rest}", given)
    if row is None:
        return None
    exam_id, run_id, person, group, course, blueprint, domains, predicted, flags, *times = row
    started_at, ends_at, finished_at, results = times
    rounds = every(
        db, f"SELECT {ROUND} FROM rounds r WHERE r.run_id = ? ORDER BY r.position", (run_id,)
    )
    return MockExam(
        exam_id,
        run_id,
        person,
        group,
        course,
        blueprint,
        tuple(json.loads(domains)),
        json.loads(predicted),
        frozenset(json.loads(flags)),
        started_at,
        ends_at,
        finished_at,
        tuple(map(to_round, rounds)),
        dict(every(db, _GIVEN, (run_id,))),
        _results(results),
    )


def _results(stored: str) -> dict[str, tuple[int, int]]:
    found: dict[str, Any] = json.loads(stored)
    return {domain: (right, asked) for domain, (right, asked) in found.items()}
