"""One thread writes, and commits what has gathered meanwhile in one go."""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from storage.connection import Connection
from storage.errors import Closed
from storage.failures import explain
from storage.open_file import OpenFile

T = TypeVar("T")
Job = Callable[[Connection], T]
Committed = Callable[[int, float], None]

GROUP = 1_000


GLANCE_MS = 50
"""So long SQLite itself waits for another program's lock, before what only reads goes first."""


class Task(NamedTuple):
    job: Job[Any]
    future: asyncio.Future[Any]
    may_only_read: bool = False


class Outcome(NamedTuple):
    future: asyncio.Future[Any]
    value: Any
    error: BaseException | None


class _GroupLost(Exception):
    """SQLite rolled the whole transaction back, not only the job that failed."""


class Writer:
    """Runs jobs in one transaction a group; one that fails undoes only itself.

    A job gets the connection; it may run again when another of its group failed or the disk
    refused the group, so it must do nothing but read and write the database. It neither
    begins nor commits.

    While another program holds the file's lock, jobs that turn out to read only are answered
    all the same; the others wait for it as long as the connection was told to, then ``Locked``.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        (busy_ms,) = connection.execute("PRAGMA busy_timeout").fetchone()
        self.patience = busy_ms / 1000
        connection.execute(f"PRAGMA busy_timeout = {min(busy_ms, GLANCE_MS)}")
        self._path = path
        self._file = OpenFile(path)
        self._loop = asyncio.get_running_loop()
        self._queue: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._aside: deque[Task] = deque()  # passed over by those who were let by
        self._closed = False
        self.committed: Committed | None = None
        self._thread = threading.Thread(target=self._work, name="storage-writer", daemon=True)
        self._thread.start()

    async def run(self, job: Job[T], *, may_only_read: bool = False) -> T:
        """What ``job`` returned, once it is on the disk.

        ``may_only_read`` says that it is worth trying without the right to write.
        Raises what ``job`` raised (its own changes are undone) or ``StorageError``.
        """
        if self._closed:
            raise Closed("The database is closed already.")
        future: asyncio.Future[T] = self._loop.create_future()
        self._queue.put(Task(job, future, may_only_read))
        return await future

    @property
    def waiting(self) -> int:
        return self._queue.qsize() + len(self._aside)

    async def stop(self) -> None:
        """Finishes what was asked for, then closes the connection."""
        if self._closed:
            return
        self._closed = True
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)
        self._connection.close()

    def _work(self) -> None:
        stopping = False
        while not stopping:
            group: list[Task] = []
            task = self._next(wait=True)
            while task is not None:
                group.append(task)
                if len(group) == GROUP:
                    break
                try:
                    task = self._next(wait=False)
                except queue.Empty:
                    break
            stopping = task is None
            if group:
                began = time.perf_counter()
                outcomes = self._outcomes(group)
                if self.committed is not None and outcomes:
                    with suppress(Exception):  # nobody's counting may stop the writing
                        self.committed(len(outcomes), time.perf_counter() - began)
                report(self._loop, outcomes)

    def _next(self, *, wait: bool) -> Task | None:
        """Raises ``queue.Empty`` where nothing waits and ``wait`` is False."""
        return self._aside.popleft() if self._aside else self._queue.get(wait)

    def _outcomes(self, group: list[Task]) -> list[Outcome]:
        """What became of the group, but for those who were let by."""
        try:
            self._file.check()
            outcomes = self._at_once(group)
            if outcomes is None:
                outcomes = self._commit(group)
            self._file.check()  # what went into a file that is gone was not kept
            return outcomes
        except BaseException as error:  # the thread must live on, and nobody wait for ever
            return self._refused(group, error)

    def _begin(self, group: list[Task]) -> bool:
        """Begins to write. Raises ``sqlite3.Error``; another program's lock is waited for first.

        Meanwhile those of ``group`` who turn out to read only are let by, and leave it. False,
        with nothing begun, when nobody is left.
        """
        until = time.monotonic() + self.patience
        tried = False
        while True:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                return True
            except sqlite3.OperationalError as error:
                if not _means(error, sqlite3.SQLITE_BUSY) or time.monotonic() >= until:
                    raise
            if not tried:
                group[:] = [task for task in group if not self._let_by(task)]
                tried = True
                if not group:
                    return False
            with suppress(queue.Empty):
                while (task := self._queue.get_nowait()) is not None:
                    if not self._let_by(task):
                        self._aside.append(task)
                self._queue.put(None)  # the last there is: for whoever works it off

    def _let_by(self, task: Task) -> bool:
        """Answers a task that only reads. False, with nothing told, when it wants to write."""
        if not task.may_only_read:
            return False
        connection = self._connection
        connection.execute("PRAGMA query_only = ON")
        try:
            connection.execute("BEGIN")
            outcome = Outcome(task.future, task.job(connection), None)
        except BaseException as error:
            if _means(error, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY):
                return False
            outcome = Outcome(task.future, None, self._explained(error))
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            connection.execute("PRAGMA query_only = OFF")
        report(self._loop, [outcome])
        return True

    def _at_once(self, group: list[Task]) -> list[Outcome] | None:
        """The whole group without savepoints, which is what nearly always works.

        None, with nothing written, as soon as anything fails.
        """
        connection = self._connection
        try:
            if not self._begin(group):
                return []
        except sqlite3.Error as error:
            # Another program's lock was waited for; nobody waits for it twice.
            return self._refused(group, error)
        try:
            outcomes = [Outcome(task.future, task.job(connection), None) for task in group]
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            return None
        return outcomes

    def _commit(self, group: list[Task]) -> list[Outcome]:
        """Each job in a savepoint of its own, to find the one that fails."""
        connection = self._connection
        try:
            if not self._begin(group):
                return []
        except sqlite3.Error as error:
            return self._refused(group, error)
        try:
            outcomes = [self._attempt(task) for task in group]
            connection.execute("COMMIT")
        except (_GroupLost, sqlite3.Error) as error:
            if connection.in_transaction:
                with suppress(sqlite3.Error):  # the first error tells more
                    connection.execute("ROLLBACK")
            if len(group) == 1:
                return self._refused(group, error)
            # One of them was too much for the disk: let each stand for itself.
            return [outcome for task in group for outcome in self._commit([task])]
        return outcomes

    def _attempt(self, task: Task) -> Outcome:
        connection = self._connection
        connection.execute("SAVEPOINT job")
        try:
            value = task.job(connection)
        except BaseException as error:
            if not connection.in_transaction:
                raise _GroupLost from error
            connection.execute("ROLLBACK TO job")
            connection.execute("RELEASE job")
            return Outcome(task.future, None, self._explained(error))
        connection.execute("RELEASE job")
        return Outcome(task.future, value, None)

    def _refused(self, group: Sequence[Task], error: BaseException) -> list[Outcome]:
        cause = error.__cause__ if isinstance(error, _GroupLost) else error
        return [Outcome(task.future, None, self._explained(cause or error)) for task in group]

    def _explained(self, error: BaseException) -> BaseException:
        if not isinstance(error, sqlite3.Error):
            return error
        ours = explain(error, self._path)
        ours.__cause__ = error
        return ours


def _means(error: BaseException | None, *codes: int) -> bool:
    """Whether SQLite said so, or whatever came of its saying so."""
    while error is not None:
        # The low byte is the kind (sqlite.org/rescode.html).
        if (
            isinstance(error, sqlite3.Error)
            and getattr(error, "sqlite_errorcode", 0) & 0xFF in codes
        ):
            return True
        error = error.__cause__ or error.__context__
    return False


def report(loop: asyncio.AbstractEventLoop, outcomes: Sequence[Outcome]) -> None:
    """Hands the outcomes of a group to the event loop with one wake-up."""
    with suppress(RuntimeError):  # the loop has ended: nobody waits any more
        loop.call_soon_threadsafe(_settle, outcomes)


def _settle(outcomes: Sequence[Outcome]) -> None:
    for future, value, error in outcomes:
        if future.done():
            continue  # the asker gave up waiting
        if error is None:
            future.set_result(value)
        else:
            future.set_exception(error)
