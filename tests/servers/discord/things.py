"""People, channels, messages and running interactions of the local Discord."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Json = dict[str, Any]


class Clock:
    """Real time plus what tests moved it on by, so that tokens expire without waiting."""

    _offset = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def advance(self, step: timedelta) -> None:
        self._offset += step


@dataclass
class Person:
    id: str
    name: str
    manager: bool = False
    closed: bool = False  # takes no direct messages
    bot: bool = False

    def user(self) -> Json:
        return {
            "id": self.id,
            "username": self.name.lower(),
            "global_name": self.name,
            "discriminator": "0",
            "avatar": None,
            "bot": self.bot,
        }


@dataclass
class Message:
    id: str
    channel: str
    author: str
    components: list[Json]
    flags: int = 0
    content: str = ""
    pinged: list[str] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    nonce: str = ""
    posted: float = 0.0
    private_to: str | None = None
    loading: bool = False
    edits: int = 0
    reply_to: str | None = None
    raw: Json = field(default_factory=dict)


@dataclass
class Channel:
    id: str
    name: str
    kind: int = 0
    parent: str | None = None
    denied: int = 0  # permission bits taken from the bot here
    # permission bits (allowed, denied) here by role; a role is known by its id
    roles: dict[str, tuple[int, int]] = field(default_factory=dict)
    direct_with: str | None = None
    archived: bool = False
    locked: bool = False
    refuses: tuple[int, int] | None = None
    """Status and code with which posts are refused here, though nothing else shows it."""
    messages: dict[str, Message] = field(default_factory=dict)


@dataclass
class Hook:
    """One interaction and all that the bot did about it."""

    id: str
    token: str
    kind: int  # 2 command, 3 component, 4 autocomplete, 5 modal submit
    user: str
    channel: str
    delivered: float  # the world's clock
    sent: float  # time.monotonic()
    payload: Json
    source: str | None = None
    first: int | None = None  # the first answer's type
    acked_after: float | None = None
    original: str | None = None
    thinking: bool = False
    replies: list[str] = field(default_factory=list)
    updated: str | None = None
    modal: Json | None = None
    choices: list[Json] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)  # error codes of refused answers
    request: asyncio.Task[int] | None = None  # the way to an endpoint, until its answer is in


def numbered(components: list[Json]) -> list[Json]:
    """Components as Discord stores them: those without an id get the next free one."""
    taken = {part["id"] for part in every(components) if part.get("id")}
    free = (n for n in itertools.count(1) if n not in taken)

    def copy(part: Json) -> Json:
        out: Json = {
            "id": part.get("id") or next(free),
            **{k: v for k, v in part.items() if k != "id"},
        }
        for key in ("component", "accessory"):
            if key in part:
                out[key] = copy(part[key])
        if "components" in part:
            out["components"] = [copy(inner) for inner in part["components"]]
        if out["type"] == 12:
            out["items"] = [
                {**item, "media": {**item["media"], "proxy_url": item["media"]["url"]}}
                for item in part["items"]
            ]
        return out

    return [copy(part) for part in components]


def every(components: Iterable[Json]) -> Iterable[Json]:
    for part in components:
        yield part
        yield from every(part.get("components", ()))
        for key in ("component", "accessory"):
            if key in part:
                yield from every((part[key],))


def words_of(message: Message) -> str:
    """All Markdown of a message."""
    shown = [p["content"] for p in every(message.components) if p["type"] == 10]
    return "\n".join([message.content, *shown] if message.content else shown)
