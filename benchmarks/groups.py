"""``python -m benchmarks.groups``: ten thousand groups, each looked at after a start and when due.

Prints the CPU seconds of each pass, and the statements that a due group and an idle tick cost. No
platform is connected: posts are planned, not sent.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import logging
import pstats
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bot.model.refs import ChannelRef, MemberRef, MessageRef, WorkspaceRef
from bot.runtime.clock import OffsetClock, millis
from bot.service.app import App
from bot.study.group import Rhythm, Schedule
from content.loader import load_courses
from storage.store import SqliteStore

GOAL = 2.0
NIGHT = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 30, 9, 0, 1, tzinfo=UTC)
NEXT = datetime(2026, 12, 1, 9, 0, 1, tzinfo=UTC)
AFTER = datetime(2026, 12, 2, 9, 0, 1, tzinfo=UTC)


class Still(OffsetClock):
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        super().__init__(NIGHT)
        self.at = NIGHT

    def now(self) -> datetime:
        return self.at


async def build(store: SqliteStore, course: str, count: int) -> None:
    person = await store.people.ensure(MemberRef("bench", "ana"), "Ana", 1)
    schedule = Schedule("UTC", (1, 2, 3, 4, 5), Rhythm.MORNING, (9 * 60,))
    for n in range(count):
        await store.groups.create(
            channel=ChannelRef(WorkspaceRef("bench", f"w{n % 500}"), f"c{n}"),
            organizer=person.id,
            course=course,
            schedule=schedule,
            due_at=millis(MORNING - timedelta(seconds=1)),
            now=millis(NIGHT - timedelta(days=1)),
        )


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that any connection runs meanwhile."""
    ran: list[str] = []
    execute = sqlite3.connect

    def connect(*args: object, **options: object) -> sqlite3.Connection:
        made: sqlite3.Connection = execute(*args, **options)  # type: ignore[call-overload]
        made.set_trace_callback(ran.append)
        return made

    sqlite3.connect = connect  # type: ignore[assignment]
    try:
        yield ran
    finally:
        sqlite3.connect = execute


async def switched(what: Callable[[], object]) -> None:
    what()


async def posted(store: SqliteStore, count: int) -> None:
    """What is planned counts as sent."""
    for _ in range(10 * count):
        rows = await store.deliveries.next_due(
            millis(AFTER), 500, platform="bench", edits=False, after="", besides=()
        )
        for row in rows:
            await store.deliveries.begin(row.id, row.due_at)
            await store.deliveries.sent(row.id, MessageRef(row.channel, f"m{row.id}"), row.due_at)
        if not rows:
            break


async def passed(what: str, work: Callable[[], Awaitable[object]], count: int) -> None:
    began, cpu = time.perf_counter(), time.process_time()
    await work()
    cpu, took = time.process_time() - cpu, time.perf_counter() - began
    met = "met" if cpu <= GOAL * count / 10_000 else "not met"
    print(f"{what}: {cpu:.2f} s of CPU ({took:.2f} s), {1000 * cpu / count:.3f} ms a group: {met}")


async def measure(path: Path, count: int, profile: bool) -> None:
    courses = load_courses()
    store = await SqliteStore.open(path)
    clock = Still()
    app = App(store, courses, clock)
    await build(store, min(courses), count)
    await passed("first pass after a start", app.due.plan, count)
    clock.at = MORNING
    await passed("all due, the first concept", app.due.plan, count)
    await posted(store, count)
    clock.at = NEXT
    watch = cProfile.Profile(builtins=False)
    if profile:
        # The planner works in the writer's thread.
        await store.act(lambda: switched(watch.enable))
    await passed("all due, a question opened", app.due.plan, count)
    await posted(store, count)
    clock.at = AFTER
    await passed("all due, a question closed and another opened", app.due.plan, count)
    if profile:
        await store.act(lambda: switched(watch.disable))
        pstats.Stats(watch).sort_stats("tottime").print_stats(45)
    await store.close()


async def statements(path: Path) -> None:
    courses = load_courses()
    with counted() as ran:
        store = await SqliteStore.open(path)
        clock = Still()
        app = App(store, courses, clock)
        await build(store, min(courses), 1)
        for what, at in (
            ("first pass", NIGHT),
            ("first concept", MORNING),
            ("a question opened", NEXT),
            ("a question closed and another opened", AFTER),
            ("idle", AFTER),
        ):
            clock.at = at
            await posted(store, 1)
            ran.clear()
            await app.due.plan()
            own = [
                one for one in ran if not one.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA"))
            ]
            reads = sum(one.lstrip().startswith(("SELECT", "WITH")) for one in own)
            print(f"{what}: {reads} reads, {len(own) - reads} writes")
        await store.close()


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--groups", type=int, default=10_000)
    asked.add_argument("--profile", action="store_true")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(statements(Path(folder) / "one.db"))
        asyncio.run(measure(Path(folder) / "many.db", options.groups, options.profile))


if __name__ == "__main__":
    main()
