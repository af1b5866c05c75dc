"""The local platforms that the measured processes talk to."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from contextlib import AsyncExitStack

from benchmarks.load import PEOPLE, Discord, Platform, Slack
from tests.servers.discord import DiscordServer
from tests.servers.slack.server import SlackServer

NAMES = ("slack", "discord")


async def served(
    stack: AsyncExitStack,
    people: int = PEOPLE,
    tls: ssl.SSLContext | None = None,
    names: Sequence[str] = NAMES,
) -> dict[str, Platform]:
    """The platforms, with their limits off, until ``stack`` ends."""
    found: dict[str, Platform] = {}
    if "slack" in names:
        slack = await stack.enter_async_context(SlackServer(tls=tls))
        found["slack"] = Slack(slack, people)
    if "discord" in names:
        discord = await stack.enter_async_context(DiscordServer(tls=tls))
        found["discord"] = Discord(discord, people)
    return found
