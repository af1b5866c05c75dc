"""Signed HTTP: Slack sends each act as a request (Slack: interactivity/handling).

Every request passes the same gate before anything of it is parsed: its head within some seconds
(see ``listener``), path and method, size, its two headers, the time they name, the body within a
few seconds, the signature under the raw bytes. TLS is the reverse proxy's.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.adapters.base import InteractionHandler
from bot.adapters.common.payloads import NotUnderstood
from bot.adapters.common.signed_http import Check, Door, NotParsed, SignedPath, object_of
from bot.adapters.slack.incoming import NAME
from bot.adapters.slack.intake import COMMAND, EMPTY, EVENT, Answer, Intake
from bot.adapters.slack.manifest import PATH
from bot.adapters.slack.signing import SIGNATURE, TIMESTAMP, Stamp
from bot.adapters.slack.transport import Transport

log = logging.getLogger(__name__)

_FIELDS = 100
_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"


class Http(Transport):
    """The listener. The door's key is the app's signing secret."""

    def __init__(self, door: Door, intake: Intake, handler: InteractionHandler) -> None:
        super().__init__()
        self._door = door
        self._intake = intake
        self._handler = handler
        self._path: SignedPath | None = None

    @property
    def port(self) -> int:
        """The port that is listened on; 0 while there is none."""
        return self._path.port if self._path else 0

    async def connect(self) -> None:
        path = SignedPath(PATH, self._door, self._stamp, self._respond, self._refused, "SLACK_HTTP")
        await path.open()
        self._path = path
        self.listening = True
        log.info("requests are taken on %s:%d%s", self._door.host, self.port, PATH)

    async def close(self) -> None:
        path, self._path = self._path, None
        if path:
            path.deafen()
            self._intake.stop()
            await path.stop()
        self._end()

    def _stamp(self, request: web.Request, now: float) -> Check:
        headers = request.headers
        stamp = Stamp.read(headers.getall(TIMESTAMP, []), headers.getall(SIGNATURE, []), now)
        return lambda body: stamp.check(self._door.key, body)

    async def _respond(self, content_type: str, body: bytes, began: float) -> web.Response:
        answer = await self._answer(content_type, body, began)
        if not answer.payload:
            return web.Response(status=answer.status)
        return web.json_response(answer.payload, status=answer.status)

    async def _answer(self, content_type: str, body: bytes, began: float) -> Answer:
        if content_type == _JSON:
            return self._event(object_of(body))
        if content_type != _FORM:
            raise NotParsed(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "its content is of another type")
        fields = _fields(body)
        if "ssl_check" in fields:
            return EMPTY
        if "payload" in fields:
            payload = object_of(fields["payload"].encode())
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

    def _refused(self, why: str) -> None:
        self._handler.unreadable(NAME, why)


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


def _verification(data: dict[str, Any]) -> Answer:
    """Slack asks once whether the address is ours (Slack: events/url_verification)."""
    challenge = data.get("challenge")
    if data.get("type") != "url_verification" or not isinstance(challenge, str):
        raise NotParsed(HTTPStatus.BAD_REQUEST, "it is an event that nobody asked for")
    return Answer(payload={"challenge": challenge})
