"""One open page: it looks at the room as one member and acts as that member."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from aiohttp import WSMsgType, web

from bot.adapters.playground import acts, wire
from bot.adapters.playground.acts import NotPossible
from bot.adapters.playground.room import Room
from bot.adapters.playground.wire import Data, PictureAddress
from bot.adapters.playground.words import say

log = logging.getLogger(__name__)

LONGEST_LINE = 2000
LONGEST_VALUE = 3000


class BadRequest(Exception):
    """The page sent something that it never sends."""


class Session:
    """``clock`` tells the page's clock, ``move`` moves it by one of its named steps."""

    def __init__(
        self,
        room: Room,
        member: str,
        socket: web.WebSocketResponse,
        picture: PictureAddress,
        clock: Callable[[], Data],
        move: Callable[[str], Awaitable[None]],
    ) -> None:
        self._room, self._member, self._socket = room, member, socket
        self._picture, self._clock, self._move = picture, clock, move
        self._sent: set[str] = set()
        self._version = -1
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Serves the page until it goes away."""
        news = asyncio.Event()
        news.set()
        stop = self._room.watch(news.set)
        writer = asyncio.create_task(self._write(news))
        try:
            async for frame in self._socket:
                if frame.type is not WSMsgType.TEXT:
                    continue
                await self._take(frame.data)
        finally:
            stop()
            for task in (writer, *self._tasks):
                task.cancel()
            await asyncio.gather(writer, *self._tasks, return_exceptions=True)

    async def _write(self, news: asyncio.Event) -> None:
        while True:
            await news.wait()
            news.clear()
            with suppress(ConnectionError):
                await self._socket.send_json(self._changes())

    def _changes(self) -> Data:
        room, since = self._room, self._version
        seen = {m.id: m for m in room.seen_by(self._member)}
        data: Data = {
            "type": "room",
            "version": room.version,
            "online": room.online,
            "clock": self._clock(),
            "messages": [
                wire.message_data(m, self._picture)
                for m in seen.values()
                if m.rev > since or m.id not in self._sent
            ],
            "gone": sorted(self._sent - seen.keys()),
            "forms": [wire.form_data(f) for f in room.forms_of(self._member)],
            "pending": [
                {"message": e.interaction.message.id, "action": e.interaction.route}
                for e in room.pending_of(self._member)
                if e.interaction.message is not None
            ],
            "channels": [
                {"id": c.id, "name": c.name, "topic": c.topic, "direct": c.only is not None}
                for c in room.channels.values()
                if c.only in (None, self._member)
            ],
        }
        if since < 0:
            data |= {
                "you": self._member,
                "members": [wire.member_data(m) for m in room.members.values()],
                "commands": [wire.command_data(c) for c in room.commands],
            }
        self._sent, self._version = set(seen), room.version
        return data

    async def _take(self, frame: str) -> None:
        try:
            self._act(json.loads(frame))
        except NotPossible as refusal:
            await self._notice(str(refusal))
        except (BadRequest, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            log.warning("the page sent something unknown: %.200s", frame)
            await self._notice(say("not-understood"))

    def _act(self, asked: dict[str, Any]) -> None:
        room, me = self._room, self._member
        match asked["do"]:
            case "say":
                words = _line(asked["words"])
                thread = asked.get("thread")
                if words.startswith("/"):
                    acts.command(room, me, str(asked["channel"]), words)
                elif words:
                    acts.say(room, me, str(asked["channel"]), words, thread and str(thread))
            case "press":
                choice = asked.get("choice")
                picked = None if choice is None else _values(choice)
                acts.press(room, me, str(asked["message"]), str(asked["action"]), picked)
            case "submit":
                values = {str(key): _values(given) for key, given in asked["values"].items()}
                acts.submit(room, me, str(asked["form"]), values)
            case "close":
                acts.close_form(room, me, str(asked["form"]))
            case "dismiss":
                acts.dismiss(room, me, str(asked["message"]))
            case "suggest":
                self._hold(self._suggest(asked))
            case "move":
                self._hold(self._moved(str(asked["step"])))
            case _:
                raise BadRequest

    def _hold(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _suggest(self, asked: dict[str, Any]) -> None:
        try:
            exchange = acts.suggest(
                self._room,
                self._member,
                str(asked["channel"]),
                _line(asked["line"]),
                str(asked["option"]),
            )
        except NotPossible:
            return
        await exchange.settled.wait()
        options = [{"label": o.label, "value": o.value} for o in exchange.suggestions]
        await self._socket.send_json(
            {"type": "suggestions", "line": asked["line"], "options": options}
        )

    async def _moved(self, step: str) -> None:
        try:
            await self._move(step)
        except NotPossible as refusal:
            await self._notice(str(refusal))

    async def _notice(self, words: str) -> None:
        await self._socket.send_json({"type": "notice", "words": words})


def _line(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_LINE:
        raise BadRequest
    return value.strip()


def _values(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > 50:
        raise BadRequest
    for one in value:
        if not isinstance(one, str) or len(one) > LONGEST_VALUE:
            raise BadRequest
    return tuple(value)
