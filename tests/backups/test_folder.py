"""Which backups stay, and the folder they lie in."""

from __future__ import annotations

import asyncio
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.service.backups.folder import WEEKS, Folder, lasting
from storage.errors import Locked
from tests.storage.house import rebuild
from tests.storage.test_backups import filled, names

NOW = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
"""A Tuesday."""


def nights(count: int, *, until: datetime = NOW) -> list[datetime]:
    return [until - timedelta(days=n) for n in range(count)]


def test_seven_days_and_the_last_of_each_of_five_weeks_stay() -> None:
    stays = sorted(lasting(nights(100), NOW, 7), reverse=True)
    assert [f"{each:%m-%d}" for each in stays] == [
        *("11-24", "11-23", "11-22", "11-21", "11-20", "11-19", "11-18"),
        *("11-15", "11-08", "11-01"),
    ]


def test_a_year_of_nights_never_leaves_a_gap() -> None:
    made: list[datetime] = []
    for night in range(365):
        now = NOW + timedelta(days=night)
        made = sorted(lasting([*made, now], now, 7))
        assert len(made) <= 7 + WEEKS
        assert made[-7:] == sorted(nights(min(night + 1, 7), until=now))
        if night > 40:
            assert timedelta(days=22) <= now - made[0] <= timedelta(days=28)


def test_after_a_long_time_off_old_ones_stay() -> None:
    assert lasting(nights(5), NOW + timedelta(days=400), 7) == set(nights(5))


def test_several_of_one_day() -> None:
    today = [NOW + timedelta(hours=n) for n in range(4)]
    later = NOW + timedelta(hours=5)
    assert lasting(today, later, 1) == set(today), "the last day's stay all"
    assert lasting(today, later + timedelta(days=2), 1) == {today[-1]}


@given(
    st.lists(st.integers(0, 400 * 24), unique=True, max_size=60), st.integers(1, 40), st.integers()
)
def test_whatever_there_is_the_newest_stays(hours: list[int], keep: int, off: int) -> None:
    made = [NOW - timedelta(hours=hour) for hour in hours]
    stays = lasting(made, NOW + timedelta(days=abs(off) % 1000), keep)
    assert stays <= set(made)
    if made:
        assert max(made) in stays
        assert len(stays) >= min(keep, len({each.date() for each in made}))


# the folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    database = tmp_path / "study.db"
    asyncio.run(filled(database))
    return Folder(tmp_path / "backups", database)


def test_a_back_up_has_its_moment_as_its_name(folder: Folder) -> None:
    path, tried = folder.make(NOW, rebuild)
    assert path == folder.path / "study-20261124-033000.db" and tried.differences == ()
    assert names(folder.path) == [".lock", path.name]
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (kept,) = folder.kept()
    assert (kept.path, kept.made, kept.doubtful) == (path, NOW, False)
    assert folder.newest(NOW) == NOW


def test_only_its_own_files_are_ever_touched(folder: Folder) -> None:
    folder.path.mkdir()
    others = ["notes.txt", "study.db", "study-2026.db", "other-20200101-000000.db"]
    others += ["study-20200101-000000.db.bak", "my-study-20200101-000000.db"]
    for name in others:
        (folder.path / name).write_text("x")
    old = folder.path / "study-20200101-000000.db"
    old.write_text("x")
    for night in reversed(nights(40)):
        (folder.path / f"study-{night:%Y%m%d-%H%M%S}.db").write_text("x")
    gone = folder.rotate(NOW, 7)
    assert old in gone and len(gone) == 41 - 10
    assert set(others) <= set(names(folder.path))


def test_what_a_killed_one_left_goes_away(folder: Folder) -> None:
    folder.path.mkdir()
    for suffix in (".part", ".part-journal", ".trial", ".trial-wal", ".trial-shm"):
        (folder.path / f"study-20261123-033000-doubtful.db{suffix}").write_text("x")
    (folder.path / "other-20261123-033000.db.part").write_text("x")
    path, _ = folder.make(NOW, rebuild)
    assert names(folder.path) == [".lock", "other-20261123-033000.db.part", path.name]


def test_doubtful_ones_never_push_good_ones_out(folder: Folder) -> None:
    folder.path.mkdir()
    good = [folder.path / f"study-{night:%Y%m%d-%H%M%S}.db" for night in nights(3)]
    later = [NOW + timedelta(days=n) for n in range(1, 30)]
    bad = [folder.path / f"study-{night:%Y%m%d-%H%M%S}-doubtful.db" for night in later]
    for path in (*good, *bad):
        path.write_text("x")
    folder.rotate(later[-1], 1)
    assert [kept.path for kept in folder.kept()] == [bad[-1], bad[-2], good[0], good[2]]
    assert folder.newest(later[-1]) == NOW
    assert folder.newest(later[-1], doubtful=True) == later[-1]


def test_one_of_a_clock_that_was_wrong_proves_nothing(folder: Folder) -> None:
    folder.path.mkdir()
    (folder.path / "study-20300101-000000.db").write_text("x")
    assert folder.newest(NOW) is None


def test_two_at_once(folder: Folder) -> None:
    def again() -> bool:
        with pytest.raises(Locked, match="wait until it is done"):
            folder.make(NOW + timedelta(seconds=1), rebuild)
        return False

    path, _ = folder.make(NOW, rebuild, again)
    assert [kept.path for kept in folder.kept()] == [path]
