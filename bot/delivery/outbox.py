"""Posts go out once: a row first, then the message, then the mark.

planned → sending → sent | skipped | failed. A row that a crash or an outage left in
"sending" is looked up on the platform; it is posted again only when a look-up that worked
found nothing. What a look-up cannot know counts as posted, because a group minds a doubled
post more than a missed one; its organizers are told. docs/delivery.md has the whole policy.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine
from typing import Any

import structlog

from bot.adapters.base import AdapterError
from bot.delivery.circuit_breaker import CircuitBreaker
from bot.delivery.fair_queue import AT_ONCE, FairQueue
from bot.delivery.recovery import LOOK_UP_AFTER, LookUps
from bot.delivery.rows import AdapterOf, End, Render, RowStore, Troubles, problem_words
from bot.delivery.sending import ATTEMPTS, Sender
from bot.model import Card, MessageRef
from bot.runtime.clock import Clock, millis
from bot.runtime.meter import SILENT, Meter
from bot.study.delivery import Row

__all__ = [
    "ATTEMPTS",
    "LOOK_UP_AFTER",
    "Outbox",
    "Render",
    "RowStore",
    "Troubles",
    "problem_words",
]

log = structlog.get_logger()

EDIT_LEADS = 60_000
"""Milliseconds for which a post waits for an edit of its channel that is on its way."""
LOOK_UPS = 4
"""Look-ups on one platform at once."""

Make = Callable[[], Awaitable[Card | None]]


class Outbox:
    """Sends what is due at the pace of each platform, however much it is.

    Each platform has a queue of posts and one of edits, so that none waits for another. In a
    channel posts leave in order; a post waits for an earlier edit that is on its way, but not
    for one in a backlog, as a platform may take edits far more slowly than posts.

    ``platforms`` names those to send to; ``may_send`` False keeps rows back, also those to be
    looked up. What another process may have begun is left alone for ``others`` milliseconds.
    ``at_once`` rows of each queue are on their way at most.
    """

    def __init__(
        self,
        store: RowStore,
        adapter_of: AdapterOf,
        render: Render,
        troubles: Troubles,
        clock: Clock,
        *,
        platforms: Callable[[], Collection[str]],
        may_send: Callable[[], bool] = lambda: True,
        others: int = 0,
        meter: Meter = SILENT,
        at_once: int = AT_ONCE,
    ) -> None:
        self._store = store
        self._at_once = at_once
        self._adapter_of = adapter_of
        self._clock = clock
        self._platforms = platforms
        self._may_send = may_send
        self._lookups = LookUps(store, adapter_of, troubles, clock, others)
        self._lookups.meter = meter
        self._sender = Sender(store, adapter_of, render, troubles, clock, self._lookups, meter)
        self._posts: dict[str, FairQueue] = {}
        self._edits: dict[str, FairQueue] = {}
        self._refreshes: dict[str, tuple[MessageRef, Make]] = {}
        self._refreshing: set[str] = set()
        self._looking: dict[str, asyncio.Semaphore] = {}
        self._stopped: set[str] = set()
        self._breaker = CircuitBreaker(clock)
        # A row's id while it is sent, the negative id while it is looked up, 0 for a refresh.
        self._tasks: dict[asyncio.Task[None], int] = {}
        self._failure: BaseException | None = None
        self._woken = True
        self._stopping = False
        self._settled = 0
        self._news = asyncio.Event()
        self._pumping = asyncio.Lock()

    async def drain(self) -> int:
        """Sends until nothing is left that could be sent now.

        Returns how many rows it settled (sent, edited, skipped). What becomes due meanwhile
        is sent too, once ``wake`` has told of it.
        """
        async with self._pumping:
            before = self._settled
            self._woken = True
            try:
                await self._pump()
            finally:
                if not self._stopping:
                    await self._end([*self._tasks])
            return self._settled - before

    def wake(self) -> None:
        """Something may have become due, or may be worth another try."""
        self._woken = True
        self._news.set()

    def refresh(self, message: MessageRef, make: Make) -> None:
        """Edits ``message`` when no other edit waits on its platform, one at a time there.

        ``make`` is asked at the last moment; None leaves the message alone. A second one
        for the same message replaces the first. Nothing is kept over a restart or tried twice.
        """
        self._refreshes[message.key] = (message, make)
        self._news.set()

    @property
    def peak(self) -> int:
        """The most rows that were ever in memory at once, over all queues."""
        return sum(queue.peak for queue in (*self._posts.values(), *self._edits.values()))

    async def stop(self, within: float) -> None:
        """Sends nothing new; what was handed to a platform gets ``within`` seconds.

        What only waited for its turn stays planned; the next start goes on with it.
        """
        self._stopping = True
        self._news.set()
        begun = {t for t, row_id in self._tasks.items() if row_id in self._sender.begun}
        await self._end([task for task in self._tasks if task not in begun])
        if begun:
            await asyncio.wait(begun, timeout=within)
        await self._end([*self._tasks])

    async def _end(self, tasks: Collection[asyncio.Task[None]]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # the pump

    async def _pump(self) -> None:
        while not self._stopping:
            self._news.clear()
            woken, self._woken = self._woken, False
            if may_send := self._may_send():
                if woken:
                    await self._look_again()
                await self._fill()
            self._launch(rows=may_send)
            if self._failure is not None:
                failure, self._failure = self._failure, None
                raise failure
            if not self._tasks and not self._woken:
                return
            await self._news.wait()

    async def _look_again(self) -> None:
        """Another try for whatever stood still, look-ups first."""
        stopped = set(self._stopped)
        asking = set(self._tasks.values())
        for row in await self._lookups.ripe(self._sender.begun):
            if -row.id not in asking and row.channel.platform not in self._breaker:
                self._start(self._look_up(row), -row.id)
        self._stopped -= stopped
        for queue in self._queues():
            queue.wake()

    def _queues(self) -> list[FairQueue]:
        for name in self._platforms():
            if name not in self._posts:
                self._posts[name] = FairQueue(name, edits=False, at_once=self._at_once)
                self._edits[name] = FairQueue(name, edits=True, at_once=self._at_once)
        # Edits first: a post looks there for what has to go before it.
        return [queue for name in self._posts for queue in (self._edits[name], self._posts[name])]

    async def _fill(self) -> None:
        besides = self._besides()
        for queue in self._queues():
            if self._open(queue.platform) and queue.wants(besides):
                await queue.load(self._store, self._now(), besides)

    def _launch(self, *, rows: bool) -> None:
        besides = self._besides()
        queues = self._queues()
        for queue in queues if rows else ():
            if queue.stirred and self._open(queue.platform):
                for row in self._next(queue, besides):
                    self._start(self._work(queue, row), row.id)
        for key, (message, make) in list(self._refreshes.items()):
            if self._may_refresh(message, besides):
                del self._refreshes[key]
                self._refreshing.add(message.channel.platform)
                self._edits[message.channel.platform].claim(message.channel.key)
                self._start(self._refresh(message, make), 0)

    def _next(self, queue: FairQueue, besides: Collection[str]) -> list[Row]:
        edits = self._edits[queue.platform]
        since = self._now() - EDIT_LEADS

        def ready(row: Row) -> bool:
            if row.channel.key in besides:
                return False
            return queue.edits or not edits.ahead_of(row, since)

        return queue.take(ready)

    def _besides(self) -> set[str]:
        """Channels in which nothing may be sent now."""
        uncertain = self._lookups.uncertain.values()
        return self._stopped.union(uncertain, self._sender.holding())

    def _open(self, platform: str) -> bool:
        return self._adapter_of(platform) is not None and platform not in self._breaker

    def _start(self, work: Coroutine[Any, Any, None], row_id: int) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks[task] = row_id
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._tasks[task]
        if not task.cancelled() and (error := task.exception()) is not None:
            self._failure = self._failure or error
        self._news.set()

    # what it does

    async def _work(self, queue: FairQueue, row: Row) -> None:
        end = End.CUT_OFF
        try:
            end = await self._sender.send(row)
        except Exception:
            # One channel's fault must not keep the other channels waiting.
            log.exception("delivery failed", delivery=row.id, kind=row.kind)
        finally:
            queue.done(row)
            self._posts[queue.platform].stirred = True  # one may have waited for this edit
            if end in (End.STOPPED, End.CUT_OFF):
                self._stopped.add(row.channel.key)
        self._settled += end in (End.SETTLED, End.SKIPPED)
        self._heard(row.channel.platform, end)

    async def _look_up(self, row: Row) -> None:
        platform = row.channel.platform
        async with self._looking.setdefault(platform, asyncio.Semaphore(LOOK_UPS)):
            try:
                end = await self._lookups.settle(row)
            except Exception:
                log.exception("look-up failed; tried again", delivery=row.id)
                return
        self._heard(platform, end)
        if end in (End.SETTLED, End.SKIPPED):
            # It is planned again, or what waited for it may follow.
            for queues in (self._posts, self._edits):
                if platform in queues:
                    queues[platform].refresh()

    def _heard(self, platform: str, end: End) -> None:
        if end is End.SETTLED:
            self._breaker.reached(platform)
        elif end is End.CUT_OFF:
            self._breaker.cut_off(platform)

    def _may_refresh(self, message: MessageRef, besides: Collection[str]) -> bool:
        platform, channel = message.channel.platform, message.channel.key
        edits = self._edits.get(platform)
        return (
            edits is not None
            and self._open(platform)
            and platform not in self._refreshing
            and not edits.rows
            and not edits.flying
            and channel not in besides
        )

    async def _refresh(self, message: MessageRef, make: Make) -> None:
        platform, channel = message.channel.platform, message.channel.key
        edits, adapter = self._edits[platform], self._adapter_of(platform)
        try:
            if adapter is not None:
                await adapter.wait_for_slot(message.channel, edit=True)
                card = await make()
                if card is not None:
                    await adapter.edit(message, card)
        except AdapterError as error:
            log.info("message not refreshed", error=repr(error))
        except Exception:
            log.exception("message not refreshed")
        finally:
            edits.release(channel)
            self._refreshing.discard(platform)

    def _now(self) -> int:
        return millis(self._clock.now())
