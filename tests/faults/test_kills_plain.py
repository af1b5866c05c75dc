"""The same with nothing between: ``python -m bot run`` as whoever runs it starts it."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e import outside
from tests.e2e.test_process import choose, set_up
from tests.faults.conftest import OpenTally
from tests.faults.kill_house import WITHIN
from tests.faults.kill_sides import Door, HeldDiscord, HeldSlack

QUESTION = "Question of the day"


@pytest.mark.timeout(200)
async def test_killed_while_both_platforms_post_each_post_is_there_once(
    tmp_path: Path, tally: OpenTally, full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not full:
        pytest.skip("at full length only: tests/e2e/test_process.py kills such a process too")
    counted, door = tally("kill -9 at steps of posting"), Door()
    monkeypatch.setattr(outside, "SlackServer", lambda: HeldSlack(door))
    monkeypatch.setattr(outside, "DiscordServer", lambda: HeldDiscord(door))
    async with outside.Town(tmp_path) as town, asyncio.timeout(6 * WITHIN):
        gates = [
            door.hold("chat.postMessage", QUESTION, before=False),
            door.hold("POST", "/messages", QUESTION, before=True),
        ]
        first = await town.start()
        await town.online()
        for side in town.sides:
            await set_up(side)
        for gate in gates:
            await gate.reached.wait()
        assert await first.end(signal.SIGKILL) == -signal.SIGKILL
        counted.kills += 1
        for gate in gates:
            door.release(gate)
        await door.empty()
        town.discord_server.gateway.online.clear()
        looked = [door.hold("conversations.history", before=False)]
        looked.append(door.hold("GET", "/messages", before=False))
        second = await town.start()
        await town.online()
        for gate in looked:
            await gate.reached.wait()
            door.release(gate)
        for side in town.sides:
            await choose(side)
        assert await second.end() == 0
        for side in town.sides:
            counted.posts([side.name], [side.name for t in side.titles() if t == QUESTION])
        with closing(sqlite3.connect(town.database)) as db:
            sql = "SELECT state, COUNT(*) FROM deliveries WHERE kind = 'question' GROUP BY state"
            assert db.execute(sql).fetchall() == [("sent", 2)]
        assert await town.run("db", "verify") == (0, "No difference.\n", "")
