"""A small adapter that records what it is told, and things to put into it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count

from bot.adapters.base import AdapterError, InteractionHandler
from bot.interactions.dispatch import Dispatcher
from bot.interactions.drafts import Drafts
from bot.interactions.router import Router
from bot.interactions.throttle import MemberThrottle
from bot.model import (
    Ack,
    Card,
    ChannelRef,
    Command,
    Interaction,
    Kind,
    Member,
    MemberRef,
    MessageRef,
    Outcome,
    Prepared,
    Reply,
    Update,
    WorkspaceRef,
)
from bot.runtime.meter import SILENT, Meter
from bot.runtime.refusals import RefusalCounts
from tests.inside import direct, idle
from tests.virtual import VirtualClock

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WORKSPACE = WorkspaceRef("fake", "room")
CHANNEL = ChannelRef(WORKSPACE, "study")
ANA = MemberRef("fake", "ana")
BEN = MemberRef("fake", "ben")

_ids = count(1)


def interaction(
    route: str,
    kind: Kind = Kind.PRESS,
    *,
    text: str | None = None,
    values: Mapping[str, tuple[str, ...]] | None = None,
    options: Mapping[str, str | int] | None = None,
    member: MemberRef = ANA,
    ago: float = 0.0,
    id: str = "",
) -> Interaction:
    """Something that ``member`` did ``ago`` seconds ago."""
    return Interaction(
        id=id or f"i{next(_ids)}",
        kind=kind,
        member=member,
        member_name=member.id.title(),
        channel=CHANNEL,
        route=route,
        received_at=NOW,
        received=time.monotonic() - ago,
        message=MessageRef(CHANNEL, "m1") if kind is Kind.PRESS else None,
        text=text,
        values=values or {},
        options=options or {},
    )


class MemoryDrafts:
    def __init__(self) -> None:
        self.rows: dict[int, str] = {}
        self.error: Exception | None = None

    async def put(self, body: str, now: int) -> int:
        if self.error is not None:
            raise self.error
        self.rows[len(self.rows) + 1] = body
        return len(self.rows)

    async def get(self, draft_id: int) -> str | None:
        return self.rows.get(draft_id)


@dataclass
class Call:
    what: str
    interaction: Interaction
    outcome: Outcome | None = None
    ack: Ack | None = None

    @property
    def card(self) -> Card:
        assert isinstance(self.outcome, Reply | Update), self.outcome
        return self.outcome.card


@dataclass
class FakeAdapter:
    """Raises the errors in ``failing`` (by method name), the first first, then works again.

    ``deferred`` is set when an acknowledgement was tried.
    """

    name: str = "fake"
    calls: list[Call] = field(default_factory=list)
    failing: dict[str, list[BaseException]] = field(default_factory=dict)
    posted: dict[str, MessageRef] = field(default_factory=dict)
    log: list[tuple[str, str, str]] = field(default_factory=list)
    lost: asyncio.Queue[AdapterError | None] = field(default_factory=asyncio.Queue)
    deferred: asyncio.Event = field(default_factory=asyncio.Event)
    asked_since: datetime | None = None
    heard: bool = True
    starts: int = 0
    stops: int = 0
    after_post: Callable[[], None] = lambda: None

    def _may_fail(self, method: str) -> None:
        if errors := self.failing.get(method):
            raise errors.pop(0)

    async def start(self, commands: Sequence[Command], handler: InteractionHandler) -> None:
        self.starts += 1
        self._may_fail("start")

    @property
    def listening(self) -> bool:
        return self.heard

    async def closed(self) -> None:
        if (error := await self.lost.get()) is not None:
            raise error

    async def stop(self) -> None:
        self.stops += 1
        self._may_fail("stop")

    async def defer(self, interaction: Interaction, ack: Ack) -> None:
        self.deferred.set()
        self._may_fail("defer")
        self.calls.append(Call("defer", interaction, None, ack))

    async def respond(
        self, interaction: Interaction, outcome: Outcome, ack: Ack
    ) -> MessageRef | None:
        self._may_fail("respond")
        self.calls.append(Call("respond", interaction, outcome, ack))
        return None

    async def inspect(self, channel: ChannelRef) -> Prepared:
        self._may_fail("inspect")
        return Prepared(replace(channel, thread=None), f"#{channel.id}")

    async def prepare(self, channel: ChannelRef, *, join: bool = True) -> Prepared:
        self._may_fail("prepare")
        return Prepared(replace(channel, thread=None), f"#{channel.id}")

    async def wait_for_slot(self, to: ChannelRef, *, edit: bool) -> None:
        self._may_fail("turn")

    async def post(
        self,
        to: ChannelRef,
        card: Card,
        *,
        key: str,
        pings: frozenset[MemberRef] = frozenset(),
    ) -> MessageRef:
        self._may_fail("post")
        if key not in self.posted:
            self.posted[key] = MessageRef(to, f"m{len(self.posted) + 1}")
        self.log.append(("post", to.id, card.title))
        self.after_post()
        return self.posted[key]

    async def find(self, to: ChannelRef, key: str, since: datetime) -> MessageRef | None:
        self._may_fail("find")
        self.log.append(("find", to.id, key))
        self.asked_since = since
        return self.posted.get(key)

    async def edit(self, message: MessageRef, card: Card) -> None:
        self._may_fail("edit")
        self.log.append(("edit", message.id, card.title))

    async def delete(self, message: MessageRef) -> None:
        self._may_fail("delete")

    async def direct(self, member: MemberRef) -> ChannelRef:
        self._may_fail("direct")
        return ChannelRef(WORKSPACE, f"dm-{member.id}", direct=True)

    async def member(self, member: MemberRef, workspace: WorkspaceRef | None = None) -> Member:
        self._may_fail("member")
        return Member(member, member.id.title())


class Bench:
    """A router, its dispatcher and a fake adapter, wired."""

    def __init__(
        self,
        *,
        defer_after: float = 1.5,
        form_within: float = 2.5,
        meter: Meter = SILENT,
        counts: RefusalCounts | None = None,
        throttle: MemberThrottle | None = None,
    ) -> None:
        self.router = Router(direct)
        self.store = MemoryDrafts()
        self.drafts = Drafts(self.store, self.router, VirtualClock(NOW))
        self.adapter = FakeAdapter()
        self.dispatcher = Dispatcher(
            self.router,
            self.drafts,
            lambda platform: {"fake": self.adapter}[platform],
            defer_after=defer_after,
            form_within=form_within,
            meter=meter,
            counts=counts,
            throttle=throttle,
        )

    async def do(self, *done: Interaction) -> list[Call]:
        """Hands in, waits until nothing is in flight, and returns the new calls."""
        before = len(self.adapter.calls)
        for one in done:
            self.dispatcher(one)
        async with asyncio.timeout(5):
            await idle(self.dispatcher)
        return self.adapter.calls[before:]
