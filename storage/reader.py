"""A few threads read, each over a connection of its own, beside the writer."""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from storage.errors import Closed
from storage.failures import explain
from storage.writer import Job, Outcome, Task, report

T = TypeVar("T")

BATCH = 32


class Readers:
    """Runs read-only jobs; a job sees one moment of the database, however often it asks."""

    def __init__(self, connections: Sequence[sqlite3.Connection], path: Path) -> None:
        self._path = path
        self._loop = asyncio.get_running_loop()
        self._queue: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._closed = False
        self._connections = tuple(connections)
        self._threads = [
            threading.Thread(
                target=self._work, args=(connection,), name="storage-reader", daemon=True
            )
            for connection in self._connections
        ]
        for thread in self._threads:
            thread.start()

    async def run(self, job: Job[T]) -> T:
        """What ``job`` returned. Raises what it raised, or ``StorageError``."""
        if self._closed:
            raise Closed("The database is closed already.")
        future: asyncio.Future[T] = self._loop.create_future()
        self._queue.put(Task(job, future))
        return await future

    async def stop(self) -> None:
        """Finishes what was asked for, then closes the connections."""
        if self._closed:
            return
        self._closed = True
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            await asyncio.to_thread(thread.join)
        for connection in self._connections:
            connection.close()

    def _work(self, connection: sqlite3.Connection) -> None:
        stopping = False
        while not stopping:
            batch: list[Task] = []
            task = self._queue.get()
            while task is not None:
                batch.append(task)
                if len(batch) == BATCH:
                    break
                try:
                    task = self._queue.get_nowait()
                except queue.Empty:
                    break
            stopping = task is None
            if batch:
                report(self._loop, self._answer(connection, batch))

    def _answer(self, connection: sqlite3.Connection, batch: Sequence[Task]) -> list[Outcome]:
        try:
            if connection.in_transaction:  # left open by a disk that failed in the middle
                connection.execute("ROLLBACK")
            connection.execute("BEGIN")
            outcomes = [self._attempt(connection, task) for task in batch]
            connection.execute("ROLLBACK")
        except sqlite3.Error as error:
            return [Outcome(task.future, None, explain(error, self._path)) for task in batch]
        return outcomes

    def _attempt(self, connection: sqlite3.Connection, task: Task) -> Outcome:
        try:
            return Outcome(task.future, task.job(connection), None)
        except sqlite3.Error as error:
            ours = explain(error, self._path)
            ours.__cause__ = error
            return Outcome(task.future, None, ours)
        except BaseException as error:
            return Outcome(task.future, None, error)
