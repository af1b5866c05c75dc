"""Leaderboards, read from the totals that every answer keeps up to date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.study.leaderboard import Board, Standing
from bot.study.round import Asked
from storage.connection import Connection
from storage.engine import Access, every, one
from storage.repositories.rows import ASKED, name_in, to_asked

_HERE = "t.group_id = ? AND t.period = ? AND t.hidden = 0"
_LINE = (
    f"SELECT t.person_id, {name_in('t.group_id', 't.person_id')}, t.points, t.correct, t.answers, "
    "t.accuracy, t.hidden FROM totals t"
)
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

    async def hardest(self, group_id: int, first_date: str, last_date: str) -> Asked | None:
        sql = (
            f"SELECT * FROM (SELECT {ASKED} FROM rounds r "
            "WHERE r.group_id = ? AND r.kind = 'daily' AND r.local_date BETWEEN ? AND ? "
            "AND r.state <> 'void') AS asked WHERE answered > 0 "
            "ORDER BY 1.0 * correct / answered, answered DESC, local_date LIMIT 1"
        )
        given = (group_id, first_date, last_date)
        row = await self._access.read(lambda db: one(db, sql, given))
        return to_asked(row) if row else None


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
