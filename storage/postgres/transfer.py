"""Moves a whole database from SQLite to PostgreSQL or back, and compares every row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import psycopg

from storage.connection import Connection, is_sqlite
from storage.copying import drop
from storage.database import connect as open_file
from storage.database import prepare as prepare_file
from storage.engine import every, one
from storage.errors import Conflict, Damaged, Outdated, StorageError
from storage.failures import explained as explained_file
from storage.migrations import STEPS
from storage.postgres.connection import PostgresConnection, Raw
from storage.postgres.failures import explained
from storage.postgres.runner import READING
from storage.postgres.server import alone, applied, connect, prepare, shown
from storage.private import settle, settle_folder
from storage.progress import CHECKING, Told, nobody
from storage.schema import must_be_ours
from storage.verify import Rebuild, differences

MOVING = "Copying rows"
AT_ONCE = 1_000
IDS = "ids:"
"""Notes under which SQLite remembers how far ids were given out; PostgreSQL has sequences."""
_NOT_NOTES = f"WHERE key NOT LIKE '{IDS}%'"


@dataclass(frozen=True, slots=True)
class Table:
    """``key`` are the columns that tell rows apart, in order."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]

    @property
    def query(self) -> str:
        where = _NOT_NOTES if self.name == "notes" else ""
        order = ", ".join(self.key)
        return f"SELECT {', '.join(self.columns)} FROM {self.name} {where} ORDER BY {order}"

    @property
    def has_ids(self) -> bool:
        return self.key == ("id",)


@dataclass(frozen=True, slots=True)
class Moved:
    """How many rows there are of each table, and what ``db verify`` tells of them."""

    rows: tuple[tuple[str, int], ...]
    differences: tuple[str, ...]

    def count(self, table: str) -> int:
        return dict(self.rows)[table]


def tables() -> tuple[Table, ...]:
    """All there are, those that others refer to first."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        for _, apply in STEPS:
            apply(db)
        found: dict[str, Table] = {}
        needs: dict[str, set[str]] = {}
        for (name,) in db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall():
            info = db.execute("SELECT name, pk FROM pragma_table_info(?)", (name,)).fetchall()
            key = sorted((pk, column) for column, pk in info if pk)
            found[name] = Table(
                name, tuple(column for column, _ in info), tuple(column for _, column in key)
            )
            asked = 'SELECT "table" FROM pragma_foreign_key_list(?)'
            needs[name] = {row[0] for row in db.execute(asked, (name,))} - {name}
    ordered: list[Table] = []
    while found:
        free = [name for name in found if needs[name].isdisjoint(found)]
        ordered += [found.pop(name) for name in sorted(free)]
    return tuple(ordered)


def to_server(file: Path, url: str, rebuild: Rebuild, told: Told = nobody) -> Moved:
    """Copies the SQLite file ``file``, which nobody may be using, into the empty database ``url``.

    All or nothing. Raises ``StorageError``.
    """
    with explained_file(file), closing(open_file(file, read_only=True)) as source:
        must_be_ours(source, file)
        had = every(source, "SELECT name FROM _sqlite_migrations", ())
        _must_be_current([row[0] for row in had], str(file))
        source.execute("BEGIN")
        prepare(url)
        with explained(shown(url)), closing(connect(url, long=True)) as raw, alone(raw, shown(url)):
            return _into(source, raw, rebuild, told)


def _into(source: Connection, raw: Raw, rebuild: Rebuild, told: Told) -> Moved:
    target = PostgresConnection(raw)
    raw.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
    _must_be_empty(target, "The PostgreSQL database")
    counted = _Counted(source, told)
    for table in counted.tables:
        words = f"COPY {table.name} ({', '.join(table.columns)}) FROM STDIN"
        with raw.cursor() as cursor, cursor.copy(words) as copy:
            try:
                for row in counted.rows(table):
                    copy.write_row(row)
            except psycopg.DataError as error:
                raise StorageError(
                    f"A row of {table.name} holds what PostgreSQL cannot keep ({error})."
                ) from error
        if table.has_ids:
            asked = "SELECT setval(CAST(? AS regclass), ?)"
            one(target, asked, (f"{table.name}_id_seq", max(_given_out(source, table), 1)))
    _compare(source, PostgresConnection(raw, streaming=True), counted)
    raw.execute("COMMIT")
    raw.execute("ANALYZE")
    raw.execute(READING)
    found = differences(PostgresConnection(raw, streaming=True), rebuild, told)
    raw.execute("ROLLBACK")
    return Moved(counted.counts(), tuple(found))


def to_file(url: str, file: Path, rebuild: Rebuild, told: Told = nobody) -> Moved:
    """Copies the database ``url``, which no bot may be using, into the new file ``file``.

    All or nothing. Raises ``StorageError``: ``Conflict`` where the file is there.
    """
    if file.exists():
        raise Conflict(f"{file} exists already: choose another name.")
    part = file.with_name(file.name + ".part")
    drop(part)
    name = shown(url)
    try:
        with explained(name), closing(connect(url, long=True)) as raw, alone(raw, name):
            _must_be_current(applied(raw), name)
            raw.execute(READING)
            source = PostgresConnection(raw, streaming=True)
            with explained_file(file), closing(prepare_file(part)) as target:
                moved = _out_of(source, target, rebuild, told)
                target.execute("PRAGMA journal_mode = DELETE")
        with explained_file(file):
            settle(part)
            part.replace(file)
            settle_folder(file.parent)
    finally:
        drop(part)
    return moved


def _out_of(source: Connection, target: sqlite3.Connection, rebuild: Rebuild, told: Told) -> Moved:
    counted = _Counted(source, told)
    target.execute("BEGIN IMMEDIATE")
    for table in counted.tables:
        marks = ", ".join("?" * len(table.columns))
        target.executemany(
            f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({marks})",
            counted.rows(table),
        )
        if table.has_ids:
            _remember(target, table, _given_out(source, table))
    _compare(source, target, counted)
    target.execute("COMMIT")
    return Moved(counted.counts(), tuple(differences(target, rebuild, told)))


class _Counted:
    """Goes through the source's rows, and tells how far it is."""

    def __init__(self, source: Connection, told: Told) -> None:
        self.tables = tables()
        self.told = told
        self._source = source
        self._counts = {
            table.name: int(one(source, f"SELECT COUNT(*) FROM ({table.query}) AS t", ())[0])
            for table in self.tables
        }
        self._all = max(2 * sum(self._counts.values()), 1)
        self._done = 0

    def rows(self, table: Table, what: str = MOVING) -> Iterator[Sequence[Any]]:
        for row in self._source.execute(table.query):
            self._done += 1
            if self._done % AT_ONCE == 0:
                self.told(what, self._done / self._all)
            yield row

    def counts(self) -> tuple[tuple[str, int], ...]:
        return tuple(self._counts.items())


