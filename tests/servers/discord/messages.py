"""Channels, messages and threads (Discord: resources/message, resources/channel)."""

from __future__ import annotations

from aiohttp import web

from tests.servers.discord import rules
from tests.servers.discord.handling import Handlers, Refusal, reply
from tests.servers.discord.rules import LAYOUT, Problems
from tests.servers.discord.world import (
    ATTACH,
    HISTORY,
    OPEN_THREADS,
    SEND,
    SEND_IN_THREADS,
    VIEW,
    Channel,
    Message,
)

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
            if bit == SEND and channel.kind == 11:
                bit = SEND_IN_THREADS
            if not have & bit:
                raise Refusal(403, 50013, "Missing Permissions")
        return channel

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
        if message.id in self.world.channels:
            raise Refusal(400, 160004, "A thread has already been created for this message")
        thread = Channel(message.id, data["name"], 11, parent=channel.id)
        self.world.channels[thread.id] = thread
        return reply(self.world.channel_json(thread), 201)
