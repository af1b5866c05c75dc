"""Nobody else on the machine can read what the bot keeps."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from tests.e2e.outside import Town
from tests.e2e.test_process import set_up

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file modes are Unix's")


async def test_every_file_beside_the_database_is_its_users_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)  # as most machines have it
    try:
        async with Town(tmp_path) as town:
            bot = await town.start()
            await set_up(town.slack)
            await town.posted(town.slack, "Question of the day")
            code, _, words = await town.run("db", "backup", str(tmp_path / "data" / "copy.db"))
            assert code == 0, words
            found = {
                path.name: stat.S_IMODE(path.stat().st_mode)
                for path in (tmp_path / "data").rglob("*")
                if path.is_file()
            }
            await bot.end()
    finally:
        os.umask(before)
    endings = ("-wal", "-shm", ".lock", ".alive", "copy.db")
    missing = [ending for ending in endings if not any(name.endswith(ending) for name in found)]
    assert missing == [], found
    assert {name: oct(mode) for name, mode in found.items() if mode & 0o077} == {}
