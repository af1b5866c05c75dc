"""The doctor and the monitor beside the real program, on both local platforms."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.contract.slack_driver import CHANNEL
from tests.e2e.outside import Bot, Town
from tests.features.bench import filled, shown
from tests.servers.discord.world import SEND


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with Town(tmp_path) as town:
        yield town


async def examined(town: Town, **changes: str) -> tuple[int, dict[tuple[str, str], dict[str, Any]]]:
    code, out, err = await town.run("doctor", "--json", **changes)
    assert "Traceback" not in err, err
    return code, {(f["part"], f["about"]): f for f in json.loads(out)["findings"]}


def troubles(found: dict[tuple[str, str], dict[str, Any]]) -> set[tuple[str, str]]:
    return {key for key, finding in found.items() if finding["state"] == "mend"}


async def set_up(town: Town) -> None:
    """A study group on each platform."""
    for side in town.sides:
        form = (await side.driver.command(side.ana, "/study setup")).form
        assert form is not None
        preview = shown(await side.driver.submit(side.ana, form, filled(form, zone="Berlin")))
        assert "is set up" in (await side.press(side.ana, preview, "Start")).text


async def address(bot: Bot) -> str:
    await bot.wrote("metrics on http://")
    (line,) = (line for line in bot.lines if "metrics on" in line)
    match = re.search(r"http://[\d.:]+", line)
    assert match is not None
    return match[0]


async def test_before_the_first_start_all_is_well(town: Town) -> None:
    code, found = await examined(town)
    assert code == 0 and troubles(found) == set()
    assert not town.database.exists() and not town.database.parent.exists()
    assert found["discord", "commands"]["state"] == "note"


async def test_beside_the_running_bot(town: Town) -> None:
    bot = await town.start(STUDYHALL_METRICS_PORT="0")
    await town.online()
    await set_up(town)
    code, found = await examined(town)
    assert troubles(found) == set() and code == 0
    assert found["bot", "bot"]["says"].startswith("is running; last active")
    for part, group in (("slack", "(group 1)"), ("discord", "(group 2)")):
        (place,) = (f for (p, about), f in found.items() if p == part and group in about)
        assert place["state"] == "ok", found
    assert found["discord", "commands"]["state"] == "ok"
    assert found["clock", "clock"]["state"] == "ok"
    assert "Europe/Berlin" in found["clock", "time zones"]["says"]
    assert len(town.discord_server.gateway.sessions) == 1, "the doctor opens no session"
    assert await bot.end() == 0


async def test_what_is_taken_away_is_named_channel_by_channel(town: Town) -> None:
    await town.start()
    await town.online()
    await set_up(town)
    world, place = town.discord_server.world, town.discord.channel.id
    world.channels[place].denied = SEND
    name = f"#{world.channels[place].name} (group 2)"
    town.slack_server.state.channels[CHANNEL].archived = True
    town.slack_server.state.scopes.discard("files:write")
    town.slack_server.state.advance(-90)
    code, found = await examined(town)
    assert code == 1
    assert troubles(found) == {
        ("slack", "scopes"),
        ("slack", "#general (group 1)"),
        ("discord", name),
        ("clock", "clock"),
    }
    assert "Send Messages" in found["discord", name]["says"]
    assert "ahead of Slack's" in found["clock", "clock"]["says"]
    town.slack_server.state.revoked = True
    _, found = await examined(town)
    assert ("slack", "SLACK_BOT_TOKEN") in troubles(found)
    assert ("slack", "scopes") not in found


async def test_metrics_health_and_readiness_of_the_program(town: Town) -> None:
    bot = await town.start(STUDYHALL_METRICS_PORT="0")
    await town.online()
    url = await address(bot)
    await town.slack.say(town.slack.ana, "/study help")
    async with aiohttp.ClientSession() as client:
        async with client.get(f"{url}/healthz") as answer:
            assert answer.status == 200
        async with client.get(f"{url}/readyz?platforms=all") as answer:
            said = await answer.json()
            assert answer.status == 200, said
            assert said["platforms"] == {"slack": "connected", "discord": "connected"}
        async with client.get(f"{url}/metrics") as answer:
            text = await answer.text()
    counted = 'kind="command",outcome="reply",platform="slack",route="study/help"'
    assert f"studyhall_interactions_total{{{counted}}} 1.0" in text
    assert 'studyhall_connected{platform="discord"} 1.0' in text
    assert await bot.end() == 0


async def test_without_a_port_nothing_is_served(town: Town) -> None:
    bot = await town.start()
    assert not any("metrics" in line for line in bot.lines)
    assert await bot.end() == 0
