"""An HTTP listener that slow or many callers cannot wear out.

Whoever opens a connection has a few seconds for the head of a request, and so has everybody who
has begun one. There is a limit to connections: beyond it those go first that have not sent a
whole head, then those that rest between two requests. What is being answered is never cut off.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, cast

from aiohttp import web

log = logging.getLogger(__name__)

HEAD_WITHIN = 10.0
"""Seconds for a request's whole head, from the connection or a later request's first byte."""
REST = 75.0
"""Seconds for which a connection may rest between two requests; proxies give up earlier (60)."""
MOST = 256
"""Connections at once."""
MOST_EACH = 32
"""Connections at once from one address of the Internet. Behind a proxy all share its address,
which is a private one."""
LINGER = 1.0
"""Seconds for the rest of a body that nobody wants."""
SAY_EVERY = 60.0

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Listener:
    """Serves ``app``. ``clock`` and the loop's own timers are monotonic seconds."""

    def __init__(
        self,
        app: web.Application,
        *,
        most: int = MOST,
        head_within: float = HEAD_WITHIN,
        stop_within: float = 1.0,
        auto_decompress: bool = True,
    ) -> None:
        app.middlewares.insert(0, self._mark)
        self._most = most
        self._head_within = head_within
        self._connections: dict[asyncio.BaseTransport, _Connection] = {}
        self._each: Counter[str] = Counter()
        self._said = -SAY_EVERY
        self._server: asyncio.Server | None = None
        self._runner = web.AppRunner(
            app,
            access_log=None,
            handle_signals=False,
            shutdown_timeout=stop_within,
            keepalive_timeout=REST,
            lingering_time=LINGER,
            auto_decompress=auto_decompress,
        )

    @property
    def address(self) -> tuple[str, int]:
        """Host and port; an empty host while nothing is listened on."""
        sockets = self._server.sockets if self._server else ()
        return sockets[0].getsockname()[:2] if sockets else ("", 0)

    @property
    def connections(self) -> int:
        return len(self._connections)

    async def start(self, host: str, port: int, *, backlog: int = 128) -> None:
        """Port 0 takes any free one. Raises ``OSError`` or ``UnicodeError``."""
        await self._runner.setup()
        loop = asyncio.get_running_loop()
        try:
            self._server = await loop.create_server(self._connection, host, port, backlog=backlog)
        except (OSError, UnicodeError):
            await self._runner.cleanup()
            raise

    def deafen(self) -> None:
        """No new connections; those that are there go on."""
        if self._server is not None:
            self._server.close()

    async def stop(self) -> None:
        """Ends every connection, when what is being answered had its time."""
        self.deafen()
        await self._runner.cleanup()

    def _connection(self) -> asyncio.Protocol:
        assert self._runner.server is not None
        return _Connection(self, self._runner.server(), self._head_within)

    def admit(self, connection: _Connection, peer: str) -> bool:
        """Whether one more may come in; another one may have to go for it."""
        if _public(peer) and self._each[peer] >= MOST_EACH:
            if not self._drop_one(peer):
                return False
        elif len(self._connections) >= self._most and not self._drop_one():
            return False
        self._connections[connection.transport] = connection
        self._each[peer] += 1
        return True

    def gone(self, transport: asyncio.BaseTransport, peer: str) -> None:
        if self._connections.pop(transport, None) is not None:
            self._each[peer] -= 1
            self._each += Counter()  # forgets those with none left

    def _drop_one(self, peer: str = "") -> bool:
        now = time.monotonic()
        if now - self._said >= SAY_EVERY:
            self._said = now
            log.warning("too many connections at once: those that send nothing are closed")
        there = [c for c in self._connections.values() if not peer or c.peer == peer]
        for state in (_WAITING, _RESTING):
            for connection in there:
                if connection.state == state:
                    connection.cut()
                    return True
        return False

    @web.middleware
    async def _mark(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Between a whole head and its answer nobody is hurried from here."""
        connection = self._connections.get(request.transport) if request.transport else None
        if connection is not None:
            connection.begun()
        try:
            return await handler(request)
        finally:
            if connection is not None:
                connection.rests()


_WAITING, _BUSY, _RESTING = "waiting", "busy", "resting"


class _Connection(asyncio.Protocol):
    """Stands before aiohttp's own protocol."""

    transport: asyncio.Transport

    def __init__(self, listener: Listener, inner: Any, head_within: float) -> None:
        self._listener = listener
        self._inner = inner
        self._head_within = head_within
        self._timer: asyncio.TimerHandle | None = None
        self._admitted = False
        self.state = _WAITING
        self.peer = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's are none by their class
        self.peer = str((transport.get_extra_info("peername") or ("",))[0])
        self._admitted = self._listener.admit(self, self.peer)
        if not self._admitted:
            self.transport.abort()
            return
        self._wait()
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if not self._admitted:
            return
        if self.state == _RESTING:
            self._wait()
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received() if self._admitted else None

    def connection_lost(self, exc: Exception | None) -> None:
        self._calm()
        if self._admitted:
            self._listener.gone(self.transport, self.peer)
            self._inner.connection_lost(exc)

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()

    def begun(self) -> None:
        self._calm()
        self.state = _BUSY

    def rests(self) -> None:
        self.state = _RESTING

    def cut(self) -> None:
        self._calm()
        self._listener.gone(self.transport, self.peer)
        if self.state == _RESTING:
            self.transport.close()  # what it was answered last may still be on its way
        else:
            self.transport.abort()

    def _wait(self) -> None:
        self.state = _WAITING
        self._calm()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._head_within, self.cut)

    def _calm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _public(peer: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(peer.partition("%")[0]).is_global
    return False
