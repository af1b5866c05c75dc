"""The adapter knows whether events arrive, also while the connection is being mended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.adapters.slack.adapter import SlackAdapter
from bot.model import ChannelRef, Interaction, WorkspaceRef
from tests.contract.slack_driver import CHANNEL, DictMemory
from tests.servers.slack.server import SlackServer
from tests.servers.slack.state import APP_TOKEN, BOT_TOKEN, TEAM

PLACE = ChannelRef(WorkspaceRef("slack", TEAM), CHANNEL)


def ignore(_: Interaction) -> bool:
    return False


async def asking(adapter: SlackAdapter, until: Callable[[], bool]) -> None:
    """Asks Slack something again and again: the Web API works all the time."""
    async with asyncio.timeout(20):
        while not until():
            await adapter.prepare(PLACE)


async def test_listening_follows_the_connection() -> None:
    async with SlackServer() as slack:
        slack.add_channel(CHANNEL, "general")
        adapter = SlackAdapter(
            BOT_TOKEN, APP_TOKEN, state=DictMemory(), api_url=slack.api_url, heartbeat=0.05
        )
        assert not adapter.listening
        await adapter.start((), ignore)
        assert adapter.listening
        slack.state.fault("apps.connections.open", "internal_error", 10_000)
        await slack.socket.drop()
        await asking(adapter, lambda: not adapter.listening)
        slack.state.faults.clear()
        await asking(adapter, lambda: adapter.listening)
        await adapter.stop()
        assert not adapter.listening
