"""What a repository needs of the engine: run a job that reads, run one that writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from storage.reader import Readers
from storage.writer import Job, Writer

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Access:
    """``read`` sees everything whose ``write`` has returned."""

    writer: Writer
    readers: Readers

    async def read(self, job: Job[T]) -> T:
        return await self.readers.run(job)

    async def write(self, job: Job[T]) -> T:
        return await self.writer.run(job)


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
