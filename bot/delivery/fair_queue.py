"""In which order due rows leave: fair between workspaces, oldest first inside one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection

from bot.delivery.rows import RowStore
from bot.study.delivery import Row

ROWS = 500
"""Rows of one queue in memory at most; there are two queues a platform."""
AT_ONCE = 64
"""Rows of one queue on their way at once. Most of them wait for the platform's rate: that wait
comes before they are marked as being sent, and is short enough for fresh cards."""
SHARE = 48
"""Of those at most so many in one workspace, so that a slow one leaves room for others."""


class FairQueue:
    """The due posts, or the due edits, of one platform.

    ``load`` takes the next rows in turn, one of each workspace, beginning after the workspace
    that was served last; ``take`` hands them out.
    """

    def __init__(self, platform: str, *, edits: bool, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self.platform = platform
        self.edits = edits
        self.rows: dict[int, Row] = {}
        self.flying: dict[int, Row] = {}
        self.stirred = True
        """Whether ``take`` may find rows that it did not find the last time."""
        self.peak = 0
        """The most rows that were ever in memory."""
        self._busy: dict[str, Row | None] = {}
        self._shares: Counter[str] = Counter()
        self._taken: set[int] = set()
        self._after = ""
        self._places: dict[int, int] = {}
        self._furthest = -1
        self._served: dict[str, int] = {}
        self._stale = True
        self._more = False
        self._besides: Collection[str] = ()

    def wake(self) -> None:
        """Something new may be due, or ready again."""
        self.stirred = True
        self._stale = self._stale or not self._more or len(self.rows) <= ROWS // 2

    def refresh(self) -> None:
        """What is in memory may be outdated."""
        self._stale = True

    def wants(self, besides: Collection[str]) -> bool:
        """Whether ``load`` could bring rows that can be sent now."""
        if self._stale:
            return True
        low = len(self.rows) <= ROWS // 4
        return self._more and (low or (not self.flying and besides != self._besides))

    async def load(self, store: RowStore, now: int, besides: Collection[str]) -> None:
        """Replaces what waits here by what the store has; ``besides`` are channels left out."""
        self._stale = False
        self.stirred = True
        self._taken = set(self.flying)
        found = await store.next_due(
            now,
            ROWS,
            platform=self.platform,
            edits=self.edits,
            after=self._after,
            besides=besides,
        )
        self._more = len(found) >= ROWS
        self._besides = besides
        # What was taken while the store was asked may be among the answer.
        rows = [row for row in found if row.id not in self._taken]
        self._places = {row.id: place for place, row in enumerate(rows)}
        self._furthest = -1
        self.rows = {row.id: row for row in self._in_turn(rows)}
        self.peak = max(self.peak, len(self.rows) + len(self.flying))

    def _in_turn(self, rows: list[Row]) -> list[Row]:
        """Whoever was served less comes first; who is new here starts level with the last."""
        whose = {_whose(row) for row in rows}
        level = min((self._served[name] for name in whose if name in self._served), default=0)
        self._served = {name: self._served.get(name, level) for name in whose}
        turns, counts = dict[int, int](), dict(self._served)
        for row in rows:
            turns[row.id] = counts[_whose(row)]
            counts[_whose(row)] += 1
        return sorted(rows, key=lambda row: turns[row.id])

    def take(self, ready: Callable[[Row], bool]) -> list[Row]:
        """The next rows that are ``ready`` and whose channels have nothing on its way here."""
        taken: list[Row] = []
        room, self.stirred = self._at_once - len(self.flying), False
        if room <= 0:
            return taken
        for row in self.rows.values():
            whose = _whose(row)
            if row.channel.key in self._busy or self._shares[whose] >= SHARE or not ready(row):
                continue
            self._busy[row.channel.key] = row
            self._shares[whose] += 1
            self._served[whose] += 1
            if self._places[row.id] > self._furthest:
                self._furthest, self._after = self._places[row.id], whose
            taken.append(row)
            if len(taken) == room:
                break
        for row in taken:
            del self.rows[row.id]
            self.flying[row.id] = row
            self._taken.add(row.id)
        return taken

    def done(self, row: Row) -> None:
        """``row`` is not on its way any more, whatever became of it."""
        self.stirred = True
        del self.flying[row.id]
        del self._busy[row.channel.key]
        whose = _whose(row)
        self._shares[whose] -= 1
        if not self._shares[whose]:
            del self._shares[whose]

    def claim(self, channel: str) -> None:
        """Keeps the channel's rows back until ``release``."""
        self._busy[channel] = None

    def release(self, channel: str) -> None:
        self._busy.pop(channel, None)
        self.stirred = True

    def ahead_of(self, row: Row, since: int) -> bool:
        """Whether something that became due after ``since`` is on its way here before ``row``."""
        other = self._busy.get(row.channel.key)
        return (
            other is not None
            and other.due_at > since
            and (other.due_at, other.id) < (row.due_at, row.id)
        )


def _whose(row: Row) -> str:
    """Who shares a turn: the workspace, but each direct conversation by itself."""
    return row.channel.key if row.channel.direct else row.channel.workspace.key
