"""The REST side: channels, messages, people, commands, and answers to interactions."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.servers.discord import command_rules, rules
from tests.servers.discord.rules import EPHEMERAL, LAYOUT, Problems
from tests.servers.discord.world import (
    ATTACH,
    HISTORY,
    OPEN_THREADS,
    SEND,
    SEND_IN_THREADS,
    VIEW,
    Channel,
    Hook,
    Json,
    Message,
    World,
)

_ANSWER_WITHIN = 3.0
_TOKEN_LIFE = 15 * 60.0
_NONCE_LIFE = 180.0
_CALLBACK_FLAGS = EPHEMERAL | LAYOUT | rules.SUPPRESS_EMBEDS | rules.SUPPRESS_NOTIFICATIONS


class Refusal(Exception):
    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(message)
        self.status, self.code = status, code
        self.body: Json = {"message": message, "code": code}
        if errors:
            self.body["errors"] = errors


@dataclass
class Fault:
    """What the next ``times`` requests whose "METHOD path" contains ``match`` meet."""

    match: str
    times: int
    kind: str  # "limit", "status", "drop" (accept, then cut the line)
    after: float = 0.0
    status: int = 500
    code: int = 0
    global_: bool = False


def reply(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    # Exactly this content type: a charset would keep discord.py from reading the JSON.
    return web.Response(
        body=json.dumps(body).encode(),
        status=status,
        headers={"Content-Type": "application/json", **(headers or {})},
    )


class Rest:
    def __init__(self, world: World) -> None:
        self.world = world
        self.faults: list[Fault] = []
        self.requests: list[str] = []
        self.puts = 0  # bulk writes of commands

    def routes(self) -> list[web.RouteDef]:
        v = "/api/v10"
        return [
            web.get(f"{v}/users/@me", self.get_me),
            web.get(f"{v}/users/{{user}}", self.get_user),
            web.post(f"{v}/users/@me/channels", self.open_direct),
            web.get(f"{v}/oauth2/applications/@me", self.get_app),
            web.get(f"{v}/guilds/{{guild}}", self.get_guild),
            web.get(f"{v}/guilds/{{guild}}/members/{{user}}", self.get_member),
            web.get(f"{v}/channels/{{channel}}", self.get_channel),
            web.get(f"{v}/channels/{{channel}}/messages", self.get_messages),
            web.post(f"{v}/channels/{{channel}}/messages", self.post_message),
            web.patch(f"{v}/channels/{{channel}}/messages/{{message}}", self.patch_message),
            web.delete(f"{v}/channels/{{channel}}/messages/{{message}}", self.delete_message),
            web.post(f"{v}/channels/{{channel}}/messages/{{message}}/threads", self.post_thread),
            web.get(f"{v}/applications/{{app}}/commands", self.get_commands),
            web.put(f"{v}/applications/{{app}}/commands", self.put_commands),
            web.post(f"{v}/interactions/{{id}}/{{token}}/callback", self.callback),
            web.post(f"{v}/webhooks/{{app}}/{{token}}", self.follow_up),
            web.patch(f"{v}/webhooks/{{app}}/{{token}}/messages/@original", self.edit_original),
            web.delete(f"{v}/webhooks/{{app}}/{{token}}/messages/@original", self.delete_original),
        ]

    @web.middleware
    async def middleware(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if not request.path.startswith("/api/"):
            return await handler(request)
        line = f"{request.method} {request.path.removeprefix('/api/v10')}"
        self.requests.append(line)
        fault = next((f for f in self.faults if f.times > 0 and f.match in line), None)
        if fault:
            fault.times -= 1
            if fault.kind == "limit":
                return _limited(fault)
            if fault.kind == "status":
                await request.read()
                return reply({"message": "told to fail", "code": fault.code}, fault.status)
        try:
            on_token = "/interactions/" in request.path or "/webhooks/" in request.path
            if not on_token and request.headers.get("Authorization") != f"Bot {self.world.token}":
                raise Refusal(401, 0, "401: Unauthorized")
            response = await handler(request)
        except Refusal as refusal:
            response = reply(refusal.body, refusal.status)
        finally:
            await self.world.touched()
        if fault:
            assert request.transport is not None
            request.transport.abort()
        return response

    # people and places

    async def get_me(self, request: web.Request) -> web.Response:
        return reply(self.world.me.user())

    async def get_user(self, request: web.Request) -> web.Response:
        person = self.world.people.get(request.match_info["user"])
        if person is None:
            raise Refusal(404, 10013, "Unknown User")
        return reply(person.user())

    async def get_app(self, request: web.Request) -> web.Response:
        return reply(
            {
                "id": self.world.app,
                "name": "Studyhall",
                "icon": None,
                "description": "",
                "bot_public": True,
                "bot_require_code_grant": False,
                "owner": self.world.me.user(),
                "verify_key": "0" * 64,
                "flags": 0,
                "team": None,
                "summary": "",
            }
        )

    async def get_guild(self, request: web.Request) -> web.Response:
        if request.match_info["guild"] != self.world.guild:
            raise Refusal(404, 10004, "Unknown Guild")
        return reply(self.world.guild_json())

    async def get_member(self, request: web.Request) -> web.Response:
        person = self.world.people.get(request.match_info["user"])
        if person is None or request.match_info["guild"] != self.world.guild:
            raise Refusal(404, 10007, "Unknown Member")
        return reply(self.world.member_json(person))

    async def open_direct(self, request: web.Request) -> web.Response:
        data, _ = await self._body(request)
        person = self.world.people.get(str(data.get("recipient_id")))
        if person is None:
            raise Refusal(400, 50033, "Invalid Recipient(s)")
        return reply(self.world.channel_json(self.world.direct(person.id)))

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

    # messages

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
            for known in (m for c in self.world.channels.values() for m in c.messages.values()):
                if known.nonce == str(data["nonce"]) and now - known.posted < _NONCE_LIFE:
                    return reply(self.world.message_json(known) | {"nonce": known.nonce})
        message = self.world.write(channel, data, files)
        return reply(self.world.message_json(message) | {"nonce": message.nonce})

    async def patch_message(self, request: web.Request) -> web.Response:
        data, files = await self._body(request)
        channel = self._channel(request, *([ATTACH] if files else []))
        message = self._message(request, channel)
        self._change(request, message, data, files, interaction=False)
        return reply(self.world.message_json(message))

    def _change(
        self,
        request: web.Request,
        message: Message,
        data: Json,
        files: dict[int, str],
        *,
        interaction: bool,
    ) -> None:
        flags = data.get("flags", message.flags)
        if message.author != self.world.me.id:
            raise Refusal(403, 50005, "Cannot edit a message authored by another user")
        problems = rules.check_message(
            data, rules.EDIT, files, flags=flags | message.flags, edit=True
        )
        if message.flags & LAYOUT and not flags & LAYOUT and "flags" in data:
            problems.add(("flags",), "MESSAGE_FLAG_CANNOT_BE_REMOVED", "IS_COMPONENTS_V2 stays")
        self._complain(request, problems)
        message.flags |= flags & LAYOUT
        message.edits += 1
        message.loading = False
        self.world.fill(message, data, files, interaction=interaction)

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

    # commands

    async def get_commands(self, request: web.Request) -> web.Response:
        return reply(self.world.commands)

    async def put_commands(self, request: web.Request) -> web.Response:
        data, _ = await self._body(request)
        self.puts += 1
        self._complain(request, command_rules.check_commands(data))
        extra = {"application_id": self.world.app, "version": "1", "nsfw": False}
        blank = {"name_localizations": None, "default_member_permissions": None}
        self.world.commands = [
            {"id": self.world.new_id(), **extra, **blank, "dm_permission": True, **command}
            for command in data
        ]
        return reply(self.world.commands)

    # answers to interactions

    async def callback(self, request: web.Request) -> web.Response:
        data, files = await self._body(request)
        hook = self.world.hooks.get(request.match_info["token"])
        if hook is None or hook.id != request.match_info["id"]:
            raise Refusal(404, 10062, "Unknown interaction")
        try:
            return self._first(request, hook, data, files)
        except Refusal as refusal:
            hook.refused.append(refusal.code)
            raise

    def _first(
        self, request: web.Request, hook: Hook, data: Json, files: dict[int, str]
    ) -> web.Response:
        if hook.first is not None:
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        if self.world.now().timestamp() - hook.delivered > _ANSWER_WITHIN:
            raise Refusal(404, 10062, "Unknown interaction")
        problems = Problems()
        problems.keys((), data, ("type", "data"))
        kind, inner = data.get("type"), data.get("data", {})
        allowed = {2: {4, 5, 9}, 3: {4, 5, 6, 7, 9}, 4: {8}, 5: {4, 5}}[hook.kind]
        if hook.kind == 5 and hook.source:
            allowed = allowed | {6, 7}
        if kind not in allowed:
            problems.add(
                ("type",), "INTERACTION_RESPONSE_TYPE", f"{kind} cannot answer {hook.kind}"
            )
        self._complain(request, problems)
        flags = inner.get("flags", 0)
        if kind == 4:
            problems = rules.check_message(inner, rules.REPLY, files, flags=flags)
            if flags & ~_CALLBACK_FLAGS:
                problems.add(("flags",), "BITFIELD_INVALID", f"flags {flags}")
        elif kind == 5:
            problems.keys(("data",), inner, ("flags",))
            if flags & ~EPHEMERAL:
                problems.add(("data", "flags"), "BITFIELD_INVALID", "a deferral is only ephemeral")
        elif kind == 6:
            problems.keys(("data",), inner, ())
        elif kind == 8:
            problems = command_rules.check_choices(inner)
        elif kind == 9:
            problems = rules.check_modal(inner)
        self._complain(request, problems)
        if kind == 7:
            self._change_source(request, hook, inner, files)
        hook.first = kind
        hook.acked_after = time.monotonic() - hook.sent
        channel = self.world.channels[hook.channel]
        whose = hook.user if flags & EPHEMERAL else None
        if kind == 4:
            message = self.world.write(channel, inner, files, private_to=whose, interaction=True)
            hook.original = message.id
            hook.replies.append(message.id)
        elif kind == 5:
            message = self.world.write(
                channel, {"flags": flags}, {}, private_to=whose, interaction=True
            )
            message.loading = hook.thinking = True
            hook.original = message.id
        elif kind in (6, 7):
            hook.original = hook.source
        elif kind == 8:
            hook.choices = inner["choices"]
        elif kind == 9:
            hook.modal = inner
        if request.query.get("with_response") in ("1", "true"):
            return reply({"interaction": {"id": hook.id, "type": hook.kind}})
        return web.Response(status=204)

    def _change_source(
        self, request: web.Request, hook: Hook, data: Json, files: dict[int, str]
    ) -> None:
        message = self.world.find_message(hook.source or "")
        if message is None:
            raise Refusal(404, 10008, "Unknown Message")
        self._change(request, message, data, files, interaction=True)
        hook.updated = message.id

    def _living(self, request: web.Request) -> Hook:
        hook = self.world.hooks.get(request.match_info["token"])
        if hook is None or request.match_info["app"] != self.world.app or hook.first is None:
            raise Refusal(404, 10015, "Unknown Webhook")
        if self.world.now().timestamp() - hook.delivered > _TOKEN_LIFE:
            raise Refusal(401, 50027, "Invalid Webhook Token")
        return hook

    def _original(self, hook: Hook) -> Message:
        message = self.world.find_message(hook.original or "")
        if message is None:
            raise Refusal(404, 10008, "Unknown Message")
        return message

    async def edit_original(self, request: web.Request) -> web.Response:
        data, files = await self._body(request)
        hook = self._living(request)
        message = self._original(hook)
        waiting = message.loading
        self._change(request, message, data, files, interaction=True)
        if message.id == hook.source:
            hook.updated = message.id
        elif waiting:
            hook.replies.append(message.id)
        return reply(self.world.message_json(message))

    async def delete_original(self, request: web.Request) -> web.Response:
        message = self._original(self._living(request))
        self.world.private.pop(message.id, None)
        self.world.channels[message.channel].messages.pop(message.id, None)
        return web.Response(status=204)

    async def follow_up(self, request: web.Request) -> web.Response:
        data, files = await self._body(request)
        hook = self._living(request)
        flags = data.get("flags", 0)
        problems = rules.check_message(data, rules.REPLY, files, flags=flags)
        if flags & ~_CALLBACK_FLAGS:
            problems.add(("flags",), "BITFIELD_INVALID", f"flags {flags}")
        self._complain(request, problems)
        placeholder = self.world.find_message(hook.original or "")
        if hook.first == 5 and placeholder is not None and placeholder.loading:
            # The first follow-up takes the placeholder's place, visibility and all.
            whose = placeholder.private_to
            self.world.private.pop(placeholder.id, None)
        else:
            whose = hook.user if flags & EPHEMERAL else None
        channel = self.world.channels[hook.channel]
        message = self.world.write(channel, data, files, private_to=whose, interaction=True)
        hook.replies.append(message.id)
        return reply(self.world.message_json(message))

    # bodies

    async def _body(self, request: web.Request) -> tuple[Any, dict[int, str]]:
        files: dict[int, str] = {}
        if request.content_type == "multipart/form-data":
            payload: Any = {}
            reader = await request.multipart()
            async for part in reader:
                name = getattr(part, "name", None) or ""
                if name == "payload_json":
                    payload = json.loads(await part.text())  # type: ignore[union-attr]
                elif name.startswith("files["):
                    content = await part.read()  # type: ignore[union-attr]
                    if not content:
                        raise Refusal(400, 50006, "Cannot send an empty message")
                    files[int(name[6:-1])] = str(part.filename)  # type: ignore[union-attr]
                else:
                    raise Refusal(400, 50035, f"unknown part {name!r}")
            return payload, files
        raw = await request.read()
        return (json.loads(raw) if raw else {}), files

    def _complain(self, request: web.Request, problems: Problems) -> None:
        if problems.found:
            self.world.breaches += [
                f"{request.method} {request.path}: {line}" for line in problems.lines()
            ]
            raise Refusal(400, 50035, "Invalid Form Body", problems.tree())


def _limited(fault: Fault) -> web.Response:
    return reply(
        {"message": "You are being rate limited.", "retry_after": fault.after, "global": False},
        429,
        {
            "Via": "1.1 google",
            "Retry-After": str(max(1, round(fault.after))),
            "X-RateLimit-Scope": "user",
            "X-RateLimit-Limit": "5",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset-After": str(fault.after),
        },
    )
