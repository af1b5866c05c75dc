"""What the local Discord knows: people, channels, messages and running interactions."""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.servers.discord.rules import EPHEMERAL, LAYOUT

Json = dict[str, Any]
EPOCH = 1_420_070_400_000

VIEW, SEND, ATTACH, HISTORY = 1 << 10, 1 << 11, 1 << 15, 1 << 16
OPEN_THREADS, SEND_IN_THREADS = 1 << 35, 1 << 38
MANAGE_GUILD, ADMINISTRATOR = 1 << 5, 1 << 3
EVERYONE = VIEW
BOT = VIEW | SEND | ATTACH | HISTORY | OPEN_THREADS | SEND_IN_THREADS | 1 << 14


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
    direct_with: str | None = None
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


class World:
    def __init__(self) -> None:
        self._ids = itertools.count(1)
        self._offset = timedelta()
        self.changed = asyncio.Condition()
        self.breaches: list[str] = []
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.private: dict[str, Message] = {}  # ephemeral messages by id
        self.hooks: dict[str, Hook] = {}  # by token
        self.commands: list[Json] = []
        self.token = "test.token"
        self.app = self.new_id()
        self.guild = self.new_id()
        self.owner = self.new_id()
        self.bot_role = self.new_id()
        self.manager_role = self.new_id()
        self.me = self.add_person("Studyhall", bot=True)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def advance(self, step: timedelta) -> None:
        """Moves the clock, so that tokens expire without waiting."""
        self._offset += step

    def new_id(self) -> str:
        moment = int(self.now().timestamp() * 1000) - EPOCH
        return str((moment << 22) | (next(self._ids) & 0xFFF))

    def add_person(self, name: str, *, manager: bool = False, bot: bool = False) -> Person:
        person = Person(self.new_id(), name, manager, bot=bot)
        self.people[person.id] = person
        return person

    def add_channel(self, name: str) -> Channel:
        channel = Channel(self.new_id(), name)
        self.channels[channel.id] = channel
        return channel

    def direct(self, person: str) -> Channel:
        for channel in self.channels.values():
            if channel.direct_with == person:
                return channel
        channel = Channel(self.new_id(), "", 1, direct_with=person)
        self.channels[channel.id] = channel
        return channel

    def permissions(self, person: str, channel: Channel | None = None) -> int:
        if person == self.me.id:
            bits = EVERYONE | BOT
            if channel is not None:
                parent = self.channels.get(channel.parent or "")
                bits &= ~(channel.denied | (parent.denied if parent else 0))
            return bits
        return EVERYONE | SEND | (MANAGE_GUILD if self.people[person].manager else 0)

    def find_message(self, message: str) -> Message | None:
        if message in self.private:
            return self.private[message]
        for channel in self.channels.values():
            if message in channel.messages:
                return channel.messages[message]
        return None

    # shapes that the API shows

    def channel_json(self, channel: Channel) -> Json:
        if channel.direct_with:
            other = self.people[channel.direct_with].user()
            return {"id": channel.id, "type": 1, "recipients": [other], "last_message_id": None}
        base = {
            "id": channel.id,
            "type": channel.kind,
            "guild_id": self.guild,
            "name": channel.name,
            "parent_id": channel.parent,
            "last_message_id": None,
            "rate_limit_per_user": 0,
            "flags": 0,
        }
        if channel.kind == 11:
            return base | {
                "owner_id": self.me.id,
                "message_count": len(channel.messages),
                "member_count": 1,
                "thread_metadata": {
                    "archived": False,
                    "auto_archive_duration": 1440,
                    "archive_timestamp": self.now().isoformat(),
                    "locked": False,
                },
            }
        deny = {"id": self.me.id, "type": 1, "allow": "0", "deny": str(channel.denied)}
        return base | {
            "position": 0,
            "nsfw": False,
            "topic": None,
            "permission_overwrites": [deny] if channel.denied else [],
        }

    def guild_json(self) -> Json:
        roles = (
            (self.guild, "@everyone", EVERYONE),
            (self.bot_role, "Studyhall", BOT),
            (self.manager_role, "Managers", MANAGE_GUILD),
        )
        return {
            "id": self.guild,
            "name": "Study group",
            "owner_id": self.owner,
            "roles": [{"id": i, "name": n, "permissions": str(bits)} for i, n, bits in roles],
        }

    def member_json(self, person: Person) -> Json:
        roles = [self.bot_role] if person is self.me else []
        roles += [self.manager_role] if person.manager else []
        return {
            "user": person.user(),
            "nick": None,
            "avatar": None,
            "roles": roles,
            "joined_at": "2026-01-01T00:00:00.000000+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
        }

    def message_json(self, message: Message) -> Json:
        return {
            "id": message.id,
            "channel_id": message.channel,
            "author": self.people[message.author].user(),
            "content": message.content,
            "timestamp": self.now().isoformat(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": message.attachments,
            "embeds": [],
            "pinned": False,
            "type": 0,
            "flags": message.flags,
            "components": message.components,
        }

    # writing messages

    def write(
        self,
        channel: Channel,
        data: Mapping[str, Any],
        files: Mapping[int, str],
        *,
        private_to: str | None = None,
        interaction: bool = False,
    ) -> Message:
        message = Message(
            self.new_id(),
            channel.id,
            self.me.id,
            [],
            posted=self.now().timestamp(),
            private_to=private_to,
        )
        self.fill(message, data, files, interaction=interaction)
        message.flags = data.get("flags", 0)
        message.nonce = str(data.get("nonce", ""))
        message.reply_to = (data.get("message_reference") or {}).get("message_id")
        (self.private if private_to else channel.messages)[message.id] = message
        return message

    def fill(
        self,
        message: Message,
        data: Mapping[str, Any],
        files: Mapping[int, str],
        *,
        interaction: bool,
    ) -> None:
        """Puts a payload into a message and notes who was notified by it."""
        if "components" in data:
            message.components = numbered(data["components"])
        if data.get("content") is not None:
            message.content = data["content"]
        if "attachments" in data or files:
            kept = [a for a in data.get("attachments", []) if int(a["id"]) in files]
            message.attachments = [
                {
                    "id": self.new_id(),
                    "filename": files[int(a["id"])],
                    "description": a.get("description", ""),
                    "size": 1,
                    "url": f"https://cdn.example/{a['filename']}",
                    "proxy_url": f"https://cdn.example/{a['filename']}",
                }
                for a in kept
            ]
        message.raw = dict(data)
        message.pinged += self._pings(data, words_of(message), interaction=interaction)

    def _pings(self, data: Mapping[str, Any], words: str, *, interaction: bool) -> list[str]:
        """Interaction replies parse users by default, channel messages everybody."""
        default = {"parse": ["users"] if interaction else ["users", "roles", "everyone"]}
        rule = data.get("allowed_mentions", default)
        parse = rule.get("parse", [])
        people = [
            person
            for person in re.findall(r"<@!?(\d+)>", words)
            if "users" in parse or person in map(str, rule.get("users", []))
        ]
        roles = [
            role
            for role in re.findall(r"<@&(\d+)>", words)
            if "roles" in parse or role in map(str, rule.get("roles", []))
        ]
        everybody = re.findall(r"@(everyone|here)", words) if "everyone" in parse else []
        return [*people, *roles, *everybody]

    # interactions

    def hook(
        self, kind: int, user: str, channel: Channel, data: Json, source: Message | None
    ) -> Hook:
        """A new interaction with its token; ``source`` is the message it came from."""
        interaction = self.new_id()
        token = f"tok{interaction}"
        payload: Json = {
            "id": interaction,
            "application_id": self.app,
            "type": kind,
            "data": data,
            "channel": self.channel_json(channel),
            "channel_id": channel.id,
            "token": token,
            "version": 1,
            "locale": "en-GB",
            "entitlements": [],
            "attachment_size_limit": 10 * 1024 * 1024,
            "authorizing_integration_owners": {"0": self.guild},
            "app_permissions": str(self.permissions(self.me.id, channel)),
        }
        person = self.people[user]
        if channel.direct_with:
            payload |= {"user": person.user(), "context": 1}
        else:
            bits = str(self.permissions(user, channel))
            payload |= {
                "guild_id": self.guild,
                "guild": {"id": self.guild, "locale": "en-US", "features": []},
                "guild_locale": "en-US",
                "context": 0,
                "member": self.member_json(person) | {"permissions": bits},
            }
        if source is not None:
            payload["message"] = self.message_json(source)
        hook = Hook(
            interaction,
            token,
            kind,
            user,
            channel.id,
            self.now().timestamp(),
            time.monotonic(),
            payload,
            source.id if source else None,
        )
        self.hooks[token] = hook
        return hook

    async def touched(self) -> None:
        """Wakes whoever waits for a change."""
        async with self.changed:
            self.changed.notify_all()

    async def wait_for(self, predicate: Any, within: float = 20.0) -> None:
        async with asyncio.timeout(within), self.changed:
            await self.changed.wait_for(predicate)


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


__all__ = ["EPHEMERAL", "LAYOUT", "Channel", "Hook", "Message", "Person", "World"]
