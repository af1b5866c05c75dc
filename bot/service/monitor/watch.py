"""Looks at a running bot: what it is doing at the moment, and whether it is well."""

from __future__ import annotations

import asyncio
import platform
import shutil
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.metadata import version
from math import nan
from pathlib import Path

import structlog

from bot.runtime.clock import millis
from bot.service.app import App
from bot.service.monitor.metrics import Metrics
from bot.service.supervisor import Supervisor
from storage.errors import StorageError
from storage.sql_store import SqlStore

log = structlog.get_logger()

LAG_EVERY = 0.5
"""Seconds between two measurements of the event loop's lag."""
STUCK_AFTER = 60.0
"""Seconds without a look at what is due after which the bot counts as stuck."""
DATABASE_WITHIN = 3.0
PROOF_LASTS = 5.0
"""Seconds for which one successful write proves that the database can be written."""
READY_NOTE = "monitor:ready"
CONNECTED = "connected"
STANDS_BY = "standing by"
"""It does not try to connect: before the start, or because another copy of the bot does."""

Refused = Callable[[], Mapping[str, int]]
"""Counts of refused inputs by reason, since the start."""
Backup = Callable[[], float | None]
"""When the newest backup was made, in seconds since 1970; None when there is none."""


class Watch:
    """``fill`` brings the gauges up to date; ``unwell`` and ``unready`` say what is wrong."""

    def __init__(
        self,
        app: App,
        store: SqlStore,
        path: Path,
        metrics: Metrics,
        *,
        refused: Refused = dict,
        backup: Backup = lambda: None,
    ) -> None:
        self._app = app
        self._store = store
        self._path = path
        self._families = metrics.families
        self._backup = backup
        self._proved = -PROOF_LASTS
        self._lagging: asyncio.Task[None] | None = None
        metrics.know(app.router.routes)
        metrics.counts(refused)
        store.watch_commits(metrics.committed)
        python, sqlite = platform.python_version(), sqlite3.sqlite_version
        self._families.build.labels(version("studyhall"), python, sqlite).set(1)

    def start(self) -> None:
        self._lagging = asyncio.create_task(self._measure_lag())

    async def stop(self) -> None:
        if self._lagging is not None:
            self._lagging.cancel()
            await asyncio.gather(self._lagging, return_exceptions=True)

    async def _measure_lag(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LAG_EVERY
            await asyncio.sleep(LAG_EVERY)
            self._families.lag.observe(max(loop.time() - due, 0.0))

    async def fill(self) -> None:
        """Brings the numbers of the moment up to date. Those that cannot be had become NaN."""
        families = self._families
        for name, supervisor in self._app.connections.supervisors.items():
            state = _state(supervisor)
            if state == STANDS_BY:
                # Another copy is connected in its place: 0 would be a false alarm.
                with suppress(KeyError):
                    families.up.remove(name)
            else:
                families.up.labels(name).set(state == CONNECTED)
        families.queue.set(self._store.waiting)
        families.ticked.set(time.time() - (time.monotonic() - self._app.ticked))
        families.course.set(bool(self._app.courses.problem))
        families.backup.set(await asyncio.to_thread(lambda: self._backup() or 0))
        families.free.set((await asyncio.to_thread(shutil.disk_usage, self._path.parent)).free)
        now = millis(self._app.clock.now())
        try:
            async with asyncio.timeout(DATABASE_WITHIN):
                found = await self._store.figures(now)
        except (StorageError, TimeoutError) as error:
            log.warning("the database gave no figures", error=repr(error))
            for family in (families.due, families.oldest, families.uncertain, families.blocked):
                family.set(nan)
            return
        families.due.set(found.due)
        families.oldest.set((now - found.due_since) / 1000 if found.due_since is not None else 0)
        families.uncertain.set(found.uncertain)
        families.blocked.set(found.blocked)
        families.bytes.labels("main").set(found.file_bytes)
        families.bytes.labels("log").set(found.log_bytes)

    def unwell(self) -> str:
        """Why the bot should be started again; empty while its work goes on."""
        age = time.monotonic() - self._app.ticked
        if age > STUCK_AFTER:
            return f"The bot has done nothing for {age:.0f} seconds."
        return ""

    def platforms(self) -> dict[str, str]:
        """Each platform with ``CONNECTED``, ``STANDS_BY`` or what is the matter."""
        return {name: _state(one) for name, one in self._app.connections.supervisors.items()}

    async def database(self) -> str:
        """ "ok" when a write has just worked, or a sentence that says why not."""
        if time.monotonic() - self._proved < PROOF_LASTS:
            return "ok"
        try:
            async with asyncio.timeout(DATABASE_WITHIN):
                await self._store.notes.put(READY_NOTE, str(millis(self._app.clock.now())))
        except TimeoutError:
            return f"A write takes more than {DATABASE_WITHIN:.0f} seconds."
        except StorageError as error:
            return str(error)
        self._proved = time.monotonic()
        return "ok"


def _state(supervisor: Supervisor) -> str:
    if supervisor.ready.is_set():
        return CONNECTED if supervisor.adapter.listening else "reconnecting"
    if supervisor.failure:
        return f"given up: {supervisor.failure}"
    return "not connected" if supervisor.running else STANDS_BY
