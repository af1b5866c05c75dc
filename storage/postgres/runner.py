"""Jobs over a pool of connections, each in a transaction of its own."""

from __future__ import annotations

import asyncio
import queue
import random
import threading
import time
from contextlib import suppress
from typing import Any, TypeVar, cast

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from storage.errors import Closed
from storage.postgres.connection import PostgresConnection, Raw
from storage.postgres.failures import AGAIN, explain, is_gone
from storage.writer import Committed, Job, Outcome, Task, report

T = TypeVar("T")
Pool = ConnectionPool[Raw]

PATIENCE = 5.0
"""Seconds for which a transaction is tried again, or a connection waited for."""
LONGEST_PAUSE = 0.25
TOGETHER = 16
"""Jobs of one transaction at most: all of them run again when one of them fails."""
WRITING = "BEGIN ISOLATION LEVEL SERIALIZABLE"
READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


_LEAVE = (
    # A server that became a standby: the next connection looks for another one.
    psycopg.errors.ReadOnlySqlTransaction,
    psycopg.errors.InvalidSqlStatementName,
)


class Runner:
    """Runs jobs in ``threads`` threads, those that wait together in one transaction.

    What several threads or processes did is what they would have done one after the other,
    because PostgreSQL refuses anything else and the job is run again. It also runs again, alone,
    when another one of its transaction failed. So a job may do nothing but read and write the
    database, as over SQLite.
    """

    def __init__(self, pool: Pool, name: str, threads: int, *, writes: bool) -> None:
        self._pool = pool
        self._name = name
        self._begin = WRITING if writes else READING
        self._loop = asyncio.get_running_loop()
        self._queue: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._closed = False
        self.committed: Committed | None = None
        self._threads = [
            threading.Thread(target=self._work, name="storage-server", daemon=True)
            for _ in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    async def run(self, job: Job[T], *, may_only_read: bool = False) -> T:
        """What ``job`` returned, once it is committed.

        Raises what ``job`` raised (nothing is changed then) or ``StorageError``.
        """
        if self._closed:
            raise Closed("The database is closed already.")
        future: asyncio.Future[T] = self._loop.create_future()
        self._queue.put(Task(job, future))
        return await future

    @property
    def waiting(self) -> int:
        return self._queue.qsize()

    async def stop(self) -> None:
        """Finishes what was asked for."""
        if self._closed:
            return
        self._closed = True
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            await asyncio.to_thread(thread.join)

    def _work(self) -> None:
        stopping = False
        while not stopping:
            group: list[Task] = []
            task = self._queue.get()
            while task is not None:
                group.append(task)
                if len(group) == TOGETHER:
                    break
                try:
                    task = self._queue.get_nowait()
                except queue.Empty:
                    break
            stopping = task is None
            if group:
                began = time.perf_counter()
                outcomes = self._outcomes(group)
                if self.committed is not None:
                    with suppress(Exception):  # nobody's counting may stop the writing
                        self.committed(len(outcomes), time.perf_counter() - began)
                report(self._loop, outcomes)

    def _outcomes(self, group: list[Task]) -> list[Outcome]:
        if len(group) == 1:
            return [self._alone(group[0])]
        attempt = Attempt(self._begin, pipelined=True)
        try:
            values = self._once(attempt, lambda db: [task.job(db) for task in group])
        except BaseException as error:
            if attempt.may_be_kept(error):
                told = explain(error, self._name)
                return [Outcome(task.future, None, told) for task in group]
            # Whoever it was, each stands for itself now.
            return [self._alone(task) for task in group]
        return [
            Outcome(task.future, value, None) for task, value in zip(group, values, strict=True)
        ]

    def _once(self, attempt: Attempt, job: Job[T], patience: float = PATIENCE) -> T:
        raw = self._pool.getconn(timeout=patience)
        try:
            return attempt.run(raw, job)
        finally:
            self._pool.putconn(raw)

    def _alone(self, task: Task) -> Outcome:
        try:
            return Outcome(task.future, self._until_done(task.job), None)
        except BaseException as error:  # the thread must live on, and nobody wait for ever
            return Outcome(task.future, None, error)

    def _until_done(self, job: Job[T]) -> T:
        until = time.monotonic() + PATIENCE
        pause = 0.002
        pipelined = True
        while True:
            attempt = Attempt(self._begin, pipelined=pipelined)
            try:
                return self._once(attempt, job, max(until - time.monotonic(), 0.1))
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
            return not self._committing
        return self._pipelined

    def may_be_kept(self, error: BaseException) -> bool:
        """Whether it was lost at its commit, and nobody can know what became of that."""
        return self._committing and is_gone(error)

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
