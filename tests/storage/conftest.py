"""The repository suite runs over ``store``: another engine only has to offer this fixture."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import SqliteStore
from tests.storage.house import House


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    # The writer is a thread: a loop in debug mode refuses calls from the wrong one. Elsewhere that
    # mode is on in the full run of the faults only, as it more than doubles the time of all tests.
    asyncio.get_running_loop().set_debug(True)
    opened = await SqliteStore.open(tmp_path / "study.db")
    yield opened
    await opened.close()


@pytest.fixture
async def house(store: SqliteStore) -> House:
    return await House.build(store)
