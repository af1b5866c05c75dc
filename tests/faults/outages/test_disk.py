"""The disk is full, read-only or broken, the file is gone: nothing is acknowledged that is lost."""

from __future__ import annotations

import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.errors import DiskFull, NotWritable, Vanished
from storage.store import SqliteStore
from tests.contract.driver import SeenMessage
from tests.e2e.conftest import Faults
from tests.e2e.outside import Town
from tests.e2e.stage import Side, Stage
from tests.e2e.test_process import VERDICTS, choose, set_up
from tests.engines import copied
from tests.faults.conftest import OpenTally
from tests.faults.outages import scene
from tests.faults.tally import Tally

SUITE = "disk"
SORRY = "That didn't work\nSomething failed on our side, and nothing of yours was lost."
SIZE = 2 * 1024 * 1024


def mount(at: Path, *options: str) -> None:
    """Skips the test where that is not allowed."""
    tool = shutil.which("mount")
    if tool is None:
        pytest.skip("there is no mount here")
    done = subprocess.run(
        [tool, *options, str(at)], capture_output=True, text=True, timeout=10, check=False
    )
    if done.returncode:
        pytest.skip(f"mounting is not allowed here: {done.stderr.strip()}")


def unmount(at: Path) -> None:
    subprocess.run(["umount", "--lazy", str(at)], check=True, timeout=10)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of two megabytes where the stage keeps its database."""
    at = tmp_path / "data"
    at.mkdir()
    mount(at, "-t", "tmpfs", "-o", f"size={SIZE}", "studyhall-test")
    yield at
    unmount(at)


def fill(disk: Path) -> Path:
    """Takes all the room that is left, by the last byte."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                pass
    return ballast


async def press_until_refused(stage: Stage, side: Side) -> SeenMessage:
    """Ben changes his mind until a press is refused: what he is told then."""
    post, posed = await stage.question_post(side), await stage.posed(side)
    for number in range(400):
        button = scene.option(stage, posed, right=number % 2 == 0)
        sent = await scene.press(side, side.ben, post, button)
        seen = await sent.answered()
        await sent.handled()
        assert sent.acknowledged
        if seen.text.startswith("That didn't work"):
            return seen
    raise AssertionError("the disk never got full")


async def everybody_answers(stage: Stage, counted: Tally) -> None:
    """It works again: whoever was refused answers, and all that was due is there once."""
    for minute in range(1, 4):
        await stage.at(f"{scene.DAY} 09:{minute:02d}")
    everybody = [(side, who) for side in stage.sides for who in (side.ana, side.ben)]
    for side, who in everybody:
        assert "Correct!" in await scene.answer(stage, side, who)
    await scene.count(stage, counted, everybody)


def only_these(faults: Faults, *events: str) -> None:
    assert {fault["event"] for fault in faults} <= set(events), faults
    faults.clear()


@pytest.mark.usefixtures("small_disk")
async def test_presses_on_a_full_disk(
    running: Stage, tally: OpenTally, small_disk: Path, faults: Faults
) -> None:
    counted = tally(SUITE)
    await scene.open_day(running)
    ballast = fill(small_disk)
    for side in running.sides:
        refused = await press_until_refused(running, side)
        assert refused.text.startswith(SORRY) and refused.private_to == side.ben
        counted.faults += 1
    ballast.unlink()
    only_these(faults, "handler failed")
    await everybody_answers(running, counted)


@pytest.mark.usefixtures("small_disk")
async def test_posts_on_a_full_disk(
    running: Stage, tally: OpenTally, small_disk: Path, faults: Faults
) -> None:
    """Nothing is posted that could not be noted first."""
    counted = tally(SUITE)
    ballast = fill(small_disk)
    with pytest.raises(DiskFull, match="free some space"):
        for minute in range(60):
            await running.at(f"{scene.DAY} 09:{minute:02d}")
            assert all(side.titles() == ["Welcome"] for side in running.sides) or minute
    ballast.unlink()
    counted.faults += 1
    only_these(faults, "planning failed; tried again in a minute", "delivery failed")
    running.set_clock(running.moment(f"{scene.DAY} 09:00"))
    await everybody_answers(running, counted)


