"""Jobs over a pool of connections, each in a transaction of its own."""

from __future__ import annotations

import asyncio
import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar, cast

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from storage.errors import Closed
from storage.postgres.connection import PostgresConnection, Raw
from storage.postgres.failures import AGAIN, explain, is_gone
from storage.writer import Committed, Job

T = TypeVar("T")
Pool = ConnectionPool[Raw]

PATIENCE = 5.0
"""Seconds for which a transaction is tried again, or a connection waited for."""
LONGEST_PAUSE = 0.25
WRITING = "BEGIN ISOLATION LEVEL SERIALIZABLE"
READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


_LEAVE = (
    # A server that became a standby: the next connection looks for another one.
    psycopg.errors.ReadOnlySqlTransaction,
    psycopg.errors.InvalidSqlStatementName,
)


class Runner:
    """Runs jobs in ``threads`` threads. Several run at once; what they did is what they would
    have done one after the other, because PostgreSQL refuses anything else and the job is run
    again. So a job may do nothing but read and write the database, as over SQLite.
    """

    def __init__(self, pool: Pool, name: str, threads: int, *, writes: bool) -> None:
        self._pool = pool
        self._name = name
        self._begin = WRITING if writes else READING
        self._loop = asyncio.get_running_loop()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="storage")
        self._closed = False
        self.waiting = 0
        self.committed: Committed | None = None

    async def run(self, job: Job[T], *, may_only_read: bool = False) -> T:
        """What ``job`` returned, once it is committed.

        Raises what ``job`` raised (nothing is changed then) or ``StorageError``.
        """
        if self._closed:
            raise Closed("The database is closed already.")
        self.waiting += 1
        try:
            return await self._loop.run_in_executor(self._threads, self._tried, job)
        finally:
            self.waiting -= 1

    async def stop(self) -> None:
        """Finishes what was asked for."""
        self._closed = True
        await asyncio.to_thread(self._threads.shutdown)

    def _tried(self, job: Job[T]) -> T:
        began = time.perf_counter()
        try:
            return self._until_done(job)
        finally:
            if self.committed is not None:
                with suppress(Exception):  # nobody's counting may stop the writing
                    self.committed(1, time.perf_counter() - began)

    def _until_done(self, job: Job[T]) -> T:
        until = time.monotonic() + PATIENCE
        pause = 0.002
        pipelined = True
        while True:
            attempt = Attempt(self._begin, pipelined=pipelined)
            try:
                raw = self._pool.getconn(timeout=max(until - time.monotonic(), 0.1))
                try:
                    return attempt.run(raw, job)
                finally:
                    self._pool.putconn(raw)
            except (psycopg.Error, PoolTimeout) as error:
                if not attempt.worth_another(error) or time.monotonic() >= until:
                    raise explain(error, self._name) from error
                # What was sent ahead failed: the next time it fails where it was asked for.
                pipelined = pipelined and isinstance(error, AGAIN)
            time.sleep(random.uniform(0, pause))
            pause = min(2 * pause, LONGEST_PAUSE)


class Attempt:
    """One transaction, from its beginning to its end."""

    def __init__(self, begin: str, *, pipelined: bool) -> None:
        self._begin = begin
        self._pipelined = pipelined
        self._committing = False

    def worth_another(self, error: BaseException) -> bool:
        """Whether running the job again can do what this attempt could not, and only once."""
        if isinstance(error, AGAIN):
            return True
        if isinstance(error, PoolTimeout):
            return False
        if is_gone(error):
            return not self._committing  # nobody can know what became of a commit
        return self._pipelined

    def run(self, raw: Raw, job: Job[T]) -> T:
        connection = PostgresConnection(raw, pipelined=self._pipelined)
        try:
            raw.execute(cast(Any, self._begin))
            value = job(connection)
            self._commit(raw, connection)
        except BaseException as error:
            if isinstance(error, psycopg.Error):
                connection.failed(error)
            with suppress(psycopg.Error):
                connection.leave_pipeline()
            self._undo(raw, connection)
            doomed = connection.doomed
            if doomed is not None and (isinstance(doomed, AGAIN) or is_gone(doomed)):
                raise doomed from error  # whatever came of it, it begins anew
            raise
        return value

    def _commit(self, raw: Raw, connection: PostgresConnection) -> None:
        if connection.doomed is not None:
            raise connection.doomed
        self._committing = connection.total_changes > 0
        done = raw.execute("COMMIT")
        connection.leave_pipeline()
        if done.statusmessage != "COMMIT":  # it was rolled back without an error
            raise connection.doomed or psycopg.errors.InFailedSqlTransaction("not committed")

    def _undo(self, raw: Raw, connection: PostgresConnection) -> None:
        if isinstance(connection.doomed, _LEAVE):
            raw.close()
            return
        with suppress(psycopg.Error):
            # Forgets what was to be prepared by statements that were sent and never run.
            raw.rollback()
