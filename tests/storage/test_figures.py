"""The numbers of the moment: what waits, what is uncertain, what is blocked, how big it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.sql_store import SqlStore
from tests.inside import add_channel, due
from tests.storage.house import CHANNEL, OTHER_CHANNEL, House, planned


async def test_what_is_due_and_since_when(house: House, store: SqlStore) -> None:
    nothing = await store.figures(1_000)
    assert (nothing.due, nothing.due_since, nothing.uncertain, nothing.blocked) == (0, None, 0, 0)
    await add_channel(store, house.group.id, OTHER_CHANNEL)
    await store.deliveries.plan(
        house.group.id,
        [
            planned("concept", due_at=30),
            planned("question", due_at=10),
            planned("week", due_at=5, channel=OTHER_CHANNEL),
            planned("later", due_at=99),
        ],
    )
    found = await store.figures(50)
    assert (found.due, found.due_since) == (3, 5)
    await store.groups.set_problem(OTHER_CHANNEL, "missing: Send Messages")
    found = await store.figures(50)
    assert (found.due, found.due_since, found.blocked) == (2, 10, 1)
    (first, *_) = await due(store, 50, 9)
    assert first.channel == CHANNEL and await store.deliveries.begin(first.id, 51)
    found = await store.figures(51)
    assert (found.due, found.due_since, found.uncertain) == (1, 30, 1)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_sizes_are_those_of_the_files(store: SqlStore, tmp_path: Path) -> None:
    await store.notes.put("a", "b")
    found = await store.figures(0)
    path = tmp_path / "study.db"
    assert found.file_bytes == path.stat().st_size > 0
    assert found.log_bytes == path.with_name(path.name + "-wal").stat().st_size > 0
    stats = await store.stats()
    assert (stats["file_bytes"], stats["log_bytes"]) == (found.file_bytes, found.log_bytes)
