"""One backup a night while the bot runs, and at once after a night that was missed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta, tzinfo
from pathlib import Path

import structlog

from bot.runtime.clock import Clock, millis
from bot.service.backups.folder import Folder
from bot.study import streaks
from bot.study.streaks import Streak
from storage.backups import Tried
from storage.errors import Damaged, Locked, Stopped, StorageError
from storage.protocols import Store

log = structlog.get_logger()

QUIET = time(3, 30)
"""When a new backup is due, in the machine's time zone: hardly anybody studies then."""
AGAIN = timedelta(hours=1)
"""After a failure."""
EVERY = 60.0
"""Seconds between two looks at the clock."""
PATIENCE = 2
"""So many failures in a row are somebody's business; a damaged file is at once."""
TOLD = "backups:told"
"""Note: organizers know that something is wrong with the backups."""


def rebuild(days: Sequence[tuple[str, bool]]) -> Streak:
    """Counts a streak anew, as backups are tried with it."""
    return streaks.rebuild(days)


class Backups:
    """Makes them beside everything else; ``problem`` is empty while all is well."""

    def __init__(
        self, folder: Folder, keep: int, store: Store, clock: Clock, zone: tzinfo | None = None
    ) -> None:
        """``keep`` is the number of days; ``zone`` None is the machine's."""
        self.folder = folder
        self.problem = ""
        self._keep = keep
        self._store = store
        self._clock = clock
        self._zone = zone
        self._failures = 0
        self._not_before: datetime | None = None
        self._ending = threading.Event()

    def due(self) -> bool:
        """Whether there is none since the last quiet hour."""
        now = self._clock.now()
        if self._not_before is not None and now < self._not_before <= now + AGAIN:
            return False
        local = now.astimezone(self._zone)
        quiet = datetime.combine(local.date(), QUIET, local.tzinfo)
        if self._zone is None:
            quiet = datetime.combine(local.date(), QUIET).astimezone()
        if quiet > now:
            quiet -= timedelta(days=1)
        newest = self.folder.newest(now, doubtful=True)
        return newest is None or newest < quiet

    def last_success(self) -> float | None:
        """When the newest backup that adds up was made, in seconds since 1970."""
        newest = self.folder.newest(self._clock.now())
        return newest.timestamp() if newest else None

    async def look(self) -> None:
        """Makes a backup if one is due. Never raises."""
        try:
            if not await asyncio.to_thread(self.due):
                return
            now = self._clock.now()
            path, tried = await asyncio.to_thread(
                self.folder.make, now, rebuild, self._ending.is_set
            )
            await self._made(path, tried, now)
        except (Stopped, asyncio.CancelledError):
            raise
        except Locked as error:
            log.info("backup put off", reason=str(error))
            self._not_before = self._clock.now() + timedelta(minutes=1)
        except StorageError as error:
            await self._failed(error)
        except Exception as error:
            log.exception("backup failed")
            await self._failed(StorageError(repr(error)))

    async def run(self, leads: Callable[[], bool] = lambda: True) -> None:
        """Looks again and again until cancelled, while ``leads`` says so: of several copies on
        one database one is enough."""
        while True:
            if leads():
                await self.look()
            await asyncio.sleep(EVERY)

    def end(self) -> None:
        """A backup that is being made is left off within milliseconds, without a trace."""
        self._ending.set()

    async def _made(self, path: Path, tried: Tried, now: datetime) -> None:
        self._failures, self._not_before = 0, None
        gone = await asyncio.to_thread(self.folder.rotate, now, self._keep)
        for each in gone:
            log.debug("backup removed", file=each.name)
        if tried.differences:
            count = len(tried.differences)
            log.error("backup does not add up", file=path.name, differences=count)
            places = "1 place" if count == 1 else f"{count} places"
            await self._tell(
                f"The bot's data does not add up in {places}, and neither does its last backup; "
                "older ones are kept. “studyhall db verify” says more."
            )
            return
        log.info("backup made", file=path.name, answers=tried.held.count("answers"))
        self.problem = ""
        if await self._store.notes.get(TOLD):
            await self._store.notes.put(TOLD, "")

    async def _failed(self, error: StorageError) -> None:
        self._failures += 1
        self._not_before = self._clock.now() + AGAIN
        log.error("backup failed", reason=str(error), failures=self._failures)
        if self._failures >= PATIENCE or isinstance(error, Damaged):
            await self._tell(f"The bot cannot make backups of its data. {error}")
        else:
            self.problem = str(error)

    async def _tell(self, words: str) -> None:
        """Tells, once until it is mended, the organizers of the oldest group: as a rule they run
        the bot."""
        self.problem = words
        try:
            if await self._store.notes.get(TOLD):
                return
            groups = await self._store.groups.all()
            if groups:
                oldest = min(groups, key=lambda group: group.id)
                hint = "Please tell whoever runs it; the log says more."
                now = millis(self._clock.now())
                await self._store.groups.add_notice(oldest.id, f"{words} {hint}", now)
                await self._store.notes.put(TOLD, "1")
        except StorageError as error:
            log.error("nobody could be told", reason=str(error))


@asynccontextmanager
async def backed_up(
    database: Path,
    folder: Path | None,
    keep: int,
    store: Store,
    clock: Clock,
    leads: Callable[[], bool] = lambda: True,
) -> AsyncIterator[Backups | None]:
    """Makes backups meanwhile; ``folder`` None makes none."""
    if folder is None:
        yield None
        return
    backups = Backups(Folder(folder, database), keep, store, clock)
    running = asyncio.create_task(backups.run(leads))
    try:
        yield backups
    finally:
        backups.end()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
