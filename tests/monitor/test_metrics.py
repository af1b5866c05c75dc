"""What ``/metrics`` says after things have happened, and what it never says."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from math import isnan

from bot.model import Command, Kind
from bot.runtime.clock import millis
from bot.service.monitor.metrics import OTHER
from bot.study.group import Schedule
from tests.fakes import ANA, CHANNEL, NOW, interaction
from tests.inside import due, idle
from tests.monitor.conftest import Watched
from tests.storage.house import planned

SCHEDULE = Schedule("UTC", (1, 2, 3, 4, 5), "morning", (540,))


async def do(watched: Watched, *names: str, times: int = 1) -> None:
    for name in names:
        for _ in range(times):
            kind = Kind.COMMAND if name.startswith("/") else Kind.PRESS
            asked = interaction(name.removeprefix("/"), kind, ago=0.2)
            watched.app.dispatcher(asked)
    async with asyncio.timeout(5):
        await idle(watched.app.dispatcher)


async def test_an_interaction_is_counted_and_timed(watched: Watched) -> None:
    await watched.app.start()
    await do(watched, "/study/help", times=3)
    labels = {"platform": "fake", "kind": "command", "route": "study/help", "outcome": "reply"}
    assert await watched.value("interactions_total", **labels) == 3
    samples = await watched.samples()
    times = {
        labels["le"]: number
        for labels, number in samples["studyhall_answer_seconds_bucket"]
        if labels["kind"] == "command"
    }
    assert times["0.1"] == 0 and times["3.0"] == times["+Inf"] == 3
    assert await watched.value("acknowledge_seconds_count", platform="fake") == 3


async def test_forged_routes_make_no_labels(watched: Watched) -> None:
    await watched.app.start()
    forged = [f"1.evil-{n}.x" for n in range(50)] + ["<script>", "x" * 90]
    await do(watched, *forged, "/nonsense", "/study/nonsense")
    routes = {
        labels["route"] for labels, _ in (await watched.samples())["studyhall_interactions_total"]
    }
    assert routes == {OTHER}
    assert await watched.value("refused_inputs_total", reason="unknown") == len(forged)


async def test_no_metric_says_who_somebody_is(watched: Watched) -> None:
    await watched.app.start()
    await do(watched, "/study/help", "1.nowhere", "/quiz")
    async with watched.client.get(f"{watched.server.url}/metrics") as answer:
        said = await answer.text()
    for word in ("ana", "Ana", CHANNEL.id, "room"):
        assert f'"{word}"' not in said
    names = {label for family in (await watched.samples()).values() for label in family[0][0]}
    assert names <= {
        *("platform", "kind", "route", "outcome", "result", "reason", "file", "le"),
        *("version", "python", "sqlite"),
    }


async def test_every_command_and_action_may_be_a_label(watched: Watched) -> None:
    commands = {command.route for command in watched.app.router.commands}
    assert isinstance(watched.app.router.commands[0], Command)
    assert commands < watched.app.router.routes and "answer" not in commands
    assert len(watched.app.router.routes) < 150


async def test_connections_and_reconnections(watched: Watched) -> None:
    await watched.app.start()
    assert await watched.value("connected", platform="other") == 1
    assert await watched.value("connections_total", platform="other") == 1
    await watched.app.connections.supervisors["other"].stop()
    connected = (await watched.samples())["studyhall_connected"]
    assert connected == [({"platform": "fake"}, 1.0)]


async def test_posts_that_are_due(watched: Watched) -> None:
    store = watched.store
    person = await store.people.ensure(ANA, "Ana", millis(NOW))
    group = await store.groups.create(
        channel=CHANNEL,
        organizer=person.id,
        course="small",
        schedule=SCHEDULE,
        due_at=None,
        now=millis(NOW),
    )
    past = millis(NOW - timedelta(seconds=90))
    await store.deliveries.plan(
        group.id,
        [planned(kind, channel=CHANNEL, due_at=past) for kind in ("concept", "question")],
    )
    assert await watched.value("posts_due") == 2
    assert await watched.value("posts_due_oldest_seconds") == 90
    (first, _) = await due(store, millis(NOW), 9)
    await store.deliveries.begin(first.id, millis(NOW))
    assert await watched.value("posts_uncertain") == 1
    await store.groups.set_problem(CHANNEL, "missing: Send Messages")
    assert await watched.value("channels_blocked") == 1
    assert await watched.value("posts_due") == 0


async def test_the_machine_below(watched: Watched) -> None:
    await watched.app.tick()
    await watched.store.notes.put("a", "b")
    samples = await watched.samples()
    assert samples["studyhall_writes_total"][0][1] >= 1
    assert samples["studyhall_commit_seconds_count"][0][1] >= 1
    assert samples["studyhall_write_queue"][0][1] == 0
    sizes = {labels["file"]: number for labels, number in samples["studyhall_database_bytes"]}
    assert sizes["main"] == watched.path.stat().st_size and sizes["log"] > 0
    assert samples["studyhall_disk_free_bytes"][0][1] > 1e6
    assert abs(samples["studyhall_last_tick_timestamp_seconds"][0][1] - time.time()) < 5
    assert samples["studyhall_last_backup_timestamp_seconds"][0][1] == 0
    assert samples["studyhall_course_refused"][0][1] == 0
    ((build, one),) = samples["studyhall_build_info"]
    assert one == 1 and build["python"].startswith("3.") and build["version"]
    assert samples["process_resident_memory_bytes"][0][1] > 1e7


async def test_a_loop_that_is_held_up_shows(watched: Watched) -> None:
    async with asyncio.timeout(5):
        while not await watched.value("loop_lag_seconds_count"):
            time.sleep(0.02)  # noqa: ASYNC251 (this is the hold-up)
            await asyncio.sleep(0)
    assert await watched.value("loop_lag_seconds_sum") > 0


async def test_figures_that_cannot_be_had_are_no_numbers(watched: Watched) -> None:
    await watched.app.tick()
    watched.path.rename(watched.path.with_name("away.db"))
    for name in ("posts_due", "posts_due_oldest_seconds", "posts_uncertain", "channels_blocked"):
        assert isnan(await watched.value(name))
    assert await watched.value("connected", platform="fake") == 0
    watched.path.with_name("away.db").rename(watched.path)
