"""Leaderboards, read from the totals that every answer keeps up to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.study.leaderboard import (
    LEAST,
    Board,
    Counted,
    Placed,
    Places,
    Running,
    Standing,
    most_improved,
)
from bot.study.round import Asked
from bot.study.study_days import MILESTONES
from storage.connection import Connection
from storage.engine import Access, every, one
from storage.repositories.rows import ASKED, name_in, to_asked

_HERE = "t.group_id = ? AND t.period = ? AND t.hidden = 0"
_LINE = (
    f"SELECT t.person_id, {name_in('t.group_id', 't.person_id')}, t.points, t.correct, t.answers, "
    "t.accuracy, t.hidden FROM totals t"
)
LOOKED_AT = 1_000
"""So many members are looked at for an improvement: in a crowd, those with the most points."""
# A line is not counted where nothing was cleared, so the index on those who did is enough.
_CLEARED = f"FROM totals t WHERE {_HERE} AND t.reviews > 0"
_MOST_CLEARED = f"SELECT t.person_id, t.reviews {_CLEARED} ORDER BY t.reviews DESC, t.person_id"
_COUNTED = f"""
SELECT t.person_id, t.correct, t.answers, a.correct - t.correct, a.answers - t.answers
FROM totals t
JOIN totals a ON a.person_id = t.person_id AND a.group_id = t.group_id AND a.period = 'all'
WHERE {_HERE} AND t.answers >= {LEAST} AND a.answers - t.answers >= {LEAST}
ORDER BY t.points DESC, t.accuracy DESC, t.person_id LIMIT {LOOKED_AT}
"""
_RUNNING = f"""
SELECT s.person_id, {name_in("s.group_id", "s.person_id")}, s.current,
  (SELECT COUNT(*) FROM active_days d WHERE d.group_id = s.group_id
    AND d.person_id = s.person_id AND d.local_date BETWEEN ? AND ?)
FROM totals t JOIN streaks s ON s.group_id = t.group_id AND s.person_id = t.person_id
WHERE {_HERE} AND s.current >= {min(MILESTONES)}
ORDER BY s.current DESC, s.person_id
"""
_BEST_FIRST = "ORDER BY t.points DESC, t.accuracy DESC, t.person_id"
_WORST_FIRST = "ORDER BY t.points, t.accuracy, t.person_id DESC"
# Nearest first. Each is one stretch of the index, however many members have equal points.
_ABOVE = (
    "AND t.points = ? AND t.accuracy = ? AND t.person_id < ?",
    "AND t.points = ? AND t.accuracy > ?",
    "AND t.points > ?",
)
_BELOW = (
    "AND t.points = ? AND t.accuracy = ? AND t.person_id > ?",
    "AND t.points = ? AND t.accuracy < ?",
    "AND t.points < ?",
)


NEAR = 2


class _Line(NamedTuple):
    person_id: int
    name: str
    points: int
    correct: int
    answers: int
    accuracy: float
    hidden: int

    @property
    def order(self) -> tuple[float, float, int]:
        """Smallest for the best."""
        return -self.points, -self.accuracy, self.person_id

    def ties(self, other: _Line) -> bool:
        return (self.points, self.accuracy) == (other.points, other.accuracy)

    def at(self, rank: int) -> Standing:
        return Standing(rank, self.person_id, self.name, self.points, self.correct, self.answers)


class BoardsTable:
    """Implements ``storage.protocols.Boards``."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def board(
        self, group_id: int, period: str, person_id: int | None, limit: int = 10
    ) -> Board:
        return await self._access.read(lambda db: _board(db, group_id, period, person_id, limit))

    async def by_reviews(
        self, group_id: int, period: str, person_id: int | None, limit: int = 10
    ) -> Places:
        return await self._access.read(
            lambda db: _by_reviews(db, (group_id, period), person_id, limit)
        )

    async def by_improvement(
        self, group_id: int, period: str, person_id: int | None, limit: int = 10
    ) -> Places:
        return await self._access.read(
            lambda db: _by_improvement(db, (group_id, period), person_id, limit)
        )

    async def asked(self, group_id: int, first_date: str, last_date: str) -> tuple[Asked, ...]:
        sql = (
            f"SELECT {ASKED} FROM rounds r "
            "WHERE r.group_id = ? AND r.kind = 'daily' AND r.local_date BETWEEN ? AND ? "
            "AND r.state <> 'void' ORDER BY r.local_date, r.position"
        )
        given = (group_id, first_date, last_date)
        rows = await self._access.read(lambda db: every(db, sql, given))
        return tuple(map(to_asked, rows))

    async def running(
        self, group_id: int, period: str, first_date: str, last_date: str
    ) -> tuple[Running, ...]:
        given = (first_date, last_date, group_id, period)
        rows = await self._access.read(lambda db: every(db, _RUNNING, given))
        return tuple(Running(*row) for row in rows)


