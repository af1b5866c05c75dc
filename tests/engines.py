"""Which engine the tests' bots run over: SQLite, or PostgreSQL where they are told to.

``make test-postgresql`` sets ``STUDYHALL_TEST_ENGINE`` for the suites that only ask for a database.
"""

from __future__ import annotations

import atexit
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from storage.connection import Connection
from storage.database import back_up
from storage.sql_store import SqlStore
from storage.store import SqliteStore
from tests.postgresql import Server

ENGINE = os.environ.get("STUDYHALL_TEST_ENGINE", "sqlite")
_instead: dict[Path, str] = {}


def put_in_place(path: Path, url: str) -> None:
    """Whoever opens ``path`` from now on gets the server's database ``url``."""
    _instead[path] = url


async def opened(path: Path) -> SqlStore:
    """The database that ``path`` stands for, made where it is not there yet."""
    if ENGINE == "postgresql" and path not in _instead:
        put_in_place(path, _server().new(_template()))
    if path not in _instead:
        return await SqliteStore.open(path)
    from storage.postgres.store import PostgresStore

    return await PostgresStore.open(_instead[path])


@contextmanager
def reached(path: Path) -> Iterator[Connection]:
    """The test's own way to what is in the database; what it changes is kept at the end."""
    if path not in _instead:
        with closing(sqlite3.connect(path)) as db, db:
            yield db
        return
    import psycopg

    from storage.postgres.connection import PostgresConnection, adapt

    with psycopg.connect(_instead[path]) as raw:
        adapt(raw)
        yield PostgresConnection(raw)


async def copied(store: SqlStore, path: Path) -> None:
    """Writes a complete copy to the new file ``path`` while everything goes on."""
    if isinstance(store, SqliteStore):
        await store._beside(lambda db: back_up(db, path))  # type: ignore[arg-type]
        return
    from storage.postgres.transfer import tables

    put_in_place(path, _server().new(_template()))

    def job(db: Connection) -> None:
        with reached(path) as target:
            for table in tables():
                marks = ", ".join("?" * len(table.columns))
                sql = f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({marks})"
                rows = db.execute(table.query).fetchall()
                if rows:
                    target.executemany(sql, rows)
                if table.has_ids:
                    (last,) = db.execute(f"SELECT last_value FROM {table.name}_id_seq").fetchone()
                    words = "SELECT setval(CAST(? AS regclass), ?)"
                    target.execute(words, (f"{table.name}_id_seq", last)).fetchone()

    await store._beside(job)


@cache
def _server() -> Server:
    server = Server()
    atexit.register(server.remove)
    return server


@cache
def _template() -> str:
    from storage.postgres.server import prepare

    url = _server().new()
    prepare(url)
    return url.split("?")[0].rsplit("/", 1)[1]
