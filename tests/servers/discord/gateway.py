"""The gateway: hello, identify, heartbeat, resume, and events with replay."""

from __future__ import annotations

import asyncio
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.servers.discord.world import Json, World

_EVENT, _HEARTBEAT, _IDENTIFY, _RESUME, _RECONNECT, _INVALID = 0, 1, 2, 6, 7, 9
_HELLO, _ACK = 10, 11


@dataclass
class Session:
    id: str
    seq: int = 0
    events: list[Json] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None
    intents: int = 0


class Gateway:
    """Sessions outlive their sockets unless a close with 1000 or 1001 ended them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.identified = self.resumed = self.heartbeats = 0
        self.close_codes: list[int | None] = []
        self.refuse = False  # answer upgrades with 503
        self.beat_ms = 41250
        self.deaf = False  # heartbeats get no answer, and nobody hears from the server at all
        self.replays = 1  # how often missed events come on a resume
        self.online = asyncio.Event()
        self._sockets: set[web.WebSocketResponse] = set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.refuse:
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=4096)
        await socket.prepare(request)
        self._sockets.add(socket)
        session: Session | None = None
        try:
            await socket.send_json({"op": _HELLO, "d": {"heartbeat_interval": self.beat_ms}})
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    continue
                frame = json.loads(message.data)
                if frame["op"] == _HEARTBEAT:
                    self.heartbeats += 1
                    if not self.deaf:
                        await socket.send_json({"op": _ACK})
                elif frame["op"] == _IDENTIFY:
                    session = await self._identify(socket, frame["d"])
                elif frame["op"] == _RESUME:
                    session = await self._resume(socket, frame["d"])
                else:
                    await socket.close(code=4001)
        finally:
            self._sockets.discard(socket)
            self.close_codes.append(socket.close_code)
            if session is not None and session.socket is socket:
                session.socket = None
                self.online.clear()
                if socket.close_code in (1000, 1001):
                    self.sessions.pop(session.id, None)
            await self.world.touched()
        return socket

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> Session | None:
        if data["token"] != self.world.token:
            await socket.close(code=4004, message=b"Authentication failed.")
            return None
        session = Session(secrets.token_hex(8), socket=socket, intents=data["intents"])
        self.sessions[session.id] = session
        self.identified += 1
        ready = {
            "v": 10,
            "user": self.world.me.user(),
            "guilds": [{"id": self.world.guild, "unavailable": True}],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "application": {"id": self.world.app, "flags": 0},
        }
        await self._send(session, "READY", ready)
        self.online.set()
        await self.world.touched()
        return session

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> Session | None:
        if data["token"] != self.world.token:
            await socket.close(code=4004, message=b"Authentication failed.")
            return None
        session = self.sessions.get(data["session_id"])
        if session is None:
            await socket.send_json({"op": _INVALID, "d": False})
            return None
        session.socket = socket
        self.resumed += 1
        missed = [event for event in session.events if event["s"] > data["seq"]]
        for event in missed * self.replays:
            await socket.send_json(event)
        await self._send(session, "RESUMED", {})
        self.online.set()
        await self.world.touched()
        return session

    async def _send(self, session: Session, name: str, data: Any) -> None:
        session.seq += 1
        event = {"op": _EVENT, "t": name, "s": session.seq, "d": data}
        session.events.append(event)
        if session.socket is not None and not session.socket.closed and not self.deaf:
            await session.socket.send_json(event)

    async def dispatch(self, name: str, data: Any) -> None:
        """To every session; one without a socket gets it when it resumes."""
        for session in list(self.sessions.values()):
            await self._send(session, name, data)

    async def drop(self, code: int = 4000) -> None:
        """Closes every socket from this side; the sessions can be resumed."""
        self._forget_sockets()
        for socket in list(self._sockets):
            await socket.close(code=code)

    async def reconnect(self) -> None:
        """Asks every client to connect again and to resume."""
        for socket in list(self._sockets):
            await socket.send_json({"op": _RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool) -> None:
        """Tells every client that its session is no good, for now or for ever."""
        if not resumable:
            self.sessions.clear()
        for socket in list(self._sockets):
            await socket.send_json({"op": _INVALID, "d": resumable})

    def cut(self) -> None:
        """Tears every line without a close frame."""
        self._forget_sockets()
        for socket in list(self._sockets):
            if socket._req is not None and socket._req.transport is not None:
                socket._req.transport.abort()

    def _forget_sockets(self) -> None:
        self.online.clear()
        for session in self.sessions.values():
            session.socket = None
