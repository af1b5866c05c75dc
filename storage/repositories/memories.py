"""Memories of questions and concepts, kept beside the ledger that they follow from.

Whatever changes the past (a withdrawn question, other parameters, an upgrade) leaves a row in
``memory_outdated``: who has one gets their memories worked out anew by whoever asks next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from bot.study.answer import Memories
from bot.study.calibration import Sureness
from bot.study.memory import (
    Key,
    Line,
    MemoryKind,
    PastAnswer,
    Rated,
    Remembered,
    remembered,
)
from bot.study.recall import Model, model_of, parameters_text
from storage.connection import Connection
from storage.engine import Access, changed, every, one
from storage.memories import EVERYBODY, Parameters
from storage.repositories.rows import PARAMETERS, REMEMBERED, to_remembered

_COLUMNS = (
    "person_id, course, kind, subject, stability, difficulty, at, in_a_row, lapses, sure_wrong"
)
_LINES = """
SELECT a.person_id, a.course, a.group_id, a.question_id, a.concept_id, a.rated, a.sure, a.at
FROM answers a JOIN rounds r ON r.id = a.round_id
WHERE a.rated IS NOT NULL AND a.kind <> 'void' AND r.state <> 'void'
  AND a.person_id BETWEEN ? AND ?
ORDER BY a.person_id, a.course, a.id
"""
_LINES_OF = _LINES.replace("ORDER BY", "AND a.course = ? ORDER BY")

_PAST = """
SELECT a.person_id, a.course, a.group_id, a.question_id, a.concept_id, a.rated, a.sure, a.at,
  a.correct
FROM answers a JOIN rounds r ON r.id = a.round_id
WHERE a.rated IS NOT NULL AND a.kind <> 'void' AND r.state <> 'void' {only}
ORDER BY a.person_id DESC, a.course, a.id
"""
_MEMBERS = "AND a.person_id IN (SELECT m.person_id FROM memberships m WHERE m.group_id = ?)"

Models = Callable[[int], Model]


class MemoriesTable:
    """Implements ``storage.memories.MemoryStore``."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def of(self, person_id: int, course: str, group_id: int) -> Memories:
        def job(db: Connection) -> Memories | None:
            if _outdated(db, person_id, course):
                return None
            return _of(db, person_id, course, group_id)

        def anew(db: Connection) -> Memories:
            work_out(db, person_id, course)
            return _of(db, person_id, course, group_id)

        found = await self._access.read(job)
        return found if found is not None else await self._access.write(anew)

    async def sureness(self, person_id: int, course: str) -> Sureness:
        sql = (
            "SELECT a.sure, COUNT(*), SUM(a.correct) FROM answers a "
            "JOIN rounds r ON r.id = a.round_id WHERE a.person_id = ? AND a.course = ? "
            "AND a.sure IS NOT NULL AND a.kind <> 'void' AND r.state <> 'void' GROUP BY a.sure"
        )
        rows = await self._access.read(lambda db: every(db, sql, (person_id, course)))
        counts = {bool(row[0]): (row[1], row[2]) for row in rows}
        return Sureness(*counts.get(True, (0, 0)), *counts.get(False, (0, 0)))

    async def parameters(self) -> Mapping[int, Parameters]:
        sql = "SELECT group_id, weights, answers, fitted_at FROM parameters ORDER BY group_id"
        rows = await self._access.read(lambda db: every(db, sql, ()))
        return {row[0]: Parameters(*row[1:]) for row in rows}

    async def set_parameters(
        self, group_id: int, weights: Sequence[float], *, answers: int, now: int
    ) -> None:
        text = parameters_text(weights)

        def job(db: Connection) -> None:
            changed(
                db,
                "INSERT INTO parameters (group_id, weights, answers, fitted_at) "
                "VALUES (?, ?, ?, ?) ON CONFLICT (group_id) DO UPDATE SET "
                "weights = excluded.weights, answers = excluded.answers, "
                "fitted_at = excluded.fitted_at",
                (group_id, text, answers, now),
            )
            # Whoever answered in a group is a member of it, if only one that has left.
            members = "JOIN memberships m ON m.person_id = y.person_id AND m.group_id = ?"
            changed(
                db,
                "INSERT INTO memory_outdated (person_id, course) "
                "SELECT DISTINCT y.person_id, y.course FROM memory y "
                f"{'' if group_id == EVERYBODY else members} WHERE 1 = 1 "
                "ON CONFLICT (person_id, course) DO NOTHING",
                () if group_id == EVERYBODY else (group_id,),
            )

        await self._access.write(job)


