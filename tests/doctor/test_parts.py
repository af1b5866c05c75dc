"""Each part of the examination, on what can be wrong with it."""

from __future__ import annotations

import fcntl
import os
import socket
import sqlite3
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from bot.adapters.common.checkup import Finding, State, ahead
from bot.model import ChannelRef, WorkspaceRef
from bot.service.doctor import disk as disks
from bot.service.doctor import file
from bot.service.doctor.clock import clock
from bot.service.doctor.configured import settings
from bot.service.doctor.disk import disk, file_system, in_words
from bot.service.doctor.file import examine
from bot.service.doctor.running import locked, running
from bot.service.doctor.taught import courses
from bot.service.process_lock import alive_file, only_copy
from bot.service.settings import setting_names
from storage import inspection
from storage.database import prepare
from storage.inspection import StudyGroup
from storage.migrations import STEPS
from tests.cli.conftest import needs_a_plain_user
from tests.content import folder

PLAIN = sys.platform == "linux"


def only(found: Iterable[Finding], about: str) -> Finding:
    (finding,) = [one for one in found if one.about == about]
    return finding


def states(found: Iterable[Finding]) -> set[State]:
    return {one.state for one in found}


# the settings


def test_a_missing_setting_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in setting_names():
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(f"{name.upper()}_FILE", raising=False)
    env = tmp_path / ".env"
    env.write_text("SLACK_BOT_TOKEN=xoxb-1\n")
    env.chmod(0o600)
    _, connected, found = settings(env)
    assert connected == []
    missing = only(found, "SLACK_APP_TOKEN")
    assert missing.state is State.MEND and "App-Level Tokens" in missing.todo


# the disk


def test_a_folder_that_can_be_written(tmp_path: Path) -> None:
    found = list(disk(tmp_path / "study.db"))
    assert states(found) == {State.OK}
    assert list(tmp_path.iterdir()) == [], "nothing is left behind"


def test_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    found = only(disk(tmp_path / "new" / "deep" / "study.db"), "folder")
    assert found.state is State.OK and "made at the first start" in found.says
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert only(disk(tmp_path / "data" / "study.db"), "folder").state is State.MEND


@needs_a_plain_user
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    for place in (tmp_path, tmp_path / "new"):
        found = only(disk(place / "study.db"), "folder")
        assert found.state is State.MEND and "permission" in found.todo
    tmp_path.chmod(0o700)


def test_a_folder_where_nobody_writes() -> None:
    found = only(disk(Path("/proc/study.db")), "folder")
    assert found.state is State.MEND and "/proc" in found.todo


@pytest.mark.parametrize(
    ("free", "state"), [(10**6, State.MEND), (200 * 10**6, State.NOTE), (10**10, State.OK)]
)
def test_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: State) -> None:
    usage = type("usage", (), {"free": free})
    monkeypatch.setattr(disks.shutil, "disk_usage", lambda _: usage)
    assert only(disk(tmp_path / "study.db"), "room").state is state


def test_room_counts_what_a_backup_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "study.db"
    with path.open("wb") as big:
        big.truncate(10**9)
    usage = type("usage", (), {"free": 2 * 10**9})
    monkeypatch.setattr(disks.shutil, "disk_usage", lambda _: usage)
    assert only(disk(path), "room").state is State.NOTE


def mounts(tmp_path: Path, *lines: tuple[str, str]) -> Path:
    table = tmp_path / "mountinfo"
    table.write_text(
        "".join(f"1 0 8:1 / {at} rw,relatime shared:1 - {kind} /dev/x rw\n" for at, kind in lines)
    )
    return table


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_disk_of_another_machine(tmp_path: Path, kind: str) -> None:
    home = tmp_path / "with space"
    home.mkdir()
    escaped = str(home).replace(" ", "\\040")
    table = mounts(tmp_path, ("/", "ext4"), (escaped, "xfs"), (escaped, kind), ("/other", "ext4"))
    found = only(disk(home / "study.db", table), "file system")
    assert found.state is State.MEND and kind in found.says


def test_a_disk_of_this_machine(tmp_path: Path) -> None:
    table = mounts(tmp_path, ("/", "nfs4"), (str(tmp_path), "ext4"))
    assert all(one.about != "file system" for one in disk(tmp_path / "study.db", table))
    assert file_system(tmp_path, tmp_path / "none") == ""


@pytest.mark.skipif(not PLAIN, reason="only Linux tells")
def test_this_machine_tells_its_file_systems(tmp_path: Path) -> None:
    assert file_system(tmp_path)


def test_sizes_in_words() -> None:
    assert [in_words(n) for n in (0, 999, 1000, 12_345_678, 5e12)] == [
        *("0 bytes", "999 bytes", "1.0 kB", "12.3 MB", "5.0 TB")
    ]


# the database


def fresh(path: Path) -> None:
    prepare(path).close()


def everything(place: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in place.iterdir()}


