"""Posts go out once: a row first, then the message, then the mark.

planned → sending → sent | skipped | failed. A row that a crash or an outage left in
"sending" is looked up on the platform; it is posted again only when a look-up that worked
found nothing. What a look-up cannot know counts as posted, because a group minds a doubled
post more than a missed one; its organisers are told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby
from typing import Protocol

import structlog

from bot.adapters.base import (
    Adapter,
    AdapterError,
    Forbidden,
    Gone,
    RateLimited,
    Unreachable,
    Unreadable,
)
from bot.core.clock import Clock, from_millis, millis
from bot.model import Card, ChannelRef, MessageRef

log = structlog.get_logger()

BATCH = 500
AT_ONCE = 16
LOOK_UP_AFTER = 15_000
"""Milliseconds since it was begun after which a row in "sending" that the platform does not
know was surely not posted: so long it may still be at it."""
SKEW = 60_000
ATTEMPTS = 8
EDIT_WAITS = 60.0
"""Seconds of a rate limit beyond which an edit is posted anew instead."""


class Row(Protocol):
    """A delivery as the outbox needs it; see ``storage.records.Delivery``."""

    @property
    def id(self) -> int: ...
    @property
    def group_id(self) -> int: ...
    @property
    def channel(self) -> ChannelRef: ...
    @property
    def kind(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def due_at(self) -> int: ...
    @property
    def expires_at(self) -> int | None: ...
    @property
    def target(self) -> MessageRef | None: ...
    @property
    def sending_at(self) -> int | None: ...
    @property
    def attempts(self) -> int: ...
    @property
    def round_id(self) -> int | None: ...
    @property
    def subject(self) -> str: ...
    @property
    def local_date(self) -> str: ...
    @property
    def sequence(self) -> int: ...


class RowStore(Protocol):
    async def due(self, now: int, limit: int) -> Sequence[Row]: ...
    async def interrupted(self) -> Sequence[Row]: ...
    async def begin(self, delivery_id: int, at: int) -> bool: ...
    async def sent(self, delivery_id: int, message: MessageRef, at: int) -> None: ...
    async def fail(self, delivery_id: int, error: str) -> None: ...
    async def skip(self, delivery_id: int, reason: str) -> None: ...
    async def retry(self, delivery_id: int, due_at: int, error: str, *, posted: bool) -> None: ...


class Troubles(Protocol):
    """Hears what an organiser must be told."""

    async def channel_blocked(self, row: Row, problem: str) -> None: ...

    async def post_unknown(self, row: Row) -> None: ...


Render = Callable[[Row], Awaitable[Card | None]]


class Outbox:
    """Sends what is due, in order within a channel, several channels at once."""

    def __init__(
        self,
        store: RowStore,
        adapter_of: Callable[[str], Adapter | None],
        render: Render,
        troubles: Troubles,
        clock: Clock,
    ) -> None:
        self._store = store
        self._adapter_of = adapter_of
        self._render = render
        self._troubles = troubles
        self._clock = clock
        self._in_flight: set[int] = set()
        self._begun: set[int] = set()
        self._held: dict[str, int] = {}
        self._limit = asyncio.Semaphore(AT_ONCE)

    async def drain(self) -> int:
        """Sends everything due now; returns how many rows it settled (sent, edited, skipped)."""
        uncertain = await self.recover(older_than=LOOK_UP_AFTER)
        rows = await self._store.due(self._now(), BATCH)
        ready = [row for row in rows if self._adapter_of(row.channel.platform) is not None]
        by_channel = sorted(ready, key=lambda row: row.channel.key)
        lanes = [
            list(lane)
            for channel, lane in groupby(by_channel, key=lambda row: row.channel.key)
            if channel not in uncertain and self._now() >= self._held.get(channel, 0)
        ]
        done = await asyncio.gather(*(self._lane(lane) for lane in lanes))
        return sum(done)

    async def recover(self, *, older_than: int = 0) -> frozenset[str]:
        """Settles rows that were being sent when the program or the connection broke.

        Returns the keys of the channels with a row that is still uncertain: what comes
        after it there has to wait.
        """
        uncertain: set[str] = set()
        for row in await self._store.interrupted():
            adapter = self._adapter_of(row.channel.platform)
            # What another run of the program began has nobody any more who could finish it.
            patience = older_than if row.id in self._begun else 0
            ripe = self._now() - (row.sending_at or 0) >= patience
            settled = False
            if row.id not in self._in_flight and adapter is not None and ripe:
                settled = await self._look_up(adapter, row)
            if not settled:
                uncertain.add(row.channel.key)
        return frozenset(uncertain)

    async def _look_up(self, adapter: Adapter, row: Row) -> bool:
        """False when the platform could not be asked."""
        if row.target is not None:
            await self._store.retry(row.id, row.due_at, "interrupted", posted=True)
            return True
        since = from_millis((row.sending_at or row.due_at) - SKEW)
        try:
            message = await adapter.find(row.channel, row.key, since)
        except Unreadable:
            log.warning("cannot know whether a post went out", delivery=row.id)
            await self._store.fail(row.id, "unknown: the channel's history cannot be read")
            await self._troubles.post_unknown(row)
        except (Forbidden, Gone) as error:
            await self._store.retry(row.id, row.due_at, "interrupted", posted=True)
            await self._troubles.channel_blocked(row, problem_words(error))
        except AdapterError as error:
            log.warning("look-up failed, tried again", delivery=row.id, error=repr(error))
            return False
        else:
            if message is not None:
                await self._store.sent(row.id, message, self._now())
                self._begun.discard(row.id)
            elif 0 <= self._now() - (row.sending_at or row.due_at) < LOOK_UP_AFTER:
                # A program that died at once after asking may be looked for before the
                # platform has carried out what it asked: "not there" means "not yet".
                return False
            else:
                await self._store.retry(row.id, row.due_at, "not posted", posted=True)
        return True

    async def _lane(self, rows: Sequence[Row]) -> int:
        settled = 0
        async with self._limit:
            for row in sorted(rows, key=lambda row: (row.due_at, row.id)):
                try:
                    going_on = await self._one(row)
                except Exception:
                    # One channel's fault must not keep the other channels waiting.
                    log.exception("delivery failed", delivery=row.id, kind=row.kind)
                    break
                if not going_on:
                    break
                settled += 1
        return settled

    async def _one(self, row: Row) -> bool:
        """False stops the channel's lane, so that later posts never overtake this one."""
        adapter = self._adapter_of(row.channel.platform)
        if adapter is None:
            return False
        if row.expires_at is not None and self._now() >= row.expires_at:
            await self._store.skip(row.id, "too late")
            return True
        card = await self._render(row)
        if card is None:
            await self._store.skip(row.id, "nothing to show")
            return True
        if not await self._store.begin(row.id, self._now()):
            return True
        self._in_flight.add(row.id)
        self._begun.add(row.id)
        try:
            return await self._send(adapter, row, card)
        finally:
            self._in_flight.discard(row.id)

    async def _send(self, adapter: Adapter, row: Row, card: Card) -> bool:
        try:
            if row.target is not None:
                await adapter.edit(row.target, card)
                message = row.target
            else:
                message = await adapter.post(row.channel, card, key=row.key)
        except RateLimited as limited:
            if row.target is not None and limited.after > EDIT_WAITS:
                # Old messages may be edited so rarely that the channel would stand still.
                await self._store.retry(row.id, row.due_at, "edit limited", posted=False)
                return False
            # The row keeps its time, and so its place before the channel's later posts.
            self._held[row.channel.key] = self._now() + round(limited.after * 1000)
            await self._store.retry(row.id, row.due_at, "rate limited", posted=True)
        except Unreachable as error:
            # It may have gone out: the row stays in "sending" and is looked up.
            log.warning("post uncertain", delivery=row.id, error=repr(error))
        except (Gone, Forbidden) as error:
            if row.target is not None:
                await self._store.retry(row.id, row.due_at, problem_words(error), posted=False)
            else:
                await self._store.retry(row.id, row.due_at, problem_words(error), posted=True)
                await self._troubles.channel_blocked(row, problem_words(error))
        except AdapterError as error:
            log.error("post refused", delivery=row.id, kind=row.kind, error=str(error))
            if row.target is not None:
                await self._store.retry(row.id, row.due_at, str(error), posted=False)
            elif row.attempts + 1 >= ATTEMPTS:  # the row was read before this attempt
                await self._store.fail(row.id, str(error))
                return True
            else:
                later = self._now() + 60_000
                await self._store.retry(row.id, later, str(error), posted=True)
        else:
            await self._store.sent(row.id, message, self._now())
            self._begun.discard(row.id)
            return True
        return False

    def _now(self) -> int:
        return millis(self._clock.now())


def problem_words(error: Forbidden | Gone) -> str:
    """What stands in the way, for an organiser."""
    if isinstance(error, Forbidden) and error.missing:
        return "missing: " + ", ".join(error.missing)
    if isinstance(error, Gone):
        return "the channel is gone"
    return str(error) or "the bot may not post here"