def _of(db: Connection, person_id: int, course: str, group_id: int) -> Memories:
    weights = one(db, f"SELECT {PARAMETERS.format(group='?')}", (group_id,))[0]
    sql = f"SELECT y.kind, y.subject, {REMEMBERED} FROM memory y WHERE person_id = ? AND course = ?"
    known: dict[Key, Remembered] = {}
    for kind, subject, *row in every(db, sql, (person_id, course)):
        memory = to_remembered(row)
        if memory is not None:
            known[MemoryKind(kind), subject] = memory
    return Memories(known, weights)


def _outdated(db: Connection, person_id: int, course: str) -> bool:
    sql = "SELECT 1 FROM memory_outdated WHERE person_id = ? AND course = ?"
    return one(db, sql, (person_id, course)) is not None


def outdate_round(db: Connection, round_id: int) -> None:
    """Has the memories of everybody who answered a round worked out anew."""
    db.execute(
        "INSERT INTO memory_outdated (person_id, course) "
        "SELECT DISTINCT person_id, course FROM answers "
        "WHERE round_id = ? AND rated IS NOT NULL "
        "ON CONFLICT (person_id, course) DO NOTHING",
        (round_id,),
    )


def work_out(db: Connection, person_id: int, course: str) -> None:
    """Puts a person's memories of a course in order, from the ledger."""
    whose = (person_id, course)
    db.execute("DELETE FROM memory WHERE person_id = ? AND course = ?", whose)
    for _, _, memories in from_ledger(db, (person_id, person_id), course):
        keep(db, *whose, memories)
    db.execute("DELETE FROM memory_outdated WHERE person_id = ? AND course = ?", whose)


def keep(
    db: Connection,
    person_id: int,
    course: str,
    memories: Mapping[Key, Remembered],
) -> None:
    """Writes memories, all by one statement as long as they are few."""
    rows = [row_of(person_id, course, key, memory) for key, memory in memories.items()]
    for first in range(0, len(rows), _AT_ONCE):
        some = rows[first : first + _AT_ONCE]
        db.execute(_upsert(len(some)), [value for row in some for value in row])


def row_of(person_id: int, course: str, key: Key, memory: Remembered) -> tuple[Any, ...]:
    """A row of the table, in the order of its columns."""
    return (
        person_id,
        course,
        *key,
        memory.trace.stability,
        memory.trace.difficulty,
        round(memory.at.timestamp() * 1000),
        memory.in_a_row,
        memory.lapses,
        int(memory.sure_wrong),
    )


_AT_ONCE = 20
"""Rows of one statement: an answer moves two, one of many parts some more."""


@lru_cache(maxsize=_AT_ONCE)
def _upsert(rows: int) -> str:
    given = ", ".join(["(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"] * rows)
    return (
        f"INSERT INTO memory ({_COLUMNS}) VALUES {given} "
        "ON CONFLICT (person_id, course, kind, subject) DO UPDATE SET "
        "stability = excluded.stability, difficulty = excluded.difficulty, at = excluded.at, "
        "in_a_row = excluded.in_a_row, lapses = excluded.lapses, "
        "sure_wrong = excluded.sure_wrong"
    )


def from_ledger(
    db: Connection, persons: tuple[int, int], course: str | None = None
) -> Iterator[tuple[int, str, dict[Key, Remembered]]]:
    """Person, course and memories as they follow from the ledger, for ids from … to."""
    models = models_of(db)
    given = persons if course is None else (*persons, course)
    rows = db.execute(_LINES if course is None else _LINES_OF, given)
    for (person_id, of), lines in groupby(rows, key=itemgetter(0, 1)):
        yield person_id, of, remembered(filter(None, map(_line, lines)), models)


def models_of(db: Connection) -> Models:
    """The model that each group goes by."""
    weights = dict(every(db, "SELECT group_id, weights FROM parameters", ()))
    everybody = weights.get(EVERYBODY)
    return lambda group_id: model_of(weights.get(group_id, everybody))


def past_answers(db: Connection, group_id: int | None) -> Iterator[PastAnswer]:
    """See ``storage.store.SqliteStore.from_ledger``."""
    sql = _PAST.format(only="" if group_id is None else _MEMBERS)
    for row in db.execute(sql, () if group_id is None else (group_id,)):
        found = _line(row[:-1])
        if found is not None:
            yield PastAnswer(row[0], row[1], found[0], bool(row[-1]), found[1])


def _line(row: Sequence[Any]) -> tuple[int, Line] | None:
    """The group and the line; None for a rating that cannot be read, which verifying names."""
    _, _, group_id, question_id, concept_id, rated, sure, at = row
    sure = None if sure is None else bool(sure)
    try:
        return group_id, Line(question_id, concept_id, Rated.read(rated), sure, at)
    except ValueError:
        return None
