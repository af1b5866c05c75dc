"""One thread writes, and commits what has gathered meanwhile in one go."""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from storage.errors import Closed
from storage.failures import explain
from storage.open_file import OpenFile

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], T]
Committed = Callable[[int, float], None]

GROUP = 1_000


class Task(NamedTuple):
    job: Job[Any]
    future: asyncio.Future[Any]


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
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._file = OpenFile(path)
        self._loop = asyncio.get_running_loop()
        self._queue: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._closed = False
        self.committed: Committed | None = None
        self._thread = threading.Thread(target=self._work, name="storage-writer", daemon=True)
        self._thread.start()

    async def run(self, job: Job[T]) -> T:
        """What ``job`` returned, once it is on the disk.

        Raises what ``job`` raised (its own changes are undone) or ``StorageError``.
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
            task = self._queue.get()
            while task is not None:
                group.append(task)
                if len(group) == GROUP:
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
                        self.committed(len(group), time.perf_counter() - began)
                report(self._loop, outcomes)

    def _outcomes(self, group: Sequence[Task]) -> list[Outcome]:
        try:
            self._file.check()
            outcomes = self._at_once(group) or self._commit(group)
            self._file.check()  # what went into a file that is gone was not kept
            return outcomes
        except BaseException as error:  # the thread must live on, and nobody wait for ever
            return self._refused(group, error)

    def _at_once(self, group: Sequence[Task]) -> list[Outcome] | None:
        """The whole group without savepoints, which is what nearly always works.

        None, with nothing written, as soon as anything fails.
        """
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            # SQLite has waited for another program's lock; nobody waits for it twice.
            return self._refused(group, error)
        try:
            outcomes = [Outcome(task.future, task.job(connection), None) for task in group]
            connection.execute("COMMIT")
        except Exception:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            return None
        return outcomes

    def _commit(self, group: Sequence[Task]) -> list[Outcome]:
        """Each job in a savepoint of its own, to find the one that fails."""
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
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
