"""A look into a database file without writing, locking, upgrading or disturbing anybody."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from storage.schema import strangers

WAIT = 2.0
"""Seconds for which a program that holds the file is waited for."""
STEPS_BETWEEN_LOOKS = 50_000


class StudyGroup(NamedTuple):
    id: int
    course: str
    zone: str
    state: str


class Inspection:
    """One open look. Every method raises ``sqlite3.Error`` as SQLite says it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        found = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        self._tables = {row[0] for row in found}

    @property
    def empty(self) -> bool:
        return not self._tables

    def applied(self) -> list[str]:
        """Names of our migrations; none in a database of another program."""
        if "_sqlite_migrations" not in self._tables:
            return []
        asked = "SELECT name FROM _sqlite_migrations WHERE migration_set = 'studyhall'"
        return [row[0] for row in self._db.execute(asked)]

    def strangers(self) -> list[str]:
        """What is in the file and not ours: triggers, views, other tables and indexes."""
        return strangers(self._db)

    def faults(self, within: float) -> list[str] | None:
        """What is damaged; None when that is not known after ``within`` seconds."""
        until = time.monotonic() + within
        self._db.set_progress_handler(lambda: time.monotonic() > until, STEPS_BETWEEN_LOOKS)
        try:
            return [row[0] for row in self._db.execute("PRAGMA quick_check(5)") if row[0] != "ok"]
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            return None
        finally:
            self._db.set_progress_handler(None, 0)

    def groups(self) -> list[StudyGroup]:
        if "groups" not in self._tables:
            return []
        rows = self._db.execute("SELECT id, course, zone, state FROM groups ORDER BY id")
        return [StudyGroup(*row) for row in rows]

    def channels(self) -> list[tuple[str, int, str]]:
        """Key, group and problem; those with a problem first."""
        if "channels" not in self._tables:
            return []
        rows = self._db.execute(
            "SELECT channel, group_id, problem FROM channels "
            "ORDER BY problem = '', group_id, position"
        )
        return [(row[0], row[1], row[2]) for row in rows]


def log_of(path: Path) -> Path:
    """The write-ahead log, which is there while the file is open somewhere."""
    return path.with_name(path.name + "-wal")


@contextmanager
def inspected(path: Path) -> Iterator[Inspection]:
    """Reads only. Without a write-ahead log nobody has the file open, and none is made."""
    alone = "" if log_of(path).exists() else "&immutable=1"
    address = f"{path.absolute().as_uri()}?mode=ro{alone}"
    with closing(sqlite3.connect(address, uri=True, timeout=WAIT, isolation_level=None)) as db:
        yield Inspection(db)
