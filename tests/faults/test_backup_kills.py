"""kill -9 while a backup is made or put back: the old database or the new one, never a broken."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.backups import examine, make, restore
from storage.database import prepare
from storage.store import SqliteStore
from storage.verify import verify
from tests.faults.conftest import OpenTally
from tests.faults.tally import Tally
from tests.storage.house import House, rebuild
from tests.storage.test_backups import ASIDE, NOW, filled, names

ROOT = Path(__file__).parents[2]
SUITE = "kill during backups"

# One child for each step on the disk: it dies just there. Copies are made in small pieces.
PROGRAM = """
import os, shutil, signal, sys
from pathlib import Path
from storage import copying
from storage.backups import make, restore
from tests.storage.house import rebuild
from tests.storage.test_backups import NOW

STEPS = {"open", "os.link", "os.rename", "os.remove", "os.chmod", "sqlite3.connect", "step"}
copying.PAGES = 16
real_sync, real_ask = os.fsync, copying.ask

def sync(handle):
    sys.audit("step")
    real_sync(handle)
    sys.audit("step")

def ask(stop):
    sys.audit("step")
    real_ask(stop)

def child(last, database, other):
    count = 0
    def die(event, _):
        nonlocal count
        if event in STEPS:
            count += 1
            if count == last:
                os.kill(os.getpid(), signal.SIGKILL)
    os.fsync, copying.ask = sync, ask
    sys.addaudithook(die)
    if what == "make":
        make(database, other, rebuild)
    else:
        restore(other, database, rebuild, NOW)
    os._exit(0)

what, pristine, home, stride = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
last, ended = 1, False
while not ended:
    folder = home / f"{last:03}"
    shutil.copytree(pristine, folder)
    pid = os.fork()
    if pid == 0:
        child(last, folder / "study.db", folder / "copy.db")
    _, status = os.waitpid(pid, 0)
    ended = not os.WIFSIGNALED(status)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, status
    print(folder.name, "ended" if ended else "killed", flush=True)
    last += stride
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork")


async def go_on(path: Path) -> None:
    store = await SqliteStore.open(path)
    house = await House.build_again(store)
    await house.answer(await house.daily(), house.ben)
    await store.close()


def leave_a_log(path: Path) -> None:
    """A bot that died has left its last answers in the log only."""
    kept = path.with_name("kept")
    kept.mkdir()
    with closing(prepare(path)) as db:
        db.execute("UPDATE persons SET straight = 1")
        for file in path.parent.glob("study.db*"):
            shutil.copyfile(file, kept / file.name)
    for file in kept.iterdir():
        file.replace(path.with_name(file.name))
    kept.rmdir()


@pytest.fixture
def pristine(tmp_path: Path) -> Path:
    """A folder with a database of four answers, a log with one change more, and a backup of
    three answers."""
    folder = tmp_path / "pristine"
    asyncio.run(filled(folder / "study.db"))
    make(folder / "study.db", folder / "copy.db", rebuild)
    asyncio.run(go_on(folder / "study.db"))
    leave_a_log(folder / "study.db")
    assert names(folder) == ["copy.db", "study.db", "study.db-shm", "study.db-wal"]
    return folder


def killed(what: str, pristine: Path, stride: int) -> Iterator[tuple[Path, bool]]:
    """The folder that each child has left, and whether it was killed."""
    home = pristine.with_name(what)
    home.mkdir()
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, what, str(pristine), str(home), str(stride)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    for line in ran.stdout.splitlines():
        name, how = line.split()
        yield home / name, how == "killed"


def answers(path: Path) -> list[str]:
    """Every answer of a database that opens, is whole and adds up."""
    with closing(prepare(path)) as db:
        assert verify(db, rebuild) == [], path
        found = db.execute("SELECT round_id, person_id FROM answers").fetchall()
    return [f"{path.parent.name} {row[0]} {row[1]}" for row in found]


def straight(path: Path) -> set[int]:
    with closing(sqlite3.connect(path)) as db:
        return {row[0] for row in db.execute("SELECT straight FROM persons")}


def count(counted: Tally, what: str, was_killed: bool) -> None:
    counted.kills += was_killed


def test_while_a_back_up_is_made(pristine: Path, full: bool, tally: OpenTally) -> None:
    counted = tally(SUITE)
    (pristine / "copy.db").unlink()
    whole = []
    for folder, was_killed in killed("make", pristine, 1 if full else 9):
        count(counted, "make", was_killed)
        database, copy = folder / "study.db", folder / "copy.db"
        found = answers(database)
        counted.answers(expected=[f"{folder.name} {n}" for n in EXPECTED], found=found)
        assert straight(database) == {1}
        if copy.exists():
            whole.append(folder)
            assert examine(copy, folder / "trial", rebuild).held.count("answers") == 4
        else:
            make(database, copy, rebuild)
        assert copy.exists()
        # What the killed one has left, the next one takes away.
        left = [name for name in names(folder) if name.startswith("copy.db.")]
        assert left == [] or folder in whole, left
    assert whole, "at least the last one was not killed"


EXPECTED = ("1 1", "2 1", "3 1", "4 2")
"""Round and person of each answer in the database that is replaced."""


def test_while_a_back_up_is_put_back(pristine: Path, full: bool, tally: OpenTally) -> None:
    counted = tally(SUITE)
    old, new = 0, 0
    for folder, was_killed in killed("restore", pristine, 1 if full else 9):
        count(counted, "restore", was_killed)
        database, aside = folder / "study.db", folder / ASIDE
        found = answers(database)
        assert len(found) in (3, 4)
        replaced = len(found) == 3
        old, new = old + (not replaced), new + replaced
        kept = aside if replaced else database
        counted.answers(expected=[f"{folder.name} {n}" for n in EXPECTED], found=answers(kept))
        assert straight(kept) == {1}, "the log of a bot that died belongs to its database"
        assert aside.exists() == replaced, "one database has one name"
        assert examine(folder / "copy.db", folder / "trial", rebuild).held.count("answers") == 3
        restore(folder / "copy.db", database, rebuild, NOW)
        assert len(answers(database)) == 3
        assert [name for name in names(folder) if "restoring" in name] == []
    assert old and new
