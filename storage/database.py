"""The SQLite file: connections with our settings, migrations, backups."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from storage.connection import Connection
from storage.copying import back_up, forget_twins
from storage.errors import Damaged, NewerDatabase, NotWritable, Outdated, StorageError
from storage.failures import explained
from storage.migrations import STEPS, Step
from storage.private import make_private

MINIMUM_SQLITE = (3, 35)  # RETURNING, generated columns
BUSY_MS = 5_000
_SET = "studyhall"


def connect(path: Path, *, busy_ms: int = BUSY_MS, read_only: bool = False) -> sqlite3.Connection:
    """A connection with our settings, in autocommit mode, usable from any one thread at a time.

    Raises ``sqlite3.Error``.
    """
    connection = sqlite3.connect(
        path,
        timeout=busy_ms / 1000,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA temp_store = MEMORY")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def prepare(
    path: Path,
    *,
    busy_ms: int = BUSY_MS,
    steps: Sequence[Step] = STEPS,
    keep_old: bool = True,
    upgrade: bool = True,
) -> sqlite3.Connection:
    """Opens or makes the file, brings it up to date and returns the connection for writing.

    Before the first migration of an existing file a backup is put beside it, named
    ``<file>.before-<migration>``; ``keep_old`` False leaves it out, for what is a copy already.
    ``upgrade`` False refuses a file of an earlier version, as other copies may be using it.
    Raises ``storage.errors.StorageError``.
    """
    if sqlite3.sqlite_version_info < MINIMUM_SQLITE:
        raise StorageError(
            f"This Python has SQLite {sqlite3.sqlite_version}, Studyhall needs 3.35 or newer: "
            "use a newer Python."
        )
    with explained(path):
        forget_twins(path)
        make_private(path)
        connection = connect(path, busy_ms=busy_ms)
        try:
            _bring_up_to_date(path, connection, steps, keep_old=keep_old, upgrade=upgrade)
        except BaseException:
            connection.close()
            raise
        return connection


def _is_current(connection: sqlite3.Connection, steps: Sequence[Step]) -> bool:
    """Whether the file has had exactly these steps and is kept as ours are."""
    try:
        applied = connection.execute(
            "SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (_SET,)
        ).fetchall()
    except sqlite3.OperationalError:
        return False  # none of ours yet
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    return mode == "wal" and sorted(name for (name,) in applied) == sorted(dict(steps))


def _over(
    connection: sqlite3.Connection, apply: Callable[[Connection], None]
) -> Callable[[object], None]:
    """A step as sqlite-utils runs it."""

    def applied(_: object) -> None:
        apply(connection)

    return applied


def _bring_up_to_date(
    path: Path,
    connection: sqlite3.Connection,
    steps: Sequence[Step],
    *,
    keep_old: bool,
    upgrade: bool,
) -> None:
    if _is_current(connection, steps):
        return
    # Large, and most starts have nothing to do with it.
    from sqlite_utils import Database, Migrations

    database = Database(connection, recursive_triggers=False, execute_plugins=False)
    migrations = Migrations(_SET)
    for name, apply in steps:
        migrations(name=name)(_over(connection, apply))
    applied = [migration.name for migration in migrations.applied(database)]
    if {*database.table_names()} - {migrations.migrations_table} and not applied:
        raise Damaged(f"{path} is a database of another program: choose another file.")
    newer = [name for name in applied if name not in dict(steps)]
    if newer:
        raise NewerDatabase(
            f"{path} was written by a newer Studyhall ({newer[-1]}): install that version, or "
            "restore the backup from before the upgrade."
        )
    if applied and migrations.pending(database) and not upgrade:
        raise Outdated(
            f"{path} is to be upgraded and other copies of the bot are using it: stop them all, "
            "then start this version."
        )
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal" and not (
        migrations.pending(database)
    ):
        return
    if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
        raise NotWritable(f"{path} lies on a disk without file locks: put it on a local disk.")
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process that started at the same moment may have done it by now.
        pending = migrations.pending(database)
        if pending and keep_old and migrations.applied(database):
            safe = path.with_name(f"{path.name}.before-{pending[0].name}")
            safe.unlink(missing_ok=True)  # of an attempt that failed and changed nothing
            with closing(connect(path, read_only=True)) as before:
                back_up(before, safe)
        migrations.apply(database)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
