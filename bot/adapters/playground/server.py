"""The playground's web page, on this machine only."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from bot.adapters.common.listener import Listener
from bot.adapters.playground import wire
from bot.adapters.playground.acts import NotPossible
from bot.adapters.playground.controls import Controls
from bot.adapters.playground.guard import guard, must_be_loopback, must_have_origin
from bot.adapters.playground.pictures import Pictures
from bot.adapters.playground.room import Room
from bot.adapters.playground.session import Session
from bot.adapters.playground.wire import Data
from bot.adapters.playground.words import say

log = logging.getLogger(__name__)

STATIC = Path(__file__).with_name("static")
SERVED = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
HEARTBEAT = 20.0


class PlaygroundServer:
    """Shows ``room`` to a browser. ``you`` is the member the page looks as at first."""

    def __init__(
        self,
        room: Room,
        controls: Controls,
        host: str = "127.0.0.1",
        port: int = 8420,
        *,
        you: str = "you",
    ) -> None:
        """Port 0 takes any free one. Raises ``ValueError`` for a host that is not loopback."""
        must_be_loopback(host)
        self._room, self._controls, self._you = room, controls, you
        self._host, self._port = host, port
        self._listener: Listener | None = None
        self._pictures = Pictures(room)
        self._sockets: set[web.WebSocketResponse] = set()
        self._moving = asyncio.Lock()
        self._steps: set[asyncio.Task[None]] = set()

    def app(self) -> web.Application:
        """The web application by itself, for a test client."""
        app = web.Application(middlewares=[guard])
        app.router.add_get("/", self._index)
        app.router.add_get("/socket", self._socket)
        app.router.add_get("/picture/{token}", self._picture)
        app.router.add_get("/static/{name}", self._static)
        app.on_shutdown.append(self._close_sockets)
        return app

    async def start(self) -> str:
        """Listens; returns the page's address. Raises ``OSError`` when the port is taken."""
        listener = Listener(self.app(), stop_within=2)
        await listener.start(self._host, self._port)
        self._listener = listener
        host, port = listener.address
        return f"http://{f'[{host}]' if ':' in host else host}:{port}/"

    async def stop(self) -> None:
        """Closes all pages' connections. Harmless when not started."""
        listener, self._listener = self._listener, None
        if listener is not None:
            await listener.stop()
        for work in tuple(self._steps):
            work.cancel()

    async def _close_sockets(self, _: web.Application) -> None:
        for socket in tuple(self._sockets):
            await socket.close(message=b"the playground stops")

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return _file(STATIC / "index.html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name not in {path.name for path in STATIC.iterdir()}:
            raise web.HTTPNotFound
        return _file(STATIC / name)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        must_have_origin(request)
        wanted = request.query.get("as", "")
        member = wanted if wanted in self._room.members else self._you
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=64 * 1024)
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            session = Session(
                self._room, member, socket, self._pictures.address, self._clock, self._move
            )
            await session.run()
        finally:
            self._sockets.discard(socket)
        return socket

    async def _picture(self, request: web.Request) -> web.StreamResponse:
        found = await self._pictures.fetch(request.match_info["token"])
        if found is None:
            raise web.HTTPNotFound
        kind, body = found
        return web.Response(body=body, content_type=kind)

    def _clock(self) -> Data:
        due = self._controls.next_post_at()
        return {
            "now": wire.moment(self._controls.now()),
            "zone": self._controls.zone(),
            "next": None if due is None else wire.moment(due),
            "moving": self._moving.locked(),
        }

    async def _move(self, step: str) -> None:
        steps = {"post": self._controls.next_post, "day": self._controls.next_day}
        if step not in steps:
            raise NotPossible(say("no-step"))
        if self._moving.locked():
            raise NotPossible(say("clock-moving"))
        # Held and shielded: time must arrive where it goes even if the page is closed meanwhile.
        work = asyncio.create_task(self._step(steps[step]))
        self._steps.add(work)
        work.add_done_callback(self._stepped)
        await asyncio.shield(work)

    def _stepped(self, work: asyncio.Task[None]) -> None:
        self._steps.discard(work)
        if not work.cancelled():
            work.exception()  # logged already; the page that asked may be gone

    async def _step(self, step: Callable[[], Awaitable[None]]) -> None:
        try:
            async with self._moving:
                self._room.changed()
                await step()
        except Exception as fault:
            log.exception("the clock could not be moved")
            raise NotPossible(say("clock-stuck")) from fault
        finally:
            self._room.changed()


def _file(path: Path) -> web.StreamResponse:
    return web.Response(body=path.read_bytes(), content_type=SERVED[path.suffix], charset="utf-8")
