"""What belongs into a database of ours, so that whatever else is in one can be refused.

Triggers and views would run inside the bot's own statements and change what they do; a table of
ours with other columns, or one that a module computes, would as well.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from functools import cache
from pathlib import Path

from storage.errors import Foreign
from storage.migrations import STEPS

LIST = "_sqlite_migrations"
"""The table of applied migrations, which sqlite-utils keeps."""
NAMED = 5
"""So many strangers are named in the refusal."""

Columns = tuple[tuple[str, str, int, int], ...]
Thing = tuple[str, str]
"""Kind (table, index, view, trigger) and name."""


def must_be_ours(db: sqlite3.Connection, file: Path) -> None:
    """Raises ``Foreign`` naming what is in ``file`` and not ours.

    A file without our migrations, or with newer ones, is left to who opens it.
    """
    found = strangers(db)
    if not found:
        return
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    raise Foreign(
        f"{file} holds what Studyhall did not make ({', '.join(found[:NAMED])}{more}): choose "
        "another file, or remove that from it first."
    )


def strangers(db: sqlite3.Connection) -> list[str]:
    """What is in the database and not ours, each as its kind and name."""
    things = _things(db)
    if ("table", LIST) not in things or ("view", LIST) in things:
        return []
    applied = {row[0] for row in db.execute(f"SELECT name FROM {LIST}")}
    if not applied or not applied <= {name for name, _ in STEPS}:
        return []
    ours = _expected(tuple(name for name, _ in STEPS if name in applied))
    found = [f"{kind} {name}" for kind, name in things if (kind, name) not in ours]
    return found + [
        f"another table {name}"
        for (kind, name), columns in things.items()
        if kind == "table" and name != LIST and ours.get((kind, name), columns) != columns
    ]


@cache
def _expected(applied: tuple[str, ...]) -> dict[Thing, Columns]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        for name, apply in STEPS:
            if name in applied:
                apply(db)
        return _things(db) | {("table", LIST): ()}


def _things(db: sqlite3.Connection) -> dict[Thing, Columns]:
    asked = "SELECT type, name, rootpage FROM sqlite_master WHERE type != 'index' OR tbl_name != ?"
    found = db.execute(asked, (LIST,)).fetchall()
    return {
        # A table without pages of its own is one that a module computes.
        (kind if kind != "table" or root else "virtual table", name): _columns(db, kind, name)
        for kind, name, root in _named(found)
    }


def _named(found: Iterable[tuple[str, str, int]]) -> Iterable[tuple[str, str, int]]:
    """Without what SQLite keeps for itself: nobody else may use such names."""
    return (thing for thing in found if not thing[1].startswith("sqlite_"))


def _columns(db: sqlite3.Connection, kind: str, name: str) -> Columns:
    if kind != "table":
        return ()
    rows = db.execute("SELECT name, type, pk, hidden FROM pragma_table_xinfo(?)", (name,))
    return tuple((column, declared.upper(), pk, hidden) for column, declared, pk, hidden in rows)
