"""Ids that buttons carry are given out once, also where the newest row is deleted again.

SQLite goes on from the highest id that is there. A button of a deleted row would then mean
another row; so what was given out is remembered. PostgreSQL has sequences.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from storage.connection import Connection, is_sqlite
from storage.engine import changed, every, one

Table = Literal["rounds", "runs"]


def next_id(db: Connection, table: Table) -> int:
    """An id that no row of ``table`` has or had."""
    return next_ids(db, table, 1)[0]


def next_ids(db: Connection, table: Table, count: int) -> Sequence[int]:
    """``count`` such ids, in their order."""
    if not is_sqlite(db):
        # Asking for the highest id would let no two transactions open a question at once.
        sql = "SELECT nextval(CAST(? AS regclass)) FROM generate_series(1, ?)"
        return [row[0] for row in every(db, sql, (f"{table}_id_seq", count))]
    row = one(
        db,
        f"SELECT MAX((SELECT COALESCE(MAX(id), 0) FROM {table}), "
        "COALESCE((SELECT CAST(value AS INTEGER) FROM notes WHERE key = ?), 0)) + 1",
        (_key(table),),
    )
    first = int(row[0])
    return range(first, first + count)


def keep_ids(db: Connection, table: Table) -> None:
    """Remembers how far ids were given out; to be called before rows are deleted."""
    if not is_sqlite(db):
        return  # its sequences never go back
    changed(
        db,
        "INSERT INTO notes (key, value) VALUES (?, ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_key(table), str(next_id(db, table) - 1)),
    )


def _key(table: Table) -> str:
    return f"ids:{table}"
