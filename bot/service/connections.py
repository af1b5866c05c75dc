"""The connected platforms, and what each may remember."""

from __future__ import annotations

from collections.abc import Awaitable

import structlog

from bot.adapters.base import Adapter, AdapterError, Forbidden, Gone
from bot.delivery.outbox import problem_words
from bot.i18n import words_of
from bot.model import ChannelRef, Member, MemberRef, Prepared, WorkspaceRef
from bot.runtime import acts
from bot.runtime.clock import Clock, millis
from bot.service.supervisor import Supervisor
from storage.protocols import Notes
from storage.sharing import Claims

log = structlog.get_logger()
say = words_of(__file__)


class StoredAdapterState:
    """An adapter's own corner of the notes and claims."""

    def __init__(self, notes: Notes, claims: Claims, clock: Clock, name: str) -> None:
        self._notes = notes
        self._claims = claims
        self._clock = clock
        self._name = name

    async def get(self, key: str) -> str | None:
        return await self._notes.get(f"{self._name}:{key}")

    async def put(self, key: str, value: str) -> None:
        await self._notes.put(f"{self._name}:{key}", value)

    async def claim_once(self, key: str) -> bool:
        return await self._claims.claim(f"{self._name}:{key}", millis(self._clock.now()))


class Connections:
    """The connected platforms, as features and the outbox ask for them."""

    def __init__(self) -> None:
        self.supervisors: dict[str, Supervisor] = {}

    def adapter(self, platform: str) -> Adapter:
        return self.supervisors[platform].adapter

    def connected(self, platform: str) -> Adapter | None:
        supervisor = self.supervisors.get(platform)
        return supervisor.adapter if supervisor and supervisor.ready.is_set() else None

    async def member(
        self, member: MemberRef, workspace: WorkspaceRef | None = None
    ) -> Member | None:
        key = ("member", member.key, workspace.key if workspace else "")
        return await acts.ask(key, lambda: self._member(member, workspace))

    async def inspect(self, channel: ChannelRef) -> Prepared:
        return await acts.ask(("inspect", channel.key), lambda: self._inspect(channel))

    async def prepare(self, channel: ChannelRef) -> Prepared:
        return await acts.ask(("prepare", channel.key), lambda: self._prepare(channel))

    async def again(self, channel: ChannelRef) -> Prepared:
        """Whether a channel that was blocked can be posted to now. Unlike ``prepare`` it joins
        nothing: somebody may have put the bot out."""
        adapter = self.connected(channel.platform)
        return await _told(channel, adapter.prepare(channel, join=False) if adapter else None)

    async def _member(self, member: MemberRef, workspace: WorkspaceRef | None) -> Member | None:
        adapter = self.connected(member.platform)
        try:
            return await adapter.member(member, workspace) if adapter else None
        except AdapterError as error:
            log.warning("member not known", error=repr(error))
            return None

    async def _inspect(self, channel: ChannelRef) -> Prepared:
        adapter = self.connected(channel.platform)
        return await _told(channel, adapter.inspect(channel) if adapter else None)

    async def _prepare(self, channel: ChannelRef) -> Prepared:
        adapter = self.connected(channel.platform)
        return await _told(channel, adapter.prepare(channel) if adapter else None)


async def _told(channel: ChannelRef, asking: Awaitable[Prepared] | None) -> Prepared:
    try:
        if asking is not None:
            return await asking
    except (Forbidden, Gone) as error:
        until = error.until if isinstance(error, Forbidden) else None
        return Prepared(channel, problem=problem_words(error), todo=error.todo, until=until)
    except AdapterError as error:
        log.warning("channel not checked", error=repr(error))
    return Prepared(
        channel,
        problem=say("out-of-reach.problem"),
        todo=say("out-of-reach.todo"),
        unsure=True,
    )
