"""``make bench-fanout``: thousands of channels due in the same minute, on servers with limits on.

Real time, real adapters, a real file. First every group's question is due at once; then the
clock is set on to the next study day, when every result (an edit) and the next question are due,
and the bot is stopped in the middle of that.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import resource
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.fanout_servers import GUILDS
from benchmarks.measured import memory_mb
from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.limits import PER_SECOND
from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.limits import POSTS_PER_MINUTE, TIER_3
from bot.model import ChannelRef, MemberRef, WorkspaceRef
from bot.runtime.clock import OffsetClock, millis
from bot.service import logging as log
from bot.service.app import App
from bot.service.garbage_collector import settle
from bot.service.settings import load_settings
from bot.study.group import Rhythm, Schedule
from content.loader import load_courses
from storage.store import SqliteStore

Json = dict[str, Any]
WITHIN = 5.0
"""Percent by which a rate may differ from the allowed one."""
STORM = 1.0
"""Percent of calls that may be refused: the local servers count more strictly than a busy
computer can keep time."""
BLOCK_MS = 25.0
STOP_S = 5.0
DUE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""Monday."""


@dataclass
class Watch:
    """How long single callbacks kept the event loop, in milliseconds of its thread's own time."""

    longest: float = 0.0
    who: str = ""
    _run: Any = field(default=None, repr=False)
    _begun: float = 0.0
    _collected: float = 0.0

    def __enter__(self) -> Watch:
        self._run = run = asyncio.events.Handle._run

        def timed(handle: Any) -> None:
            begun = time.thread_time()
            self._collected = 0.0
            run(handle)
            took = 1000 * (time.thread_time() - begun)
            if took > self.longest:
                gc = f" ({1000 * self._collected:.0f} ms of it garbage collection)"
                self.longest, self.who = took, _where(handle) + gc

        asyncio.events.Handle._run = timed  # type: ignore[method-assign]
        gc.callbacks.append(self._collecting)
        return self

    def _collecting(self, phase: str, _: Any) -> None:
        if threading.current_thread() is threading.main_thread():
            now = time.thread_time()
            if phase == "start":
                self._begun = now
            else:
                self._collected += now - self._begun

    def __exit__(self, *_: object) -> None:
        asyncio.events.Handle._run = self._run  # type: ignore[method-assign]
        gc.callbacks.remove(self._collecting)

    def reset(self) -> None:
        self.longest, self.who = 0.0, ""


def _where(handle: Any) -> str:
    """What the callback was, and where its task waits now."""
    task = getattr(handle._callback, "__self__", None)
    if not isinstance(task, asyncio.Task):
        return repr(handle)[:300]
    frames, coroutine = [], task.get_coro()
    while coroutine is not None and getattr(coroutine, "cr_frame", None) is not None:
        frames.append(f"{coroutine.cr_code.co_qualname}:{coroutine.cr_frame.f_lineno}")
        coroutine = coroutine.cr_await
    return " > ".join(frames) or repr(task)[:300]