def test_a_fresh_database(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    fresh(path)
    before = everything(tmp_path)
    content, found = examine(path)
    assert states(found) == {State.OK} and not content.groups
    assert only(found, "migrations").says == f"up to date ({STEPS[-1][0]})"
    assert everything(tmp_path) == before, "looking changes nothing"


def test_an_older_database_is_not_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    prepare(path, steps=STEPS[:1]).close()
    before = everything(tmp_path)
    found = only(examine(path)[1], "migrations")
    assert found.state is State.NOTE and STEPS[1][0] in found.says
    assert everything(tmp_path) == before


def test_a_newer_database(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    fresh(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('studyhall', '9999_future', '2030-01-01')"
        )
        db.commit()
    found = only(examine(path)[1], "migrations")
    assert found.state is State.MEND and "9999_future" in found.says


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE recipes (name TEXT)")
        db.commit()
    assert "another program" in only(examine(path)[1], "migrations").says


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    path.touch(0o600)
    assert states(examine(path)[1]) == {State.OK}


def test_garbage(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    path.write_bytes(b"no database at all" * 500)
    found = only(examine(path)[1], "file")
    assert found.state is State.MEND and "damaged" in found.says


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    assert only(examine(tmp_path)[1], "file").state is State.MEND


def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    with closing(prepare(path)) as db:
        db.execute("CREATE TABLE filler (a PRIMARY KEY, b)")
        db.executemany("INSERT INTO filler VALUES (?, ?)", [(n, "x" * 500) for n in range(500)])
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages = db.execute("PRAGMA page_count").fetchone()[0]
    with path.open("r+b") as hit:
        hit.seek((pages - 20) * 4096)
        hit.write(b"\xa5" * 4096 * 10)
    found = only(examine(path)[1], "content")
    assert found.state is State.MEND and "damaged" in found.says


def test_a_file_that_is_too_big_to_look_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "study.db"
    fresh(path)
    monkeypatch.setattr(file, "CHECK_WITHIN", -1.0)
    monkeypatch.setattr(inspection, "STEPS_BETWEEN_LOOKS", 10)
    found = only(examine(path)[1], "content")
    assert found.state is State.NOTE and "db verify" in found.todo


def test_a_file_that_another_program_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "study.db"
    fresh(path)
    monkeypatch.setattr(inspection, "WAIT", 0.02)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("BEGIN IMMEDIATE")
        db.execute("CREATE TABLE t (a)")
        found = only(examine(path)[1], "file")
    assert found.state is State.MEND and "Another program" in found.says


def test_a_file_that_others_can_read(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    fresh(path)
    path.chmod(0o644)
    assert only(examine(path)[1], "rights").state is State.NOTE


@needs_a_plain_user
def test_a_file_of_another_user(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    fresh(path)
    path.chmod(0o400)
    assert only(examine(path)[1], "rights").state is State.MEND


def test_a_running_bots_file_is_read_with_its_log(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    with closing(prepare(path)) as db:
        db.execute(
            "INSERT INTO groups (course, zone, days, rhythm, times, created_at, state) VALUES "
            "('tea', 'UTC', '1', 'morning', '540', 1, 'active'), "
            "('old', 'UTC', '1', 'morning', '540', 1, 'ended')"
        )
        keys = [ChannelRef(WorkspaceRef("here", "w"), name).key for name in ("c1", "c2", "c3")]
        db.executemany(
            "INSERT INTO channels (channel, workspace, group_id, problem) VALUES (?, 'w', ?, ?)",
            [(keys[0], 1, ""), (keys[1], 1, "no rights"), (keys[2], 2, ""), ("nonsense", 1, "")],
        )
        content, found = examine(path)
    assert [one.about for one in found if one.state is not State.OK] == ["group 1"]
    assert "'nonsense'" in only(found, "group 1").says
    assert [group.course for group in content.groups] == ["tea", "old"]
    places = content.places["here"]
    assert [(place.channel.id, place.problem) for place in places] == [
        ("c2", "no rights"),
        ("c1", ""),
    ], "troubled ones first, ended groups left out"


# the courses


def group(course: str = "tea", zone: str = "Europe/Berlin", state: str = "active") -> StudyGroup:
    return StudyGroup(3, course, zone, state)


def test_courses_that_load(tmp_path: Path) -> None:
    folder.write(tmp_path)
    found = list(courses(tmp_path, [group()]))
    assert [one.about for one in found] == ["tea"]
    assert found[0].state in (State.OK, State.NOTE) and "concepts" in found[0].says


def test_a_course_with_mistakes_names_the_first(tmp_path: Path) -> None:
    folder.write(tmp_path, {"course.yaml": folder.COURSE.replace("opening, brewing", "gone, gone")})
    found = only(courses(tmp_path, []), "tea")
    assert found.state is State.MEND and "tea/concepts/basics.yaml:1" in found.says
    assert "more)" in found.says
    assert found.todo == f"studyhall course lint {tmp_path / 'tea'}"


def test_a_group_whose_course_is_gone(tmp_path: Path) -> None:
    folder.write(tmp_path)
    found = only(courses(tmp_path, [group("coffee")]), "group 3")
    assert found.state is State.MEND and "coffee" in found.says
    assert all(
        one.about != "group 3" for one in courses(tmp_path, [group("coffee", state="ended")])
    )


def test_no_courses(tmp_path: Path) -> None:
    assert only(courses(tmp_path / "none", []), "folder").state is State.MEND
    assert only(courses(tmp_path, []), "folder").state is State.MEND


# the clock


@pytest.mark.parametrize(
    ("seconds", "state"),
    [(0, "ok"), (2, "ok"), (-2, "ok"), (2.5, "note"), (-29, "note"), (31, "mend"), (-4e6, "mend")],
)
def test_a_clock_that_differs(seconds: float, state: str) -> None:
    found = only(clock({"one": 0.0, "two": seconds}, []), "clock")
    assert found.state == state
    if state != "ok":
        assert ("ahead of" if seconds > 0 else "behind") in found.says and "Two's" in found.says


def test_a_clock_that_nobody_compares() -> None:
    assert only(clock({"one": None}, []), "clock").state is State.NOTE
    assert all(one.about != "clock" for one in clock({}, []))


def test_a_time_zone_that_is_not_known() -> None:
    found = list(clock({}, [group(zone="Mars/Olympus"), group(zone="Asia/Tokyo")]))
    assert only(found, "group 3").state is State.MEND and "Mars/Olympus" in found[0].says


def test_a_machine_without_time_zones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zoneinfo.available_timezones", set)
    assert only(clock({}, []), "time zones").state is State.MEND


SAID = "Tue, 24 Nov 2026 09:00:00 GMT"
THEN = 1_795_510_800.0


@pytest.mark.parametrize(
    ("asked", "answered", "difference"),
    [
        (0.0, 0.1, 0.0),
        (-5.0, 0.5, 0.0),  # a slow answer leaves much open
        (0.9, 1.2, 0.0),
        (4.0, 4.2, 3.0),
        (-4.0, -3.5, -3.5),
    ],
)
def test_a_date_leaves_a_second_open(asked: float, answered: float, difference: float) -> None:
    assert ahead(SAID, THEN + asked, THEN + answered) == pytest.approx(difference)


@pytest.mark.parametrize("date", [None, "", "yesterday", "Tue, 99 Nov 2026 09:00:00 GMT"])
def test_a_date_that_is_none(date: str | None) -> None:
    assert ahead(date, 0, 0) is None


# the running bot


def test_no_bot(tmp_path: Path) -> None:
    (found,) = running(tmp_path / "study.db")
    assert found.state is State.OK and "is not running" in found.says


@pytest.mark.skipif(not PLAIN, reason="only Linux tells who holds a lock")
def test_a_bot_that_works_is_stuck_or_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    with only_copy(path):
        assert locked(tmp_path / "study.db.lock") is True
        (found,) = running(path)
        assert "is starting" in found.says
        alive_file(path).touch()
        (found,) = running(path, now=time.time() + 3)
        assert found.state is State.OK and "3 s ago" in found.says
        (found,) = running(path, now=time.time() + 300)
        assert found.state is State.MEND and "300 s" in found.says
    (found,) = running(path, now=time.time() + 300)
    assert found.state is State.NOTE and "ended without saying so" in found.says


@pytest.mark.skipif(not PLAIN, reason="only Linux tells who holds a lock")
def test_several_copies_each_have_a_sign_of_life(tmp_path: Path) -> None:
    path, host = tmp_path / "study.db", socket.gethostname()
    with only_copy(path):
        for name in (f"{host}.{os.getpid()}", f"{host}.{2**22 + 1}", "elsewhere.17"):
            (tmp_path / f"study.db.{name}.alive").touch()
        (all_fresh,) = running(path)
        assert all_fresh.state is State.OK and "3 copies are running" in all_fresh.says
        found = list(running(path, now=time.time() + 7200))
    assert sorted(one.state for one in found) == ["mend", "note", "note"]
    words = " ".join(f"{one.says} {one.todo}" for one in found)
    assert "ended without saying so" in words and "has done nothing for" in words
    assert "a copy on elsewhere has shown no life for 2.0 hours" in words
    assert str(tmp_path / "study.db.elsewhere.17.alive") in words


@pytest.mark.skipif(not PLAIN, reason="only Linux tells who holds a lock")
def test_looking_takes_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a lock was taken")

    path = tmp_path / "study.db"
    (tmp_path / "study.db.lock").touch()
    monkeypatch.setattr(fcntl, "flock", never)
    monkeypatch.setattr(fcntl, "lockf", never)
    list(running(path))
    assert locked(tmp_path / "study.db.lock") is False
    assert locked(tmp_path / "none") is False
    assert locked(tmp_path / "study.db.lock", tmp_path / "unreadable") is None
    assert [one.name for one in tmp_path.iterdir()] == ["study.db.lock"]
