"""The adapter knows whether events arrive, also while the connection is being mended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.adapters.discord.adapter import DiscordAdapter
from bot.model import ChannelRef, Interaction, WorkspaceRef
from tests.contract.discord_driver import KeptInMemory
from tests.servers.discord import DiscordServer
from tests.servers.discord.bot_for_tests import COMMANDS


def ignore(_: Interaction) -> bool:
    return True


async def test_listening_follows_the_gateway() -> None:
    async with DiscordServer() as server:
        adapter = DiscordAdapter(
            server.world.token,
            state=KeptInMemory(),
            api_url=server.api_url,
            gateway_url=server.gateway_url,
        )
        place = ChannelRef(
            WorkspaceRef("discord", server.world.guild), server.world.add_channel("general").id
        )

        async def asking(until: Callable[[], bool]) -> None:
            """Asks Discord something again and again: its REST API works all the time."""
            async with asyncio.timeout(20):
                while not until():
                    await adapter.prepare(place)

        assert not adapter.listening
        await adapter.start(COMMANDS, ignore)
        assert adapter.listening
        server.gateway.refuse = True
        await server.gateway.drop(4000)
        await asking(lambda: not adapter.listening)
        server.gateway.refuse = False
        await asking(lambda: adapter.listening)
        assert server.gateway.resumed == 1
        await adapter.stop()
        assert not adapter.listening
