"""Start, stop, drops, resumes, refused tokens and command registration."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.adapters.base import StartFailed, Unreachable
from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.client import Connection
from bot.model import Interaction, MemberRef
from tests.contract.discord_driver import KeptInMemory
from tests.servers.discord import DiscordServer
from tests.servers.discord.bot_for_tests import CARD, COMMANDS, Bot, opened


def ignore(interaction: Interaction) -> bool:
    return True


def adapter_on(
    server: DiscordServer, token: str | None = None, state: KeptInMemory | None = None
) -> DiscordAdapter:
    return DiscordAdapter(
        server.world.token if token is None else token,
        state=state or KeptInMemory(),
        api_url=server.api_url,
        gateway_url=server.gateway_url,
    )


async def test_it_asks_for_no_intents_and_closes_with_1000() -> None:
    async with DiscordServer() as server:
        adapter = adapter_on(server)
        await adapter.start(COMMANDS, ignore)
        (session,) = server.gateway.sessions.values()
        assert session.intents == 0
        waiting = asyncio.create_task(adapter.closed())
        await adapter.stop()
        await waiting
        await server.world.wait_for(lambda: server.gateway.close_codes)
        assert server.gateway.close_codes == [1000]
        assert server.gateway.sessions == {}
        await adapter.stop()
        await adapter.closed()


async def test_a_dropped_connection_resumes_and_loses_nothing() -> None:
    bot = Bot()
    async with opened(bot) as driver:
        await driver.drop_connection()
        assert (driver.server.gateway.resumed, driver.server.gateway.identified) == (1, 1)
        assert (await driver.command(driver.ben, "/quiz")).replies
        # What happens while the line is down is replayed on resuming.
        gateway = driver.server.gateway
        await gateway.drop(4000)
        assert (await driver.command(driver.ben, "/quiz")).replies
        assert gateway.identified == 1


async def test_a_torn_line_is_resumed_too() -> None:
    async with opened(Bot()) as driver:
        gateway = driver.server.gateway
        gateway.cut()
        assert (await driver.command(driver.ben, "/quiz")).replies
        assert (gateway.resumed, gateway.identified) == (1, 1)


async def test_a_forgotten_session_is_identified_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    async def at_once(*_: object, **__: object) -> None:
        """discord.py would wait five seconds, so that identifies keep apart."""

    monkeypatch.setattr(Connection, "before_identify_hook", at_once)
    async with opened(Bot()) as driver:
        driver.server.gateway.sessions.clear()
        before = driver.server.gateway.identified
        await driver.server.gateway.drop(4000)
        await driver.world.wait_for(lambda: driver.server.gateway.identified > before)
        assert (await driver.command(driver.ben, "/quiz")).replies


async def test_a_bad_token_says_where_to_get_a_good_one() -> None:
    async with DiscordServer() as server:
        adapter = adapter_on(server, "wrong")
        with pytest.raises(StartFailed, match=r"discord\.com/developers"):
            await adapter.start(COMMANDS, ignore)
        server.world.token = "wrong"
        await adapter.start(COMMANDS, ignore)
        await adapter.stop()


async def test_an_unreachable_api_or_gateway_can_be_tried_again() -> None:
    async with DiscordServer() as server:
        adapter = DiscordAdapter(
            server.world.token,
            state=KeptInMemory(),
            api_url="http://127.0.0.1:9/api/v10",
            gateway_url=server.gateway_url,
        )
        with pytest.raises(Unreachable):
            await adapter.start(COMMANDS, ignore)
        adapter = DiscordAdapter(
            server.world.token,
            state=KeptInMemory(),
            api_url=server.api_url,
            gateway_url="ws://127.0.0.1:9/gw",
        )
        with pytest.raises(Unreachable):
            await adapter.start(COMMANDS, ignore)
        adapter = adapter_on(server)
        server.gateway.refuse = True
        with pytest.raises(Unreachable):
            await adapter.start(COMMANDS, ignore)
        server.gateway.refuse = False
        await adapter.start(COMMANDS, ignore)
        await adapter.stop()


async def test_a_revoked_token_ends_the_connection_for_good() -> None:
    async with DiscordServer() as server:
        adapter = adapter_on(server)
        await adapter.start(COMMANDS, ignore)
        waiting = asyncio.create_task(adapter.closed())
        server.revoke_token()
        await server.gateway.drop(4000)
        with pytest.raises(StartFailed):
            await waiting
        await adapter.stop()


async def test_a_401_on_a_post_ends_the_connection_for_good() -> None:
    async with opened(Bot()) as driver:
        waiting = asyncio.create_task(driver.adapter.closed())
        driver.server.revoke_token()
        with pytest.raises(Unreachable):
            await driver.adapter.post(driver.channel, CARD, key="k")
        with pytest.raises(StartFailed):
            await waiting


async def test_commands_are_written_only_when_they_differ() -> None:
    state = KeptInMemory()
    async with DiscordServer() as server:
        for commands, puts in (
            (COMMANDS, 1),
            (tuple(reversed(COMMANDS)), 1),
            ((*COMMANDS[:-1], replace(COMMANDS[-1], description="Another")), 2),
            (COMMANDS[:2], 3),
            (COMMANDS[:2], 3),
        ):
            adapter = adapter_on(server, state=state)
            await adapter.start(commands, ignore)
            await adapter.stop()
            assert server.rest.puts == puts
        assert server.world.breaches == []
        (quiz, _) = server.world.commands
        assert [o["name"] for o in quiz["options"]] == ["topic", "count"]
        assert quiz["contexts"] == [0, 1]
        assert quiz["options"][1] == {
            "type": 4,
            "name": "count",
            "description": "How many",
            "min_value": 1,
            "max_value": 10,
        }


async def test_before_the_start_everything_is_unreachable() -> None:
    async with DiscordServer() as server:
        adapter = adapter_on(server)
        await adapter.closed()
        with pytest.raises(Unreachable):
            await adapter.direct(MemberRef("discord", "1"))


async def test_an_answer_after_the_stop_is_unreachable() -> None:
    bot = Bot()
    async with opened(bot) as driver:
        bot.hold.clear()
        running = asyncio.create_task(driver.command(driver.ben, "/quiz"))
        await bot.took.wait()
        await driver.adapter.stop()
        bot.hold.set()
        await running
        assert [type(error) for error in bot.errors] == [Unreachable]
