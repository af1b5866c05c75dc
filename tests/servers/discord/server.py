"""Starts the local Discord and lets tests act as its members and its faults."""

from __future__ import annotations

import asyncio
import ssl
from email.utils import formatdate
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.servers.discord.gateway import Gateway
from tests.servers.discord.http_mode import HttpMode
from tests.servers.discord.limits import Limits
from tests.servers.discord.rest import Fault, Rest
from tests.servers.discord.world import Channel, Hook, Json, Message, World, every


class DiscordServer:
    """``async with DiscordServer() as server``; addresses are ``api_url``, ``gateway_url``.

    With ``tls`` it is reached as the real one is. ``rest.hold`` is the seconds that each answer
    takes.
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.world = World()
        self.rest = Rest(self.world)
        self.gateway = Gateway(self.world)
        self.http = HttpMode(self.world, self.rest)
        self.api_url = self.gateway_url = ""
        self._runner: web.AppRunner | None = None

    @property
    def limits(self) -> Limits:
        """Off until turned on."""
        return self.rest.limits

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self.rest.middleware], client_max_size=25 * 2**20)
        app.on_response_prepare.append(self._own_time)
        app.add_routes(self.rest.routes())
        app.add_routes([web.get("/gw", self.gateway.handle), web.get("/gw/", self.gateway.handle)])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._tls, backlog=2048)
        await site.start()
        at, s = f"://127.0.0.1:{self._runner.addresses[0][1]}", "s" if self._tls else ""
        self.api_url = f"http{s}{at}/api/v10"
        self.gateway_url = self.gateway.url = f"ws{s}{at}/gw"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._runner is not None
        await self.http.close()
        await self.gateway.drop(1001)
        await self._runner.cleanup()

    async def _own_time(self, _: web.Request, response: web.StreamResponse) -> None:
        response.headers["Date"] = formatdate(self.world.now().timestamp(), usegmt=True)

    # what members do

    async def command(
        self, user: str, channel: Channel, data: Json, *, autocomplete: bool = False
    ) -> Hook:
        kind = 4 if autocomplete else 2
        return await self.deliver(self.world.hook(kind, user, channel, data, None))

    async def press(
        self, user: str, message: Message, custom_id: str, values: list[str] | None = None
    ) -> Hook:
        """Any custom_id is delivered, as a forged client could send it."""
        data: Json = {"custom_id": custom_id, "component_type": 2 if values is None else 3}
        if values is not None:
            data["values"] = values
        for part in every(message.components):
            if part.get("custom_id") == custom_id:
                data["id"] = part["id"]
        channel = self.world.channels[message.channel]
        return await self.deliver(self.world.hook(3, user, channel, data, message))

    async def submit(self, user: str, opened: Hook, values: dict[str, Any]) -> Hook:
        """Submits the modal that ``opened`` showed."""
        assert opened.modal is not None
        components = []
        for number, part in enumerate(opened.modal["components"], 1):
            if part["type"] != 18:
                continue
            inner = part["component"]
            given = values.get(inner["custom_id"], ())
            answer: Json = {"type": inner["type"], "id": number, "custom_id": inner["custom_id"]}
            if inner["type"] in (4, 21):
                blank = "" if inner["type"] == 4 else None
                answer["value"] = given[0] if given else blank
            else:
                answer["values"] = list(given)
            components.append({"type": 18, "id": 100 + number, "component": answer})
        data = {"custom_id": opened.modal["custom_id"], "components": components}
        source = self.world.find_message(opened.source) if opened.source else None
        channel = self.world.channels[opened.channel]
        return await self.deliver(self.world.hook(5, user, channel, data, source))

    async def deliver(self, hook: Hook) -> Hook:
        """Over the gateway, or to the address that the portal has: never both."""
        if self.http.url:
            hook.request = self.http.deliver(hook)
        else:
            await self.gateway.dispatch("INTERACTION_CREATE", hook.payload)
        return hook

    # faults

    def limit(
        self,
        match: str,
        times: int,
        after: float | None,
        *,
        everywhere: bool = False,
        edge: bool = False,
    ) -> None:
        """``after`` None names no time; ``edge`` is a limit that comes from before Discord."""
        self.rest.faults.append(Fault(match, times, "limit", after, global_=everywhere, edge=edge))

    def fail(self, match: str, times: int, status: int, code: int = 0) -> None:
        self.rest.faults.append(Fault(match, times, "status", status=status, code=code))

    def block(self, match: str, times: int, status: int = 403) -> None:
        """A firewall on the way answers in Discord's place, with a page."""
        self.rest.faults.append(Fault(match, times, "status", status=status, page=True))

    def mangle(self, match: str, kind: str, times: int = 1) -> None:
        """The request is carried out, but its answer comes as ``kind`` of ``MANGLED``."""
        self.rest.faults.append(Fault(match, times, kind))

    def drop_after_accept(self, match: str, times: int = 1) -> None:
        self.rest.faults.append(Fault(match, times, "drop"))

    def revoke_token(self) -> None:
        self.world.token = "another.token"

    async def online(self, within: float = 20.0) -> None:
        async with asyncio.timeout(within):
            await self.gateway.online.wait()
