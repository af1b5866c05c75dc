"""What a recorded answer and a leaderboard cost in storage alone.

Run with ``python -m benchmarks.storage``; times are of this machine and its disk.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bot.model.refs import ChannelRef, MemberRef, WorkspaceRef
from bot.study.answer import AnswerKind, AnswerRequest, Judgment, Prior
from bot.study.group import Rhythm, Schedule
from bot.study.memory import Rated
from bot.study.rating import Rating
from bot.study.round import NewRound, Round
from bot.study.streaks import Streak
from storage.store import SqliteStore

DAY = "2026-11-02"
GOOD = Rated(Rating.Good, Rating.Good)
HERE = WorkspaceRef("bench", "w")
CASES = ((1, 500), (64, 3_200), (1_000, 4_000))
BOARDS = 200


def decide(prior: Prior) -> Judgment:
    return Judgment(True, 1.0, 10, True, True, Streak(1, 1, 1, 1, DAY, 1), GOOD)


async def answer(store: SqliteStore, round_: Round, person_id: int) -> None:
    record = AnswerRequest(
        round_.id, person_id, "a", AnswerKind.DAILY, "c", ("k",), DAY, DAY, "2026-W45", "2026-11", 3
    )
    await store.answers.record(record, decide)


async def work(store: SqliteStore, round_: Round, people: Iterator[int], count: int) -> list[float]:
    took = []
    for _ in range(count):
        start = time.perf_counter()
        await answer(store, round_, next(people))
        took.append(time.perf_counter() - start)
    return took


async def measure(store: SqliteStore) -> None:
    needed = sum(total for _, total in CASES)
    persons = await asyncio.gather(
        *(store.people.ensure(MemberRef("bench", str(i)), f"p{i}", 1) for i in range(needed))
    )
    group = await store.groups.create(
        channel=ChannelRef(HERE, "c"),
        organizer=persons[0].id,
        course="c",
        schedule=Schedule("UTC", (1,), Rhythm.MORNING, (540,)),
        due_at=None,
        now=1,
    )
    round_ = await store.rounds.open_daily(
        group.id, NewRound("q", 1, "k", "a,b"), local_date=DAY, opened_at=1, closes_at=9
    )
    people = iter([person.id for person in persons])
    for waiting, total in CASES:
        start = time.perf_counter()
        took = await asyncio.gather(
            *(work(store, round_, people, total // waiting) for _ in range(waiting))
        )
        rate = total / (time.perf_counter() - start)
        median = statistics.median(one for many in took for one in many) * 1_000
        print(f"{waiting:5} waiting: {rate:8.0f} answers/s, median {median:7.2f} ms")
    took_boards = []
    for person in persons[:BOARDS]:
        start = time.perf_counter()
        await store.boards.board(group.id, "all", person.id)
        took_boards.append(time.perf_counter() - start)
    median = statistics.median(took_boards) * 1_000
    print(f"leaderboard, {needed} members with equal points: median {median:.2f} ms")


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = await SqliteStore.open(Path(folder) / "bench.db")
        await measure(store)
        await store.close()


if __name__ == "__main__":
    asyncio.run(main())
