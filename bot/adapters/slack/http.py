"""Signed HTTP: Slack sends each act as a request (Slack: interactivity/handling).

Every request passes the same gate before anything of it is parsed: its head within some seconds
(see ``listener``), path and method, size, its two headers, the time they name, the body within a
few seconds, the signature under the raw bytes. TLS is the reverse proxy's.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.adapters.base import InteractionHandler, StartFailed
from bot.adapters.common.listener import Listener
from bot.adapters.common.payloads import NotUnderstood
from bot.adapters.slack.incoming import NAME
from bot.adapters.slack.intake import COMMAND, EMPTY, EVENT, Answer, Intake
from bot.adapters.slack.manifest import PATH
from bot.adapters.slack.signing import SIGNATURE, TIMESTAMP, Refused, Stamp
from bot.adapters.slack.transport import Transport

log = logging.getLogger(__name__)

MOST_BODY = 2**20
"""Bytes; a message of ours comes back with every press on it, in escapes, far below this."""
READ_WITHIN = 2.0
"""Seconds until a body must be there; the answer is due after three."""
_FIELDS = 100
_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_BACKLOG = 1024


@dataclass(frozen=True, slots=True)
class Door:
    """Where requests come in and whose signature they bear. Port 0 takes any free one.

    ``now`` is the wall clock in seconds.
    """

    signing_secret: str
    host: str = "127.0.0.1"
    port: int = 3000
    now: Callable[[], float] = time.time

    def __repr__(self) -> str:
        return f"Door({self.host}:{self.port})"


class NotParsed(Exception):
    """A signed request that is none of the kinds there are."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Http(Transport):
    """The listener."""

    def __init__(self, door: Door, intake: Intake, handler: InteractionHandler) -> None:
        super().__init__()
        self._door = door
        self._intake = intake
        self._handler = handler
        self._listener: Listener | None = None

    @property
    def port(self) -> int:
        """The port that is listened on; 0 while there is none."""
        return self._listener.address[1] if self._listener else 0

    async def connect(self) -> None:
        app = web.Application(client_max_size=MOST_BODY)
        app.router.add_post(PATH, self._serve)
        # The signature is under the bytes as they came.
        self._listener = Listener(app, auto_decompress=False)
        door = self._door
        try:
            await self._listener.start(door.host, door.port, backlog=_BACKLOG)
        except OSError as error:
            raise StartFailed(
                f"SLACK_HTTP_HOST {door.host} with SLACK_HTTP_PORT {door.port} cannot be listened "
                f"on ({error.strerror or error}): choose an address of this machine and a port "
                "that no other program uses."
            ) from error
        self.listening = True
        log.info("requests are taken on %s:%d%s", door.host, self.port, PATH)

    async def close(self) -> None:
        listener, self._listener = self._listener, None
        if listener:
            listener.deafen()
            self._intake.stop()
            await listener.stop()
        self._end()

    async def _serve(self, request: web.Request) -> web.Response:
        began = time.monotonic()
        try:
            body = await self._genuine(request)
            answer = await self._answer(request.content_type, body, began)
        except Refused as error:
            return self._refused(HTTPStatus.UNAUTHORIZED, str(error))
        except NotParsed as error:
            return self._refused(error.status, str(error))
        except TimeoutError:
            return self._refused(HTTPStatus.REQUEST_TIMEOUT, "its body came too slowly")
        except web.HTTPRequestEntityTooLarge:
            return self._refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "its body is too long")
        except (web.RequestPayloadError, ConnectionError):
            return self._refused(HTTPStatus.BAD_REQUEST, "its body broke off")
        if not answer.payload:
            return web.Response(status=answer.status)
        return web.json_response(answer.payload, status=answer.status)

    async def _genuine(self, request: web.Request) -> bytes:
        """The body of a request that Slack has signed just now."""
        headers = request.headers
        if (request.content_length or 0) > MOST_BODY:
            raise web.HTTPRequestEntityTooLarge(MOST_BODY, request.content_length or 0)
        stamp = Stamp.read(
            headers.getall(TIMESTAMP, []), headers.getall(SIGNATURE, []), self._door.now()
        )
        async with asyncio.timeout(READ_WITHIN):
            body = await request.read()
        stamp.check(self._door.signing_secret, body)
        return body

    async def _answer(self, content_type: str, body: bytes, began: float) -> Answer:
        if content_type == _JSON:
            return self._event(_object(body))
        if content_type != _FORM:
            raise NotParsed(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "its content is of another type")
        fields = _fields(body)
        if "ssl_check" in fields:
            return EMPTY
        if "payload" in fields:
            payload = _object(fields["payload"].encode())
            return await self._intake.take(str(payload.get("type")), payload, began)
        if "command" in fields:
            return await self._intake.take(COMMAND, fields, began)
        raise NotParsed(HTTPStatus.BAD_REQUEST, "it is neither a command nor a payload")

    def _event(self, data: dict[str, Any]) -> Answer:
        if data.get("type") != EVENT:
            return _verification(data)
        try:
            self._intake.event(data)
        except NotUnderstood:
            return Answer(HTTPStatus.BAD_REQUEST)
        return EMPTY

    def _refused(self, status: int, why: str) -> web.Response:
        self._handler.unreadable(NAME, f"a request was refused with {int(status)}: {why}")
        response = web.Response(status=status)
        response.force_close()
        return response


def _fields(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            body.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_FIELDS,
        )
    except ValueError as error:
        raise NotParsed(HTTPStatus.BAD_REQUEST, "its form cannot be read") from error
    return dict(pairs)


def _object(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotParsed(HTTPStatus.BAD_REQUEST, "its JSON cannot be read") from error
    if not isinstance(data, dict):
        raise NotParsed(HTTPStatus.BAD_REQUEST, "its JSON is no object")
    return data


def _verification(data: dict[str, Any]) -> Answer:
    """Slack asks once whether the address is ours (Slack: events/url_verification)."""
    challenge = data.get("challenge")
    if data.get("type") != "url_verification" or not isinstance(challenge, str):
        raise NotParsed(HTTPStatus.BAD_REQUEST, "it is an event that nobody asked for")
    return Answer(payload={"challenge": challenge})
