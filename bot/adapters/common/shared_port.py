"""One listener a port, however many paths of it are served, and by whom.

Two platforms that send requests to one address share its port: each opens and closes its own
path, and the port is listened on as long as there is one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web

from bot.adapters.common.listener import Listener

MOST_BODY = 2**20
"""Bytes; a message of ours comes back with every press on it, in escapes, far below this."""
_BACKLOG = 1024

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class SharedPort:
    """Made by ``port_of``."""

    def __init__(self, host: str, port: int) -> None:
        self._at = (host, port)
        self._paths: dict[str, Handler] = {}
        self._listener: Listener | None = None
        self._lock = asyncio.Lock()
        self.loop = asyncio.get_running_loop()

    @property
    def port(self) -> int:
        """The port that is listened on; 0 while there is none."""
        return self._listener.address[1] if self._listener else 0

    async def add(self, path: str, handler: Handler) -> None:
        """Raises ``OSError`` or ``UnicodeError`` where nothing can be listened on."""
        async with self._lock:
            if path in self._paths:
                raise OSError(f"{path} is served already")
            if self._listener is None:
                app = web.Application(client_max_size=MOST_BODY)
                app.router.add_route("*", "/{path:.*}", self._serve)
                # A signature is under the bytes as they came.
                listener = Listener(app, auto_decompress=False)
                await listener.start(*self._at, backlog=_BACKLOG)
                self._listener = listener
                _remember(self._at, self)
            self._paths[path] = handler

    def close(self, path: str) -> Listener | None:
        """Takes nothing more in for ``path``. After the last one the port is free, and the caller
        has to stop the listener that is given back: what is being answered has its time until
        then."""
        self._paths.pop(path, None)
        if self._paths or self._listener is None:
            return None
        listener, self._listener = self._listener, None
        listener.deafen()
        _forget(self._at, self)
        return listener

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        handler = self._paths.get(request.rel_url.raw_path)
        if handler is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        if request.method != "POST":
            return web.Response(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "POST"})
        return await handler(request)


_there: dict[tuple[str, int], SharedPort] = {}


def port_of(host: str, port: int) -> SharedPort:
    """The one that listens there already, or a new one. Port 0 is a new one each time."""
    shared = _there.get((host, port))
    if shared is None or shared.loop is not asyncio.get_running_loop():
        shared = SharedPort(host, port)
        _remember((host, port), shared)
    return shared


def _remember(at: tuple[str, int], shared: SharedPort) -> None:
    if at[1]:
        _there[at] = shared


def _forget(at: tuple[str, int], shared: SharedPort) -> None:
    if _there.get(at) is shared:
        del _there[at]
