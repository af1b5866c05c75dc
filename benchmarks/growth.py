"""``make bench-growth``: what a member or organizer waits for in a large database.

Builds a database of a million answers (``--answers 10000000`` for more): one group of 10,000
members who answer each study day and practice, on the real schema. Then each thing is asked
through the store, in a process of its own, and the table shows times, memory and bytes an answer.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.study import streaks
from bot.study.calendar import periods
from storage.repositories.memories import work_out
from storage.store import SqliteStore
from storage.verify import _LEDGER

MEMBERS = 10_000
QUESTIONS = 240
COURSE = "aws-ml-ramp-up"
FIRST = date(2020, 1, 1)
DAILY_SHARE = 0.6
"""The rest of the answers are practice, five to a quiz."""
GROUP = 1


def build(path: Path, answers: int) -> None:
    """Fills a new file of this version, or of an earlier one; the same for equal numbers."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000")
        db.execute("PRAGMA foreign_keys = OFF")
        with db:
            _people(db)
            days = max(1, round(answers * DAILY_SHARE / MEMBERS))
            _daily(db, days)
            _practice(db, answers - days * MEMBERS)
            db.execute(f"INSERT INTO totals ({_COLUMNS}) {_LEDGER}", (0, MEMBERS))
            if _is_rated(db):
                for person in range(1, MEMBERS + 1):
                    work_out(db, person, COURSE)
        db.execute("ANALYZE")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


_COLUMNS = "person_id, group_id, period, points, correct, answers, accuracy, reviews, hidden"
_ANSWER = (
    "INSERT INTO answers (round_id, person_id, group_id, course, question_id, concept_id, kind, "
    "given, correct, credit, points, sure, local_date, week, month, at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_RATED = _ANSWER.replace("at)", "at, rated)").replace("?)", "?, ?)")
