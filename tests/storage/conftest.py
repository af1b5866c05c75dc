"""The repository suite runs over ``store``: another engine only has to offer this fixture."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import SqliteStore
from tests.storage.house import House


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(tmp_path / "study.db")
    yield opened
    await opened.close()


@pytest.fixture
async def house(store: SqliteStore) -> House:
    return await House.build(store)
