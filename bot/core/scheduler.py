"""One ticking job; what is due is always a question to the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()

EVERY = 2.0
"""Seconds between two looks at what is due."""


class Ticker:
    """Calls ``tick`` every ``EVERY`` seconds, never twice at once, and survives its failures."""

    def __init__(self, tick: Callable[[], Awaitable[None]], *, every: float = EVERY) -> None:
        self._tick = tick
        self._stopped = False
        self._running: asyncio.Future[None] | None = None
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._job = self._scheduler.add_job(
            self._once,
            "interval",
            seconds=every,
            max_instances=1,
            coalesce=True,
            # A tick that comes late must still run: the database says what is due.
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """The first tick comes at once."""
        self._scheduler.start()
        self._job.modify(next_run_time=datetime.now(UTC))

    def stop(self) -> None:
        """No tick begins any more; one that is running goes on, see ``finished``."""
        self._stopped = True
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def finished(self, within: float) -> None:
        """Waits up to ``within`` seconds for the tick that is running, then ends it."""
        if self._running is not None:
            await asyncio.wait({self._running}, timeout=within)
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    async def _once(self) -> None:
        if self._stopped:
            return
        # A task of its own: the scheduler's shutdown cancels what it runs.
        self._running = asyncio.ensure_future(self._safely())
        try:
            await asyncio.shield(self._running)
        except asyncio.CancelledError:
            if not self._stopped:
                raise

    async def _safely(self) -> None:
        try:
            await self._tick()
        except Exception:
            log.exception("tick failed; it is tried again")
