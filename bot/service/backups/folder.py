"""The folder of backups: their names, which are there, which may go."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.service.processes import hold
from storage.backups import Tried, make
from storage.copying import Stop, never
from storage.errors import Locked
from storage.failures import explained
from storage.private import empty_file, hand_over
from storage.progress import Told, nobody
from storage.verify import Rebuild

STAMP = "%Y%m%d-%H%M%S"
DOUBTFUL = "-doubtful"
"""In the name of a backup whose totals do not add up: better than none, worse than any other."""
WEEKS = 5
"""Of so many weeks, this one included, the newest backup stays."""
DOUBTFUL_KEPT = 2
FRESH = timedelta(days=1)
"""Younger ones stay in any case."""
SKEW = timedelta(hours=1)
"""A backup from further in the future was made with a wrong clock and proves nothing."""


@dataclass(frozen=True, slots=True)
class Kept:
    path: Path
    made: datetime
    doubtful: bool

    @property
    def size(self) -> int:
        """Bytes."""
        return self.path.stat().st_size


class Folder:
    """Backups of one database. Several databases may share a folder."""

    def __init__(self, path: Path, database: Path) -> None:
        self.path = path
        self.database = database
        name = re.escape(database.stem)
        self._name = re.compile(rf"{name}-(\d{{8}}-\d{{6}})({DOUBTFUL})?\.db")
        self._left_over = re.compile(rf"{self._name.pattern}\.(part|trial)(-wal|-shm|-journal)?")

    def kept(self) -> list[Kept]:
        """Newest first. Files with other names are nobody's business here."""
        if not self.path.is_dir():
            return []
        found = []
        for file in self.path.iterdir():
            match = self._name.fullmatch(file.name)
            if match:
                made = datetime.strptime(match[1], STAMP).replace(tzinfo=UTC)
                found.append(Kept(file, made, match[2] is not None))
        return sorted(found, key=lambda kept: (kept.made, kept.path), reverse=True)

    def newest(self, now: datetime, *, doubtful: bool = False) -> datetime | None:
        """When the newest good backup was made, or with ``doubtful`` the newest of any kind."""
        for kept in self.kept():
            if kept.made <= now + SKEW and (doubtful or not kept.doubtful):
                return kept.made
        return None

    def make(
        self, now: datetime, rebuild: Rebuild, stop: Stop = never, told: Told = nobody
    ) -> tuple[Path, Tried]:
        """A new backup of this moment, tried. Raises ``StorageError``; then no file is left.

        ``Locked`` while another one is being made.
        """
        with self._alone():
            self._sweep()
            stamp = f"{self.database.stem}-{now.astimezone(UTC):{STAMP}}"
            doubtful = self.path / f"{stamp}{DOUBTFUL}.db"
            tried = make(self.database, doubtful, rebuild, stop, told)
            hand_over(doubtful, self.database)
            if tried.differences:
                return doubtful, tried
            return doubtful.replace(self.path / f"{stamp}.db"), tried

    def rotate(self, now: datetime, keep: int) -> list[Path]:
        """Removes what has been there long enough; ``keep`` is the number of days."""
        kept = self.kept()
        good = [each.made for each in kept if not each.doubtful]
        stays = lasting(good, now, keep)
        stays |= set([each.made for each in kept if each.doubtful][:DOUBTFUL_KEPT])
        gone = [each.path for each in kept if each.made not in stays]
        for path in gone:
            path.unlink(missing_ok=True)
        return gone

    def _sweep(self) -> None:
        """What a backup that was killed has left. Only with ``_alone``."""
        for file in self.path.iterdir():
            if self._left_over.fullmatch(file.name):
                file.unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two at once would take each other's half-made files away."""
        lock = self.path / ".lock"
        with explained(lock):
            if not self.path.exists():
                self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
                hand_over(self.path, self.database)
            opened = empty_file(lock)
            hand_over(lock, self.database)
        with os.fdopen(opened, "w", encoding="utf-8") as held:
            try:
                hold(held)
            except BlockingIOError as error:
                raise Locked(
                    f"Another backup is being made in {self.path}: wait until it is done."
                ) from error
            yield


def lasting(made: Sequence[datetime], now: datetime, keep: int) -> set[datetime]:
    """Which of some backups stay: all of the last 24 hours, the newest of each of the latest
    ``keep`` days that have one, and the newest of each of the latest ``WEEKS`` weeks that have one.
    """
    days: dict[object, datetime] = {}
    weeks: dict[object, datetime] = {}
    for each in sorted(made, reverse=True):
        days.setdefault(each.date(), each)
        weeks.setdefault(each.isocalendar()[:2], each)
    stays = {each for each in made if now - each < FRESH}
    return stays | {*list(days.values())[:keep], *list(weeks.values())[:WEEKS]}
