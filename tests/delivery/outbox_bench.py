"""An outbox over rows in memory that obey the same state machine as the stored ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import zip_longest

from bot.adapters.base import Forbidden, Gone
from bot.delivery.outbox import Outbox, Row, problem_words
from bot.model import Card, ChannelRef, MessageRef
from bot.runtime.clock import millis
from bot.runtime.meter import SILENT, Meter
from bot.study.delivery import Later
from tests.fakes import CHANNEL, NOW, FakeAdapter
from tests.virtual import VirtualClock

START = millis(NOW)


@dataclass(frozen=True)
class MemoryRow:
    id: int
    channel: ChannelRef = CHANNEL
    due_at: int = START
    kind: str = "concept"
    group_id: int = 1
    expires_at: int | None = None
    target: MessageRef | None = None
    state: str = "planned"
    message: MessageRef | None = None
    sending_at: int | None = None
    attempts: int = 0
    error: str = ""
    round_id: int | None = None
    subject: str = ""
    local_date: str = "2026-11-23"
    sequence: int = 0

    @property
    def key(self) -> str:
        return f"key-{self.id}"


class Crash(BaseException):
    """The program ends here."""


@dataclass
class MemoryRows:
    """``crash_before`` and ``crash_after`` name a method at which the program ends, once;
    ``most`` is the most rows that were ever handed out at once."""

    rows: dict[int, MemoryRow] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    crash_before: str = ""
    crash_after: str = ""
    most: int = 0

    def _set(self, method: str, delivery_id: int, **changes: object) -> None:
        if method == self.crash_before:
            self.crash_before = ""
            raise Crash(method)
        self.rows[delivery_id] = replace(self.rows[delivery_id], **changes)  # type: ignore[arg-type]
        if method == self.crash_after:
            self.crash_after = ""
            raise Crash(method)

    async def due(self, now: int, limit: int) -> Sequence[Row]:
        due = [
            r
            for r in self.rows.values()
            if r.state == "planned" and r.due_at <= now and r.channel.key not in self.blocked
        ]
        return sorted(due, key=lambda r: (r.due_at, r.id))[:limit]

    async def next_due(
        self,
        now: int,
        limit: int,
        *,
        platform: str,
        edits: bool,
        after: str,
        besides: Collection[str],
    ) -> Sequence[Row]:
        turns: dict[str, list[Row]] = {}
        for row in await self.due(now, len(self.rows)):
            mine = row.channel.platform == platform and (row.target is not None) == edits
            if mine and row.channel.key not in besides:
                turns.setdefault(row.channel.workspace.key, []).append(row)
        whose = sorted(turns, key=lambda key: (key <= after, key))
        rounds = zip_longest(*(turns[key] for key in whose))
        found = [row for turn in rounds for row in turn if row is not None][:limit]
        self.most = max(self.most, len(found))
        return found

    async def interrupted(self) -> Sequence[Row]:
        return [r for r in self.rows.values() if r.state == "sending"]

    async def begin(self, delivery_id: int, at: int) -> bool:
        row = self.rows[delivery_id]
        if row.state != "planned":
            return False
        self._set("begin", row.id, state="sending", sending_at=at, attempts=row.attempts + 1)
        return True

    async def sent(self, delivery_id: int, message: MessageRef, at: int) -> None:
        self._set("sent", delivery_id, state="sent", message=message)

    async def fail(self, delivery_id: int, error: str) -> None:
        self._set("fail", delivery_id, state="failed", error=error)

    async def skip(self, delivery_id: int, reason: str) -> None:
        self._set("skip", delivery_id, state="skipped", error=reason)

    async def put_off(self, delivery_id: int, due_at: int, expires_at: int) -> None:
        self._set("put_off", delivery_id, due_at=due_at, expires_at=expires_at)

    async def retry(self, delivery_id: int, due_at: int, error: str, *, posted: bool) -> None:
        target = self.rows[delivery_id].target if posted else None
        self._set("retry", delivery_id, state="planned", due_at=due_at, error=error, target=target)


class OutboxBench:
    """``titles`` maps row ids to card titles; a row without one has nothing to show.

    Rows in ``later`` may not be shown yet.
    """

    def __init__(self, *rows: MemoryRow) -> None:
        self.store = MemoryRows({row.id: row for row in rows})
        self.titles = {row.id: f"post {row.id}" for row in rows}
        self.adapter = FakeAdapter()
        self.adapters: dict[str, FakeAdapter] = {"fake": self.adapter}
        self.clock = VirtualClock(NOW)
        self.told: list[tuple[str, int, str]] = []
        self.broken: set[int] = set()
        self.later: dict[int, Later] = {}
        self.meter: Meter = SILENT
        self.reopen()

    def reopen(self) -> None:
        """The program starts again: nothing but the rows and the platform is left."""
        self.outbox = Outbox(
            self.store,
            self.adapters.get,
            self._render,
            self,
            self.clock,
            platforms=lambda: ["fake"],
            meter=self.meter,
        )

    async def _render(self, row: Row) -> Card | Later | None:
        if row.id in self.broken:
            raise RuntimeError("no card")
        if row.id in self.later:
            return self.later[row.id]
        title = self.titles.get(row.id)
        return Card(title) if title else None

    async def channel_blocked(self, row: Row, error: Forbidden | Gone) -> None:
        self.store.blocked.add(row.channel.key)
        self.told.append(("blocked", row.id, problem_words(error)))

    async def post_refused(self, row: Row, error: str) -> None:
        self.told.append(("refused", row.id, error))

    async def post_unknown(self, row: Row) -> None:
        self.told.append(("unknown", row.id, ""))

    async def drain(self, later: float = 0.0) -> int:
        """Moves the clock on by ``later`` seconds and drains."""
        self.clock.advance(timedelta(seconds=later))
        return await self.outbox.drain()

    def state(self, row_id: int = 1) -> str:
        return self.store.rows[row_id].state

    @property
    def posts(self) -> list[str]:
        return [title for what, _, title in self.adapter.log if what == "post"]

    @property
    def acts(self) -> list[str]:
        return [what for what, _, _ in self.adapter.log]
