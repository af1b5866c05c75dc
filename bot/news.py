"""What organisers must be told of their own accord."""

from __future__ import annotations

import hashlib

import structlog

from bot.adapters.base import AdapterError
from bot.chats import Chats
from bot.core.clock import Clock, millis
from bot.core.delivery import Row
from bot.features.daily.agenda import DISCUSS
from bot.model import Card, Paragraph, Tone, text
from storage.protocols import Store

log = structlog.get_logger()


class OrganiserNews:
    """Tells organisers once: in private, or with their next command."""

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
        if await self._store.groups.set_problem(row.channel, problem):
            words = (
                f"The bot cannot post to its channel ({problem}). Posting there has stopped; "
                "/study resume starts it again once that is mended. Members can go on in private."
            )
            await self._tell(row.group_id, words)

    async def post_unknown(self, row: Row) -> None:
        words = (
            f"It is not certain that the post of {row.local_date} ({row.kind}) went out, because "
            "the channel's history cannot be read. It was not posted again."
        )
        await self._tell(row.group_id, words)

    async def _tell(self, group_id: int, words: str) -> None:
        card = Card("A notice for organisers", (Paragraph(text(words)),), tone=Tone.NOTICE)
        for person in await self._store.groups.organisers(group_id):
            for member in await self._store.people.members(person.id):
                adapter = self._chats.connected(member.platform)
                if adapter is None:
                    continue
                try:
                    direct = await adapter.direct(member)
                    said = f"{group_id}|{words}|{millis(self._clock.now())}"
                    key = hashlib.sha256(said.encode()).hexdigest()[:20]
                    await adapter.post(direct, card, key=key)
                except AdapterError as error:
                    log.info("organiser not reached in private", error=repr(error))
                else:
                    return
        await self._store.groups.add_notice(group_id, words, millis(self._clock.now()))
