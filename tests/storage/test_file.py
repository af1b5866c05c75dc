"""The file: made, upgraded, backed up, and what is said when that cannot be done."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from storage.database import prepare
from storage.errors import Closed, Conflict, Damaged, Locked, NewerDatabase
from storage.migrations import STEPS
from storage.store import SqliteStore
from tests.engines import copied
from tests.storage.house import House, rebuild

ROOT = Path(__file__).parents[2]


async def make(path: Path) -> None:
    store = await SqliteStore.open(path)
    await House.build(store)
    await store.close()


async def test_a_new_file_is_private_and_durable(tmp_path: Path) -> None:
    path = tmp_path / "data" / "study.db"
    store = await SqliteStore.open(path)
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    settings = await store._access.write(
        lambda db: [
            db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    )
    assert settings == ["wal", 2, 1]
    assert store._access.writer.patience == 5
    await store.close()
    assert [file.name for file in path.parent.iterdir()] == ["study.db"], "no backup, no log"


async def test_everything_is_there_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    await make(path)
    store = await SqliteStore.open(path)
    assert [group.course for group in await store.groups.all()] == ["baking"]
    stats = await store.stats()
    assert (stats["persons"], stats["groups"], stats["migration"]) == (3, 1, STEPS[-1][0])
    await store.close()
    with pytest.raises(Closed):
        await store.groups.all()


async def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    await make(path)
    prepare(path, steps=(*STEPS, ("9999_future", lambda db: None))).close()
    before = path.read_bytes()
    with pytest.raises(NewerDatabase, match="9999_future"):
        await SqliteStore.open(path)
    assert path.read_bytes() == before


async def test_an_upgrade_leaves_a_back_up(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    await make(path)
    upgrade = ("0999_more", lambda db: db.execute("CREATE TABLE more (x TEXT)"))
    prepare(path, steps=(*STEPS, upgrade)).close()
    prepare(path, steps=(*STEPS, upgrade)).close()
    assert "more" in Database(path).table_names()
    saved = tmp_path / "study.db.before-0999_more"
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    store = await SqliteStore.open(saved)
    assert len(await store.groups.all()) == 1
    await store.close()


async def test_a_failed_upgrade_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    await make(path)

    def broken(db: Database) -> None:
        db.execute("CREATE TABLE more (x TEXT)")
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        prepare(path, steps=(*STEPS, ("0999_more", broken)))
    assert "more" not in Database(path).table_names()
    await make(tmp_path / "other.db")
    store = await SqliteStore.open(path)
    assert len(await store.groups.all()) == 1
    await store.close()


async def test_several_processes_make_or_upgrade_one_file_at_once(tmp_path: Path) -> None:
    for attempt in range(5):
        path = tmp_path / f"study{attempt}.db"
        for steps in (STEPS[:1], STEPS):
            opened = await asyncio.gather(
                *(asyncio.to_thread(prepare, path, steps=steps) for _ in range(4))
            )
            for connection in opened:
                connection.close()
        applied = [row["name"] for row in Database(path)["_sqlite_migrations"].rows]
        assert applied == [name for name, _ in STEPS]
        assert path.with_name(f"{path.name}.before-{STEPS[1][0]}").exists()


async def test_a_locked_file(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Locked, match="close it"):
        await SqliteStore.open(path, busy_ms=10)
    other.close()


async def test_files_that_are_no_database_of_ours(tmp_path: Path) -> None:
    text = tmp_path / "text.db"
    text.write_text("dear diary " * 1_000)
    foreign = tmp_path / "foreign.db"
    Database(foreign)["cats"].insert({"name": "Tom"})  # type: ignore[union-attr]
    broken = tmp_path / "broken.db"
    await make(broken)
    size = broken.stat().st_size
    with broken.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))
    for path in (text, foreign, broken):
        with pytest.raises(Damaged, match=path.name):
            await SqliteStore.open(path)
    assert Database(foreign).table_names() == ["cats"]


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


# Root may write everywhere, so the program becomes somebody else once it is loaded.
OPEN_AS_NOBODY = """
import asyncio, concurrent.futures.thread, os, sys
from pathlib import Path
from storage.errors import NotWritable
from storage.store import SqliteStore

if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    asyncio.run(SqliteStore.open(Path(sys.argv[1])))
except NotWritable as error:
    print("refused:", error)
"""


@pytest.mark.parametrize("existing", [False, True])
def test_a_folder_that_may_not_be_written(closed_folder: Path, existing: bool) -> None:
    path = closed_folder / "study.db"
    if existing:
        asyncio.run(make(path))
        path.chmod(0o444)
    closed_folder.chmod(0o555)
    run = subprocess.run(
        [sys.executable, "-c", OPEN_AS_NOBODY, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert run.stdout.startswith(f"refused: {path} cannot be written"), run.stderr


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def test_a_back_up_while_members_answer(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "study.db")
    house = await House.build(store)
    rounds = await house.practice(house.ann, *(f"q{i}" for i in range(300)))
    first, rest = rounds[0], rounds[1:]
    await house.answer(first, house.ann, kind="practice")

    async def answer_all() -> None:
        for round_ in rest:
            await house.answer(round_, house.ann, kind="practice")

    writing = asyncio.create_task(answer_all())
    target = tmp_path / "copy.db"
    await copied(store, target)
    with pytest.raises(Conflict):
        await copied(store, target)
    await writing
    await store.close()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert names(tmp_path) == ["copy.db", "study.db"]
    copy = await SqliteStore.open(target)
    assert await copy.answers.of(first.id, house.ann.id) is not None
    assert await copy.verify(rebuild) == []
    await copy.close()


async def test_verify_finds_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    store = await SqliteStore.open(path)
    house = await House.build(store)
    await house.answer(await house.daily(), house.ann)

    def spoil(db: sqlite3.Connection) -> None:
        db.execute("UPDATE totals SET points = points + 1 WHERE period = 'all'")
        db.execute("UPDATE streaks SET current = 9")

    await store._access.write(spoil)
    found = await store.verify(rebuild)
    assert found == [
        f"Totals of person {house.ann.id} in group {house.group.id}, all: points 11 instead of 10.",
        f"Streak of person {house.ann.id} in group {house.group.id}: current is 9 instead of 1.",
    ]
    await store.close()
