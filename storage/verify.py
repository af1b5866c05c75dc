"""Recounts what is derived from the ledger, and tells every difference in words."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from bot.study.streaks import Streak
from storage.connection import Connection, is_sqlite
from storage.engine import every, one
from storage.progress import CHECKING, COUNTING, Told, nobody
from storage.repositories.checkpoints import DIFFERENT
from storage.repositories.days import study_days
from storage.repositories.members import OFF_BOARDS
from storage.repositories.rows import STREAK
from storage.verify_memory import memories_of, parameters, ratings

Row = tuple[Any, ...]
AT_ONCE = 40
"""Persons whose totals and memories are compared at once."""
LAST = 2**63 - 1
"""The highest id there can be."""
Rebuild = Callable[[Sequence[tuple[str, bool]]], Streak]

# A correcting line takes back what its answer had brought; both count, or neither does.
_LEDGER = f"""
WITH lines AS (
  SELECT a.person_id, a.group_id, a.week, a.month, a.points,
    CASE a.kind WHEN 'void' THEN -1 ELSE 1 END AS sign, a.correct, a.cleared
  FROM answers a JOIN groups g ON g.id = a.group_id
  WHERE g.counted_after < COALESCE((
    SELECT o.id FROM answers o WHERE a.kind = 'void' AND o.kind <> 'void'
    AND o.round_id = a.round_id AND o.person_id = a.person_id), a.id)
    AND a.person_id BETWEEN ? AND ?
), periods AS (
  SELECT person_id, group_id, 'all' AS period, points, sign, correct, cleared FROM lines
  UNION ALL SELECT person_id, group_id, week, points, sign, correct, cleared FROM lines
  UNION ALL SELECT person_id, group_id, month, points, sign, correct, cleared FROM lines
)
SELECT p.person_id, p.group_id, p.period,
  SUM(p.points), SUM(p.sign * p.correct), SUM(p.sign),
  CAST(SUM(p.sign * p.correct) AS DOUBLE PRECISION) / SUM(p.sign),
  SUM(p.sign * p.cleared),
  {OFF_BOARDS.format(person="p.person_id", group="p.group_id")}
FROM periods p
GROUP BY p.person_id, p.group_id, p.period
HAVING SUM(p.sign) > 0
ORDER BY p.person_id, p.group_id, p.period
"""
_TOTALS = (
    "SELECT person_id, group_id, period, points, correct, answers, accuracy, reviews, hidden "
    "FROM totals "
    "WHERE person_id BETWEEN ? AND ? ORDER BY person_id, group_id, period"
)
_STREAKS = f"SELECT s.group_id, s.person_id, {STREAK} FROM streaks s"
_LEFT_OVER = (
    "SELECT c.round_id, c.person_id, r.state FROM choices c JOIN rounds r ON r.id = c.round_id "
    "WHERE r.state = 'void' OR EXISTS (SELECT 1 FROM answers a WHERE a.round_id = c.round_id "
    "AND a.person_id = c.person_id AND a.kind <> 'void')"
)


_TALLIES = """
SELECT id, answered, correct, counted, were_right FROM (
  SELECT r.id, r.answered, r.correct, COUNT(a.id) AS counted,
    COALESCE(SUM(a.correct), 0) AS were_right
  FROM rounds r LEFT JOIN answers a
    ON a.round_id = r.id AND a.kind <> 'void' AND a.kind = 'daily'
  WHERE r.kind = 'daily' AND r.state <> 'open' GROUP BY r.id) AS tallies
