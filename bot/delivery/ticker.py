"""One ticking job; what is due is always a question to the database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()

EVERY = 2.0
"""Seconds between two looks at what is due."""
TELL_EVERY = 60.0
"""Seconds between two log lines about ticks that fail for one and the same reason."""


class Ticker:
    """Calls ``tick`` every ``EVERY`` seconds, never twice at once, and survives its failures."""

    def __init__(self, tick: Callable[[], Awaitable[None]], *, every: float = EVERY) -> None:
        self._tick = tick
        self._every = every
        self._stopped = False
        self._soon = False
        self._failing = ""
        self._told = 0.0
        self._watch: asyncio.TimerHandle | None = None
        self._running: asyncio.Future[None] | None = None
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._job = self._scheduler.add_job(
            self._once,
            "interval",
            seconds=every,
            max_instances=2,  # the second only finds that the first is not done
            coalesce=True,
            # A tick that comes late must still run: the database says what is due.
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """The first tick comes at once."""
        self._scheduler.start()
        self._job.modify(next_run_time=datetime.now(UTC))
        self._look_at_the_clock()

    @property
    def running(self) -> bool:
        """Whether ticks come by themselves."""
        return bool(self._scheduler.running) and not self._stopped

    def soon(self) -> None:
        """To be called by a tick that has left work: the next one follows at once."""
        self._soon = True

    def stop(self) -> None:
        """No tick begins any more; one that is running goes on, see ``finished``."""
        self._stopped = True
        if self._watch is not None:
            self._watch.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def finished(self, within: float) -> None:
        """Waits up to ``within`` seconds for the tick that is running, then ends it."""
        if self._running is not None:
            await asyncio.wait({self._running}, timeout=within)
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    def _look_at_the_clock(self) -> None:
        """The scheduler waits for a time of day. Where the clock was set back, that would be a
        wait of hours, so the next tick is taken as due; this timer is the loop's own, which no
        clock change touches."""
        now, following = datetime.now(UTC), self._job.next_run_time
        if following is not None and following - now > timedelta(seconds=2 * self._every):
            self._job.modify(next_run_time=now)
        self._watch = asyncio.get_running_loop().call_later(self._every, self._look_at_the_clock)

    async def _once(self) -> None:
        if self._stopped or (self._running is not None and not self._running.done()):
            return
        # A task of its own: the scheduler's shutdown cancels what it runs.
        self._running = asyncio.ensure_future(self._safely())
        try:
            await asyncio.shield(self._running)
        except asyncio.CancelledError:
            if not self._stopped:
                raise

    async def _safely(self) -> None:
        self._soon = True
        while self._soon and not self._stopped:
            self._soon = False
            try:
                await self._tick()
            except Exception as error:
                self._tell(error)
            else:
                if self._failing:
                    log.warning("ticks work again", after=self._failing)
                self._failing = ""

    def _tell(self, error: Exception) -> None:
        """Once a minute while the reason stays the same: a full disk must not fill the log too."""
        reason, now = repr(error), time.monotonic()
        if reason != self._failing or now - self._told >= TELL_EVERY:
            self._failing, self._told = reason, now
            log.exception("tick failed; it is tried again")
