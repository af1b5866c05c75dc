"""The local Slack as one object: start it, do things on it, look at what came of them."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from types import TracebackType

from aiohttp import web

from tests.servers.slack.acts import Acts
from tests.servers.slack.http_mode import HttpMode
from tests.servers.slack.limits import Limits
from tests.servers.slack.socket_mode import SocketMode
from tests.servers.slack.state import ACK_SECONDS, BOT_USER, Act, Channel, Message, State, User
from tests.servers.slack.web_api import WebApi


class SlackServer:
    """``async with SlackServer() as slack:`` serves on a free port of the loopback.

    With ``tls`` it is reached as the real one is. ``hold`` is the seconds that each answer takes.
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.hold = 0.0
        self.state = State()
        self.acts = Acts(self.state)
        self.socket = SocketMode(self.state, self.acts)
        self.http = HttpMode(self.state, self.acts)
        self._web = WebApi(self.state, lambda: self.url)
        self._web.tickets = self.socket.tickets
        self.url = ""
        self._runner: web.AppRunner | None = None

    @property
    def limits(self) -> Limits:
        """Off until turned on."""
        return self._web.limits

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    async def __aenter__(self) -> SlackServer:
        app = web.Application(client_max_size=2**24, middlewares=[self._tell])
        app.on_response_prepare.append(self._headers)
        app.router.add_route("*", "/api/{method}", self._web.handle)
        app.router.add_post("/upload/{file}", self._web.upload)
        app.router.add_post("/hooks/{hook}", self.acts.hook)
        app.router.add_get("/link/", self.socket.handle)
        self._runner = web.AppRunner(app, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._tls, backlog=2048)
        await site.start()
        scheme = "https" if self._tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self._runner.addresses[0][1]}"
        self.acts.address = self.url
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.http.close()
        await self.socket.drop()
        if self._runner:
            await self._runner.cleanup()

    @web.middleware
    async def _tell(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if self.hold and request.path != "/link/":
            await asyncio.sleep(self.hold)
        try:
            return await handler(request)
        finally:
            async with self.state.changed:
                self.state.changed.notify_all()

    async def _headers(self, request: web.Request, response: web.StreamResponse) -> None:
        """The server's own time, and what a known bot token may do."""
        response.headers["Date"] = formatdate(self.state.now(), usegmt=True)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token in self.state.bot_tokens and not self.state.revoked:
            response.headers["x-oauth-scopes"] = ",".join(sorted(self.state.scopes))

    async def wait_for(self, predicate: Callable[[], object], within: float = 20.0) -> None:
        """Waits until a request has made ``predicate`` true."""
        async with asyncio.timeout(within), self.state.changed:
            await self.state.changed.wait_for(predicate)

    def add_user(self, user: str, name: str, *, admin: bool = False, guest: bool = False) -> User:
        self.state.users[user] = User(user, name, admin, guest)
        return self.state.users[user]

    def add_channel(
        self, channel: str, name: str, *members: str, private: bool = False, bot: bool = True
    ) -> Channel:
        joined = {*members, BOT_USER} if bot else {*members}
        self.state.channels[channel] = Channel(channel, name, private, members=joined)
        return self.state.channels[channel]

    async def change_id(self, old: str, new: str) -> Act:
        """A channel gets another id, as when it is shared with an organization."""
        channel = self.state.channels.pop(old)
        channel.id = new
        self.state.channels[new] = channel
        for message in self.state.messages:
            if message.channel == old:
                message.channel = new
        event = {"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": new}
        event["event_ts"] = f"{self.state.now():.6f}"
        return await self.acked(await self.deliver(self.acts.event(event)))

    async def deliver(self, act: Act, *, retry: int = 0) -> Act:
        """Sends an act and returns at once."""
        if self.http.url:
            self.http.deliver(act, retry=retry)
        else:
            await self.socket.deliver(act, retry=retry)
        return act

    async def acked(self, act: Act) -> Act:
        """Waits until the act is acknowledged, or for the three seconds a member waits."""
        try:
            async with asyncio.timeout(ACK_SECONDS):
                await act.done.wait()
        except TimeoutError:
            act.done.set()
        return act

    def say(self, channel: str, user: str, text: str) -> Message:
        """A member's own message."""
        message = Message(channel, self.state.ts(), text, [], author=user)
        self.state.messages.append(message)
        return message

    def private(self, user: str) -> list[Message]:
        """The ephemeral messages on a member's screen, oldest first."""
        return [m for m in self.state.messages if m.private_to == user]

    def public(self, channel: str) -> list[Message]:
        """What everybody in the channel sees, oldest first."""
        return [
            m
            for m in self.state.messages
            if m.channel == channel and not m.private_to and m.author == BOT_USER
        ]