class Servers:
    """The local platforms, in a process of their own."""

    def __init__(self, process: asyncio.subprocess.Process, ready: Json) -> None:
        self._process = process
        self.ready = ready

    async def told(self) -> Json:
        """What arrived since the last time."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(b"\n")
        return json.loads(await self._process.stdout.readline())  # type: ignore[no-any-return]


@asynccontextmanager
async def servers(discord: int, slack: int) -> AsyncIterator[Servers]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.fanout_servers", str(discord), str(slack)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**26,
    )
    assert process.stdin and process.stdout
    try:
        yield Servers(process, json.loads(await process.stdout.readline()))
    finally:
        process.stdin.close()
        await process.wait()


@asynccontextmanager
async def bot(path: Path, ready: Json, clock: OffsetClock) -> AsyncIterator[App]:
    courses = load_courses(load_settings().studyhall_courses)
    store = await SqliteStore.open(path)
    app = App(store, courses, clock)
    slack, discord = ready["slack"], ready["discord"]
    app.add(
        SlackAdapter(slack["bot"], slack["app"], state=app.adapter_state("s"), api_url=slack["api"])
    )
    app.add(
        DiscordAdapter(
            discord["token"],
            state=app.adapter_state("d"),
            api_url=discord["api"],
            gateway_url=discord["gateway"],
        )
    )
    try:
        await app.start()
        settle()
        yield app
    finally:
        await app.stop()
        await store.close()


async def groups(app: App, ready: Json) -> int:
    """One group a channel, on its way since a week, each due at ``DUE``."""
    store, course = app.store, min(app.courses.all())
    owner = await store.people.ensure(MemberRef("discord", "1"), "Ana", 0)
    channels = [
        ChannelRef(WorkspaceRef(platform, workspace), channel)
        for platform in ("discord", "slack")
        for workspace, channel in ready[platform]["channels"]
    ]
    for at in range(0, len(channels), 500):
        await asyncio.gather(
            *(
                store.groups.create(
                    channel=channel,
                    organizer=owner.id,
                    course=course,
                    schedule=Schedule("UTC", (1, 2, 3, 4, 5), Rhythm.QUESTIONS, (540,)),
                    due_at=millis(DUE),
                    now=millis(DUE - timedelta(days=7)),
                )
                for channel in channels[at : at + 500]
            )
        )
    return len(channels)


async def settled(app: App) -> None:
    """Waits until nothing is planned or being sent any more."""
    left = True
    while left:
        await asyncio.sleep(0.5)
        stats = await app.store.stats()
        left = bool(stats.get("deliveries_planned") or stats.get("deliveries_sending"))


async def slowness(path: Path) -> str:
    def read() -> list[int]:
        with closing(sqlite3.connect(path)) as db:
            rows = db.execute("SELECT sent_at - sending_at FROM deliveries WHERE state = 'sent'")
            return sorted(row[0] for row in rows)

    took = await asyncio.to_thread(read)
    return f"median {took[len(took) // 2]} ms, 99 % within {took[int(len(took) * 0.99)]} ms"


@dataclass
class Planned:
    """When the first post arrived and all groups had been planned, in seconds after the start."""

    first_post: float = 0.0
    planned: float = 0.0
    cpu: float = 0.0


async def watch_planning(app: App, begun: float) -> Planned:
    out, cpu = Planned(), time.process_time()
    while not out.planned:
        await asyncio.sleep(0.2)
        stats = await app.store.stats()
        if not out.first_post and stats.get("deliveries_sent", 0):
            out.first_post = time.monotonic() - begun
        if not await app.store.groups.due(millis(app.clock.now()), 1):
            out.planned, out.cpu = time.monotonic() - begun, time.process_time() - cpu
    return out


async def main(discord: int, slack: int, results: float) -> int:
    log.configure("json", "error")
    out = Console()
    table = Table("what", "allowed", "measured", "of it", "refused (429)")
    bad: list[str] = []
    with tempfile.TemporaryDirectory() as folder, Watch() as watch:
        async with servers(discord, slack) as local:
            clock = OffsetClock(DUE - timedelta(hours=1))
            path = Path(folder) / "fanout.db"
            async with bot(path, local.ready, clock) as app:
                count = await groups(app, local.ready)
                await local.told()
                before, begun, cpu = memory_mb(), time.monotonic(), time.process_time()
                watch.reset()
                clock.set(DUE)
                app.ticker.start()
                planned = await watch_planning(app, begun)
                await settled(app)
                took, cpu = time.monotonic() - begun, time.process_time() - cpu
                told = await local.told()
                slow = await slowness(path)
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                _row(table, bad, "Discord posts/s", PER_SECOND, told["discord"], "posts")
                _row(table, bad, "Slack posts/min", POSTS_PER_MINUTE, told["slack"], "posts", 60)
                posted = told["discord"]["posts"] + told["slack"]["posts"]
                if posted != count or told["discord"]["doubled"] or told["slack"]["doubled"]:
                    bad.append(f"{posted} posts for {count} channels: {told}")
                lines = [
                    f"{posted} posts in {took:.0f} s, {cpu:.0f} s of CPU; all {count} groups "
                    f"planned after {planned.planned:.1f} s ({planned.cpu:.1f} s of CPU, sending "
                    f"included), first post after {planned.first_post:.1f} s",
                    f"most by which one of {GUILDS} Discord workspaces led another: "
                    f"{told['discord']['lead']} posts",
                    f"memory: {before:.0f} MB before, {peak - before:.0f} MB more at the peak; "
                    f"most rows in memory: {app.outbox.peak}",
                    f"from begun to marked: {slow}",
                    f"longest hold of the event loop: {watch.longest:.1f} ms {watch.who}",
                ]
                if watch.longest > BLOCK_MS:
                    bad.append("the event loop was held")
                watch.reset()
                clock.set(DUE + timedelta(days=1))
                await asyncio.sleep(results)
                told = await local.told()
                # Results of messages whose mark is not in memory any more cost a look first.
                _row(table, bad, "Discord requests/s", PER_SECOND, told["discord"], "calls")
                _row(table, bad, "Slack posts/min beside results", 300, told["slack"], "posts", 60)
                _row(table, bad, "Slack results/min", TIER_3, told["slack"], "edits", 60)
                lines.append(f"longest hold in the second part: {watch.longest:.1f} ms {watch.who}")
                begun = time.monotonic()
                await app.stop()
                stopped = time.monotonic() - begun
                lines.append(
                    f"stopped in the middle of it after {stopped:.2f} s; left in “sending”: "
                    f"{(await app.store.stats()).get('deliveries_sending', 0)}"
                )
                if stopped > STOP_S:
                    bad.append("it did not stop in time")
    out.print(table)
    for line in lines:
        out.print(line, highlight=False, markup=False)
    for line in bad:
        out.print(f"NOT GOOD: {line}", style="red", markup=False)
    return 1 if bad else 0


def _row(
    table: Table, bad: list[str], what: str, allowed: float, told: Json, kind: str, per: float = 1
) -> None:
    rate = per * (told[kind] - 1) / told[f"{kind}_s"] if told[kind] > 1 else 0.0
    off = 100 * (rate / allowed - 1)
    refused = sum(told["refused"].values())
    table.add_row(what, f"{allowed:g}", f"{rate:.1f}", f"{off:+.1f} %", str(refused))
    if abs(off) > WITHIN or refused > STORM / 100 * told[kind]:
        bad.append(f"{what}: {off:+.1f} %, {refused} refused")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--discord", type=int, default=10_000, help="channels")
    parser.add_argument("--slack", type=int, default=1_000, help="channels of one workspace")
    parser.add_argument("--results", type=float, default=90.0, help="seconds of the second part")
    given = parser.parse_args()
    raise SystemExit(asyncio.run(main(given.discord, given.slack, given.results)))
