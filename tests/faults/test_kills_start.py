"""SIGKILL while the bot starts: a new file, a backup, a migration. The next start goes on."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.study.group import Rhythm
from tests.faults import kill_posts
from tests.faults.conftest import OpenTally
from tests.faults.kill_house import START, KillHouse, Zygote

SUITE = "kill -9 while starting"
TOOL = "sqlite_utils.migrations.Migrations"
NEW_FILE = {
    "an empty file": "after storage.database.connect",
    "before the first migration": f"before {TOOL}.apply",
    "the list of migrations": f"after {TOOL}.ensure_migrations_table",
    "in the first migration": f"before {TOOL}._record_applied",
    "before the commit": f"after {TOOL}.apply",
    "the file is made": "after storage.store.prepare",
    "before the platforms": "before bot.service.app.App.connect",
}
UPGRADE = {
    "before the backup": "before storage.database.back_up",
    "an empty backup": "after storage.copying.new_file",
    "in the middle of the backup": "before storage.copying.ask",
    "the backup has no name yet": "before pathlib.Path.replace",
    "the backup is made": "after storage.database.back_up",
    "in the middle of the migration": "before __main__.half_way",
    "before the migration is recorded": f"before {TOOL}._record_applied",
    "before the commit": f"after {TOOL}.apply",
    "the migration is done": "after storage.store.prepare",
}
QUICK = ("in the first migration", "the backup has no name yet", "in the middle of the migration")


def some(steps: dict[str, str], full: bool) -> list[str]:
    return [at for name, at in steps.items() if full or name in QUICK]


@pytest.mark.timeout(200)
async def test_killed_while_it_makes_its_file_it_makes_it_at_the_next_start(
    zygote: Zygote, tmp_path: Path, tally: OpenTally, full: bool
) -> None:
    counted = tally(SUITE)
    async with KillHouse(zygote, tmp_path) as house:
        for at in some(NEW_FILE, full):
            shutil.rmtree(house.database.parent, ignore_errors=True)
            bot = await house.start(stop={"at": at})
            await bot.says("stopped")
            await house.kill()
            bot = await house.start()
            await bot.says("tick")
            house.check()
            await house.kill()
        counted.kills += house.kills


async def grown(house: KillHouse) -> Path:
    """A copy of a database with a group that has had its first day."""
    await house.start()
    for side in house.sides:
        await house.online(side)
        await kill_posts.found(house, side, side.channel, Rhythm.MORNING)
    house.set_clock(START + timedelta(hours=1, seconds=1))
    await house.settled()
    await house.kill()
    kept = house.home / "kept"
    shutil.copytree(house.database.parent, kept)
    return kept


@pytest.mark.timeout(200)
async def test_killed_during_an_upgrade_nothing_is_lost_and_the_back_up_is_whole(
    zygote: Zygote, tmp_path: Path, tally: OpenTally, full: bool
) -> None:
    counted = tally(SUITE)
    async with KillHouse(zygote, tmp_path) as house:
        kept = await grown(house)
        rows = house.rows("SELECT * FROM deliveries")
        for at in some(UPGRADE, full):
            shutil.rmtree(house.database.parent)
            shutil.copytree(kept, house.database.parent)
            bot = await house.start(stop={"at": at}, extra_migration=True)
            await bot.says("stopped")
            await house.kill()
            bot = await house.start(extra_migration=True)
            await bot.says("tick")
            await house.kill()
            assert house.rows("SELECT word FROM kill_test") == [("whole",)], at
            assert house.rows("SELECT * FROM deliveries") == rows, at
            house.check()
            safe = house.database.with_name("study.db.before-m9999_kill_test")
            with closing(sqlite3.connect(safe)) as before:
                assert before.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                assert before.execute("SELECT * FROM deliveries").fetchall() == rows, at
                names = "SELECT name FROM sqlite_master WHERE name = 'kill_test'"
                assert before.execute(names).fetchall() == []
            assert [*house.database.parent.glob("*.part*")] == [], at
        counted.kills += house.kills
        counted.posts(kill_posts.expected(house), kill_posts.there(house))
