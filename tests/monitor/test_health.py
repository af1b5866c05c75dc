"""Health: does the work go on. Readiness: can members be served, and if not, why."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.adapters.base import StartFailed, Unreachable
from bot.service.errors import StartError
from bot.service.monitor import watch as watching
from bot.service.monitor.server import MonitorServer
from storage.store import SqliteStore
from tests.inside import settled
from tests.monitor.conftest import Watched


async def test_a_bot_that_ticks_is_healthy(watched: Watched) -> None:
    await watched.app.tick()
    assert await watched.get("/healthz") == (200, {"healthy": True, "problem": ""})


async def test_a_bot_that_does_not_tick_is_stuck(watched: Watched) -> None:
    watched.app.ticked -= watching.STUCK_AFTER + 1
    status, said = await watched.get("/healthz")
    assert status == 503 and not said["healthy"]
    assert "done nothing for 61 seconds" in said["problem"]
    await watched.app.tick()
    assert (await watched.get("/healthz"))[0] == 200


async def test_nothing_is_ready_before_a_platform_is_connected(watched: Watched) -> None:
    status, said = await watched.get("/readyz")
    nobody = {"fake": "standing by", "other": "standing by"}
    assert (status, said["ready"], said["platforms"]) == (503, False, nobody)
    assert said["database"] == "ok"
    assert (await watched.get("/readyz?platforms=all"))[0] == 503


async def test_a_platform_that_another_copy_is_connected_to_is_no_trouble(
    watched: Watched,
) -> None:
    watched.app.connections.supervisors["fake"].start()
    await settled(watched.app.connections.supervisors["fake"])
    status, said = await watched.get("/readyz?platforms=all")
    assert (status, said["platforms"]) == (200, {"fake": "connected", "other": "standing by"})
    connected = (await watched.samples())["studyhall_connected"]
    assert connected == [({"platform": "fake"}, 1.0)], "no false alarm"
    await watched.app.start()
    assert await watched.value("connected", platform="other") == 1
    await watched.app.connections.supervisors["other"].stop()
    assert [labels for labels, _ in (await watched.samples())["studyhall_connected"]] == [
        {"platform": "fake"}
    ]


async def test_a_platform_that_is_tried_again_and_again_is_away(watched: Watched) -> None:
    watched.adapters["other"].failing["start"] = [Unreachable("away")]
    await watched.app.start()
    status, said = await watched.get("/readyz?platforms=all")
    assert (status, said["platforms"]["other"]) == (503, "not connected")
    assert (await watched.samples())["studyhall_connected"] == [
        ({"platform": "fake"}, 1.0),
        ({"platform": "other"}, 0.0),
    ]


async def test_one_platform_is_enough_unless_all_are_asked_for(watched: Watched) -> None:
    watched.adapters["other"].failing["start"] = [StartFailed("Set the other token.")]
    await watched.app.start()
    status, said = await watched.get("/readyz")
    assert status == 200 and said["ready"]
    assert said["platforms"] == {"fake": "connected", "other": "given up: Set the other token."}
    assert (await watched.get("/readyz?platforms=all"))[0] == 503


async def test_a_connection_that_is_being_mended_is_none(watched: Watched) -> None:
    await watched.app.start()
    watched.adapters["other"].heard = False
    status, said = await watched.get("/readyz?platforms=all")
    assert status == 503
    assert said["platforms"] == {"fake": "connected", "other": "reconnecting"}
    assert await watched.value("connected", platform="other") == 0
    assert (await watched.get("/readyz"))[0] == 200


async def test_all_platforms_connected_is_ready_either_way(watched: Watched) -> None:
    await watched.app.start()
    assert (await watched.get("/readyz"))[0] == 200
    assert (await watched.get("/readyz?platforms=all"))[0] == 200


async def test_a_platform_that_goes_away_is_not_ready(watched: Watched) -> None:
    await watched.app.start()
    for supervisor in watched.app.connections.supervisors.values():
        await supervisor.stop()
    status, said = await watched.get("/readyz")
    assert status == 503 and set(said["platforms"].values()) == {"standing by"}


@pytest.fixture
async def impatient(watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """Its database waits 20 ms for others, and no proof outlasts its question."""
    monkeypatch.setattr(watching, "PROOF_LASTS", 0.0)
    store = await SqliteStore.open(watched.path, busy_ms=20)
    monkeypatch.setattr(watched.watch, "_store", store)
    monkeypatch.setattr(watched, "store", store)
    await watched.app.start()
    return watched


async def test_a_database_that_others_hold_is_not_ready(impatient: Watched) -> None:
    with closing(sqlite3.connect(impatient.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        status, said = await impatient.get("/readyz")
        other.execute("ROLLBACK")
    assert status == 503 and "Another program is writing" in said["database"]
    assert (await impatient.get("/readyz"))[0] == 200
    await impatient.store.close()


async def test_a_closed_database_is_not_ready_and_metrics_still_come(impatient: Watched) -> None:
    await impatient.store.close()
    status, said = await impatient.get("/readyz")
    assert status == 503 and said["database"] == "The database is closed already."
    assert (await impatient.samples())["studyhall_build_info"]


async def test_a_write_that_hangs_is_said_to_hang(
    impatient: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(key: str, value: str) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(watching, "DATABASE_WITHIN", 0.01)
    monkeypatch.setattr(impatient.store.notes, "put", never)
    status, said = await impatient.get("/readyz")
    assert status == 503 and "A write takes more than" in said["database"]
    await impatient.store.close()


async def test_readiness_writes_at_most_every_few_seconds(watched: Watched) -> None:
    await watched.app.start()
    before = await watched.value("writes_total")
    for _ in range(10):
        assert (await watched.get("/readyz"))[0] == 200
    assert await watched.value("writes_total") == before + 1


async def test_a_port_that_is_taken_is_one_sentence(watched: Watched) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = MonitorServer(watched.watch, watched.metrics, "127.0.0.1", port)
        with pytest.raises(StartError, match=f"port {port} .*STUDYHALL_METRICS_PORT"):
            await server.__aenter__()


async def test_an_address_of_another_machine_is_one_sentence(watched: Watched) -> None:
    server = MonitorServer(watched.watch, watched.metrics, "192.0.2.1", 0)
    with pytest.raises(StartError, match="STUDYHALL_METRICS_HOST"):
        await server.__aenter__()


async def test_there_is_nothing_else_behind_the_port(watched: Watched) -> None:
    for method, path in (("GET", "/"), ("POST", "/metrics"), ("GET", "/../etc/passwd")):
        async with watched.client.request(method, watched.server.url + path) as answer:
            assert answer.status in (404, 405)
