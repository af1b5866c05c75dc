"""The REST side: its routes, its faults, people and commands."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.servers.discord import command_rules
from tests.servers.discord.answers import Answers
from tests.servers.discord.handling import Refusal, reply
from tests.servers.discord.limits import Limits
from tests.servers.discord.messages import Messages
from tests.servers.discord.world import World
from tests.servers.mangling import mangled


@dataclass
class Fault:
    """What the next ``times`` requests whose "METHOD path" contains ``match`` meet."""

    match: str
    times: int
    kind: str  # "limit", "status", "drop" (accept, then cut the line) or one of ``MANGLED``
    after: float | None = 0.0  # None: a limit that does not say how long
    status: int = 500
    code: int = 0
    global_: bool = False
    page: bool = False  # what something before Discord says: a page
    edge: bool = False  # a limit set by the servers before Discord: no Via, a page for a body


class Rest(Messages, Answers):
    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.faults: list[Fault] = []
        self.requests: list[str] = []
        self.limits = Limits()
        self.content_type = "application/json"  # of refusals that were told to happen
        self.puts = 0  # bulk writes of commands
        self.hold = 0.0  # seconds that each answer takes

    def routes(self) -> list[web.RouteDef]:
        v = "/api/v10"
        return [
            web.get(f"{v}/users/@me", self.get_me),
            web.get(f"{v}/users/{{user}}", self.get_user),
            web.post(f"{v}/users/@me/channels", self.open_direct),
            web.get(f"{v}/oauth2/applications/@me", self.get_app),
            web.get(f"{v}/applications/@me", self.get_app),
            web.get(f"{v}/gateway/bot", self.get_gateway),
            web.get(f"{v}/guilds/{{guild}}", self.get_guild),
            web.get(f"{v}/guilds/{{guild}}/members/{{user}}", self.get_member),
            web.get(f"{v}/channels/{{channel}}", self.get_channel),
            web.post(f"{v}/channels/{{channel}}/typing", self.post_typing),
            web.get(f"{v}/channels/{{channel}}/messages", self.get_messages),
            web.post(f"{v}/channels/{{channel}}/messages", self.post_message),
            web.get(f"{v}/channels/{{channel}}/messages/{{message}}", self.get_message),
            web.patch(f"{v}/channels/{{channel}}/messages/{{message}}", self.patch_message),
            web.delete(f"{v}/channels/{{channel}}/messages/{{message}}", self.delete_message),
            web.post(f"{v}/channels/{{channel}}/messages/{{message}}/threads", self.post_thread),
            web.get(f"{v}/applications/{{app}}/commands", self.get_commands),
            web.put(f"{v}/applications/{{app}}/commands", self.put_commands),
            web.post(f"{v}/applications/{{app}}/commands", self.post_command),
            web.delete(f"{v}/applications/{{app}}/commands/{{id}}", self.delete_command),
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
        if self.hold:
            await asyncio.sleep(self.hold)
        fault = next((f for f in self.faults if f.times > 0 and f.match in line), None)
        if fault:
            fault.times -= 1
            if fault.kind == "limit":
                await request.read()
                return _limited(fault)
            if fault.kind == "status":
                await request.read()
                if fault.page:
                    page = "<html><title>Blocked</title>by your organization</html>"
                    return web.Response(text=page, status=fault.status, content_type="text/html")
                told = {"message": "told to fail", "code": fault.code}
                return reply(told, fault.status, {"Content-Type": self.content_type})
        try:
            on_token = "/interactions/" in request.path or "/webhooks/" in request.path
            if not on_token and request.headers.get("Authorization") != f"Bot {self.world.token}":
                raise Refusal(401, 0, "401: Unauthorized")
            limited = self.limits.judge(request, on_token=on_token)
            if limited is not None:
                await request.read()
                return limited
            response = await handler(request)
        except Refusal as refusal:
            response = reply(refusal.body, refusal.status)
        finally:
            await self.world.touched()
        response.headers.update(self.limits.headers(request))
        if fault:
            return await mangled(request, response, fault.kind)
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
                "verify_key": self.world.verify_key,
                "flags": 0,
                "team": None,
                "summary": "",
                "interactions_endpoint_url": self.world.endpoint_url,
            }
        )

    async def get_gateway(self, request: web.Request) -> web.Response:
        limit = {
            "total": 1000,
            "remaining": self.world.starts_left,
            "reset_after": 7_200_000,
            "max_concurrency": 1,
        }
        return reply({"url": "wss://here", "shards": 1, "session_start_limit": limit})

    async def get_guild(self, request: web.Request) -> web.Response:
        self._in_guild(request)
        return reply(self.world.guild_json())

    def _in_guild(self, request: web.Request) -> None:
        if request.match_info["guild"] != self.world.guild:
            raise Refusal(404, 10004, "Unknown Guild")
        if not self.world.joined:
            raise Refusal(403, 50001, "Missing Access")

    async def get_member(self, request: web.Request) -> web.Response:
        self._in_guild(request)
        person = self.world.people.get(request.match_info["user"])
        if person is None or person.id in self.world.gone:
            raise Refusal(404, 10007, "Unknown Member")
        return reply(self.world.member_json(person))

    async def open_direct(self, request: web.Request) -> web.Response:
        data, _ = await self._body(request)
        person = self.world.people.get(str(data.get("recipient_id")))
        if person is None:
            raise Refusal(400, 50033, "Invalid Recipient(s)")
        return reply(self.world.channel_json(self.world.direct(person.id)))

    # commands

    async def get_commands(self, request: web.Request) -> web.Response:
        return reply(self.world.commands)

    async def put_commands(self, request: web.Request) -> web.Response:
        data, _ = await self._body(request)
        self.puts += 1
        self._complain(request, command_rules.check_commands(data))
        entry = {c["name"] for c in self.world.commands if self._type(c) == 4}
        if entry - {c["name"] for c in data if c.get("type") == 4}:
            raise Refusal(400, 50240, "You cannot remove this app's Entry Point command")
        self.world.commands = [self._stored(command) for command in data]
        return reply(self.world.commands)

    async def post_command(self, request: web.Request) -> web.Response:
        data, _ = await self._body(request)
        self._complain(request, command_rules.check_commands([data]))
        same = [c for c in self.world.commands if self._key(c) == self._key(data)]
        for known in same:
            self.world.commands.remove(known)
        self.world.commands.append(self._stored(data))
        return reply(self.world.commands[-1], 200 if same else 201)

    async def delete_command(self, request: web.Request) -> web.Response:
        for command in self.world.commands:
            if isinstance(command, dict) and command.get("id") == request.match_info["id"]:
                self.world.commands.remove(command)
                return web.Response(status=204)
        raise Refusal(404, 10063, "Unknown application command")

    def _type(self, command: Any) -> Any:
        return command.get("type", 1) if isinstance(command, dict) else None

    def _key(self, command: Any) -> Any:
        return isinstance(command, dict) and (command.get("name"), command.get("type", 1))

    def _stored(self, command: dict[str, Any]) -> dict[str, Any]:
        extra = {"application_id": self.world.app, "version": "1", "nsfw": False}
        blank = {"name_localizations": None, "default_member_permissions": None}
        return {"id": self.world.new_id(), **extra, **blank, "dm_permission": True, **command}


def _limited(fault: Fault) -> web.Response:
    if fault.edge:
        page = "<html><title>Error 1015</title>You are being rate limited</html>"
        return web.Response(text=page, status=429, content_type="text/html")
    body = {"message": "You are being rate limited.", "global": fault.global_}
    headers = {
        "Via": "1.1 google",
        "X-RateLimit-Scope": "global" if fault.global_ else "user",
        "X-RateLimit-Limit": "5",
        "X-RateLimit-Remaining": "0",
    }
    if fault.after is not None:
        body["retry_after"] = fault.after
        headers["Retry-After"] = str(max(1, round(fault.after)))
        headers["X-RateLimit-Reset-After"] = str(fault.after)
    return reply(body, 429, headers)
