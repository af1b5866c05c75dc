"""The repository suite runs over ``store``, once for each engine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from storage.sql_store import SqlStore
from storage.store import SqliteStore
from tests.storage.house import House

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def store(
    tmp_path: Path, engine: str, request: pytest.FixtureRequest
) -> AsyncIterator[SqlStore]:
    # The writer is a thread: a loop in debug mode refuses calls from the wrong one. Elsewhere that
    # mode is on in the full run of the faults only, as it more than doubles the time of all tests.
    asyncio.get_running_loop().set_debug(True)
    opened = await open_store(engine, tmp_path, request)
    yield opened
    await opened.close()


async def open_store(engine: str, folder: Path, request: pytest.FixtureRequest) -> SqlStore:
    if engine == "sqlite":
        return await SqliteStore.open(folder / "study.db")
    from storage.postgres.store import PostgresStore

    return await PostgresStore.open(request.getfixturevalue("database"))


async def opened_again(store: SqlStore) -> SqlStore:
    """The same database, opened once more as another process would."""
    if isinstance(store, SqliteStore):
        return await SqliteStore.open(store._path)
    from storage.postgres.store import PostgresStore

    assert isinstance(store, PostgresStore)
    return await PostgresStore.open(store._url)


@pytest.fixture
def said(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements of everything that writes."""
    heard: list[str] = []
    if isinstance(store, SqliteStore):
        store._access.writer._connection.set_trace_callback(heard.append)  # type: ignore[attr-defined]
        return heard
    from storage.postgres.connection import PostgresConnection

    execute = PostgresConnection.execute

    def noted(self: PostgresConnection, sql: str, given: Any = (), /) -> Any:
        heard.append(sql.strip())
        return execute(self, sql, given)

    monkeypatch.setattr(PostgresConnection, "execute", noted)
    return heard


@pytest.fixture
async def house(store: SqlStore) -> House:
    return await House.build(store)
