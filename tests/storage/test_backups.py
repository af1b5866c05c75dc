"""Backups that were tried, and the way back from one."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from collections import namedtuple
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.study import streaks
from storage import copying, private
from storage.backups import examine, look_into, make, restore
from storage.database import prepare
from storage.errors import (
    Conflict,
    Damaged,
    DiskFull,
    Foreign,
    Locked,
    NewerDatabase,
    NotWritable,
    Stopped,
    StorageError,
)
from storage.migrations import STEPS
from storage.store import SqliteStore
from tests.storage.house import House, rebuild
from tests.storage.test_upgrades import load, rows

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 3, 3, 15, tzinfo=UTC)
ASIDE = "study.db.replaced-20261103-031500"


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def filled(path: Path, answers: int = 3) -> None:
    store = await SqliteStore.open(path)
    house = await House.build(store)
    for round_ in await house.practice(house.ann, *(f"q{n}" for n in range(answers))):
        await house.answer(round_, house.ann, kind="practice")
    await store.close()


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A database with three answers, closed."""
    path = tmp_path / "study.db"
    asyncio.run(filled(path))
    return path


def spoil(path: Path, table: str) -> None:
    """Overwrites the table's page, as a bad disk does."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root, size = [
            db.execute(sql).fetchone()[0]
            for sql in (
                f"SELECT rootpage FROM sqlite_master WHERE name = '{table}'",
                "PRAGMA page_size",
            )
        ]
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xa5" * size)


# making


def test_a_back_up_was_put_back_before_it_gets_its_name(study: Path) -> None:
    tried = make(study, study.with_name("copy.db"), rebuild)
    assert tried.differences == () and tried.held.count("answers") == 3
    assert mode(study.with_name("copy.db")) == 0o600
    assert names(study.parent) == ["copy.db", "study.db"]
    assert rows(study.with_name("copy.db")) == rows(study)
    with pytest.raises(Conflict, match="exists already"):
        make(study, study.with_name("copy.db"), rebuild)


async def test_members_answer_while_a_back_up_is_made(study: Path) -> None:
    store = await SqliteStore.open(study)
    house = await House.build_again(store)
    done = threading.Event()
    found: list[int] = []

    def work() -> None:
        for n in range(5):
            tried = make(study, study.with_name(f"copy{n}.db"), rebuild)
            found.append(tried.held.count("answers"))
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    count = 3
    while not done.is_set():
        for round_ in await house.practice(house.ben, *(f"q{n}" for n in range(10))):
            await house.answer(round_, house.ben, kind="practice")
            count += 1
    thread.join()
    await store.close()
    assert found == sorted(found) and found[0] >= 3 and found[-1] <= count
    assert names(study.parent) == [*(f"copy{n}.db" for n in range(5)), "study.db"]


@pytest.mark.parametrize(
    ("page", "words"),
    [("persons", "damaged: restore a backup"), ("totals_board", "older ones stay")],
)
def test_a_damaged_database_makes_no_back_up(study: Path, page: str, words: str) -> None:
    """Some pages are met when rows are counted, others only when all is looked through."""
    spoil(study, page)
    with pytest.raises(Damaged, match=rf"study\.db is .*{words}"):
        make(study, study.with_name("copy.db"), rebuild)
    assert names(study.parent) == ["study.db"]


def test_a_difference_is_told_and_the_back_up_is_kept(study: Path) -> None:
    with closing(sqlite3.connect(study)) as db:
        db.execute("UPDATE totals SET points = points + 1 WHERE period = 'all'")
        db.commit()
    tried = make(study, study.with_name("copy.db"), rebuild)
    assert len(tried.differences) == 1 and "points 31 instead of 30" in tried.differences[0]
    assert study.with_name("copy.db").exists()


def test_without_room_nothing_is_begun(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(100, 99, 1_000_000))
    with pytest.raises(DiskFull, match=r"MB are needed, 1\.0 MB are free"):
        make(study, study.with_name("copy.db"), rebuild)
    assert names(study.parent) == ["study.db"]


# A disk that takes no more in the middle of the copy: here the biggest file that may be written.
TOO_BIG = """
import resource, sys
from pathlib import Path
from storage import copying, private
from storage.backups import make, restore
from storage.errors import StorageError
from tests.storage.house import rebuild
from tests.storage.test_backups import NOW

database, other, what, most = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
try:
    if what == "make":
        make(database, other, rebuild)
    else:
        restore(other, database, rebuild, NOW)
