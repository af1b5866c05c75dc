"""Channels, messages and threads (Discord: resources/message, resources/channel)."""

from __future__ import annotations

from aiohttp import web

from tests.servers.discord import rules
from tests.servers.discord.handling import Handlers, Refusal, reply
from tests.servers.discord.rules import LAYOUT, Problems
from tests.servers.discord.shapes import THREADS
from tests.servers.discord.world import (
    ATTACH,
    HISTORY,
    OPEN_THREADS,
    SEND,
    SEND_IN_THREADS,
    VIEW,
    VOICE,
    Channel,
    Message,
)

WITHOUT_MESSAGES = (4, 14, 15, 16)
_NONCE_LIFE = 180.0


class Messages(Handlers):
    async def get_channel(self, request: web.Request) -> web.Response:
        return reply(self.world.channel_json(self._channel(request)))

    def _channel(self, request: web.Request, *needed: int) -> Channel:
        channel = self.world.channels.get(request.match_info["channel"])
        if channel is None:
            raise Refusal(404, 10003, "Unknown Channel")
        if channel.direct_with:
            if SEND in needed and self.world.people[channel.direct_with].closed:
                raise Refusal(403, 50007, "Cannot send messages to this user")
            return channel
        have = self.world.permissions(self.world.me.id, channel)
        if not have & VIEW:
            raise Refusal(403, 50001, "Missing Access")
        for bit in needed:
            if bit == SEND and channel.kind in THREADS:
                bit = SEND_IN_THREADS
            if not have & bit:
                raise Refusal(403, 50013, "Missing Permissions")
        return channel

    def _may_write(self, channel: Channel) -> None:
        """What a message takes besides permissions, and what showing that one types takes too."""
        if channel.kind in WITHOUT_MESSAGES:
            raise Refusal(400, 50008, "Cannot send messages in a non-text channel")
        if channel.refuses:
            raise Refusal(*channel.refuses, "Refused for a reason of its own")
        if channel.kind in THREADS and channel.locked:
            raise Refusal(403, 160005, "This thread is locked")

    async def post_typing(self, request: web.Request) -> web.Response:
        self._may_write(self._channel(request, SEND))
        return web.Response(status=204)

    def _message(self, request: web.Request, channel: Channel) -> Message:
        message = channel.messages.get(request.match_info["message"])
        if message is None:
            raise Refusal(404, 10008, "Unknown Message")
        return message

    async def get_messages(self, request: web.Request) -> web.Response:
        channel = self._channel(request)
        limit, after = int(request.query.get("limit", 50)), int(request.query.get("after", 0))
        if not 1 <= limit <= 100:
            raise Refusal(400, 50035, "Invalid Form Body")
        have = self.world.permissions(self.world.me.id, channel)
        if not channel.direct_with and not have & HISTORY:
            return reply([])  # no error: this is how Discord hides history
        found = [m for m in channel.messages.values() if int(m.id) > after]
        found = sorted(found, key=lambda m: int(m.id))[:limit]
        return reply([self.world.message_json(m) for m in reversed(found)])

    async def post_message(self, request: web.Request) -> web.Response:
        data, files = await self._body(request)
        channel = self._channel(request, SEND, *([ATTACH] if files else []))
        self._may_write(channel)
        if files and not self.world.takes_files:
            raise Refusal(403, 400001, "Access to file uploads has been limited for this guild")
        channel.archived = False  # a message opens an archived thread again
        flags = data.get("flags", 0)
        problems = rules.check_message(data, rules.CREATE, files, flags=flags)
        if flags & ~(LAYOUT | rules.SUPPRESS_EMBEDS | rules.SUPPRESS_NOTIFICATIONS):
            problems.add(("flags",), "BITFIELD_INVALID", f"flags {flags}")
        self._complain(request, problems)
        if data.get("enforce_nonce") and data.get("nonce"):
            now = self.world.now().timestamp()
            known = self.world.by_nonce.get(str(data["nonce"]))
            if known is not None and now - known.posted < _NONCE_LIFE:
                place = self.world.channels.get(known.channel)
                if place is not None and known.id in place.messages:
                    return reply(self.world.message_json(known) | {"nonce": known.nonce})
        message = self.world.write(channel, data, files)
        return reply(self.world.message_json(message) | {"nonce": message.nonce})

    async def get_message(self, request: web.Request) -> web.Response:
        message = self._message(request, self._channel(request, HISTORY))
        return reply(self.world.message_json(message))

    async def patch_message(self, request: web.Request) -> web.Response:
        data, files = await self._body(request)
        channel = self._channel(request, *([ATTACH] if files else []))
        message = self._message(request, channel)
        if channel.archived:
            raise Refusal(400, 50083, "Tried to perform an operation on an archived thread")
        self._change(request, message, data, files, interaction=False)
        return reply(self.world.message_json(message))

    async def delete_message(self, request: web.Request) -> web.Response:
        channel = self._channel(request)
        del channel.messages[self._message(request, channel).id]
        return web.Response(status=204)

    async def post_thread(self, request: web.Request) -> web.Response:
        data, _ = await self._body(request)
        channel = self._channel(request, OPEN_THREADS)
        message = self._message(request, channel)
        problems = Problems()
        problems.keys((), data, ("name", "auto_archive_duration", "rate_limit_per_user"))
        problems.text(("name",), data.get("name"), 100)
        if data.get("auto_archive_duration", 1440) not in (60, 1440, 4320, 10080):
            problems.add(("auto_archive_duration",), "BASE_TYPE_CHOICES", "not a duration")
        self._complain(request, problems)
        if channel.kind in VOICE:
            raise Refusal(400, 50024, "Cannot execute action on this channel type")
        if self.world.threads_left <= 0:
            raise Refusal(400, 160006, "Maximum number of active threads reached")
        if message.id in self.world.channels:
            raise Refusal(400, 160004, "A thread has already been created for this message")
        kind = 10 if channel.kind == 5 else 11
        thread = Channel(message.id, data["name"], kind, parent=channel.id)
        self.world.threads_left -= 1
        self.world.channels[thread.id] = thread
        return reply(self.world.channel_json(thread), 201)
