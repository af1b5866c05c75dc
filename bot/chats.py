"""The connected platforms, and what each may remember."""

from __future__ import annotations

import structlog

from bot.adapters.base import Adapter, AdapterError, Forbidden, Gone
from bot.core import acts
from bot.core.clock import Clock, millis
from bot.core.delivery import problem_words
from bot.core.supervisor import Supervisor
from bot.model import ChannelRef, Member, MemberRef
from storage.protocols import Notes
from storage.sharing import Claims

log = structlog.get_logger()


class AdapterMemory:
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

    async def claim(self, key: str) -> bool:
        return await self._claims.claim(f"{self._name}:{key}", millis(self._clock.now()))


class Chats:
    """The connected platforms, as features and the outbox ask for them."""

    def __init__(self) -> None:
        self.supervisors: dict[str, Supervisor] = {}

    def adapter(self, platform: str) -> Adapter:
        return self.supervisors[platform].adapter

    def connected(self, platform: str) -> Adapter | None:
        supervisor = self.supervisors.get(platform)
        return supervisor.adapter if supervisor and supervisor.ready.is_set() else None

    async def member(self, member: MemberRef) -> Member | None:
        return await acts.ask(("member", member.key), lambda: self._member(member))

    async def prepare(self, channel: ChannelRef) -> str:
        return await acts.ask(("prepare", channel.key), lambda: self._prepare(channel))

    async def _member(self, member: MemberRef) -> Member | None:
        adapter = self.connected(member.platform)
        try:
            return await adapter.member(member) if adapter else None
        except AdapterError as error:
            log.warning("member not known", error=repr(error))
            return None

    async def _prepare(self, channel: ChannelRef) -> str:
        adapter = self.connected(channel.platform)
        if adapter is None:
            return "the platform cannot be reached at the moment"
        try:
            await adapter.prepare(channel)
        except (Forbidden, Gone) as error:
            return problem_words(error)
        except AdapterError as error:
            log.warning("channel not checked", error=repr(error))
            return "the platform cannot be reached at the moment"
        return ""
