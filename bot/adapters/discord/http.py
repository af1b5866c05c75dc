"""Interactions as signed HTTP requests (Discord: interactions/receiving-and-responding).

The first answer rides in the response where nothing follows it. Where something does (a deferral,
a picture), the response is a 202 without a body and the answer a request of its own: only what
Discord says to that tells that a later edit will find it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Protocol

from aiohttp import web

from bot.adapters.base import StartFailed
from bot.adapters.common.signed_http import Check, Door, NotParsed, SignedPath, object_of
from bot.adapters.discord.arrivals import Arrivals
from bot.adapters.discord.incoming import Origin
from bot.adapters.discord.signing import SIGNATURE, TIMESTAMP, reader
from bot.model import Kind

_log = logging.getLogger(__name__)

PATH = "/discord/interactions"
ACK_WITHIN = 2.95
"""Seconds after which an answer is not worth sending (Discord allows three)."""
WRONG_KEY = (
    "DISCORD_PUBLIC_KEY is not the public key of the bot's own application: copy it from "
    "https://discord.com/developers/applications, your application, General Information."
)
NO_ENDPOINT = (
    "Discord sends no interactions here yet: set Interactions Endpoint URL at https://discord.com/"
    "developers/applications, your application, General Information, to your public address with "
    f"{PATH} at its end, while the bot runs."
)
UNUSED_ENDPOINT = (
    "an Interactions Endpoint URL is set in Discord's developer portal, so no command reaches the "
    "bot: empty it, or set DISCORD_PUBLIC_KEY"
)
_PING, _PONG = 1, b'{"type":1}'
_JSON = "application/json"


class Application(Protocol):
    """What the platform says of the bot's application."""

    verify_key: str
    interactions_endpoint_url: str | None


def suits(application: Application | None, door: Door | None) -> None:
    """Whether the way in fits what Discord says of the application. Raises ``StartFailed`` for
    another's key, and warns where no interaction can arrive."""
    if application is None:
        return
    endpoint = application.interactions_endpoint_url
    if door is None:
        if endpoint:
            _log.warning(UNUSED_ENDPOINT)
        return
    if application.verify_key.lower() != door.key.lower():
        raise StartFailed(WRONG_KEY)
    if not endpoint:
        _log.warning(NO_ENDPOINT)


class Http:
    """The listener. The door's key is the application's public key, in hexadecimal.

    ``claim`` is asked with an interaction's id before anything is done with it: False means
    that it has been taken already.
    """

    def __init__(
        self, door: Door, arrivals: Arrivals, claim: Callable[[str], Awaitable[bool]]
    ) -> None:
        self._arrivals = arrivals
        self._claim = claim
        self._door = door
        self._stamps = reader(door.key)
        self._path = SignedPath(
            PATH, door, self._stamp, self._answer, arrivals.unreadable, "DISCORD_HTTP"
        )
        self._waiting: set[asyncio.Future[bytes | None]] = set()
        self._later: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """The port that is listened on; 0 while there is none."""
        return self._path.port

    async def open(self) -> None:
        """Raises ``StartFailed``."""
        await self._path.open()
        _log.info("requests are taken on %s:%d%s", self._door.host, self.port, PATH)

    async def close(self) -> None:
        self._path.deafen()
        for waiting in [*self._waiting]:
            waiting.cancel()
        await self._path.stop()
        for task in [*self._later]:
            task.cancel()
        await asyncio.gather(*self._later, return_exceptions=True)

    def _stamp(self, request: web.Request, now: float) -> Check:
        headers = request.headers
        return self._stamps(headers.getall(TIMESTAMP, []), headers.getall(SIGNATURE, []), now)

    async def _answer(self, content_type: str, body: bytes, began: float) -> web.Response:
        if content_type != _JSON:
            raise NotParsed(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "its content is of another type")
        event = object_of(body)
        if event.get("type") == _PING:
            return web.Response(body=_PONG, content_type=_JSON)
        arrival = self._arrivals.read(event)
        if arrival is None:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        interaction = arrival.interaction
        try:
            # Suggestions change nothing, and come with every letter.
            if interaction.kind is not Kind.SUGGEST and not await self._claim(interaction.id):
                _log.info("another process has it, or it came twice: %s", interaction.id)
                return web.Response(status=HTTPStatus.ACCEPTED)
        except Exception:
            # Not to know is not to have it; the member sees an error and tries again.
            _log.exception("could not claim an interaction")
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        origin = interaction.origin
        assert isinstance(origin, Origin)
        origin.ack = asyncio.get_running_loop().create_future()
        if not self._arrivals.hand_on(
            replace(arrival, interaction=replace(interaction, received=began))
        ):
            return web.Response(status=HTTPStatus.ACCEPTED)
        self._finish(self._arrivals.afterwards(arrival))
        return await self._acknowledged(origin.ack, began)

    async def _acknowledged(self, ack: asyncio.Future[bytes | None], began: float) -> web.Response:
        self._waiting.add(ack)
        ack.add_done_callback(self._waiting.discard)
        try:
            async with asyncio.timeout(ACK_WITHIN - (time.monotonic() - began)):
                answer = await ack
        except (TimeoutError, asyncio.CancelledError):
            if asyncio.current_task().cancelling():  # type: ignore[union-attr]
                raise
            return web.Response(status=HTTPStatus.GATEWAY_TIMEOUT)
        if answer is None:
            return web.Response(status=HTTPStatus.ACCEPTED)
        return web.Response(body=answer, content_type=_JSON)

    def _finish(self, later: Coroutine[Any, Any, None] | None) -> None:
        if later is None:
            return
        task = asyncio.get_running_loop().create_task(_quietly(later))
        self._later.add(task)
        task.add_done_callback(self._later.discard)


async def _quietly(later: Coroutine[Any, Any, None]) -> None:
    try:
        await later
    except Exception:
        _log.exception("handling an interaction failed")
