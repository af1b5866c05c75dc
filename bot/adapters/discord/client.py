"""The gateway connection: a discord.py client that caches nothing and asks for no intents.

Interactions belong to no intent (Discord: events/gateway), so members' commands, presses
and forms arrive all the same.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import discord
import yarl
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.adapters.base import StartFailed, Unreachable
from bot.adapters.common.proxies import proxy_for
from bot.adapters.discord import frames
from bot.adapters.discord.errors import TokenRefused, Troubles, translated
from bot.adapters.discord.http import Http

_log = logging.getLogger(__name__)

API_URL = Route.BASE
GATEWAY_URL = str(DiscordWebSocket.DEFAULT_GATEWAY)
REFUSED = (
    "Discord refuses the bot token: copy a fresh one from https://discord.com/developers/"
    "applications, your application, Bot, Reset Token."
)
_CONNECTIONS = 256
_LONGEST_WAIT = 30.0  # seconds discord.py itself waits out a rate limit
_READY = 90.0
_CLEARED_EVERY = 30.0  # seconds
_LONGEST_BACKOFF = 30.0  # seconds between two attempts at the gateway
_BAD_TOKEN_CODE = 4004
_INTENTS_CODE = 4014
ENDED = (
    "Discord closed the connection for good (code {code}): update Studyhall and start it again; "
    "if that does not help, please report the code."
)

_ON_PURPOSE = (
    "Guilds intent seems to be disabled",
    "PyNaCl",
    "davey",
    "Application has an interaction endpoint URL set",  # said by ``http.suits``, where it matters
)


def _worth_saying(record: logging.LogRecord) -> bool:
    """discord.py warns of what is left out here on purpose: the server cache and voice."""
    return not record.msg.startswith(_ON_PURPOSE)


for _name in ("discord.state", "discord.client"):
    logging.getLogger(_name).addFilter(_worth_saying)

OnInteraction = Callable[[Any], Coroutine[Any, Any, None] | None]
"""Takes an interaction as it came; what is left to do afterwards is given back."""
OnUnreadable = Callable[[str], None]
_MUST_BE_READ = frozenset({"READY", "RESUMED"})


def point(api_url: str | None, gateway_url: str | None) -> None:
    """Sets the addresses that discord.py uses, in the whole process."""
    Route.BASE = (api_url or API_URL).rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url or GATEWAY_URL)


class _Backoff(ExponentialBackoff):  # type: ignore[type-arg]
    """Members cannot reach the bot while it waits: discord.py's own waits grow to 17 minutes."""

    def delay(self) -> float:  # type: ignore[override]
        return min(float(super().delay()), _LONGEST_BACKOFF)


discord.client.ExponentialBackoff = _Backoff  # type: ignore[attr-defined]
frames.install()


