"""``studyhall run`` that Discord sends requests to, over a restart and beside Slack."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.adapters.discord.http import PATH
from bot.adapters.slack.manifest import PATH as SLACK_PATH
from tests.e2e.outside import Bot, Town
from tests.e2e.test_process import choose, set_up
from tests.servers.slack.state import SIGNING_SECRET


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with Town(tmp_path) as opened:
        yield opened
        for side in opened.sides:
            assert side.driver.breaches() == []


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def start(town: Town, port: int) -> Bot:
    """Both platforms send requests, to one port."""
    bot = await town.start(
        SLACK_APP_TOKEN="",
        SLACK_SIGNING_SECRET=SIGNING_SECRET,
        SLACK_HTTP_PORT=str(port),
        DISCORD_PUBLIC_KEY=town.discord_server.http.public_key,
        DISCORD_HTTP_PORT=str(port),
        DISCORD_GATEWAY_URL="ws://127.0.0.1:9/there-is-none",
    )
    town.slack_server.http.url = f"http://127.0.0.1:{port}{SLACK_PATH}"
    await bot.wrote(f"requests are taken on 127.0.0.1:{port}{PATH}")
    assert await town.discord_server.http.set_endpoint(f"http://127.0.0.1:{port}{PATH}")
    return bot


async def test_commands_presses_and_forms_come_as_requests_over_a_restart(town: Town) -> None:
    port, side, http = free_port(), town.discord, town.discord_server.http
    bot = await start(town, port)
    await set_up(side)
    await town.posted(side, "Question of the day")
    help_text = (await town.slack.say(town.slack.ben, "/study help")).text
    assert help_text, "Slack is served on the same port"
    assert await bot.end() == 0
    assert not await http.tried()
    bot = await start(town, port)
    verdict = await choose(side)
    assert verdict.private_to == side.ben
    assert "Your progress" in (await side.say(side.ben, "/progress")).text
    assert set(http.statuses) <= {200, 202}
    assert town.discord_server.gateway.identified == 0
    assert await town.run("db", "verify") == (0, "No difference.\n", "")
    assert await bot.end() == 0
