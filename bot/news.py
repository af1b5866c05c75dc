"""What organisers must be told of their own accord."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import structlog

from bot.adapters.base import Adapter, AdapterError
from bot.chats import Chats
from bot.core.clock import Clock, millis
from bot.core.delivery import Row
from bot.features.daily.agenda import DISCUSS
from bot.model import Card, MemberRef, Paragraph, Tone, text
from storage.protocols import Store

log = structlog.get_logger()


AT_ONCE = 5
"""Notices told by one tick: a platform that refuses every channel must not flood organisers."""


class OrganiserNews:
    """Tells organisers once: in private, or with their next command.

    A notice is a row first. It is marked before it is told and dropped after, so a crash in
    between leaves it to the next command: told twice at worst, never not at all.
    """

    def __init__(self, store: Store, chats: Chats, clock: Clock) -> None:
        self._store = store
        self._chats = chats
        self._clock = clock

    async def channel_blocked(self, row: Row, problem: str) -> None:
        if row.kind == DISCUSS:
            # A thread to talk in is a nicety; a channel without threads is not a fault.
            await self._store.deliveries.skip(row.id, problem)
            return
        log.warning("channel blocked", channel=row.channel.key, problem=problem)
        words = (
            f"The bot cannot post to its channel ({problem}). Posting there has stopped; "
            "/study resume starts it again once that is mended. Members can go on in private."
        )
        await self._store.groups.set_problem(
            row.channel, problem, notice=words, now=millis(self._clock.now())
        )

    async def post_unknown(self, row: Row) -> None:
        words = (
            f"It is not certain that the post of {row.local_date} ({row.kind}) went out, because "
            "the channel's history cannot be read. It was not posted again."
        )
        await self._store.groups.add_notice(row.group_id, words, millis(self._clock.now()))

    async def tell(self) -> None:
        """Takes waiting notices to an organiser in private, one who can be reached."""
        for notice_id, group_id, words in await self._store.groups.untried_notices(AT_ONCE):
            reachable = await self._reachable(group_id)
            if not reachable:
                continue
            if not await self._store.groups.try_notice(notice_id, millis(self._clock.now())):
                continue
            if await self._told(reachable, notice_id, words):
                await self._store.groups.drop_notice(notice_id)

    async def _reachable(self, group_id: int) -> list[tuple[Adapter, MemberRef]]:
        """The organisers on platforms that are connected now; the others are told later."""
        found: list[tuple[Adapter, MemberRef]] = []
        for person in await self._store.groups.organisers(group_id):
            for member in await self._store.people.members(person.id):
                adapter = self._chats.connected(member.platform)
                if adapter is not None:
                    found.append((adapter, member))
        return found

    async def _told(
        self, organisers: Sequence[tuple[Adapter, MemberRef]], notice_id: int, words: str
    ) -> bool:
        card = Card("A notice for organisers", (Paragraph(text(words)),), tone=Tone.NOTICE)
        for adapter, member in organisers:
            try:
                direct = await adapter.direct(member)
                key = hashlib.sha256(f"notice|{notice_id}|{member.key}".encode()).hexdigest()
                await adapter.post(direct, card, key=key[:20])
            except AdapterError as error:
                log.info("organiser not reached in private", error=repr(error))
            else:
                return True
        return False
