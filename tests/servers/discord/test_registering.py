"""The application's command list: what the bot did not make stays, nothing in it stops the bot."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import discord.http
import pytest

from bot.adapters.base import StartFailed
from bot.adapters.discord import registering
from bot.adapters.discord.registering import Registrar
from bot.model import Command
from tests.contract.discord_driver import KeptInMemory
from tests.servers.discord import DiscordServer
from tests.servers.discord.bot_for_tests import COMMANDS, Bot, opened
from tests.servers.discord.test_connection import adapter_on, ignore

OTHERS: list[dict[str, Any]] = [
    {"id": "1", "name": "launch", "type": 4, "handler": 2, "description": "", "version": "3"},
    {"id": "2", "name": "Report", "type": 3, "description": "", "default_member_permissions": "0"},
    {"id": "3", "name": "rules", "type": 1, "description": "By hand", "options": []},
    {
        "id": "4",
        "name": "what",
        "type": 17,
        "description": "newer than the library",
        "odd": {"a": 1},
    },
]
NAMES = {command.path[0] for command in COMMANDS}


def _told(command: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in command.items() if key not in ("id", "version")}


async def test_what_the_bot_did_not_make_is_kept() -> None:
    state = KeptInMemory()
    async with DiscordServer() as server:
        server.world.commands = [*OTHERS]
        for commands in (COMMANDS, COMMANDS, COMMANDS[:2]):
            adapter = adapter_on(server, state=state)
            await adapter.start(commands, ignore)
            await adapter.stop()
            found = {c["name"]: c for c in server.world.commands}
            assert found.keys() == {c.path[0] for c in commands} | {c["name"] for c in OTHERS}
            for other in OTHERS:
                assert _told(found[other["name"]]).items() >= _told(other).items()
        assert server.rest.puts == 2, "written only when something differs"


@pytest.mark.parametrize(
    "odd", [None, 7, "a word", {"name": 5}, {"type": "slash"}, [], {"name": None, "type": 1}]
)
async def test_a_list_with_nonsense_in_it_is_not_replaced(odd: Any) -> None:
    async with DiscordServer() as server:
        server.world.commands = [odd, *OTHERS[2:3]]
        adapter = adapter_on(server)
        await adapter.start(COMMANDS, ignore)
        assert adapter.listening
        await adapter.stop()
        assert server.rest.puts == 0 and odd in server.world.commands
        assert {
            c["name"] for c in server.world.commands if isinstance(c, dict) and "description" in c
        } == (NAMES | {"rules"})


@pytest.mark.parametrize(
    "trouble", ["403", "404", "429", "page", "500", "50240", "40333", "half", "bytes"]
)
@pytest.mark.parametrize("verb", ["GET", "PUT"])
async def test_nothing_there_makes_the_bot_give_up(
    trouble: str, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The library waits up to 25 seconds between its own attempts.
    no_waits = SimpleNamespace(**vars(asyncio) | {"sleep": lambda _: asyncio.sleep(0)})
    monkeypatch.setattr(discord.http, "asyncio", no_waits)
    async with DiscordServer() as server:
        match, many = f"{verb} /applications/", 9
        if trouble == "page":
            server.block(match, many)
        elif trouble == "429":
            server.limit(match, many, 9000.0)
        elif trouble in ("half", "bytes"):
            server.mangle(match, trouble, many)
        elif len(trouble) == 3:
            server.fail(match, many, int(trouble), 50001 if trouble == "403" else 0)
        else:
            server.fail(match, many, 403 if trouble == "40333" else 400, int(trouble))
        adapter = adapter_on(server)
        await adapter.start(COMMANDS, ignore)
        assert adapter.listening
        await adapter.stop()


async def test_it_tries_again_until_they_are_there() -> None:
    waited: list[float] = []
    done = asyncio.Event()

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            done.set()
        await asyncio.sleep(0)

    async with opened(Bot()) as driver:
        server = driver.server
        server.world.commands = []
        server.block("GET /applications/", 3)
        registrar = Registrar(driver.adapter._wire, COMMANDS, KeptInMemory(), sleep=sleep)
        await registrar.begin()
        await done.wait()
        await driver.world.wait_for(lambda: len(server.world.commands) == len(NAMES))
        assert waited[:2] == [registering.FIRST, 2 * registering.FIRST]
        await registrar.stop()


async def test_one_command_that_is_refused_takes_no_other_along(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with DiscordServer() as server:
        adapter = adapter_on(server)
        await adapter.start((Command(("No Good",), "x"), *COMMANDS), ignore)
        await adapter.stop()
        assert {c["name"] for c in server.world.commands} == NAMES
        assert "No Good" in caplog.text
        server.world.breaches.clear()


async def test_a_refused_token_is_still_the_end() -> None:
    async with DiscordServer() as server:
        with pytest.raises(StartFailed, match="token"):
            await adapter_on(server, "bad").start(COMMANDS, ignore)


async def test_what_the_bot_made_before_goes_also_one_by_one() -> None:
    state = KeptInMemory()
    async with DiscordServer() as server:
        for commands in (COMMANDS, COMMANDS[:2]):
            adapter = adapter_on(server, state=state)
            await adapter.start(commands, ignore)
            await adapter.stop()
            server.world.commands.append("nonsense")
        names = {c["name"] for c in server.world.commands if isinstance(c, dict)}
        assert names == {c.path[0] for c in COMMANDS[:2]}
