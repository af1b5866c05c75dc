"""What a repository needs of the engine: run a job that reads, run one that writes.

An *act* is several jobs in one transaction. While it runs, every job that it asks for uses the
act's own connection at once, so reading, deciding and writing happen as one step that a crash
finds done or not begun.
"""

from __future__ import annotations

import contextvars
import sqlite3
from collections.abc import Awaitable, Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from storage.reader import Readers
from storage.writer import Job, Writer

T = TypeVar("T")
Act = Callable[[], Awaitable[T]]


@dataclass(frozen=True, slots=True)
class Access:
    """``read`` sees everything whose ``write`` has returned."""

    writer: Writer
    readers: Readers

    async def read(self, job: Job[T]) -> T:
        inside = _inside.get()
        if inside is not None and inside.access is self:
            return job(inside.connection)
        return await self.readers.run(job)

    async def write(self, job: Job[T]) -> T:
        inside = _inside.get()
        if inside is not None and inside.access is self:
            return inside.step(job)
        return await self.writer.run(job)

    async def act(self, act: Act[T]) -> T:
        """Runs ``act`` in one transaction, in the writer's thread; its jobs take part in it.

        ``act`` may run again when its group of writes is tried again, and it may await nothing
        but this database (``RuntimeError``): a transaction must not wait for the world. What it
        raises undoes all it has written. Inside another act it is simply a part of that one.
        While another program holds the file, an act that only reads does not wait for it.
        """
        inside = _inside.get()
        if inside is not None and inside.access is self:
            return await act()
        context = contextvars.copy_context()

        def job(connection: sqlite3.Connection) -> T:
            return context.copy().run(_drive, _Inside(self, connection), act)

        return await self.writer.run(job, may_only_read=True)


@dataclass(frozen=True, slots=True)
class _Inside:
    access: Access
    connection: sqlite3.Connection

    def step(self, job: Job[T]) -> T:
        """A job that fails undoes itself, so that the act may go on without it."""
        self.connection.execute("SAVEPOINT step")
        try:
            value = job(self.connection)
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK TO step")
                self.connection.execute("RELEASE step")
            raise
        self.connection.execute("RELEASE step")
        return value


_inside: contextvars.ContextVar[_Inside | None] = contextvars.ContextVar("act", default=None)


def _drive(inside: _Inside, act: Act[T]) -> T:
    """Runs a coroutine that never waits to its end, outside any event loop."""
    _inside.set(inside)
    running = cast(Generator[object, None, T], act().__await__())
    try:
        running.send(None)
    except StopIteration as done:
        return cast(T, done.value)
    running.close()
    raise RuntimeError("An act awaited something other than its database.")


def one(connection: sqlite3.Connection, sql: str, given: Sequence[object]) -> Any:
    """The first row as a tuple, or None."""
    return connection.execute(sql, given).fetchone()


def every(connection: sqlite3.Connection, sql: str, given: Sequence[object]) -> list[Any]:
    return connection.execute(sql, given).fetchall()


def changed(connection: sqlite3.Connection, sql: str, given: Sequence[object]) -> int:
    """How many rows a write has touched."""
    return connection.execute(sql, given).rowcount


def marks(count: int) -> str:
    """``count`` parameter marks for an IN list."""
    return ", ".join("?" * count)
