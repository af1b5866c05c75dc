"""The writer thread: commits in groups, a failure undoes only itself, nothing is lost."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import connect
from storage.errors import Closed, Conflict, DiskFull, Locked
from storage.writer import Writer


@pytest.fixture
async def writer(tmp_path: Path) -> AsyncIterator[Writer]:
    path = tmp_path / "numbers.db"
    connection = connect(path, busy_ms=20)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE numbers (n INTEGER PRIMARY KEY, filler BLOB)")
    opened = Writer(connection, path)
    yield opened
    await opened.stop()


def stored(writer: Writer) -> list[int]:
    other = connect(writer._path)
    try:
        return [row[0] for row in other.execute("SELECT n FROM numbers ORDER BY n")]
    finally:
        other.close()


async def add(writer: Writer, number: int, size: int = 0) -> int:
    def job(db: sqlite3.Connection) -> int:
        db.execute("INSERT INTO numbers VALUES (?, zeroblob(?))", (number, size))
        if number < 0:
            raise ValueError(number)
        return number

    return await writer.run(job)


async def hold(writer: Writer) -> threading.Event:
    """Keeps the thread busy until the event is set, so that jobs gather behind it."""
    busy, go = threading.Event(), threading.Event()

    def job(db: sqlite3.Connection) -> None:
        busy.set()
        go.wait(10)

    task = asyncio.create_task(writer.run(job))
    await asyncio.to_thread(busy.wait, 10)
    go.task = task  # type: ignore[attr-defined]
    return go


async def test_what_returned_is_on_the_disk(writer: Writer) -> None:
    assert await add(writer, 1) == 1
    assert stored(writer) == [1]


async def test_one_failure_in_a_group_undoes_only_itself(writer: Writer) -> None:
    commits: list[str] = []
    writer._connection.set_trace_callback(
        lambda sql: commits.append(sql) if sql == "COMMIT" else None
    )
    go = await hold(writer)
    tasks = [asyncio.create_task(add(writer, n)) for n in (1, 2, -3, 2, 4)]
    await asyncio.sleep(0)  # each task has asked
    go.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert results[:2] == [1, 2]
    assert isinstance(results[2], ValueError)
    assert isinstance(results[3], Conflict)
    assert results[4] == 4
    assert stored(writer) == [1, 2, 4]
    assert commits == ["COMMIT", "COMMIT"], "one for the holder, one for the group"


async def test_a_job_too_big_for_the_disk_spoils_nothing_else(writer: Writer) -> None:
    def limit(pages: int) -> None:
        writer._connection.execute(f"PRAGMA max_page_count = {pages}")

    await writer.run(lambda db: limit(20))
    go = await hold(writer)
    tasks = [asyncio.create_task(add(writer, n, size)) for n, size in ((1, 0), (2, 10**6), (3, 0))]
    await asyncio.sleep(0)
    go.set()
    first, second, third = await asyncio.gather(*tasks, return_exceptions=True)
    assert (first, third) == (1, 3)
    assert isinstance(second, DiskFull)
    assert "free some space" in str(second)
    assert stored(writer) == [1, 3]
    await writer.run(lambda db: limit(10_000))
    assert await add(writer, 2, 10**6) == 2


async def test_a_foreign_lock_is_told_and_gone_when_it_ends(writer: Writer) -> None:
    other = connect(writer._path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Locked, match="Another program"):
        await add(writer, 1)
    other.execute("ROLLBACK")
    other.close()
    assert await add(writer, 1) == 1


async def test_who_only_reads_does_not_wait_for_a_foreign_lock(writer: Writer) -> None:
    await add(writer, 1)
    writer.patience = 30
    other = connect(writer._path)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(add(writer, 2))
    await asyncio.sleep(0)  # it has asked

    def count(db: sqlite3.Connection) -> int:
        (found,) = db.execute("SELECT COUNT(*) FROM numbers").fetchone()
        return int(found)

    def count_and_add(db: sqlite3.Connection) -> int:
        found = count(db)
        db.execute("INSERT INTO numbers VALUES (3, NULL)")
        return found

    def refuse(db: sqlite3.Connection) -> None:
        raise LookupError("nobody")

    later = asyncio.create_task(writer.run(count_and_add, may_only_read=True))
    for _ in range(2):
        assert await writer.run(count, may_only_read=True) == 1
    with pytest.raises(LookupError):
        await writer.run(refuse, may_only_read=True)
    assert not waiting.done() and not later.done()
    other.execute("ROLLBACK")
    other.close()
    assert await waiting == 2
    assert await later == 2, "what it read before it was made to wait is forgotten"
    assert stored(writer) == [1, 2, 3]


async def test_stopping_under_a_foreign_lock_forgets_nobody(writer: Writer) -> None:
    writer.patience = 30
    other = connect(writer._path)
    other.execute("BEGIN IMMEDIATE")
    first = asyncio.create_task(add(writer, 1))
    await asyncio.sleep(0)  # it has asked
    assert await writer.run(lambda db: 7, may_only_read=True) == 7
    second = asyncio.create_task(add(writer, 2))
    await asyncio.sleep(0)
    stopping = asyncio.create_task(writer.stop())
    await asyncio.sleep(0)
    other.execute("ROLLBACK")
    other.close()
    await stopping
    assert (await first, await second) == (1, 2)


async def test_who_gives_up_waiting_disturbs_nobody(writer: Writer) -> None:
    go = await hold(writer)
    tasks = [asyncio.create_task(add(writer, n)) for n in (1, 2)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    go.set()
    assert await tasks[1] == 2
    assert stored(writer) == [1, 2], "what was asked for is written all the same"


async def test_stopping_finishes_what_was_asked_for(writer: Writer) -> None:
    go = await hold(writer)
    tasks = [asyncio.create_task(add(writer, n)) for n in range(50)]
    await asyncio.sleep(0)
    stopping = asyncio.create_task(writer.stop())
    await asyncio.sleep(0)
    go.set()
    await stopping
    assert await asyncio.gather(*tasks) == list(range(50))
    assert stored(writer) == list(range(50))
    with pytest.raises(Closed):
        await add(writer, 99)
    await writer.stop()


async def test_commits_and_what_waits_can_be_watched(writer: Writer) -> None:
    told: list[tuple[int, float]] = []
    writer.committed = lambda jobs, seconds: told.append((jobs, seconds))
    go = await hold(writer)
    waiting = [asyncio.create_task(add(writer, number)) for number in range(5)]
    await asyncio.sleep(0)
    assert writer.waiting == 5
    go.set()
    await asyncio.gather(*waiting)
    assert writer.waiting == 0
    await asyncio.wait_for(go.task, 5)  # type: ignore[attr-defined]
    assert [jobs for jobs, _ in told] == [1, 5]
    assert all(0 < seconds < 10 for _, seconds in told)


async def test_a_watcher_that_fails_stops_no_write(writer: Writer) -> None:
    def broken(jobs: int, seconds: float) -> None:
        raise RuntimeError("not my day")

    writer.committed = broken
    assert await add(writer, 1) == 1
    assert await add(writer, 2) == 2
