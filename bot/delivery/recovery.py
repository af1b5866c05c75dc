"""Did it go out? Settles rows that were being sent when the program or the connection broke."""

from __future__ import annotations

from collections.abc import Container

import structlog

from bot.adapters.base import AdapterError, Forbidden, Gone, Unreadable
from bot.delivery.rows import AdapterOf, End, Postman, RowStore, Troubles
from bot.runtime.clock import Clock, from_millis, millis
from bot.runtime.meter import SILENT, Meter
from bot.study.delivery import Row

log = structlog.get_logger()

LOOK_UP_AFTER = 15_000
"""Milliseconds since it was begun after which a row in "sending" that the platform does not
know was surely not posted: so long it may still be at it."""
SKEW = 2 * 60 * 60_000
"""Milliseconds before a row was begun from which is looked: this machine's clock may have been
an hour ahead of the platform's then, as with a wrong change of summer time, and right since."""
SET_BACK = 24 * 60 * 60_000
"""Milliseconds back to which is looked where this machine's clock was set back since the row was
begun: the platform has its message under an earlier time."""


class LookUps:
    """Finds rows in "sending" that nobody is sending, and settles them one by one.

    ``uncertain`` maps their ids to the keys of their channels: what comes after such a row in
    its channel has to wait.
    """

    def __init__(
        self,
        store: RowStore,
        adapter_of: AdapterOf,
        troubles: Troubles,
        clock: Clock,
        others: int = 0,
    ) -> None:
        self._store = store
        self._adapter_of = adapter_of
        self._troubles = troubles
        self._clock = clock
        self._others = others
        self._begun: set[int] = set()
        self.meter: Meter = SILENT
        self.uncertain: dict[int, str] = {}

    def begun(self, row: Row) -> None:
        """This run of the program has begun to send ``row``."""
        self._begun.add(row.id)

    def left(self, row: Row) -> None:
        """``row`` stays in "sending": it may have gone out."""
        self.uncertain[row.id] = row.channel.key

    def settled(self, row: Row) -> None:
        """``row`` is in "sending" no more."""
        self._begun.discard(row.id)
        self.uncertain.pop(row.id, None)

    def patience(self, row: Row, own: int) -> int:
        """Milliseconds since it was begun after which a row in "sending" may be looked up.

        The one place that knows who is sending what. This run gives its own rows the ``own``
        ones: the platform may still be at it. What another run of the program began has nobody
        any more who could finish it, and may be found at once; but for ``others``, where another
        process that shares the database may still be at it.
        """
        return own if row.id in self._begun else self._others

    async def ripe(self, sending: Container[int], own: int = LOOK_UP_AFTER) -> list[Row]:
        """The rows to look up now; ``sending`` are those that are on their way at this moment."""
        before = set(self.uncertain)
        found = [row for row in await self._store.interrupted() if row.id not in sending]
        for gone in before - {row.id for row in found}:
            self.uncertain.pop(gone, None)
            self._begun.discard(gone)
        for row in found:
            self.uncertain.setdefault(row.id, row.channel.key)
        now = millis(self._clock.now())
        return [
            row
            for row in found
            if self._adapter_of(row.channel.platform) is not None
            # A row begun in the future is ripe too: the clock was set back since.
            and not 0 <= now - (row.sending_at or 0) < self.patience(row, own)
        ]

    async def settle(self, row: Row) -> End:
        """Asks the platform; unless that settles the row, it has to be asked again."""
        adapter = self._adapter_of(row.channel.platform)
        if adapter is None:
            return End.CUT_OFF
        if row.target is not None:
            # An edit made twice looks like one made once.
            await self._store.retry(row.id, row.due_at, "interrupted", posted=True)
            end = End.SKIPPED
        else:
            end = await self._ask(adapter, row)
        if end in (End.SETTLED, End.SKIPPED):
            self.settled(row)
        return end

    async def _ask(self, adapter: Postman, row: Row) -> End:
        with structlog.contextvars.bound_contextvars(delivery=row.id):
            return await self._asked(adapter, row)

    async def _asked(self, adapter: Postman, row: Row) -> End:
        began, now = row.sending_at or row.due_at, millis(self._clock.now())
        since = from_millis(now - SET_BACK if now < began else began - SKEW)
        try:
            message = await adapter.find(row.channel, row.key, since)
        except Unreadable:
            log.warning("cannot know whether a post went out", delivery=row.id)
            self._count(row, "unknown")
            await self._store.fail(row.id, "unknown: the channel's history cannot be read")
            await self._troubles.post_unknown(row)
        except (Forbidden, Gone) as error:
            self._count(row, "blocked")
            await self._store.retry(row.id, row.due_at, "interrupted", posted=True)
            await self._troubles.channel_blocked(row, error)
        except AdapterError as error:
            log.warning("look-up failed, tried again", delivery=row.id, error=repr(error))
            return End.CUT_OFF
        else:
            if message is not None:
                self._count(row, "found")
                await self._store.sent(row.id, message, millis(self._clock.now()))
            elif 0 <= now - began < LOOK_UP_AFTER:
                # A program that died at once after asking may be looked for before the
                # platform has carried out what it asked: "not there" means "not yet".
                return End.STOPPED
            else:
                await self._store.retry(row.id, row.due_at, "not posted", posted=True)
        return End.SETTLED

    def _count(self, row: Row, result: str) -> None:
        self.meter.posted(row.channel.platform, row.kind, result)
