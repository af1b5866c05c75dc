"""Calls to Slack that raise the protocol's errors only."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from yarl import URL

from bot.adapters.base import Expired, RateLimited, Unreachable
from bot.adapters.common.json import to_json
from bot.adapters.common.proxies import Proxies, proxy_for
from bot.adapters.slack.errors import TokenRefused, from_code, retry_after, translated

HOME = "https://slack.com/api/"
_SLACKS_OWN = (".slack.com", ".slack-gov.com")
_IN_JSON = {"Content-Type": "application/json"}
_TIMEOUT = aiohttp.ClientTimeout(total=20, sock_connect=5)
HOOK_AGAIN = 0.5
"""Seconds after which a failing response URL is tried again."""
HOOK_WAITS = 10.0
"""Seconds that a member may wait for an answer because of a limit."""


class _Failing(Unreachable):
    """Slack's server said that it failed; nothing was delivered."""


class Api:
    """The Web API and response URLs over one shared session.

    Nothing is retried in here: slack_sdk would send a post again after a dropped
    connection, and a post may have gone out by then.
    """

    def __init__(self, bot_token: str, url: str | None) -> None:
        self._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        self.web = AsyncWebClient(
            token=bot_token, base_url=url or HOME, session=self._session, retry_handlers=[]
        )
        # The SDK would send everything through the proxy, what NO_PROXY names as well.
        self.web.proxy = proxy_for(self.web.base_url)
        self._home = URL(self.web.base_url)
        self._proxies = Proxies()
        self.on_refused: Callable[[TokenRefused], None] | None = None

    async def call(self, request: Awaitable[AsyncSlackResponse]) -> Mapping[str, Any]:
        """The data of an answer that says ok. Raises the protocol's errors."""
        try:
            with translated():
                data = (await request).data
        except TokenRefused as error:
            if self.on_refused:
                self.on_refused(error)
            raise
        if not isinstance(data, dict):
            raise Unreachable("the answer is no object")
        return data

    async def hook(self, url: str, body: dict[str, Any]) -> None:
        """Posts to a response URL. Raises ``Expired`` once it is used up or too old, or when
        it leads anywhere but to Slack: the address came in with a payload.

        Slack: interactivity/handling: five posts within 30 minutes; a refusal is a 404.
        The SDK's own webhook client costs as much again as the post itself. What is refused
        by a failing server or a short limit is tried once more: a member waits for it.
        """
        to = self._home_address(url)
        if to is None:
            raise Expired("the response URL leads elsewhere")
        sent = to_json(body)
        try:
            await self._hook(to, sent)
        except (_Failing, RateLimited) as error:
            wait = error.after if isinstance(error, RateLimited) else HOOK_AGAIN
            if wait > HOOK_WAITS:
                raise
            await asyncio.sleep(wait)
            await self._hook(to, sent)

    async def _hook(self, to: URL, body: bytes) -> None:
        with translated():
            async with self._session.post(
                to,
                data=body,
                headers=_IN_JSON,
                proxy=self._proxies.get(to),
                allow_redirects=False,
            ) as answer:
                status, headers = answer.status, answer.headers
                said = await answer.text() if status != 200 else ""
        if status == 200:
            return
        if status == 429:
            raise from_code("ratelimited", {}, retry_after(headers))
        if status >= 500:
            raise _Failing(f"the response URL failed with {status}")
        try:
            data = json.loads(said)
            code = str(data["error"])
        except (ValueError, TypeError, KeyError, RecursionError):
            # An address that Slack knows no more answers with a page, not with a code.
            code, data = ("expired_url" if status == 404 else "invalid_payload"), {}
        raise from_code(code, data)

    def _home_address(self, url: str) -> URL | None:
        """``url`` if it leads to Slack, or to where its Web API is."""
        try:
            to, home = URL(url), self._home
            host, port = (to.host or "").lower(), to.explicit_port
            if (to.scheme, host, port) == (home.scheme, home.host, home.explicit_port):
                return to
            slacks_own = to.scheme == "https" and host.endswith(_SLACKS_OWN) and port in (None, 443)
        except ValueError:
            return None
        return to if slacks_own else None

    async def upload(self, url: str, content: bytes) -> None:
        """Sends a file's bytes to the address that Slack gave for them."""
        with translated():
            async with self._session.post(url, data=content, proxy=proxy_for(url)) as answer:
                if answer.status != 200:
                    raise Unreachable(f"the upload failed with {answer.status}")

    async def close(self) -> None:
        await self._session.close()