def _board(db: Connection, group_id: int, period: str, person_id: int | None, limit: int) -> Board:
    here = (group_id, period)
    top = _lines(db, f"{_BEST_FIRST} LIMIT ?", (*here, limit))
    row = None
    if person_id is not None:
        row = one(
            db,
            f"{_LINE} WHERE t.person_id = ? AND t.group_id = ? AND t.period = ?",
            (person_id, *here),
        )
    if row is None:
        members = one(db, f"SELECT COUNT(*) FROM totals t WHERE {_HERE}", here)[0]
        return Board(_ranked(top, before=0, first_rank=1), None, (), members)
    mine = _Line(*row)
    if mine.hidden:
        # Who is not on the board sees it as if they were, and nobody else does.
        top = sorted([*top, mine], key=lambda line: line.order)[:limit]
    # Nobody is counted twice: thousands may stand on a board.
    ahead = sum(_counts(db, here, mine, _ABOVE))
    behind = sum(_counts(db, here, mine, _BELOW))
    own, near = _around(db, here, mine, ahead)
    return Board(_ranked(top, before=0, first_rank=1), own, near, ahead + behind + 1)


def _by_reviews(db: Connection, here: tuple[int, str], person_id: int | None, limit: int) -> Places:
    (members,) = one(db, f"SELECT COUNT(*) {_CLEARED}", here)
    top: list[Placed] = []
    rows = every(db, f"{_MOST_CLEARED} LIMIT ?", (*here, limit))
    for place, (person, count) in enumerate(rows, 1):
        rank = top[-1].rank if top and top[-1].score == count else place
        top.append(Placed(rank, person, "", count, 0, count))
    own = None
    if person_id is not None:
        own_sql = "SELECT reviews FROM totals WHERE person_id = ? AND group_id = ? AND period = ?"
        (count,) = one(db, own_sql, (person_id, *here)) or (0,)
        if count:
            (ahead,) = one(db, f"SELECT COUNT(*) {_CLEARED} AND t.reviews > ?", (*here, count))
            own = Placed(ahead + 1, person_id, "", count, 0, count)
    return _named(db, here[0], top, own, members)


def _by_improvement(
    db: Connection, here: tuple[int, str], person_id: int | None, limit: int
) -> Places:
    everybody = (Counted(*row) for row in every(db, _COUNTED, here))
    top, own, members = most_improved(everybody, person_id, limit)
    return _named(db, here[0], top, own, members)


def _named(
    db: Connection, group_id: int, top: list[Placed], own: Placed | None, members: int
) -> Places:
    """Names are looked up for the lines that are shown only."""

    def named(line: Placed) -> Placed:
        sql = f"SELECT {name_in('?', '?')}"
        return replace(line, name=one(db, sql, (group_id, line.person_id))[0])

    return Places(tuple(map(named, top)), None if own is None else named(own), members)


def _around(
    db: Connection, here: tuple[int, str], mine: _Line, ahead: int
) -> tuple[Standing, tuple[Standing, ...]]:
    """The own line, and it between up to two visible lines above and two below."""
    above = _nearest(db, here, mine, _ABOVE, _WORST_FIRST)[::-1]
    below = _nearest(db, here, mine, _BELOW, _BEST_FIRST)
    before = ahead - len(above)
    # Equal members above the first shown line share its place.
    first_rank = 1 + before - sum(_counts(db, here, above[0] if above else mine, _ABOVE[:1]))
    near = _ranked([*above, mine, *below], before=before, first_rank=first_rank)
    return near[len(above)], near


def _nearest(
    db: Connection,
    here: tuple[int, str],
    mine: _Line,
    stretches: Sequence[str],
    order: str,
) -> list[_Line]:
    found: list[_Line] = []
    for stretch in stretches:
        if len(found) < NEAR:
            given = (*here, *_edge(mine, stretch), NEAR - len(found))
            found += _lines(db, f"{stretch} {order} LIMIT ?", given)
    return found


def _counts(
    db: Connection, here: tuple[int, str], line: _Line, stretches: Sequence[str]
) -> list[int]:
    """How many stand in each of ``stretches`` from ``line`` on."""
    return [
        one(
            db,
            f"SELECT COUNT(*) FROM totals t WHERE {_HERE} {stretch}",
            (*here, *_edge(line, stretch)),
        )[0]
        for stretch in stretches
    ]


def _edge(line: _Line, stretch: str) -> tuple[float, ...]:
    return (line.points, line.accuracy, line.person_id)[: stretch.count("?")]


def _lines(db: Connection, rest: str, given: Sequence[object]) -> list[_Line]:
    return [_Line(*row) for row in every(db, f"{_LINE} WHERE {_HERE} {rest}", given)]


def _ranked(lines: Sequence[_Line], *, before: int, first_rank: int) -> tuple[Standing, ...]:
    """Neighbours on the board, ranked; ``before`` lines stand ahead of the first of them."""
    standings: list[Standing] = []
    for index, line in enumerate(lines):
        if index == 0:
            rank = first_rank
        elif not line.ties(lines[index - 1]):
            rank = before + index + 1
        standings.append(line.at(rank))
    return tuple(standings)
