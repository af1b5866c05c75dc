"""What memories cost: the upgrade of an older ledger, and /review for the keenest member.

Run with ``python -m benchmarks.memory`` (``--answers 1000000`` for more). Times are of this
machine.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.growth import COURSE, GROUP, MEMBERS, build, most_memory, rebuild, timed
from bot.study import review
from bot.study.knowledge import Knowledge
from bot.study.recall import model_of
from content.loader import load_courses
from storage.database import prepare
from storage.migrations import STEPS
from storage.store import SqliteStore

KEEN = 10_000
"""Answers of one person: three years of ten a day."""
BEFORE = 10
"""Steps before memories were worked out from the ledger."""


@contextmanager
def told(what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - began:.2f} s, {most_memory():.0f} MB at most so far")


def keen(path: Path, course: str, questions: list[tuple[str, str]]) -> None:
    """Person 1 has answered 10,000 times, on each question of the course in turn."""
    with closing(sqlite3.connect(path)) as db, db:
        first = db.execute("SELECT MAX(id) + 1 FROM rounds").fetchone()[0]
        for number in range(KEEN):
            question, concept = questions[number % len(questions)]
            at = 1_600_000_000_000 + number * 8_640_000
            db.execute(
                "INSERT INTO rounds (id, group_id, kind, question_id, revision, concept_id, "
                "option_order, local_date, opened_at, state) VALUES (?, ?, 'daily', ?, 1, ?, '', "
                "?, ?, 'closed')",
                (first + number, GROUP, question, concept, f"keen-{number}", at),
            )
            db.execute(
                "INSERT INTO answers (round_id, person_id, group_id, course, question_id, "
                "concept_id, kind, given, correct, credit, points, sure, local_date, week, month, "
                "at, rated) VALUES (?, 1, ?, ?, ?, ?, 'daily', 'a', 1, 1, 0, 1, '', '', '', ?, ?)",
                (
                    first + number,
                    GROUP,
                    course,
                    question,
                    concept,
                    at,
                    "33" if number % 5 else "11",
                ),
            )
        db.execute("INSERT INTO memory_outdated VALUES (1, ?)", (course,))


async def reviews(path: Path) -> None:
    (course,) = load_courses(Path("content/courses")).values()
    slug = f"{course.slug}-again"
    keen(path, slug, [(q.id, q.concept) for q in course.questions.values()])
    store = await SqliteStore.open(path)
    with told(f"{KEEN:,} answers of one person worked out"):
        found = await store.memories.of(1, slug, GROUP)
    look = await timed(lambda: store.memories.of(1, slug, GROUP))
    print(f"looked up afterwards ({len(found.known)} memories): {look:.2f} ms")
    known, now = Knowledge.of(course, found.known, model_of(found.parameters)), datetime.now(UTC)
    began = time.perf_counter()
    picks = review.session(known, now, 1).picks
    took = (time.perf_counter() - began) * 1000
    print(f"the next {len(picks)} reviews chosen from them: {took:.1f} ms")
    with told("memories of everybody worked out"):
        for person in range(1, MEMBERS + 1):
            await store.memories.of(person, COURSE, GROUP)
    with told("db verify"):
        found_differences = await store.verify(rebuild)
    print(f"differences in memory: {sum(d.startswith('Memory') for d in found_differences)}")
    await store.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--answers", type=int, default=100_000)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "old.db"
        prepare(path, steps=STEPS[:BEFORE]).close()
        with told(f"{options.answers:,} answers of an earlier version built"):
            build(path, options.answers)
        with told("upgraded"):
            prepare(path, keep_old=False).close()
        asyncio.run(reviews(path))


if __name__ == "__main__":
    main()