_ROUND = (
    "INSERT INTO rounds (id, group_id, kind, question_id, revision, concept_id, option_order, "
    "local_date, opened_at, closes_at, closed_at, state, person_id, run_id, position, answered, "
    "correct) VALUES (?, ?, ?, ?, 1, ?, 'a,b,c,d', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def _is_rated(db: sqlite3.Connection) -> bool:
    return "rated" in {row[1] for row in db.execute("PRAGMA table_info(answers)")}


def _tell(db: sqlite3.Connection, answers: Iterable[tuple[Any, ...]]) -> None:
    if not _is_rated(db):
        db.executemany(_ANSWER, answers)
        return
    db.executemany(_RATED, ((*answer, "33" if answer[8] else "11") for answer in answers))


def _people(db: sqlite3.Connection) -> None:
    db.executemany(
        "INSERT INTO persons (id, name, created_at) VALUES (?, ?, 1)",
        ((n, f"Member {n}") for n in range(1, MEMBERS + 1)),
    )
    db.executemany(
        "INSERT INTO members (member, person_id) VALUES (?, ?)",
        ((f"bench:m{n}", n) for n in range(1, MEMBERS + 1)),
    )
    db.execute(
        "INSERT INTO groups (id, course, zone, days, rhythm, times, created_at) "
        "VALUES (?, ?, 'UTC', '1,2,3,4,5,6,7', 'morning', '540', 1)",
        (GROUP, COURSE),
    )
    db.executemany(
        "INSERT INTO memberships (person_id, group_id, since) VALUES (?, ?, 1)",
        ((n, GROUP) for n in range(1, MEMBERS + 1)),
    )


def _right(person: int, number: int) -> int:
    return int((person * 2_654_435_761 + number * 40_503) % 100 < 55 + person % 40)


def _at(day: date, second: int) -> int:
    return round(
        (datetime(day.year, day.month, day.day, 9, tzinfo=UTC).timestamp() + second) * 1000
    )


def _question(number: int) -> tuple[str, str]:
    return f"q-{number % QUESTIONS:03}", f"concept-{number % QUESTIONS // 5:02}"


def _daily(db: sqlite3.Connection, days: int) -> None:
    for number in range(days):
        day = FIRST + timedelta(days=number)
        local, (week, month) = day.isoformat(), periods(day)
        question, concept = _question(number)
        rights = [_right(person, number) for person in range(1, MEMBERS + 1)]
        db.execute(
            _ROUND,
            (number + 1, GROUP, "daily", question, concept, local, _at(day, 0), _at(day, 86_000),
             _at(day, 86_000), "closed", None, None, 0, MEMBERS, sum(rights)),
        )  # fmt: skip
        _tell(
            db,
            (
                (number + 1, person, GROUP, COURSE, question, concept, "daily", "a", right, right,
                 20 * right, 1, local, week, month, _at(day, person))
                for person, right in enumerate(rights, 1)
            ),
        )  # fmt: skip
        db.executemany(
            "INSERT INTO active_days (group_id, person_id, local_date) VALUES (?, ?, ?)",
            ((GROUP, person, local) for person in range(1, MEMBERS + 1)),
        )


def _practice(db: sqlite3.Connection, answers: int) -> None:
    first = db.execute("SELECT MAX(id) + 1 FROM rounds").fetchone()[0]
    rounds: list[tuple[Any, ...]] = []
    told: list[tuple[Any, ...]] = []
    for number in range(answers):
        person, run = number // 5 % MEMBERS + 1, number // 5 + 1
        day = FIRST + timedelta(days=number // 5 // MEMBERS)
        local, (week, month) = day.isoformat(), periods(day)
        question, concept = _question(number * 7 + person)
        right = _right(person, number)
        if number % 5 == 0:
            db.execute(
                "INSERT INTO runs (id, person_id, group_id, topic, state, started_at) "
                "VALUES (?, ?, ?, 'A mix', 'done', ?)",
                (run, person, GROUP, _at(day, 0)),
            )
        rounds.append(
            (first + number, GROUP, "practice", question, concept, local, _at(day, number % 5),
             None, None, "open", person, run, number % 5, 0, 0)
        )  # fmt: skip
        told.append(
            (first + number, person, GROUP, COURSE, question, concept, "practice", "a", right,
             right, right, None, local, week, month, _at(day, 100 + number % 5))
        )  # fmt: skip
        if len(told) == 50_000 or number == answers - 1:
            db.executemany(_ROUND, rounds)
            _tell(db, told)
            rounds.clear()
            told.clear()


async def timed(what: Callable[[], Awaitable[object]], times: int = 5) -> float:
    """The median milliseconds."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        await what()
        took.append(time.perf_counter() - began)
    return statistics.median(took) * 1000


async def presses(path: Path) -> dict[str, float]:
    """Milliseconds of each thing that a member or organizer presses."""
    store = await SqliteStore.open(path)
    try:
        person, question = MEMBERS // 2, "q-017"
        some = range(1, MEMBERS, MEMBERS // 11)
        boards = [await timed(lambda n=n: store.boards.board(GROUP, "all", n), 3) for n in some]
        return {
            "leaderboard with own place": statistics.median(boards),
            "history of the group's questions": await timed(lambda: store.rounds.history(GROUP)),
            "a report's figures": await timed(lambda: store.answers.on_question(GROUP, question)),
            "progress": await timed(lambda: store.answers.concept_scores(person, GROUP)),
            "a quiz's answered questions": await timed(
                lambda: store.answers.answered_questions(person, COURSE)
            ),
            "all that a person remembers (review)": await timed(
                lambda: store.memories.of(person, COURSE, GROUP)
            ),
            "streak": await timed(lambda: store.answers.streak(GROUP, person, "2021-01-01")),
            "results of a day": await timed(lambda: store.rounds.tally(3)),
            "questions of a week": await timed(
                lambda: store.boards.asked(GROUP, "2020-01-06", "2020-01-12")
            ),
            "leaderboard by reviews": await timed(
                lambda: store.boards.by_reviews(GROUP, "all", person)
            ),
            "leaderboard by improvement": await timed(
                lambda: store.boards.by_improvement(GROUP, "2020-01", person)
            ),
            "streaks of a week": await timed(
                lambda: store.boards.running(GROUP, "all", "2020-01-06", "2020-01-12")
            ),
        }
    finally:
        await store.close()


def rebuild(days: Any) -> Any:
    return streaks.rebuild(days)


async def checked(path: Path) -> dict[str, float]:
    store = await SqliteStore.open(path)
    try:
        began = time.perf_counter()
        found = await store.verify(rebuild)
        took = time.perf_counter() - began
    finally:
        await store.close()
    if found:
        raise RuntimeError(f"the ledger does not fit: {found[:3]}")
    return {"seconds": took}


async def backed_up(path: Path) -> dict[str, float]:
    from storage.backups import make

    began = time.perf_counter()
    tried = make(path, path.with_name("copy.db"), rebuild)
    took = time.perf_counter() - began
    path.with_name("copy.db").unlink()
    if tried.differences:
        raise RuntimeError("the back-up differs")
    return {"seconds": took}


def most_memory() -> float:
    """The most MB that this process ever held (Linux; what it was forked from does not count)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


PARTS = {"presses": presses, "verify": checked, "back-up": backed_up}


def apart(part: str, path: Path) -> dict[str, float]:
    """A part measured in a process of its own; ``MB`` is the most memory it ever held."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.growth", "--part", part, "--file", str(path)],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def show(path: Path, answers: int) -> None:
    goals = {"leaderboard with own place": 1.0}
    table = Table(title=f"{answers:,} answers in one group of {MEMBERS:,} members")
    for column in ("what", "measured", "goal", ""):
        table.add_column(column)

    def line(what: str, value: float, unit: str, goal: float) -> None:
        met = "met" if value <= goal else f"not met (×{value / goal:.2f})"
        table.add_row(what, f"{value:,.2f} {unit}", f"≤ {goal:g} {unit}", met)

    found = apart("presses", path)
    memory = found.pop("MB")
    for what, value in found.items():
        line(what, value, "ms", goals.get(what, 20.0))
    line("memory of all these", memory, "MB", 150)
    for part in ("verify", "back-up"):
        found = apart(part, path)
        table.add_row(f"{part}: time", f"{found['seconds']:.1f} s", "", "")
        line(f"{part}: memory", found["MB"], "MB", 150)
    line("bytes an answer on disk", path.stat().st_size / answers, "B", 200)
    Console(width=110).print(table)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--answers", type=int, default=1_000_000)
    asked.add_argument("--file", type=Path, help="kept here, and used again where it is there")
    asked.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.part:
        found = asyncio.run(PARTS[options.part](options.file))
        found["MB"] = most_memory()
        print(json.dumps(found))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = options.file or Path(folder) / "grown.db"
        if not path.exists():
            asyncio.run(_new(path))
            began = time.perf_counter()
            build(path, options.answers)
            print(f"built in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        with closing(sqlite3.connect(path)) as db:
            answers = db.execute("SELECT COUNT(*) FROM answers").fetchone()[0]
        show(path, answers)


async def _new(path: Path) -> None:
    store = await SqliteStore.open(path)
    await store.close()


if __name__ == "__main__":
    main()
