"""What others wait for while a question of 10,000 members is closed, or withdrawn.

Run with ``python -m benchmarks.growth_crowd``. Somebody else writes a line again and again; the
longest that takes is how long the writer was held.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

from bot.features.daily.closing import CHUNK

from benchmarks.growth import COURSE, GROUP, MEMBERS, build
from bot.study.answer import AnswerKind, AnswerRequest, Judgment, Prior
from bot.study.memory import Rated
from bot.study.rating import Rating
from bot.study.round import NewRound, Pending, Round
from bot.study.streaks import Streak
from storage.store import SqliteStore
from storage.study_rounds import Decide, Settle

DAY = "2026-11-02"
GOOD = Rated(Rating.Good, Rating.Good)


def settle(posed: Round) -> Settle:
    """Rules that cost nothing: what is measured is the database."""

    def decide(_: Prior) -> Judgment:
        return Judgment(True, 1.0, 10, None, True, Streak(1, 1, 1, 1, DAY, 1), GOOD)

    def one(choice: Pending) -> tuple[AnswerRequest, Decide]:
        record = AnswerRequest(
            posed.id, choice.person_id, choice.given, AnswerKind.DAILY, COURSE, ("k",),
            DAY, DAY, "2026-W45", "2026-11", choice.at,
        )  # fmt: skip
        return record, decide

    return one


async def longest_wait(store: SqliteStore, work: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds that another writer waited at most while ``work`` ran."""
    waits: list[float] = []
    running = asyncio.ensure_future(work())
    while not running.done():
        began = time.perf_counter()
        await store.notes.put("bench", str(len(waits)))
        waits.append(time.perf_counter() - began)
        await asyncio.sleep(0.001)
    await running
    return max(waits) * 1000


async def measure(path: Path) -> None:
    store = await SqliteStore.open(path)
    new = NewRound("q-001", 1, "k", "a,b")
    posed = await store.rounds.open_daily(GROUP, new, local_date=DAY, opened_at=1, closes_at=9)
    with closing(sqlite3.connect(path)) as db, db:
        db.executemany(
            "INSERT INTO choices (round_id, person_id, given, at) VALUES (?, ?, 'a', 5)",
            ((posed.id, person) for person in range(1, MEMBERS + 1)),
        )

    async def close() -> None:
        while await store.rounds.settle_some(posed.id, settle(posed), CHUNK):
            pass
        await store.rounds.close(posed.id, 10, settle(posed), [])

    for what, work in (
        ("closed in steps", close),
        ("withdrawn", lambda: store.rounds.void(posed.id, 11, [])),
    ):
        began = time.perf_counter()
        wait = await longest_wait(store, work)
        took = time.perf_counter() - began
        print(f"{MEMBERS:,} answers {what}: {took:.1f} s, others waited {wait:.0f} ms at most")
    await store.close()


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "crowd.db"
        await (await SqliteStore.open(path)).close()
        await asyncio.to_thread(build, path, MEMBERS)
        await measure(path)


if __name__ == "__main__":
    asyncio.run(main())
