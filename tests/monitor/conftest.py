"""A bot with two platforms of paper, watched over its port."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.service.app import App
from bot.service.monitor.metrics import Metrics
from bot.service.monitor.server import MonitorServer
from bot.service.monitor.watch import Watch
from storage.store import SqliteStore
from tests.fakes import NOW, FakeAdapter
from tests.features.course import full
from tests.virtual import VirtualClock

Labels = dict[str, str]


@dataclass
class Watched:
    """``app`` runs with two adapters, "fake" and "other", and nothing ticks by itself."""

    app: App
    store: SqliteStore
    path: Path
    clock: VirtualClock
    metrics: Metrics
    watch: Watch
    server: MonitorServer
    client: aiohttp.ClientSession
    adapters: dict[str, FakeAdapter]

    async def get(self, path: str) -> tuple[int, Any]:
        async with self.client.get(self.server.url + path) as answer:
            return answer.status, await answer.json()

    async def samples(self) -> dict[str, list[tuple[Labels, float]]]:
        """Everything that ``/metrics`` says, by sample name."""
        async with self.client.get(f"{self.server.url}/metrics") as answer:
            assert answer.status == 200
            assert answer.headers["Content-Type"].startswith("text/plain")
            said = await answer.text()
        found: dict[str, list[tuple[Labels, float]]] = {}
        for family in text_string_to_metric_families(said):
            for sample in family.samples:
                found.setdefault(sample.name, []).append((dict(sample.labels), sample.value))
        return found

    async def value(self, name: str, **labels: str) -> float:
        """The one sample with these labels among others; 0 when there is none."""
        found = [
            number
            for those, number in (await self.samples()).get(f"studyhall_{name}", [])
            if labels.items() <= those.items()
        ]
        assert len(found) < 2, found
        return found[0] if found else 0.0


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    path, clock, metrics = tmp_path / "study.db", VirtualClock(NOW), Metrics()
    store = await SqliteStore.open(path)
    app = App(store, {"small": full()}, clock, meter=metrics)
    adapters = {name: FakeAdapter(name) for name in ("fake", "other")}
    for adapter in adapters.values():
        app.add(adapter)
    watch = Watch(app, store, path, metrics, refused=app.counts.snapshot)
    try:
        async with (
            MonitorServer(watch, metrics, "127.0.0.1", 0) as server,
            aiohttp.ClientSession() as client,
        ):
            yield Watched(app, store, path, clock, metrics, watch, server, client, adapters)
    finally:
        await app.stop()
        await store.close()