WHERE answered <> counted OR correct <> were_right
"""


def verify(db: Connection, rebuild: Rebuild, told: Told = nobody) -> list[str]:
    """All differences, none when everything is right. Reads one moment of the database."""
    told(CHECKING, 0.0)
    return damage(db) + differences(db, rebuild, told)


def damage(db: Connection) -> list[str]:
    """What is wrong with the file itself; a server looks after its files."""
    if not is_sqlite(db):
        return []
    return [
        f"The file is damaged: {row[0]}."
        for row in every(db, "PRAGMA integrity_check", ())
        if row[0] != "ok"
    ]


def differences(db: Connection, rebuild: Rebuild, told: Told = nobody) -> list[str]:
    """What does not fit together in a file that can be read."""
    found = [*_dangling(db), *parameters(db), *ratings(db)]
    found += _by_person(db, told)
    found += [
        f"Round {row[0]}: its tally is {row[2]} of {row[1]} right instead of {row[4]} of {row[3]}."
        for row in every(db, _TALLIES, ())
    ]
    found += [
        f"Checkpoint {row[0]}: {row[3]} of {row[2]} right by {row[1]} people instead of "
        f"{row[6]} of {row[5]} by {row[4]}."
        for row in every(db, DIFFERENT, ())
    ]
    found += _streaks(db, rebuild)
    found += [
        f"Round {row[0]}: a choice of person {row[1]} was left over (the round is {row[2]})."
        for row in every(db, _LEFT_OVER, ())
    ]
    return found


def _dangling(db: Connection) -> list[str]:
    if not is_sqlite(db):
        return []  # no setting turns the check of references off there
    return [
        f"Row {row[1]} of table {row[0]} refers to a missing row of {row[2]}."
        for row in every(db, "PRAGMA foreign_key_check", ())
    ]


def _by_person(db: Connection, told: Told) -> list[str]:
    differences: list[str] = []
    steps = one(db, "SELECT COUNT(*) FROM persons", ())[0] // AT_ONCE + 2
    for step, some in enumerate(_persons(db)):
        told(COUNTING, step / steps)
        differences += _totals_of(db, some)
        differences += memories_of(db, some)
    told(COUNTING, 1.0)
    return differences


def _persons(db: Connection) -> Iterator[tuple[int, int]]:
    """All persons, some at a time: what is sorted and compared at once stays small."""
    asked = "SELECT MAX(id) FROM (SELECT id FROM persons WHERE id >= ? ORDER BY id LIMIT ?) AS few"
    first = 0
    # Ids may have wide gaps, see ``storage.rewind``.
    while (last := one(db, asked, (first, AT_ONCE))[0]) is not None:
        yield first, last
        first = last + 1
    yield first, LAST  # what belongs to nobody


def _totals_of(db: Connection, some: tuple[int, int]) -> list[str]:
    names = ("points", "right answers", "answers", "accuracy", "reviews", "hidden")
    none = (0, 0, 0, 0.0, 0, 0)
    differences = []
    for key, should, is_ in _side_by_side(db.execute(_LEDGER, some), db.execute(_TOTALS, some)):
        is_, should = is_ or none, should or none
        parts = [
            f"{name} {have} instead of {want}"
            for name, have, want in zip(names, is_, should, strict=True)
            if have != want
        ]
        if parts:
            person, group, period = key
            differences.append(
                f"Totals of person {person} in group {group}, {period}: {', '.join(parts)}."
            )
    return differences


def _side_by_side(
    left: Iterable[Row], right: Iterable[Row]
) -> Iterator[tuple[Row, Row | None, Row | None]]:
    """Rows of equal keys (their first three columns); both sides are sorted by them."""
    both = heapq.merge(
        ((tuple(row[:3]), 0, tuple(row[3:])) for row in left),
        ((tuple(row[:3]), 1, tuple(row[3:])) for row in right),
        key=itemgetter(0, 1),
    )
    for key, rows in groupby(both, key=itemgetter(0)):
        found: list[Row | None] = [None, None]
        for _, side, values in rows:
            found[side] = values
        yield key, *found


def _streaks(db: Connection, rebuild: Rebuild) -> list[str]:
    differences = []
    for group_id, person_id, *values in db.execute(_STREAKS):
        stored = Streak(*values)
        expected = rebuild(study_days(db, group_id, person_id, "", stored.through))
        parts = [
            f"{name} is {have!r} instead of {want!r}"
            for name, have, want in zip(Streak._fields, stored, expected, strict=True)
            if have != want and name != "unsaid"  # what was told is nowhere else
        ]
        if parts:
            differences.append(
                f"Streak of person {person_id} in group {group_id}: {', '.join(parts)}."
            )
    return differences
