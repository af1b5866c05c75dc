"""Discord's global rate limit, and the pace that keeps the bot's own calls under it.

Discord: rate limits: a bot may make 50 requests a second; answers on an interaction's own
token do not count. Limits of single routes are told in each answer's headers and kept by
discord.py.
"""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace
from typing import Any

import aiohttp

from bot.adapters.common.rate_limiter import RateLimiter, Seconds, Sleep

PER_SECOND = 50
SHARE = 0.96
"""What is used of it: two requests a second less, as they may reach Discord closer together."""
UNSAID = 60.0
"""Seconds to wait where a limit does not say how long: a ban at the door, which grows with every
request that is made meanwhile (Discord: rate limits, invalid requests)."""


def global_limiter(*, clock: Seconds = time.monotonic, sleep: Sleep = asyncio.sleep) -> RateLimiter:
    """The pace of all requests with the bot's token."""
    return RateLimiter(PER_SECOND, 1.0, share=SHARE, clock=clock, sleep=sleep)


def watch(limiter: RateLimiter) -> aiohttp.TraceConfig:
    """Holds ``limiter`` when Discord says that the global limit is reached.

    discord.py waits by itself, but lets everything that gathered go at once afterwards.
    """

    async def ended(
        session: Any, context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
    ) -> None:
        headers = params.response.headers
        # Without a scope it is no limit of a route, but a ban at the door.
        if params.response.status == 429 and headers.get("X-RateLimit-Scope", "global") == "global":
            after = headers.get("Retry-After", "")
            limiter.hold(float(after) if after.replace(".", "", 1).isdigit() else UNSAID)

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(ended)
    return trace
