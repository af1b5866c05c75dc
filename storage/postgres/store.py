"""Everything that storage offers, over one PostgreSQL database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from storage.connection import Connection
from storage.engine import Access, one
from storage.errors import StorageError
from storage.migrations import STEPS, Step
from storage.postgres.connection import PostgresConnection, Raw
from storage.postgres.failures import explain, explained
from storage.postgres.runner import PATIENCE, READING, Pool, Runner
from storage.postgres.server import connect, joined, prepare, shown, with_options
from storage.sql_store import SqlStore

T = TypeVar("T")

WRITERS = 1
"""Answers to one question touch the same pages of an index, which PostgreSQL takes for a conflict:
two writers of one process would mostly run each other's work again."""
READERS = 3


class PostgresStore(SqlStore):
    """Implements ``storage.protocols.Store``. Belongs to the event loop that opened it."""

    def __init__(self, url: str, pool: Pool, version: str) -> None:
        self._url = url
        self._pool = pool
        self._name = shown(url)
        self.engine = ("postgresql", version)
        super().__init__(
            Access(
                Runner(pool, self._name, WRITERS, writes=True),
                Runner(pool, self._name, READERS, writes=False),
            )
        )

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        upgrade: bool = True,
        create: bool = True,
        steps: Sequence[Step] = STEPS,
    ) -> PostgresStore:
        """Opens the database, making its tables or upgrading them as needed.

        ``create`` False refuses one without our tables (``Missing``).
        An upgrade needs everybody else gone (``Outdated``); ``upgrade`` False refuses it anyway.
        Raises ``StorageError``.
        """
        pool, version = await asyncio.to_thread(_opened, url, upgrade, create, steps)
        return cls(url, pool, version)

    async def close(self) -> None:
        await super().close()
        await asyncio.to_thread(self._pool.close)

    async def _beside(self, job: Callable[[Connection], T]) -> T:
        def run() -> T:
            with explained(self._name):
                raw = connect(self._url, long=True)
                try:
                    raw.execute(READING)
                    return job(PostgresConnection(raw, streaming=True))
                finally:
                    raw.close()

        return await asyncio.to_thread(run)

    def _sizes(self, db: Connection) -> tuple[int, int]:
        return int(one(db, "SELECT pg_database_size(current_database())", ())[0]), 0

    def _migration(self, db: Connection) -> str:
        sql = "SELECT name FROM studyhall_migrations ORDER BY id DESC LIMIT 1"
        return str(one(db, sql, ())[0])


def _opened(url: str, upgrade: bool, create: bool, steps: Sequence[Step]) -> tuple[Pool, str]:
    prepare(url, upgrade=upgrade, create=create, steps=steps)
    name = shown(url)
    refused: list[StorageError] = []

    def configure(raw: Raw) -> None:
        try:
            joined(raw, steps)
        except StorageError as error:
            refused.append(error)
            raise

    address, options = with_options(url)
    pool: Pool = ConnectionPool(
        address,
        kwargs={**options, "autocommit": True},
        min_size=1,
        max_size=WRITERS + READERS,
        configure=configure,
        timeout=PATIENCE,
        # Pauses between attempts double: a new series begins with whoever asks after that.
        reconnect_timeout=PATIENCE,
        name="studyhall",
        open=False,
    )
    try:
        pool.open(wait=True, timeout=PATIENCE)
        with pool.connection() as raw:
            version = raw.info.parameter_status("server_version") or ""
    except (psycopg.Error, PoolTimeout) as error:
        pool.close()
        if refused:
            raise refused[-1] from error
        raise explain(error, name) from error
    return pool, version.split()[0]
