"""The REST calls that the adapter makes, over discord.py's HTTP client and rate limiter.

Payloads are plain dicts, so that no view object lives on after a message was sent. Every
method raises only the errors of ``bot.adapters.base``.
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient, Route
from discord.webhook.async_ import async_context

from bot.adapters.base import AdapterError, Rejected, Unreachable
from bot.adapters.common.rate_limiter import RateLimiter
from bot.adapters.discord.callback import ANSWER_LIMIT, answer_at_once
from bot.adapters.discord.error_codes import ALREADY_ANSWERED
from bot.adapters.discord.errors import (
    PictureRefused,
    TokenRefused,
    Troubles,
    code_of,
    translated,
)
from bot.adapters.discord.render_card import Picture
from bot.model import ChannelRef

Json = dict[str, Any]
_log = logging.getLogger(__name__)

EPHEMERAL = 1 << 6
LAYOUT = 1 << 15  # IS_COMPONENTS_V2
_TOP = 100  # messages per page of history
_LIMIT = 75.0  # seconds; discord.py's own retries and rate-limit waits are inside


def place_of(to: ChannelRef) -> str:
    """The id that Discord's routes want: a thread is a channel of its own."""
    return to.thread if to.thread and not to.direct else to.id


class Wire:
    """``refused`` is called when Discord no longer accepts the token.

    All requests with the bot's token keep ``limiter``; answers to interactions do not count.
    """

    def __init__(
        self, http: HTTPClient, app_id: str, refused: Callable[[], None], limiter: RateLimiter
    ) -> None:
        self._http = http
        self._limiter = limiter
        self.app = app_id
        self._refused = refused
        # Answers go the way of discord.py's own interactions: no entry per interaction stays
        # in the REST client's rate-limit table, which it scans for each new one.
        self._answers = async_context.get()
        self._session = aiohttp.ClientSession(
            connector=http.connector, connector_owner=False, cookie_jar=aiohttp.DummyCookieJar()
        )

    async def close(self) -> None:
        await self._session.close()

    # answers to interactions, on the interaction's own token

    async def callback(
        self, interaction_id: str, token: str, kind: int, data: Json, pictures: Sequence[Picture]
    ) -> None:
        """The first answer. One that was already given (a redelivery) counts as done."""
        body: Json = {"type": kind}
        if data:
            body["data"] = data
        if not pictures:
            await answer_at_once(self._session, self._http.proxy, interaction_id, token, body)
            return
        route = Route(
            "POST",
            f"/interactions/{interaction_id}/{{webhook_token}}/callback",
            webhook_id=interaction_id,
            webhook_token=token,
        )
        try:
            await self._answer(route, body, pictures, limit=ANSWER_LIMIT)
        except AdapterError as error:
            if code_of(error) != ALREADY_ANSWERED:
                raise
            _log.info("interaction %s was already answered", interaction_id)

    async def edit_original(self, token: str, data: Json) -> None:
        await self._answer(self._webhook("PATCH", token, "/messages/@original"), data)

    async def delete_original(self, token: str) -> None:
        await self._answer(self._webhook("DELETE", token, "/messages/@original"), None)

    async def follow_up(self, token: str, data: Json, pictures: Sequence[Picture]) -> None:
        await self._answer(self._webhook("POST", token, ""), data, pictures)

    def _webhook(self, method: str, token: str, path: str) -> Route:
        return Route(
            method,
            f"/webhooks/{{webhook_id}}/{{webhook_token}}{path}",
            webhook_id=self.app,
            webhook_token=token,
        )

    # messages

    async def send(self, channel: str, data: Json, pictures: Sequence[Picture]) -> str:
        """The new message's id."""
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel)
        return _id(await self._send(route, data, pictures))

    async def edit(
        self, channel: str, message: str, data: Json, pictures: Sequence[Picture]
    ) -> None:
        await self._send(self._message("PATCH", channel, message), data, pictures)

    async def delete(self, channel: str, message: str) -> None:
        await self._send(self._message("DELETE", channel, message), None)

    async def message(self, channel: str, message: str) -> Json:
        found: Json = await self._send(self._message("GET", channel, message), None, of=dict)
        return found

    async def history(self, channel: str, after: int) -> list[Json]:
        """The next messages after a snowflake, at most 100, in any order."""
        route = Route("GET", "/channels/{channel_id}/messages", channel_id=channel)
        params = {"after": after, "limit": _TOP}
        found: list[Json] = await self._send(route, None, params=params, of=list)
        return found

    async def open_thread(self, channel: str, message: str, name: str) -> None:
        route = Route(
            "POST",
            "/channels/{channel_id}/messages/{message_id}/threads",
            channel_id=channel,
            message_id=message,
        )
        await self._send(route, {"name": name, "auto_archive_duration": 1440})

    async def typing(self, channel: str) -> None:
        """Shows for some seconds that the bot writes: takes what a message takes."""
        await self._send(Route("POST", "/channels/{channel_id}/typing", channel_id=channel), None)

    def _message(self, method: str, channel: str, message: str) -> Route:
        return Route(
            method,
            "/channels/{channel_id}/messages/{message_id}",
            channel_id=channel,
            message_id=message,
        )

    # places and people

    async def open_direct(self, user: str) -> str:
        """The id of the direct conversation with a user."""
        route = Route("POST", "/users/@me/channels")
        return _id(await self._send(route, {"recipient_id": user}, urgent=True))

    async def user(self, user: str) -> Json:
        return await self._get("/users/{user_id}", user_id=user)

    async def channel(self, channel: str) -> Json:
        return await self._get("/channels/{channel_id}", channel_id=channel)

    async def guild_member(self, guild: str, user: str) -> Json:
        return await self._get("/guilds/{guild_id}/members/{user_id}", guild_id=guild, user_id=user)

    async def guild(self, guild: str) -> Json:
        return await self._get("/guilds/{guild_id}", guild_id=guild)

    # commands

    async def commands(self) -> list[Json]:
        found: list[Json] = await self._send(self._commands("GET"), None, urgent=True, of=list)
        return found

    async def put_commands(self, commands: list[Json]) -> None:
        """Replaces the whole list."""
        await self._send(self._commands("PUT"), commands, urgent=True)

    async def add_command(self, command: Json) -> None:
        """Makes one command, or replaces the one with its name; leaves all others alone."""
        await self._send(self._commands("POST"), command, urgent=True)

    async def drop_command(self, command: str) -> None:
        """Takes one away, by its id."""
        path = "/applications/{application_id}/commands/{command_id}"
        route = Route("DELETE", path, application_id=self.app, command_id=command)
        await self._send(route, None, urgent=True)

    def _commands(self, method: str) -> Route:
        return Route(method, "/applications/{application_id}/commands", application_id=self.app)

    async def _get(self, path: str, **ids: str) -> Json:
        found: Json = await self._send(Route("GET", path, **ids), None, urgent=True, of=dict)
        return found

    async def _answer(
        self,
        route: Route,
        body: Json | None,
        pictures: Sequence[Picture] = (),
        *,
        limit: float = _LIMIT,
    ) -> None:
        options: dict[str, Any] = {"payload": body}
        if pictures and body is not None:
            files = await asyncio.to_thread(_files, pictures)
            options = {"multipart": _form(body, files), "files": files}
        async with self._translating(limit, answering=True):
            await self._answers.request(route, self._session, proxy=self._http.proxy, **options)

    async def _send(
        self,
        route: Route,
        body: Json | list[Json] | None,
        pictures: Sequence[Picture] = (),
        *,
        urgent: bool = False,
        params: Json | None = None,
        of: type = object,
    ) -> Any:
        """``of`` is the type of a good answer; anything else counts as no answer at all.

        What is ``urgent`` (a member waits for it) does not wait for the pace, but counts.
        """
        options: dict[str, Any] = {} if params is None else {"params": params}
        if pictures and isinstance(body, dict):
            files = await asyncio.to_thread(_files, pictures)
            options |= {"form": _form(body, files), "files": files}
        elif body is not None:
            options["json"] = body
        if urgent:
            self._limiter.spend()
        else:
            await self._limiter.turn()
        async with self._translating(_LIMIT):
            answer = await self._http.request(route, **options)
        if not isinstance(answer, of):
            raise Unreachable(f"Discord's answer is no {of.__name__}")
        return answer

    @asynccontextmanager
    async def _translating(self, limit: float, *, answering: bool = False) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(limit):
                yield
        except Troubles as error:
            neutral = translated(error, answering=answering)
            if isinstance(neutral, TokenRefused):
                self._refused()
            raise neutral from error


