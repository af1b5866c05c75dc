"""One post from its row to its mark: render, wait for a turn, begin, send, settle."""

from __future__ import annotations

import asyncio

import structlog

from bot.adapters.base import (
    AdapterError,
    Forbidden,
    Gone,
    RateLimited,
    Unavailable,
    Unreachable,
)
from bot.delivery.recovery import LookUps
from bot.delivery.rows import (
    AdapterOf,
    End,
    Postman,
    Render,
    RowStore,
    Troubles,
    problem_words,
)
from bot.model import Card
from bot.runtime.clock import Clock, millis
from bot.runtime.meter import SILENT, Meter
from bot.study.delivery import Later, Row

log = structlog.get_logger()

ATTEMPTS = 8
AGAIN_AFTER = 60_000
"""Milliseconds until a post that the platform calls invalid is tried again."""
LATER = 30_000
"""Milliseconds until a post is tried again after the platform said "not now"."""
POST_WITHIN = 60.0
"""Seconds after which a post that was begun is no longer on its way: whoever looks it up later,
in this process or another one, may rely on that."""
EDIT_WAITS = 60.0
"""Seconds of a rate limit beyond which an edit is posted anew instead."""


class Sender:
    """Sends rows one at a time; ``held`` maps channels to when they may be tried again."""

    def __init__(
        self,
        store: RowStore,
        adapter_of: AdapterOf,
        render: Render,
        troubles: Troubles,
        clock: Clock,
        lookups: LookUps,
        meter: Meter = SILENT,
    ) -> None:
        self._store = store
        self._adapter_of = adapter_of
        self._render = render
        self._troubles = troubles
        self._clock = clock
        self._lookups = lookups
        self._meter = meter
        self.held: dict[str, int] = {}
        self.begun: set[int] = set()
        """Rows handed to the platform whose end is not known yet."""

    async def send(self, row: Row) -> End:
        with structlog.contextvars.bound_contextvars(delivery=row.id):
            return await self._send(row)

    async def _send(self, row: Row) -> End:
        adapter = self._adapter_of(row.channel.platform)
        if adapter is None:
            return End.CUT_OFF
        if self._too_late(row):
            return await self._skip(row, "too late")
        card = await self._render(row)
        if card is None:
            return await self._skip(row, "nothing to show")
        if isinstance(card, Later):
            # Never due at once again: a clock that stands still must not turn this into a loop.
            due = max(card.due_at, self._now() + LATER)
            await self._store.put_off(row.id, due, card.expires_at)
            self._count(row, "put off")
            return End.SKIPPED
        try:
            # Before the row is begun: whoever stops or dies while waiting leaves nothing unsure.
            await adapter.wait_for_slot(row.channel, edit=row.target is not None)
        except AdapterError as error:
            log.info("no turn to send", delivery=row.id, error=repr(error))
            return End.CUT_OFF
        if self._too_late(row):
            return await self._skip(row, "too late")
        self.begun.add(row.id)
        self._lookups.begun(row)
        settled = False
        try:
            async with asyncio.timeout(POST_WITHIN):
                if not await self._store.begin(row.id, self._now()):
                    settled = True
                    return End.SKIPPED  # somebody else was quicker
                end = await self._deliver(adapter, row, card)
            settled = end is not End.CUT_OFF
            return end
        except TimeoutError:
            log.warning("post given up, it may have gone out", delivery=row.id)
            self._count(row, "uncertain")
            return End.CUT_OFF
        finally:
            self.begun.discard(row.id)
            if settled:
                self._lookups.settled(row)
            else:
                self._lookups.left(row)

    async def _deliver(self, adapter: Postman, row: Row, card: Card) -> End:
        try:
            if row.target is not None:
                await adapter.edit(row.target, card)
                message = row.target
            else:
                message = await adapter.post(row.channel, card, key=row.key)
        except RateLimited as limited:
            return await self._limited(row, limited.after)
        except Unavailable as error:
            # Nothing went out, and nobody is to blame: the row keeps its time.
            log.warning("post put off", delivery=row.id, error=str(error))
            self._count(row, "put off")
            self.held[row.channel.key] = self._now() + LATER
            await self._store.retry(row.id, row.due_at, str(error), posted=True)
            return End.STOPPED
        except Unreachable as error:
            # It may have gone out: the row stays in "sending" and is looked up.
            log.warning("post uncertain", delivery=row.id, error=repr(error))
            self._count(row, "uncertain")
            return End.CUT_OFF
        except (Gone, Forbidden) as error:
            words = problem_words(error)
            await self._store.retry(row.id, row.due_at, words, posted=row.target is None)
            if row.target is None:
                await self._troubles.channel_blocked(row, error)
            self._count(row, "blocked" if row.target is None else "edit failed")
            return End.STOPPED
        except AdapterError as error:
            return await self._refused(row, error)
        await self._store.sent(row.id, message, self._now())
        self._count(row, "sent" if row.target is None else "edited", late=True)
        return End.SETTLED

    async def _limited(self, row: Row, after: float) -> End:
        self._meter.limited(row.channel.platform)
        self._count(row, "limited")
        if row.target is not None and after > EDIT_WAITS:
            # Old messages may be edited so rarely that the channel would stand still.
            await self._store.retry(row.id, row.due_at, "edit limited", posted=False)
            return End.STOPPED
        # The row keeps its time, and so its place before the channel's later posts.
        self.held[row.channel.key] = self._now() + round(after * 1000)
        await self._store.retry(row.id, row.due_at, "rate limited", posted=True)
        return End.STOPPED

    async def _refused(self, row: Row, error: AdapterError) -> End:
        log.warning("post refused", delivery=row.id, kind=row.kind, error=str(error))
        if row.target is not None:
            self._count(row, "edit failed")
            await self._store.retry(row.id, row.due_at, str(error), posted=False)
        elif row.attempts + 1 >= ATTEMPTS:  # the row was read before this attempt
            self._count(row, "failed")
            log.error("post given up", delivery=row.id, kind=row.kind, error=str(error))
            # Told first: a crash in between tells it twice, not never.
            await self._troubles.post_refused(row, str(error))
            await self._store.fail(row.id, str(error))
            return End.SETTLED
        else:
            self._count(row, "refused")
            later = self._now() + AGAIN_AFTER
            await self._store.retry(row.id, later, str(error), posted=True)
        return End.STOPPED

    async def _skip(self, row: Row, reason: str) -> End:
        await self._store.skip(row.id, reason)
        self._count(row, "skipped")
        return End.SKIPPED

    def holding(self) -> set[str]:
        """Channels whose rate limit is not over yet."""
        now = self._now()
        self.held = {channel: until for channel, until in self.held.items() if until > now}
        return set(self.held)

    def _too_late(self, row: Row) -> bool:
        return row.expires_at is not None and self._now() >= row.expires_at

    def _count(self, row: Row, result: str, *, late: bool = False) -> None:
        seconds = max(self._now() - row.due_at, 0) / 1000 if late else None
        self._meter.posted(row.channel.platform, row.kind, result, seconds)

    def _now(self) -> int:
        return millis(self._clock.now())
