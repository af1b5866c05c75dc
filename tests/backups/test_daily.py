"""The running bot makes its backups by itself."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import structlog

from bot.service.backups import folder as folders
from bot.service.backups.daily import Backups, backed_up
from bot.service.backups.folder import Folder
from storage.errors import Damaged, DiskFull, StorageError
from storage.store import SqliteStore
from tests.storage.house import House
from tests.storage.test_backups import names, spoil
from tests.virtual import VirtualClock

START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


class Bench:
    """``at`` lets the time pass as a running bot does, minute by minute where it matters."""

    def __init__(self, path: Path, store: SqliteStore) -> None:
        self.path = path
        self.store = store
        self.clock = VirtualClock(START)
        self.folder = Folder(path.parent / "backups", path)
        self.backups = Backups(self.folder, 7, store, self.clock, BERLIN)

    async def at(self, moment: datetime) -> None:
        while self.clock.now() < moment:
            self.clock.set(min(moment, self.clock.now() + timedelta(minutes=15)))
            await self.backups.look()

    def made(self) -> list[str]:
        return [f"{kept.made:%m-%d %H:%M}" for kept in reversed(self.folder.kept())]

    async def notices(self) -> list[str]:
        (group,) = await self.store.groups.all()
        return [words for _, words in await self.store.groups.notices(group.id)]


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    path = tmp_path / "study.db"
    store = await SqliteStore.open(path)
    await House.build(store)
    with structlog.testing.capture_logs():
        yield Bench(path, store)
    await store.close()


async def test_the_first_at_once_then_one_each_night(bench: Bench) -> None:
    await bench.backups.look()
    assert bench.made() == ["11-23 12:00"]
    assert bench.backups.last_success() == START.timestamp()
    await bench.at(START + timedelta(days=3))
    # Half past three in Berlin.
    assert bench.made() == ["11-23 12:00", "11-24 02:30", "11-25 02:30", "11-26 02:30"]


async def test_after_a_night_off_one_is_made_at_once(bench: Bench) -> None:
    await bench.backups.look()
    bench.clock.set(START + timedelta(days=2))
    again = Backups(bench.folder, 7, bench.store, bench.clock, BERLIN)
    assert again.due()
    await again.look()
    assert bench.made() == ["11-23 12:00", "11-25 12:00"]
    assert not again.due()


async def test_old_ones_go_when_a_new_one_is_there(bench: Bench) -> None:
    bench.folder.path.mkdir()
    for days in range(1, 60):
        old = START - timedelta(days=days)
        (bench.folder.path / f"study-{old:%Y%m%d-%H%M%S}.db").write_text("x")
    await bench.backups.look()
    assert len(bench.made()) == 7 + 3


async def test_on_the_days_when_clocks_change(bench: Bench) -> None:
    bench.clock.set(datetime(2027, 3, 27, 12, 0, tzinfo=UTC))
    await bench.backups.look()
    await bench.at(datetime(2027, 3, 29, 12, 0, tzinfo=UTC))
    assert bench.made() == ["03-27 12:00", "03-28 01:30", "03-29 01:30"]
    bench.clock.set(datetime(2027, 10, 30, 12, 0, tzinfo=UTC))
    await bench.backups.look()
    await bench.at(datetime(2027, 11, 1, 12, 0, tzinfo=UTC))
    assert bench.made()[-3:] == ["10-30 12:00", "10-31 02:30", "11-01 02:30"]


async def test_a_failure_is_tried_again_and_told_once(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> object:
        raise DiskFull("There is not enough room in /data.")

    await bench.backups.look()
    good = bench.made()
    with monkeypatch.context() as patched:
        patched.setattr(folders, "make", full)
        await bench.at(datetime(2026, 11, 24, 2, 30, tzinfo=UTC))
        assert bench.backups.problem == "There is not enough room in /data."
        assert await bench.notices() == [], "perhaps it goes by"
        await bench.at(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
        (words,) = await bench.notices()
        assert "cannot make backups" in words and "not enough room in /data." in words
        (notice,) = await bench.store.groups.notices(1)
        await bench.store.groups.drop_notice(notice[0])
        again = Backups(bench.folder, 7, bench.store, bench.clock, BERLIN)
        await again.look()
        bench.clock.advance(timedelta(hours=2))
        await again.look()
        assert await bench.notices() == [], "told once, also over a restart"
        assert bench.made() == good
    await bench.at(datetime(2026, 11, 24, 12, 0, tzinfo=UTC))
    assert bench.backups.problem == "" and len(bench.made()) == 2
    with monkeypatch.context() as patched:
        patched.setattr(folders, "make", full)
        await bench.at(datetime(2026, 11, 25, 12, 0, tzinfo=UTC))
    assert len(await bench.notices()) == 1, "it is news again"


async def test_a_damaged_database_is_told_at_once_and_good_back_ups_stay(bench: Bench) -> None:
    await bench.backups.look()
    good = bench.made()
    spoil(bench.path, "answers_asked")
    await bench.at(datetime(2026, 12, 24, 12, 0, tzinfo=UTC))
    assert bench.made() == good
    assert names(bench.folder.path) == [".lock", "study-20261123-120000.db"]
    (words,) = await bench.notices()
    assert "damaged" in words


async def test_totals_that_differ_make_a_doubtful_one(bench: Bench) -> None:
    house = await House.build_again(bench.store)
    await house.answer(await house.daily(), house.ann)
    await bench.backups.look()
    with closing(sqlite3.connect(bench.path)) as db:
        db.execute("UPDATE totals SET points = points + 1")
        db.commit()
    await bench.at(START + timedelta(days=20))
    kept = bench.folder.kept()
    assert [each.doubtful for each in kept] == [True, True, False]
    assert bench.backups.last_success() == START.timestamp()
    (words,) = await bench.notices()
    assert "does not add up in 3 places" in words


async def test_an_error_of_any_kind_ends_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> object:
        raise RuntimeError("surprise")

    monkeypatch.setattr(folders, "make", broken)
    await bench.backups.look()
    assert "surprise" in bench.backups.problem
    assert not bench.backups.due(), "not before an hour has passed"


async def test_a_folder_that_cannot_be_made(bench: Bench) -> None:
    bench.folder.path.write_text("a file of that name")
    await bench.backups.look()
    assert str(bench.folder.path) in bench.backups.problem


async def test_a_bot_that_stops_leaves_a_back_up_off_at_once(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, seen = threading.Event(), []
    real = folders.make

    def slow(database, target, rebuild, stop, told):  # type: ignore[no-untyped-def]
        def watched() -> bool:
            begun.set()
            while not stop():  # a backup that would go on for ever
                threading.Event().wait(0.001)
            seen.append(True)
            return True

        return real(database, target, rebuild, watched, told)

    monkeypatch.setattr(folders, "make", slow)
    async with backed_up(bench.path, bench.folder.path, 7, bench.store, bench.clock):
        assert await asyncio.to_thread(begun.wait, 30)
    async with asyncio.timeout(30):
        while not seen or names(bench.folder.path) != [".lock"]:
            await asyncio.to_thread(threading.Event().wait, 0.01)


async def test_no_folder_no_back_ups(bench: Bench) -> None:
    async with backed_up(bench.path, None, 7, bench.store, bench.clock) as backups:
        assert backups is None
    assert names(bench.path.parent) == ["study.db", "study.db-shm", "study.db-wal"]


@pytest.mark.parametrize("error", [Damaged, StorageError])
async def test_with_nobody_to_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[StorageError]
) -> None:
    def failing(*_: object) -> object:
        raise error("broken")

    monkeypatch.setattr(folders, "make", failing)
    store = await SqliteStore.open(tmp_path / "study.db")
    clock = VirtualClock(START)
    backups = Backups(Folder(tmp_path / "b", tmp_path / "study.db"), 7, store, clock, BERLIN)
    with structlog.testing.capture_logs() as logs:
        for _ in range(3):
            await backups.look()
            clock.advance(timedelta(hours=2))
    await store.close()
    assert [log["event"] for log in logs] == ["backup failed"] * 3
