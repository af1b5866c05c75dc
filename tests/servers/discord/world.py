"""What the local Discord knows: people, channels, messages and running interactions."""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tests.servers.discord.shapes import (
    ATTACH,
    BOT,
    CONNECT,
    EVERYONE,
    HISTORY,
    MANAGE_GUILD,
    OPEN_THREADS,
    SEND,
    SEND_IN_THREADS,
    VIEW,
    Shapes,
)
from tests.servers.discord.things import (
    Channel,
    Hook,
    Json,
    Message,
    Person,
    every,
    numbered,
    words_of,
)

VOICE = (2, 13)
EPOCH = 1_420_070_400_000


class World(Shapes):
    def __init__(self) -> None:
        self._ids = itertools.count(1)
        self.changed = asyncio.Condition()
        self.breaches: list[str] = []
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.by_nonce: dict[str, Message] = {}
        self.private: dict[str, Message] = {}  # ephemeral messages by id
        self.hooks: dict[str, Hook] = {}  # by token
        self.commands: list[Json] = []
        self.token = "test.token"
        self.endpoint_url: str | None = None  # where the portal sends interactions instead
        self.verify_key = "0" * 64
        self.joined = True  # whether the bot is a member of the server
        self.bot_bits = BOT  # what the bot's role may do
        self.silenced_until: str | None = None
        self.starts_left = 1000
        self.threads_left = 1000
        """Active threads that the server still has room for."""
        self.gone: set[str] = set()
        """People who left the server."""
        self.takes_files = True
        self.app = self.new_id()
        self.guild = self.new_id()
        self.owner = self.new_id()
        self.bot_role = self.new_id()
        self.manager_role = self.new_id()
        self.me = self.add_person("Studyhall", bot=True)

    def new_id(self) -> str:
        moment = int(self.now().timestamp() * 1000) - EPOCH
        return str((moment << 22) | (next(self._ids) & 0xFFF))

    def add_person(self, name: str, *, manager: bool = False, bot: bool = False) -> Person:
        person = Person(self.new_id(), name, manager, bot=bot)
        self.people[person.id] = person
        return person

    def add_channel(self, name: str, kind: int = 0, parent: str | None = None) -> Channel:
        """A channel of any kind (Discord: resources/channel), or with a ``parent`` a thread of
        it: a post where the parent is a forum."""
        channel = Channel(self.new_id(), name, kind, parent)
        self.channels[channel.id] = channel
        return channel

    def direct(self, person: str) -> Channel:
        for channel in self.channels.values():
            if channel.direct_with == person:
                return channel
        channel = Channel(self.new_id(), "", 1, direct_with=person)
        self.channels[channel.id] = channel
        return channel

    @property
    def silenced(self) -> bool:
        """Whether the bot is timed out now."""
        until = self.silenced_until
        return until is not None and datetime.fromisoformat(until) > self.now()

    def permissions(self, person: str, channel: Channel | None = None) -> int:
        if person == self.me.id:
            bits = EVERYONE | self.bot_bits
            if channel is not None:
                parent = self.channels.get(channel.parent or "")
                place = parent or channel
                # In this order: everyone, the role, the member (Discord: topics/permissions).
                for role in (self.guild, self.bot_role):
                    on, off = place.roles.get(role, (0, 0))
                    bits = bits & ~off | on
                bits &= ~(channel.denied | place.denied)
                if place.kind in VOICE and not bits & CONNECT:
                    bits = 0
            if self.silenced:
                bits &= VIEW | HISTORY
            return bits if self.joined else 0
        return EVERYONE | SEND | (MANAGE_GUILD if self.people[person].manager else 0)

    def find_message(self, message: str) -> Message | None:
        if message in self.private:
            return self.private[message]
        for channel in self.channels.values():
            if message in channel.messages:
                return channel.messages[message]
        return None

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
        if message.nonce:
            self.by_nonce[message.nonce] = message
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


__all__ = [
    "ATTACH",
    "HISTORY",
    "OPEN_THREADS",
    "SEND",
    "SEND_IN_THREADS",
    "VIEW",
    "Channel",
    "Hook",
    "Json",
    "Message",
    "Person",
    "World",
    "every",
    "words_of",
]
