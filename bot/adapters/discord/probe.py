"""Plain questions to Discord's REST API, each with one answer: no gateway, nothing kept.

discord.py's client is not used for this: it keeps its addresses for the whole process, waits out
rate limits as long as they last, and does not hand on the ``Date`` of an answer.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Any, Self

import aiohttp
import discord

from bot.adapters.base import RateLimited, Unreachable
from bot.adapters.common.checkup import ahead
from bot.adapters.common.proxies import proxy_for
from bot.adapters.discord.client import API_URL
from bot.adapters.discord.errors import refusal

LONGEST_WAIT = 30.0
"""Seconds of a rate limit that are waited out."""
TRIES = 3
AT_ONCE = 4
_TIMEOUT = aiohttp.ClientTimeout(total=15, sock_connect=5)
# Discord: reference, User Agent
_AGENT = f"DiscordBot (https://github.com/Rapptz/discord.py {discord.__version__})"

Json = dict[str, Any]


class Probe:
    """``async with Probe(token, api_url) as probe``; ``ahead`` is our clock against Discord's."""

    def __init__(self, token: str, api_url: str | None) -> None:
        self._url = (api_url or API_URL).rstrip("/")
        self._headers = {"Authorization": f"Bot {token}", "User-Agent": _AGENT}
        self._limit = asyncio.Semaphore(AT_ONCE)
        self.ahead: float | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            headers=self._headers, timeout=_TIMEOUT, cookie_jar=aiohttp.DummyCookieJar()
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def get(self, path: str) -> Any:
        """What Discord says about ``path``.

        Raises ``TokenRefused``, ``Forbidden``, ``Gone``, ``RateLimited``, ``Unreachable`` or
        ``Rejected``.
        """
        for attempt in range(TRIES):
            try:
                return await self._once(path)
            except RateLimited as error:
                if error.after > LONGEST_WAIT or attempt == TRIES - 1:
                    raise
                await asyncio.sleep(error.after)
        raise AssertionError("unreachable")

    async def _once(self, path: str) -> Any:
        asked = time.time()
        try:
            async with (
                self._limit,
                self._session.get(self._url + path, proxy=proxy_for(self._url)) as answer,
            ):
                status, headers, said = answer.status, answer.headers, await answer.text()
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise Unreachable(f"{error or type(error).__name__}") from error
        if self.ahead is None:
            self.ahead = ahead(headers.get("Date"), asked, time.time())
        try:
            data = json.loads(said)
        except (ValueError, RecursionError) as error:
            if status == 429:
                raise RateLimited(LONGEST_WAIT) from error
            raise Unreachable(f"the answer to {path} is no JSON, status {status}") from error
        if status == 200:
            return data
        told: Mapping[str, Any] = data if isinstance(data, dict) else {}
        if status == 429:
            raise RateLimited(float(told.get("retry_after", LONGEST_WAIT)))
        code = told.get("code", 0)
        code = code if isinstance(code, int) else 0
        raise refusal(status, code, str(told.get("message", "")), headers, own=True)
