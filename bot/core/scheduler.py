"""One ticking job; what is due is always a question to the database."""

from __future__ import annotations

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
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _once(self) -> None:
        try:
            await self._tick()
        except Exception:
            log.exception("tick failed; it is tried again")
