"""Works memories out from the ledger anew, and tells every difference in words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from bot.study.memory import Rated
from bot.study.recall import parameters_of
from storage.connection import Connection
from storage.engine import every
from storage.repositories.memories import from_ledger, row_of

_KEPT = """
SELECT y.person_id, y.course, y.kind, y.subject, y.stability, y.difficulty, y.at, y.in_a_row,
  y.lapses, y.sure_wrong
FROM memory y WHERE y.person_id BETWEEN ? AND ?
"""
_OUTDATED = "SELECT person_id, course FROM memory_outdated WHERE person_id BETWEEN ? AND ?"
_NAMES = (
    "stability", "difficulty", "last answer", "right answers in a row", "lapses",
    "whether it was wrong and sure",
)  # fmt: skip
_CLOSE = 1e-6
"""Another machine's mathematics may differ in the last digits."""

Row = tuple[Any, ...]


def memories_of(db: Connection, persons: tuple[int, int]) -> Iterator[str]:
    """What differs for persons from … to. What is outdated is worked out when it is asked for."""
    outdated = {tuple(row) for row in every(db, _OUTDATED, persons)}
    should = {
        row[:4]: row[4:]
        for person_id, course, memories in from_ledger(db, persons)
        for row in (row_of(person_id, course, key, one) for key, one in memories.items())
    }
    kept = {tuple(row[:4]): tuple(row[4:]) for row in every(db, _KEPT, persons)}
    for key in sorted(should.keys() | kept.keys()):
        if key[:2] not in outdated:
            told = _difference(kept.get(key), should.get(key))
            if told:
                person_id, course, kind, subject = key
                yield f"Memory of person {person_id}, {kind} {subject} of {course}: {told}."


def ratings(db: Connection) -> Iterator[str]:
    """Which ratings of answers cannot be read."""
    asked = "SELECT rated, COUNT(*) FROM answers WHERE rated IS NOT NULL GROUP BY rated"
    for rated, count in every(db, asked, ()):
        try:
            Rated.read(rated)
        except ValueError:
            yield f"The rating {rated!r} cannot be read (answers: {count})."


def parameters(db: Connection) -> Iterator[str]:
    """Which parameters cannot be read."""
    for group_id, weights in every(db, "SELECT group_id, weights FROM parameters", ()):
        try:
            parameters_of(weights)
        except ValueError:
            whose = f"group {group_id}" if group_id else "all groups"
            yield f"Parameters of {whose}: they cannot be read."


def _difference(have: Row | None, want: Row | None) -> str:
    if have == want:
        return ""
    if have is None:
        return "it is missing"
    if want is None:
        return "no answer is behind it"
    return ", ".join(
        f"{name} is {mine} instead of {right}"
        for name, mine, right in zip(_NAMES, have, want, strict=True)
        if not math.isclose(mine, right, rel_tol=_CLOSE)
    )