def _compare(source: Connection, target: Connection, counted: _Counted) -> None:
    """Raises ``Damaged`` at the first row that is not the same."""
    for table in counted.tables:
        there = target.execute(table.query)
        both = zip_longest(counted.rows(table, CHECKING), there)
        for mine, copied in both:
            if mine is None or copied is None or tuple(mine) != tuple(copied):
                raise Damaged(
                    f"A row of {table.name} was not copied as it is: nothing was changed, please "
                    "report this."
                )


def _must_be_current(had: Sequence[str], name: str) -> None:
    if sorted(had) != sorted(dict(STEPS)):
        raise Outdated(
            f"{name} is not of this version of Studyhall: bring it up to date first, with "
            "“studyhall db migrate”."
        )


def _must_be_empty(target: Connection, name: str) -> None:
    for table in tables():
        if one(target, f"SELECT 1 FROM {table.name} LIMIT 1", ()) is not None:
            raise Conflict(f"{name} holds data already: name an empty one.")


def _given_out(source: Connection, table: Table) -> int:
    """The highest id that a row of the table has or had."""
    highest = int(one(source, f"SELECT COALESCE(MAX(id), 0) FROM {table.name}", ())[0])
    if not is_sqlite(source):
        last, used = one(source, f"SELECT last_value, is_called FROM {table.name}_id_seq", ())
        return max(highest, last if used else 0)
    known = every(source, "SELECT seq FROM sqlite_sequence WHERE name = ?", (table.name,))
    known += every(source, "SELECT CAST(value AS INTEGER) FROM notes WHERE key = ?",
                   (f"{IDS}{table.name}",))  # fmt: skip
    return max(highest, *(int(row[0]) for row in known), 0)


def _remember(target: sqlite3.Connection, table: Table, last: int) -> None:
    (words,) = one(target, "SELECT sql FROM sqlite_master WHERE name = ?", (table.name,))
    if "AUTOINCREMENT" in words:
        target.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table.name,))
        target.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table.name, last))
    elif table.name in ("rounds", "runs"):
        note = (f"{IDS}{table.name}", str(last))
        target.execute("INSERT INTO notes (key, value) VALUES (?, ?)", note)
