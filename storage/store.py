"""Everything that storage offers, over one SQLite file."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from storage.connection import Connection
from storage.database import BUSY_MS, connect, prepare
from storage.engine import Access, one
from storage.failures import explained
from storage.figures import log_bytes
from storage.reader import Readers
from storage.sql_store import SqlStore
from storage.writer import Writer

T = TypeVar("T")

READERS = 2


class SqliteStore(SqlStore):
    """Implements ``storage.protocols.Store``. Belongs to the event loop that opened it."""

    engine = ("sqlite", sqlite3.sqlite_version)

    def __init__(self, path: Path, access: Access) -> None:
        self._path = path
        super().__init__(access)

    @classmethod
    async def open(cls, path: Path, *, busy_ms: int = BUSY_MS, upgrade: bool = True) -> SqliteStore:
        """Opens the file, making or upgrading it as needed; ``upgrade`` False refuses to upgrade.

        Raises ``NewerDatabase``, ``Outdated``, ``Locked``, ``DiskFull``, ``NotWritable`` or
        ``Damaged``.
        """
        writing, reading = await asyncio.to_thread(_connections, path, busy_ms, upgrade)
        return cls(path, Access(Writer(writing, path), Readers(reading, path)))

    async def _beside(self, job: Callable[[Connection], T]) -> T:
        """Runs something long over a connection of its own, so that nobody waits for it."""

        def run() -> T:
            with explained(self._path), closing(connect(self._path, read_only=True)) as db:
                db.execute("BEGIN")
                return job(db)

        return await asyncio.to_thread(run)

    def _sizes(self, db: Connection) -> tuple[int, int]:
        return self._path.stat().st_size, log_bytes(self._path)

    def _migration(self, db: Connection) -> str:
        sql = "SELECT name FROM _sqlite_migrations ORDER BY id DESC LIMIT 1"
        return str(one(db, sql, ())[0])


def _connections(
    path: Path, busy_ms: int, upgrade: bool
) -> tuple[sqlite3.Connection, tuple[sqlite3.Connection, ...]]:
    writing = prepare(path, busy_ms=busy_ms, upgrade=upgrade)
    reading: list[sqlite3.Connection] = []
    try:
        with explained(path):
            while len(reading) < READERS:
                reading.append(connect(path, busy_ms=busy_ms, read_only=True))
    except BaseException:
        for connection in (writing, *reading):
            connection.close()
        raise
    return writing, tuple(reading)