class Connection(discord.Client):
    """One life of the connection; a new one is made for each start."""

    def __init__(
        self, handler: OnInteraction, unreadable: OnUnreadable, trace: aiohttp.TraceConfig
    ) -> None:
        super().__init__(
            intents=discord.Intents.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0,
            max_ratelimit_timeout=_LONGEST_WAIT,
            connector=aiohttp.TCPConnector(limit=_CONNECTIONS),
            http_trace=trace,
            proxy=proxy_for(Route.BASE),
        )
        self.http.ws_connect = self._open  # type: ignore[method-assign]
        self._clear_seldom()
        self._handler = handler
        self._unreadable = unreadable
        self._handling: set[asyncio.Task[None]] = set()
        parsers = self._connection.parsers
        parsers["INTERACTION_CREATE"] = self._take
        for name in parsers.keys() - _MUST_BE_READ:
            parsers[name] = self._guarded(parsers[name])
        self.listening = False
        """Whether events arrive now."""
        self._up = asyncio.Event()
        self._down = asyncio.Event()
        self._reading: asyncio.Task[None] | None = None
        self._http: Http | None = None
        self._refused = False

    async def on_unreadable_frame(self, why: str) -> None:
        self._unreadable(why)

    def _guarded(self, parse: Callable[[Any], Any]) -> Callable[[Any], None]:
        """discord.py ends the connection over an event that it cannot read."""

        def guarded(data: Any) -> None:
            try:
                parse(data)
            except Exception as error:
                self._unreadable(f"discord.py: {type(error).__name__}")

        return guarded

    def _take(self, data: Any) -> None:
        """Hands an interaction on as it came: discord.py knows only the kinds of channels and
        components that there were when it was made, and drops what stands in another one."""
        try:
            later = self._handler(data)
        except Exception:
            _log.exception("handling an interaction failed")
            return
        if later is not None:
            task = asyncio.get_running_loop().create_task(self._finished(later))
            self._handling.add(task)
            task.add_done_callback(self._handling.discard)

    async def _finished(self, later: Coroutine[Any, Any, None]) -> None:
        try:
            await later
        except Exception:
            _log.exception("handling an interaction failed")

    async def _open(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        """discord.py's own way, but for the proxy: NO_PROXY may name one host and not another."""
        session: aiohttp.ClientSession = self.http._HTTPClient__session  # type: ignore[attr-defined]
        return await session.ws_connect(
            url,
            proxy=proxy_for(url),
            max_msg_size=0,
            timeout=aiohttp.ClientWSTimeout(ws_close=30.0),
            autoclose=False,
            headers={"User-Agent": self.http.user_agent},
            compress=compress,
        )

    def _clear_seldom(self) -> None:
        """discord.py looks through all its routes' limits for each new one: thousands of channels
        would cost as many looks a post."""
        clear = self.http._try_clear_expired_ratelimits
        cleared = 0.0

        def seldom() -> None:
            nonlocal cleared
            if time.monotonic() - cleared >= _CLEARED_EVERY:
                clear()
                cleared = time.monotonic()

        self.http._try_clear_expired_ratelimits = seldom  # type: ignore[method-assign]

    async def sign_in(self, token: str) -> None:
        """Checks the token over REST. Raises ``StartFailed`` or ``Unreachable``."""
        try:
            await self.login(token)
        except Troubles as error:
            neutral = translated(error)
            if isinstance(neutral, TokenRefused):
                raise StartFailed(REFUSED) from error
            raise neutral from error

    async def listen(self) -> None:
        """Opens the gateway and returns once interactions arrive; keeps it open after.

        Raises ``StartFailed`` or ``Unreachable``.
        """
        # discord.py crashes instead of retrying when the very first connect fails, so that
        # one attempt is watched here and its failure handed on.
        self._reading = asyncio.create_task(self.connect(), name="discord gateway")
        up = asyncio.create_task(self._up.wait())
        down = asyncio.create_task(self._down.wait())
        try:
            await asyncio.wait(
                (self._reading, up, down), timeout=_READY, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            up.cancel()
            down.cancel()
        if self._reading.done():
            raise self._why()
        if not self._up.is_set():
            raise Unreachable("Discord's gateway cannot be reached")

    async def take_from(self, http: Http) -> None:
        """Takes interactions from signed requests instead; there is no gateway then."""
        await http.open()
        self._http = http
        # Nothing ends this life but its end.
        never = asyncio.get_running_loop().create_future()
        self._reading = asyncio.create_task(_wait(never), name="discord requests")
        self.listening = True

    async def ended(self) -> None:
        """Waits for the end. Raises ``StartFailed`` or ``Unreachable``, unless it was closed."""
        if self._reading is None:
            return
        await asyncio.wait((self._reading,))
        if self._refused:
            raise StartFailed(REFUSED)
        if not self._reading.cancelled():
            raise self._why()

    @property
    def port(self) -> int:
        """Where requests are taken; 0 where none are."""
        return self._http.port if self._http else 0

    def refuse(self) -> None:
        """The token died: ends the connection for good."""
        self._refused = True
        self.listening = False
        if self._reading is not None:
            self._reading.cancel()

    async def shut(self) -> None:
        """Closes with code 1000: closing while the socket is being read would send 4000."""
        http, self._http = self._http, None
        if http is not None:
            await http.close()
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait((self._reading,))
        with contextlib.suppress(*Troubles):
            await self.close()
        # discord.py closes its session only after a login got far enough to open one.
        connector = self.http.connector
        if isinstance(connector, aiohttp.TCPConnector):
            await connector.close()

    def _why(self) -> StartFailed | Unreachable:
        assert self._reading is not None
        error = None if self._reading.cancelled() else self._reading.exception()
        if isinstance(error, discord.ConnectionClosed) and error.code == _BAD_TOKEN_CODE:
            return StartFailed(REFUSED)
        if isinstance(error, (discord.PrivilegedIntentsRequired, discord.ConnectionClosed)):
            return StartFailed(ENDED.format(code=getattr(error, "code", _INTENTS_CODE)))
        return Unreachable(f"Discord's gateway was lost: {error!r}")

    async def on_connect(self) -> None:
        self.listening = True
        self._up.set()

    async def on_resumed(self) -> None:
        self.listening = True

    async def on_disconnect(self) -> None:
        self.listening = False
        self._down.set()

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        _log.exception("handling %s failed", event_method)


async def _wait(for_: asyncio.Future[None]) -> None:
    await for_
