"""What repositories ask of a connection, whichever engine it belongs to.

``sqlite3.Connection`` is one as it stands, so that nothing comes between it and who asks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, Protocol


class Rows(Protocol):
    """What a statement gave. Rows are tuples."""

    @property
    def rowcount(self) -> int:
        """How many rows a write has touched."""
        ...

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """One transaction at a time. Marks are ``?``, or ``:name`` with a mapping."""

    @property
    def total_changes(self) -> int:
        """Grows with each row that is changed."""
        ...

    @property
    def in_transaction(self) -> bool: ...

    def execute(self, sql: str, given: Any = (), /) -> Rows: ...

    def executemany(self, sql: str, given: Iterable[Any], /) -> Rows: ...


def is_sqlite(connection: Connection) -> bool:
    """For the few statements that no SQL says for both engines."""
    return isinstance(connection, sqlite3.Connection)