except StorageError as error:
    print("refused:", error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit to set")
@pytest.mark.parametrize("what", ["make", "restore"])
@pytest.mark.parametrize("most", [40_000, 100_000])
def test_a_disk_that_takes_no_more(study: Path, what: str, most: int) -> None:
    other = study.with_name("copy.db")
    if what == "restore":
        make(study, other, rebuild)
    before, kept = names(study.parent), rows(study)
    assert study.stat().st_size > 100_000
    ran = subprocess.run(
        [sys.executable, "-c", TOO_BIG, str(study), str(other), what, str(most)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ran.stdout.startswith("refused: "), ran.stderr
    assert names(study.parent) == before and rows(study) == kept


def test_a_back_up_stops_with_the_bot_at_any_moment(study: Path) -> None:
    asked = 0
    for last in range(1, 100):
        asked = 0

        def stop(last: int = last) -> bool:
            nonlocal asked
            asked += 1
            return asked >= last

        try:
            make(study, study.with_name("copy.db"), rebuild, stop)
        except Stopped:
            assert names(study.parent) == ["study.db"]
        else:
            break
    assert asked > 1 and last > 2
    assert names(study.parent) == ["copy.db", "study.db"]


# putting back


async def test_a_back_up_comes_in_the_place_of_what_is_there(study: Path) -> None:
    copy = study.with_name("copy.db")
    make(study, copy, rebuild)
    store = await SqliteStore.open(study)
    house = await House.build_again(store)
    await house.answer(await house.daily(), house.ben)
    await store.close()
    kept = rows(study)
    done = restore(copy, study, rebuild, NOW)
    assert done.aside == study.with_name(ASIDE) and done.before is not None
    assert (done.before.count("answers"), done.tried.held.count("answers")) == (4, 3)
    assert names(study.parent) == ["copy.db", "study.db", ASIDE]
    assert rows(done.aside) == kept
    assert mode(study) == 0o600
    store = await SqliteStore.open(study)
    assert await store.verify(rebuild) == []
    assert (await store.stats())["answers"] == 3
    await store.close()
    with closing(sqlite3.connect(study)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT value FROM notes WHERE key = 'restored_at'").fetchone() == (
            str(round(NOW.timestamp() * 1000)),
        )


async def test_ids_of_what_is_lost_are_not_given_again(study: Path) -> None:
    copy = study.with_name("copy.db")
    make(study, copy, rebuild)
    old = rows(study)
    restore(copy, study, rebuild, NOW)
    store = await SqliteStore.open(study)
    house = await House.build_again(store)
    (posed,) = await house.practice(house.ben, "q1")
    run = await store.runs.open_run(house.ben.id, house.group.id)
    draft = await store.drafts.put("{}", 1)
    await store.close()
    far = 1_000_000
    assert posed.id > max(row["id"] for row in old["rounds"]) + far
    assert run is not None and run.id > max(row["id"] for row in old["runs"]) + far
    assert draft < far, "nobody had a draft, so none is lost"


def test_where_nothing_is_yet(study: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "new" / "study.db"
    done = restore(study, fresh, rebuild, NOW)
    assert done.before is None and done.aside is None
    assert names(fresh.parent) == ["study.db"]
    assert look_into(fresh) is not None


def test_a_broken_database_is_put_aside_as_it_is(study: Path) -> None:
    copy = study.with_name("copy.db")
    make(study, copy, rebuild)
    broken = b"not a database at all" * 1000
    study.write_bytes(broken)
    study.with_name("study.db-wal").write_bytes(b"some log")
    done = restore(copy, study, rebuild, NOW)
    assert done.before is None and done.aside is not None
    assert done.aside.read_bytes() == broken
    assert done.aside.with_name(f"{ASIDE}-wal").read_bytes() == b"some log"
    assert names(study.parent) == ["copy.db", "study.db", ASIDE, f"{ASIDE}-wal"]
    prepare(study).close()


def test_two_in_one_second_keep_both(study: Path) -> None:
    copy = study.with_name("copy.db")
    make(study, copy, rebuild)
    restore(copy, study, rebuild, NOW)
    second = restore(copy, study, rebuild, NOW)
    assert second.aside == study.with_name(f"{ASIDE}-2")


@pytest.mark.parametrize("name", [name for name, _ in STEPS[:-1]])
def test_a_back_up_of_an_earlier_version_comes_up_to_date(name: str, tmp_path: Path) -> None:
    old = load(name, tmp_path / "old.db")
    restore(old, tmp_path / "study.db", streaks.rebuild, NOW)  # type: ignore[arg-type]
    assert names(tmp_path) == ["old.db", "study.db"], "no copies of copies"
    with closing(sqlite3.connect(tmp_path / "study.db")) as db:
        applied = db.execute("SELECT name FROM _sqlite_migrations ORDER BY id").fetchall()
    assert applied == [(name,) for name, _ in STEPS]


def test_what_cannot_be_put_back_changes_nothing(study: Path, tmp_path: Path) -> None:
    folder = tmp_path / "others"
    folder.mkdir()
    text, foreign, newer, broken, missing = (
        folder / f"{name}.db" for name in ("text", "foreign", "newer", "broken", "missing")
    )
    text.write_text("dear diary " * 1_000)
    Database(foreign)["cats"].insert({"name": "Tom"})  # type: ignore[union-attr]
    for copy in (newer, broken):
        make(study, copy, rebuild)
    upgrade = ("0999_more", lambda db: db.execute("CREATE TABLE more (x TEXT)"))
    prepare(newer, steps=(*STEPS, upgrade), keep_old=False).close()
    spoil(broken, "answers_asked")
    kept, there = study.read_bytes(), names(folder)
    for file, error in (
        (text, Damaged),
        (foreign, Damaged),
        (newer, NewerDatabase),
        (broken, Damaged),
        (missing, StorageError),
        (study, Conflict),
    ):
        with pytest.raises(error, match=file.name) as refused:
            restore(file, study, rebuild, NOW)
        assert ".restoring" not in str(refused.value)
        with pytest.raises(StorageError):
            examine(file if file != study else missing, folder / "trial", rebuild)
    assert study.read_bytes() == kept
    assert names(study.parent) == ["others", "study.db"] and names(folder) == there


def test_a_database_in_use_is_left_alone(study: Path) -> None:
    copy = study.with_name("copy.db")
    make(study, copy, rebuild)
    with closing(sqlite3.connect(study)) as other:
        other.execute("SELECT COUNT(*) FROM notes").fetchone()
        with pytest.raises(Locked, match="close it"):
            restore(copy, study, rebuild, NOW)
        assert other.execute("SELECT COUNT(*) FROM answers").fetchone() == (3,)
    assert names(study.parent) == ["copy.db", "study.db"]


async def test_a_file_that_was_copied_together_with_its_log(study: Path, tmp_path: Path) -> None:
    """Somebody copied study.db and study.db-wal of a bot that ran."""
    store = await SqliteStore.open(study)
    house = await House.build_again(store)
    await house.answer(await house.daily(), house.ben)
    folder = tmp_path / "copied"
    folder.mkdir()
    for file in ("study.db", "study.db-wal"):
        shutil.copyfile(study.with_name(file), folder / file)
    await store.close()
    done = restore(folder / "study.db", study, rebuild, NOW)
    assert done.tried.held.count("answers") == 4


STRANGERS = {
    "trigger": (
        "CREATE TRIGGER evil AFTER INSERT ON totals BEGIN UPDATE totals SET points = 9; END",
        "trigger evil",
    ),
    "view": ("CREATE VIEW peek AS SELECT * FROM persons", "view peek"),
    "table": ("CREATE TABLE loot (name TEXT)", "table loot"),
    "index": ("CREATE INDEX slow ON answers (lower(hex(id)))", "index slow"),
    "virtual table": ("CREATE VIRTUAL TABLE words USING fts5(word)", "virtual table words"),
    "a column more": ("ALTER TABLE persons ADD COLUMN x AS (1)", "another table persons"),
    "a view for a table": (
        "PRAGMA foreign_keys = OFF; ALTER TABLE notes RENAME TO n2; "
        "CREATE VIEW notes AS SELECT * FROM n2",
        "view notes",
    ),
}


@pytest.mark.parametrize("kind", STRANGERS)
def test_what_is_not_ours_is_neither_restored_nor_backed_up(
    study: Path, tmp_path: Path, kind: str
) -> None:
    making, named = STRANGERS[kind]
    backup = tmp_path / "backup.db"
    make(study, backup, rebuild)
    before = study.read_bytes()
    with closing(sqlite3.connect(backup)) as db:
        db.executescript(making)
    with pytest.raises(Foreign, match=named) as refused:
        restore(backup, study, rebuild, NOW)
    assert str(backup) in str(refused.value)
    with pytest.raises(Foreign, match=named):
        make(backup, tmp_path / "second.db", rebuild)
    assert study.read_bytes() == before
    assert {
        p.name for p in tmp_path.iterdir() if "second" in p.name or "restoring" in p.name
    } == set()


def test_a_link_in_the_place_of_a_copy_is_not_followed(study: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("keep me")
    backup = tmp_path / "backup.db"
    for name in ("backup.db.part", "backup.db.trial", "backup.db.part-wal"):
        (tmp_path / name).symlink_to(precious)
    make(study, backup, rebuild)
    assert precious.read_text() == "keep me"
    assert backup.is_file() and not backup.is_symlink()
    study.with_name(study.name + ".restoring").symlink_to(precious)
    restore(backup, study, rebuild, NOW)
    assert precious.read_text() == "keep me"


def test_a_copy_that_is_swapped_for_a_link_meanwhile_is_given_up(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"")
    made = private.new_file

    def swapped(path: Path) -> int:
        handle = made(path)
        path.unlink()
        path.symlink_to(precious)
        return handle

    monkeypatch.setattr(copying, "new_file", swapped)
    with pytest.raises(NotWritable, match="replaced by another program"):
        make(study, tmp_path / "backup.db", rebuild)
    assert precious.read_bytes() == b""
    assert not (tmp_path / "backup.db").exists()
