"""How many connections an app has: Slack says so at the start of each (Slack: Socket Mode)."""

from __future__ import annotations

import asyncio

import aiohttp

from bot.adapters.common.proxies import proxy_for

WITHIN = 5.0
"""Seconds that the greeting may take."""


async def connections(url: str) -> int:
    """Connects, reads the greeting and hangs up at once, before an act could come this way.

    0 when it cannot be told. Goes through a proxy of the environment as everything else does.
    """
    try:
        async with (
            asyncio.timeout(WITHIN),
            aiohttp.ClientSession() as session,
            session.ws_connect(url, proxy=proxy_for(url)) as socket,
        ):
            said = await socket.receive_json()
    except (aiohttp.ClientError, OSError, TimeoutError, TypeError, ValueError):
        return 0
    count = said.get("num_connections") if isinstance(said, dict) else None
    return count if isinstance(count, int) else 0