async def test_no_more_room_after_the_platform_took_a_post(
    running: Stage, tally: OpenTally, monkeypatch: pytest.MonkeyPatch, faults: Faults
) -> None:
    """The mark that it was sent cannot be kept: it is looked up, not posted again."""
    counted = tally(SUITE)
    real = type(running.store.deliveries).sent
    full = True

    async def sent(self: object, *args: object) -> None:
        if full:
            raise DiskFull("There is no room left.")
        await real(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(type(running.store.deliveries), "sent", sent)
    await scene.open_day(running)
    assert all(side.titles() == ["Welcome", "Speech to text"] for side in running.sides)
    full = False
    counted.faults += 2
    only_these(faults, "delivery failed")
    await everybody_answers(running, counted)


async def test_a_disk_that_turns_read_only(
    running: Stage, tally: OpenTally, faults: Faults
) -> None:
    counted = tally(SUITE)
    await scene.open_day(running)
    access = running.store._access  # type: ignore[attr-defined]
    # A disk cannot be made read-only below open files; SQLite refuses with the same code.
    await access.write(lambda db: db.execute("PRAGMA query_only = 1"))
    for side in running.sides:
        refused = await press_until_refused(running, side)
        assert refused.text.startswith(SORRY)
        counted.faults += 1
    with pytest.raises(NotWritable, match="write permission"):
        await running.store.notes.put("a", "b")
    access.writer._connection.execute("PRAGMA query_only = 0")
    only_these(faults, "handler failed")
    await everybody_answers(running, counted)


def aside(path: Path) -> None:
    path.rename(path.with_name(f"{path.name}.aside"))


def back(path: Path) -> None:
    path.with_name(f"{path.name}.aside").rename(path)


@pytest.mark.parametrize("ending", ["-wal", *scene.longer("")])
async def test_a_file_that_is_taken_away_and_put_back(
    running: Stage, tally: OpenTally, faults: Faults, ending: str
) -> None:
    counted = tally(SUITE)
    await scene.open_day(running)
    file = running.path.with_name(running.path.name + ending)
    aside(file)
    for side in running.sides:
        refused = await press_until_refused(running, side)
        assert refused.text.startswith(SORRY)
        counted.faults += 1
    with pytest.raises(Vanished, match=r"put the file back .* or start the bot again"):
        await running.store.notes.put("a", "b")
    back(file)
    only_these(faults, "handler failed")
    await everybody_answers(running, counted)


@pytest.mark.longer
async def test_a_file_that_is_replaced_is_not_written_to(
    running: Stage, tally: OpenTally, faults: Faults
) -> None:
    """A backup is put in its place while the bot runs; a new start goes on with it."""
    counted = tally(SUITE)
    await scene.open_day(running)
    copy = running.path.with_name("copy.db")
    await copied(running.store, copy)
    copy.replace(running.path)
    for side in running.sides:
        assert (await press_until_refused(running, side)).text.startswith(SORRY)
    for ending in ("-wal", "-shm"):
        running.path.with_name(running.path.name + ending).unlink()
    counted.faults += 1
    only_these(faults, "handler failed")
    await running.restart()
    await everybody_answers(running, counted)


async def test_a_bot_does_not_start_on_a_disk_that_cannot_be_written(
    tmp_path: Path, tally: OpenTally, full: bool
) -> None:
    counted = tally(SUITE)
    disk = tmp_path / "data"
    disk.mkdir()
    mount(disk, "-t", "tmpfs", "-o", "size=8m", "studyhall-test")
    try:
        for existing in (False, True):
            if existing:
                await (await SqliteStore.open(disk / "study.db")).close()
            mount(disk, "-o", "remount,ro")
            with pytest.raises(NotWritable, match="read-only"):
                await SqliteStore.open(disk / "study.db")
            counted.faults += 1
            if full:
                async with Town(tmp_path) as town:
                    code, out, err = await town.run("run")
                assert (code, out) == (2, "") and len(err.splitlines()) == 1
                assert "study.db" in err and "read-only" in err
            mount(disk, "-o", "remount,rw")
    finally:
        unmount(disk)


@pytest.mark.longer
async def test_a_running_process_whose_files_may_not_grow(tmp_path: Path, tally: OpenTally) -> None:
    """A limit on file sizes, as a quota sets it, for the real program."""
    counted = tally(SUITE)
    async with Town(tmp_path) as town:
        bot = await town.start()
        await town.online()
        for side in town.sides:
            await set_up(side)
            await town.posted(side, "Question of the day")
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        for side in town.sides:
            assert (await choose(side)).text.startswith(SORRY)
            counted.faults += 1
        resource.prlimit(
            bot.process.pid,
            resource.RLIMIT_FSIZE,
            (resource.RLIM_INFINITY, resource.RLIM_INFINITY),
        )
        for side in town.sides:
            verdict = await side.press(side.ben, await choose(side), "Sure")
            assert verdict.text.startswith(VERDICTS)
        assert await bot.end() == 0
        assert not any("Traceback" in line for line in bot.lines), bot.lines
        assert await town.run("db", "verify") == (0, "No difference.\n", "")
        with closing(sqlite3.connect(town.database)) as db:
            rows = db.execute("SELECT round_id, person_id FROM answers").fetchall()
        counted.answers(range(2), range(len(rows)))
