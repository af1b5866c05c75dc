"""The local platforms that the measured processes talk to."""

from __future__ import annotations

import ssl
from contextlib import AsyncExitStack

from benchmarks.load import PEOPLE, Discord, Platform, Slack
from tests.servers.discord import DiscordServer
from tests.servers.slack.server import SlackServer


async def served(
    stack: AsyncExitStack, people: int = PEOPLE, tls: ssl.SSLContext | None = None
) -> dict[str, Platform]:
    """Both platforms, with their limits on, until ``stack`` ends."""
    slack = await stack.enter_async_context(SlackServer(tls=tls))
    discord = await stack.enter_async_context(DiscordServer(tls=tls))
    slack.limits.on = discord.limits.on = True
    return {"slack": Slack(slack, people), "discord": Discord(discord, people)}