def _id(answer: Any) -> str:
    if not isinstance(answer, dict) or "id" not in answer:
        raise Unreachable("Discord's answer has no id")
    return str(answer["id"])


def _files(pictures: Sequence[Picture]) -> list[discord.File]:
    try:
        return [
            discord.File(io.BytesIO(_content(p)), p.name, description=p.alt or None)
            for p in pictures
        ]
    except OSError as error:
        raise Rejected(f"picture cannot be read: {error}") from error


def _content(picture: Picture) -> bytes:
    """Raises ``PictureRefused`` for one that can't be drawn: the words go out without it."""
    if picture.drawing is None:
        return Path(picture.path).read_bytes()
    try:
        return picture.drawing.png()
    except Exception as error:
        _log.exception("a picture could not be drawn")
        raise PictureRefused(repr(error)) from error


def _form(body: Json, files: Sequence[discord.File]) -> list[dict[str, Any]]:
    inner = body.get("data", body) if "type" in body else body
    inner["attachments"] = [
        {"id": n, "filename": file.filename, "description": file.description or ""}
        for n, file in enumerate(files)
    ]
    form: list[dict[str, Any]] = [
        {"name": "payload_json", "value": json.dumps(body)},
    ]
    form += [
        {
            "name": f"files[{n}]",
            "value": file.fp,
            "filename": file.filename,
            "content_type": "application/octet-stream",
        }
        for n, file in enumerate(files)
    ]
    return form
