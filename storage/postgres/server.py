"""Getting at a PostgreSQL database: connections with our settings, and its schema."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from storage.errors import (
    Damaged,
    Locked,
    Missing,
    NewerDatabase,
    Outdated,
    StorageError,
    Unreachable,
)
from storage.migrations import STEPS, Step
from storage.postgres.connection import PostgresConnection, Raw, adapt
from storage.postgres.failures import explained

MINIMUM = 150_000
"""PostgreSQL 15, as the server counts."""
_UPGRADE = 7_402_583_101
_RUNNING = 7_402_583_102
"""Advisory locks: of whoever upgrades, and of everybody who uses the schema as it is."""
_APPLIED = """
CREATE TABLE studyhall_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  applied_at TIMESTAMPTZ NOT NULL DEFAULT now()
)
"""
OPTIONS: dict[str, Any] = {
    "application_name": "studyhall",
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "options": (
        "-c statement_timeout=30s -c lock_timeout=5s "
        "-c idle_in_transaction_session_timeout=60s -c timezone=UTC "
        # Whoever reads a whole table contradicts everybody who writes any of its rows.
        # What then has no other way looks dear enough to be compiled first, which takes longer.
        "-c enable_seqscan=off -c jit=off"
    ),
}
PATIENCE = 5.0
"""Seconds for which a copy that just ended, or that upgrades, is waited for."""


def shown(url: str) -> str:
    """What a database may be called in messages and logs: host and name, no user and password."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:
        return "the PostgreSQL database"
    host = parts.get("host") or "this machine"
    return f"the database {parts.get('dbname') or parts.get('user') or ''} on {host}"


def must_be_usable(url: str) -> None:
    """Raises ``StorageError`` for an address that cannot be one."""
    try:
        conninfo_to_dict(url)
        urlsplit(url)
    except (psycopg.Error, ValueError) as error:
        raise StorageError(
            "The address of the PostgreSQL database is not usable: write it as "
            "postgresql://user:password@host:5432/name."
        ) from error


def connect(url: str, *, long: bool = False) -> Raw:
    """A connection in autocommit mode; ``long`` for what may take minutes.

    Raises ``psycopg.Error``.
    """
    address, options = with_options(url, long=long)
    raw: Raw = psycopg.connect(address, autocommit=True, **options)
    adapt(raw)
    return raw


def with_options(url: str, *, long: bool = False) -> tuple[str, dict[str, Any]]:
    """The address and what a connection is to be like; what the address itself says goes first."""
    given = OPTIONS | ({"options": "-c timezone=UTC"} if long else {})
    said = conninfo_to_dict(url)
    return url, {name: value for name, value in given.items() if name not in said}


def joined(raw: Raw, steps: Sequence[Step] = STEPS) -> None:
    """Keeps upgrades away for as long as the connection lives. Raises ``NewerDatabase``."""
    adapt(raw)
    raw.execute("SELECT pg_advisory_lock_shared(%s)", (_RUNNING,))
    _must_know(raw, steps, shown(raw.info.dsn))


def prepare(
    url: str, *, steps: Sequence[Step] = STEPS, upgrade: bool = True, create: bool = True
) -> None:
    """Makes the schema, or brings it up to date while nobody uses it.

    ``create`` False refuses a database without our tables. Raises ``StorageError``: ``Missing``
    then, ``Outdated`` while other copies use it, ``NewerDatabase``.
    """
    must_be_usable(url)
    name = shown(url)
    with explained(name):
        raw = connect(url, long=True)
        try:
            if raw.info.server_version < MINIMUM:
                raise StorageError(
                    f"PostgreSQL {raw.info.server_version // 10_000} at {name} is too old: "
                    "Studyhall needs 15 or newer."
                )
            if not create and not applied(raw):
                raise Missing(
                    f"There are no tables of Studyhall in {name} yet: the bot makes them at its "
                    "first start."
                )
            _bring_up_to_date(raw, name, steps, upgrade=upgrade)
        finally:
            raw.close()


def applied(raw: Raw) -> list[str]:
    """Names of the migrations that the schema has had, oldest first; none in a new one."""
    there = raw.execute("SELECT to_regclass('studyhall_migrations') IS NOT NULL").fetchone()
    if not there or not there[0]:
        return []
    rows = raw.execute("SELECT name FROM studyhall_migrations ORDER BY id").fetchall()
    return [row[0] for row in rows]


def _must_know(raw: Raw, steps: Sequence[Step], name: str) -> list[str]:
    had = applied(raw)
    newer = [step for step in had if step not in dict(steps)]
    if newer:
        raise NewerDatabase(
            f"{name[0].upper()}{name[1:]} was written by a newer Studyhall ({newer[-1]}): install "
            "that version, or restore the backup from before the upgrade."
        )
    return had


def _bring_up_to_date(raw: Raw, name: str, steps: Sequence[Step], *, upgrade: bool) -> None:
    if len(_must_know(raw, steps, name)) == len(steps):
        return
    with _locked(raw, _UPGRADE, f"Another copy upgrades {name}: try again once it is done."):
        # Another process that started at the same moment may have done it by now.
        had = _must_know(raw, steps, name)
        pending = [step for step in steps if step[0] not in had]
        if not pending:
            return
        if had and not upgrade:
            raise _outdated(name)
        if not had:
            _must_be_empty(raw, name)
        with _locked(raw, _RUNNING, str(_outdated(name)), Outdated):
            _apply(raw, pending, new=not had)


@contextmanager
def alone(raw: Raw, name: str) -> Iterator[None]:
    """While no copy of the bot uses the database. Raises ``Locked``."""
    refusal = f"The bot runs on {name}: stop all its copies first."
    with _locked(raw, _RUNNING, refusal, Locked):
        yield


def _outdated(name: str) -> Outdated:
    return Outdated(
        f"{name[0].upper()}{name[1:]} is to be upgraded and other copies of the bot are using it: "
        "stop them all, then start this version or run “studyhall db migrate”."
    )


def _must_be_empty(raw: Raw, name: str) -> None:
    found = raw.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace "
        "AND c.relkind IN ('r', 'v', 'p') LIMIT 1"
    ).fetchone()
    if found is not None:
        raise Damaged(f"{name} holds tables of another program: use a database of its own.")


def _apply(raw: Raw, pending: Sequence[Step], *, new: bool) -> None:
    connection = PostgresConnection(raw)
    with raw.transaction():
        if new:
            connection.execute(_APPLIED)
        for name, step in pending:
            step(connection)
            connection.execute("INSERT INTO studyhall_migrations (name) VALUES (?)", (name,))


@contextmanager
def _locked(
    raw: Raw, lock: int, refusal: str, kind: type[StorageError] = Unreachable
) -> Iterator[None]:
    until = time.monotonic() + PATIENCE
    while not _value(raw, "SELECT pg_try_advisory_lock(%s)", lock):
        if time.monotonic() >= until:
            raise kind(refusal)
        time.sleep(0.1)
    try:
        yield
    finally:
        _value(raw, "SELECT pg_advisory_unlock(%s)", lock)


def _value(raw: Raw, sql: str, given: int) -> Any:
    row = raw.execute(sql, (given,)).fetchone()
    return row[0] if row else None
