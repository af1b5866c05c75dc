"""Every command works without what Windows does not have (see ``less``), as a process."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.outside import WITHIN, Town

LESS = Path(__file__).with_name("less.py")
ROOT = LESS.parents[2]


@pytest.fixture
async def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """Whose processes all run without it, and write to a console of western Europe."""
    (tmp_path / "less").mkdir()
    shutil.copy(LESS, tmp_path / "less" / "sitecustomize.py")
    paths = [str(tmp_path / "less"), str(ROOT), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    async with Town(tmp_path) as opened:
        yield opened


async def finished(town: Town, *args: str, **changes: str) -> tuple[int | None, str]:
    """Exit code and all that a command wrote."""
    process = await town._spawn(*args, **changes)
    async with asyncio.timeout(WITHIN):
        out, err = await process.communicate()
    said = (out + err).decode("cp1252")
    assert "Traceback" not in said, said
    return process.returncode, said


async def test_what_is_taken_away_is_gone(town: Town) -> None:
    code = "import os, signal, fcntl"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stderr=asyncio.subprocess.PIPE
    )
    _, err = await process.communicate()
    assert b"No module named 'fcntl'" in err


async def test_the_bot_runs_and_ends_at_a_signal(town: Town) -> None:
    bot = await town.start()
    await town.online()
    code, said = await finished(town, "doctor")
    assert code in (0, 1) and "could not be" not in said and "cannot be looked at" not in said
    code, said = await finished(town, "db", "backup")
    assert code == 0, said
    assert "checked" in (await finished(town, "db", "backups"))[1]
    assert await bot.end(signal.SIGTERM) == 0
    assert bot.lines[-1] == "studyhall: stopping"
    backup = max((town.database.parent / "backups").glob("*.db"))
    code, said = await finished(town, "db", "restore", str(backup))
    assert code == 0, said
    again = await town.start()
    assert await again.end(signal.SIGINT) == 0


@pytest.mark.parametrize("encoding", ["cp437", "ascii"])
async def test_any_console_can_be_written_to(town: Town, encoding: str) -> None:
    every = (("course", "lint", str(town.home / "courses")), ("--help",), ("doctor",))
    for args in every if encoding == "cp437" else every[:2]:
        process = await town._spawn(*args, PYTHONIOENCODING=encoding)
        async with asyncio.timeout(WITHIN):
            out, err = await process.communicate()
        assert b"Traceback" not in out + err, (args, err)
        assert process.returncode in (0, 1)


async def test_the_demo_runs_and_ends_at_ctrl_c(town: Town) -> None:
    process = await town._spawn("demo", "--port", "0", "--days", "0", STUDYHALL_LOG="console")
    assert process.stdout is not None and process.stderr is not None
    async with asyncio.timeout(WITHIN):
        first, *more = [(await process.stdout.readline()).decode("cp1252") for _ in range(4)]
    assert [line.split()[0] for line in more] == ["Try", "Everything", "Another"]
    assert re.search(r"http://127\.0\.0\.1:\d+/", first), await process.stderr.read()
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(WITHIN):
        _, err = await process.communicate()
    assert (process.returncode, err) == (0, b""), err
