"""What a repository needs of the engine: run a job that reads, run one that writes.

An *act* is several jobs in one transaction. While it runs, every job that it asks for uses the
act's own connection at once, so reading, deciding and writing happen as one step that a crash
finds done or not begun.
"""

from __future__ import annotations

import contextvars
from collections.abc import Awaitable, Callable, Generator, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, cast

from storage.connection import Connection, is_sqlite
from storage.writer import Committed, Job

T = TypeVar("T")
Act = Callable[[], Awaitable[T]]


class Reading(Protocol):
    async def run(self, job: Job[T]) -> T: ...

    async def stop(self) -> None: ...


class Writing(Protocol):
    committed: Committed | None

    @property
    def waiting(self) -> int: ...

    async def run(self, job: Job[T], *, may_only_read: bool = False) -> T: ...

    async def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Access:
    """``read`` sees everything whose ``write`` has returned."""

    writer: Writing
    readers: Reading

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
        """Runs ``act`` in one transaction, in the engine's thread; its jobs take part in it.

        ``act`` may run again when its writes are tried again, and it may await nothing
        but this database (``RuntimeError``): a transaction must not wait for the world. What it
        raises undoes all it has written. Inside another act it is simply a part of that one.
        While another program holds the file, an act that only reads does not wait for it.
        """
        inside = _inside.get()
        if inside is not None and inside.access is self:
            return await act()
        context = contextvars.copy_context()
        careful = False

        def job(connection: Connection) -> T:
            nonlocal careful
            inside = _Inside(self, connection, careful)
            # Over SQLite it runs again where something has to be undone; over PostgreSQL also
            # where others were quicker.
            careful = careful or is_sqlite(connection)
            return context.copy().run(_drive, inside, act)

        while True:
            try:
                return await self.writer.run(job, may_only_read=True)
            except _HalfDone:
                careful = True  # so that it comes to an end

    def note(self, key: Hashable, value: object) -> None:
        """Keeps what an act has read, for ``noted``, until the act writes or ends."""
        inside = _inside.get()
        if inside is not None and inside.access is self:
            inside.noted[key] = value

    def noted(self, key: Hashable) -> Any:
        """What was kept under ``key`` and is still so; None outside an act."""
        inside = _inside.get()
        return inside.noted.get(key) if inside is not None and inside.access is self else None


class _HalfDone(BaseException):
    """A step of an act failed after it had written something: the act begins again, carefully.

    No ``Exception``, so that no act can take it for an answer to what it asked.
    """


@dataclass(slots=True)
class _Inside:
    """``careful`` steps can be undone each by itself. A savepoint costs as much as a read, and
    is of use only to a step that writes and then fails, so that the first run does without."""

    access: Access
    connection: Connection
    careful: bool
    noted: dict[Hashable, Any] = field(default_factory=dict)

    def step(self, job: Job[T]) -> T:
        """A job that fails undoes itself, so that the act may go on without it."""
        self.noted.clear()
        if self.careful:
            return self._undoable(job)
        before = self.connection.total_changes
        try:
            return job(self.connection)
        except BaseException as error:
            if self.connection.total_changes == before:
                raise
            raise _HalfDone from error

    def _undoable(self, job: Job[T]) -> T:
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


def one(connection: Connection, sql: str, given: Sequence[object]) -> Any:
    """The first row as a tuple, or None."""
    return connection.execute(sql, given).fetchone()


def every(connection: Connection, sql: str, given: Sequence[object]) -> list[Any]:
    return connection.execute(sql, given).fetchall()


def changed(connection: Connection, sql: str, given: Sequence[object]) -> int:
    """How many rows a write has touched."""
    return connection.execute(sql, given).rowcount


def marks(count: int) -> str:
    """``count`` parameter marks for an IN list."""
    return ", ".join("?" * count)


def besides_of(column: str, values: Sequence[object]) -> str:
    """A condition that leaves ``values`` out, to be added to others; an empty list is no SQL."""
    return f"AND {column} NOT IN ({marks(len(values))})" if values else ""
