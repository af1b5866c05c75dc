"""What organizers must be told of their own accord."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import structlog

from bot.adapters.base import Adapter, AdapterError, Forbidden, Gone
from bot.delivery.outbox import problem_words
from bot.i18n import words_of
from bot.model import Card, MemberRef, Paragraph, Tone, linked
from bot.runtime.clock import Clock, millis
from bot.service.channel_retries import ChannelRetries
from bot.service.connections import Connections
from bot.study import calendar
from bot.study.delivery import DeliveryKind, Row
from storage.protocols import Store

log = structlog.get_logger()
say = words_of(__file__)


NAMES = {
    DeliveryKind.CHECKPOINT: say("checkpoint"),
    DeliveryKind.CHECKPOINT_OVER: say("checkpoint-over"),
    DeliveryKind.CONCEPT: say("concept"),
    DeliveryKind.GOODBYE: say("goodbye"),
    DeliveryKind.OPENING: say("opening"),
    DeliveryKind.QUESTION: say("question"),
    DeliveryKind.RESULTS: say("results"),
    DeliveryKind.SHARE: say("share"),
    DeliveryKind.WEEK: say("week"),
}
AT_ONCE = 5
"""Notices told by one tick: a platform that refuses every channel must not flood organizers."""


class OrganizerNotices:
    """Tells organizers once: in private, or with their next command.

    A notice is a row first. It is marked before it is told and dropped after, so a crash in
    between leaves it to the next command: told twice at worst, never not at all.
    """

    def __init__(
        self, store: Store, connections: Connections, clock: Clock, channel_retries: ChannelRetries
    ) -> None:
        self._store = store
        self._connections = connections
        self._clock = clock
        self._channel_retries = channel_retries
        self._threadless: set[str] = set()

    async def channel_blocked(self, row: Row, error: Forbidden | Gone) -> None:
        problem = problem_words(error)
        if row.kind == DeliveryKind.DISCUSS:
            await self._store.deliveries.skip(row.id, problem)
            self._no_thread(row, problem)
            return
        log.warning("channel blocked", channel=row.channel.key, problem=problem)
        if error.todo:
            words = say("blocked-todo", problem=problem, todo=error.todo)
        else:
            words = say("blocked", problem=problem)
        until = error.until if isinstance(error, Forbidden) else None
        news = self._channel_retries.fell(row.channel, row.local_date, problem, until)
        await self._store.groups.set_problem(
            row.channel, problem, notice=words if news else "", now=millis(self._clock.now())
        )

    def _no_thread(self, row: Row, problem: str) -> None:
        """A thread to talk in is a nicety: a channel without threads is no fault. Said once."""
        place = replace(row.channel, thread=None).key
        if place not in self._threadless:
            self._threadless.add(place)
            log.info("no thread to talk in", channel=place, problem=problem)

    async def post_refused(self, row: Row, error: str) -> None:
        if row.kind == DeliveryKind.DISCUSS:
            self._no_thread(row, error)
            return
        day = _day(row)
        words = say("refused", what=NAMES.get(row.kind, say("post")), day=day, error=error)
        await self._store.groups.add_notice(row.group_id, words, millis(self._clock.now()))

    async def post_unknown(self, row: Row) -> None:
        words = say("unknown", what=NAMES.get(row.kind, say("post")), day=_day(row))
        await self._store.groups.add_notice(row.group_id, words, millis(self._clock.now()))

    async def tell(self) -> None:
        """Tries channels again that were blocked, then takes waiting notices to an organizer in
        private, one who can be reached."""
        await self._channel_retries.look()
        for notice_id, group_id, words in await self._store.groups.untried_notices(AT_ONCE):
            reachable = await self._reachable(group_id)
            if not reachable:
                continue
            if not await self._store.groups.try_notice(notice_id, millis(self._clock.now())):
                continue
            if await self._told(reachable, notice_id, words):
                await self._store.groups.drop_notice(notice_id)

    async def _reachable(self, group_id: int) -> list[tuple[Adapter, MemberRef]]:
        """The organizers on platforms that are connected now; the others are told later."""
        found: list[tuple[Adapter, MemberRef]] = []
        for person in await self._store.groups.organizers(group_id):
            for member in await self._store.people.members(person.id):
                adapter = self._connections.connected(member.platform)
                if adapter is not None:
                    found.append((adapter, member))
        return found

    async def _told(
        self, organizers: Sequence[tuple[Adapter, MemberRef]], notice_id: int, words: str
    ) -> bool:
        card = Card(say("title"), (Paragraph(linked(words)),), tone=Tone.NOTICE)
        for adapter, member in organizers:
            try:
                direct = await adapter.direct(member)
                key = hashlib.sha256(f"notice|{notice_id}|{member.key}".encode()).hexdigest()
                await adapter.post(direct, card, key=key[:20])
            except AdapterError as error:
                log.info("organiser not reached in private", error=repr(error))
            else:
                return True
        return False


def _day(row: Row) -> str:
    return calendar.date_words(date.fromisoformat(row.local_date))
