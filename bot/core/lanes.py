"""In which order due rows leave: fair between workspaces, oldest first inside one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection

from bot.core.rows import Row, RowStore

ROWS = 500
"""Rows of one queue in memory at most; there are two queues a platform."""
AT_ONCE = 32
"""Rows of one queue on their way at once. Most of them wait for the platform's rate: that wait
comes before they are marked as being sent, and is short enough for fresh cards."""
SHARE = 24
"""Of those at most so many in one workspace, so that a slow one leaves room for others."""


class Queue:
    """The due posts, or the due edits, of one platform.

    ``load`` takes the next rows in turn, one of each workspace, beginning after the workspace
    that was served last; ``take`` hands them out.
    """

    def __init__(self, platform: str, *, edits: bool) -> None:
        self.platform = platform
        self.edits = edits
        self.rows: dict[int, Row] = {}
        self.flying: dict[int, Row] = {}
        self.peak = 0
        """The most rows that were ever in memory."""
        self._in_channel: dict[str, dict[int, Row]] = {}
        self._busy: set[str] = set()
        self._shares: Counter[str] = Counter()
        self._taken: set[int] = set()
        self._after = ""
        self._stale = True
        self._more = False
        self._besides: Collection[str] = ()

    def wake(self) -> None:
        """Something new may be due."""
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
        self.rows = {row.id: row for row in found if row.id not in self._taken}
        self._in_channel = {}
        for row in (*self.flying.values(), *self.rows.values()):
            self._in_channel.setdefault(row.channel.key, {})[row.id] = row
        self.peak = max(self.peak, len(self.rows) + len(self.flying))

    def take(self, ready: Callable[[Row], bool]) -> Row | None:
        """The next row that is ``ready`` and whose channel has nothing on its way here."""
        if len(self.flying) >= AT_ONCE:
            return None
        for row in self.rows.values():
            whose = _whose(row)
            if row.channel.key in self._busy or self._shares[whose] >= SHARE or not ready(row):
                continue
            del self.rows[row.id]
            self.flying[row.id] = row
            self._taken.add(row.id)
            self._busy.add(row.channel.key)
            self._shares[whose] += 1
            self._after = whose
            return row
        return None

    def done(self, row: Row) -> None:
        """``row`` is not on its way any more, whatever became of it."""
        del self.flying[row.id]
        self._in_channel.get(row.channel.key, {}).pop(row.id, None)
        self._busy.discard(row.channel.key)
        whose = _whose(row)
        self._shares[whose] -= 1
        if not self._shares[whose]:
            del self._shares[whose]

    def idle_in(self, channel: str) -> bool:
        return channel not in self._busy

    def claim(self, channel: str) -> None:
        """Keeps the channel's rows back until ``release``."""
        self._busy.add(channel)

    def release(self, channel: str) -> None:
        self._busy.discard(channel)

    def ahead_of(self, row: Row, since: int) -> bool:
        """Whether something here that became due after ``since`` comes before ``row``."""
        return any(
            other.due_at > since and (other.due_at, other.id) < (row.due_at, row.id)
            for other in self._in_channel.get(row.channel.key, {}).values()
        )


def _whose(row: Row) -> str:
    """Who shares a turn: the workspace, but each direct conversation by itself."""
    return row.channel.key if row.channel.direct else row.channel.workspace.key
