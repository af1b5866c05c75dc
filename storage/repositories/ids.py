"""Ids that buttons carry are given out once, also where the newest row is deleted again.

SQLite goes on from the highest id that is there. A button of a deleted row would then mean
another row; so what was given out is remembered.
"""

from __future__ import annotations

import sqlite3
from typing import Literal

from storage.engine import changed, one

Table = Literal["rounds", "runs"]


def next_id(db: sqlite3.Connection, table: Table) -> int:
    """An id that no row of ``table`` has or had."""
    row = one(
        db,
        f"SELECT MAX((SELECT COALESCE(MAX(id), 0) FROM {table}), "
        "COALESCE((SELECT CAST(value AS INTEGER) FROM notes WHERE key = ?), 0)) + 1",
        (_key(table),),
    )
    return int(row[0])


def keep_ids(db: sqlite3.Connection, table: Table) -> None:
    """Remembers how far ids were given out; to be called before rows are deleted."""
    changed(
        db,
        "INSERT INTO notes (key, value) VALUES (?, ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_key(table), str(next_id(db, table) - 1)),
    )


def _key(table: Table) -> str:
    return f"ids:{table}"
