"""Backups of a process that runs, and the way back from one."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.service.backups.daily import rebuild
from bot.service.backups.folder import Folder
from storage.backups import make
from storage.database import prepare
from storage.verify import verify
from tests.e2e.outside import Town
from tests.e2e.stage import Side
from tests.e2e.test_process import DAYS, VERDICTS, choose
from tests.features.bench import filled, shown

TITLE = "Question of the day"


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with Town(tmp_path) as opened:
        yield opened
        for side in opened.sides:
            assert side.driver.breaches() == []


async def set_up(side: Side) -> None:
    form = (await side.driver.command(side.ana, "/study setup")).form
    assert form is not None
    values = filled(form, zone="Berlin", days=DAYS)
    preview = shown(await side.driver.submit(side.ana, form, values))
    assert "is set up" in (await side.press(side.ana, preview, "Start")).text


async def post_and_answer(town: Town, side: Side) -> None:
    await side.say(side.ana, "/study post")
    await town.posted(side, TITLE)
    assert (await side.press(side.ben, await choose(side), "Sure")).text.startswith(VERDICTS)


@pytest.mark.timeout(120)  # three processes, one after the other
async def test_a_running_bot_makes_its_back_ups_and_goes_on_from_one(town: Town) -> None:
    bot = await town.start()
    await bot.wrote("backup made")
    await town.online()
    for side in town.sides:
        await set_up(side)
    saved = town.home / "copy.db"
    await asyncio.to_thread(make, town.database, saved, rebuild)
    await asyncio.gather(*(post_and_answer(town, side) for side in town.sides))
    assert await bot.end(signal.SIGKILL) == -signal.SIGKILL
    code, out, err = await town.run("db", "restore", str(saved))
    assert (code, err) == (0, "") and "not in it: 2." in out, out

    before = {side.name: [m.id for m in side.driver.posts()] for side in town.sides}
    town.discord_server.gateway.online.clear()
    again = await town.start()
    await town.online()
    # The bot does not know that it has posted already; asked to, it finds that it has.
    old = {side.name: round_of(side) for side in town.sides}
    for side in town.sides:
        await side.say(side.ana, "/study post")
    for side in town.sides:
        await taken_over(town, side, old[side.name])
        assert [m.id for m in side.driver.posts()] == before[side.name]
        assert (await side.press(side.ben, await choose(side), "Sure")).text.startswith(VERDICTS)
    assert await again.end() == 0
    with closing(prepare(town.database)) as db:
        assert verify(db, rebuild) == []
    kept = Folder(town.database.parent / "backups", town.database).kept()
    assert kept and not any(each.doubtful for each in kept)


def round_of(side: Side) -> str:
    """The round that the buttons under the posted question belong to."""
    return side.last(TITLE).controls[0].action.split(".")[2]


async def taken_over(town: Town, side: Side, old: str) -> None:
    """Waits until the posted question has the buttons of another round than ``old``."""

    def done() -> bool:
        return round_of(side) != old

    if side is town.slack:
        await town.slack_server.wait_for(done)
    else:
        await town.discord_server.world.wait_for(done)
