"""Socket Mode (Slack: apis/events-api/using-socket-mode): tickets, hello, envelopes, acks."""

from __future__ import annotations

import asyncio
import json
import uuid

from aiohttp import WSCloseCode, WSMsgType, web

from tests.servers.slack.acts import Acts
from tests.servers.slack.state import APP, Act, Json, State

TYPES = {"slash_commands": "slash_commands", "event_callback": "events_api"}


class SocketMode:
    """``refuse_connects`` turns away so many connections, their ticket used up by it.

    New connections answer no ping while ``mute`` is set.
    """

    def __init__(self, state: State, acts: Acts) -> None:
        self._state = state
        self._acts = acts
        self.tickets: set[str] = set()
        self.sockets: list[web.WebSocketResponse] = []
        self.hellos = 0
        self.changed = asyncio.Condition()
        self.refuse_connects = 0
        self.mute = False
        self.others = 0
        """Connections of another process with the same app."""
        self.close_codes: list[int | None] = []
        self._envelopes: dict[str, tuple[Act, web.WebSocketResponse]] = {}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            return web.Response(status=404, text="the ticket is used or unknown")
        self.tickets.discard(ticket)
        if self.refuse_connects:
            self.refuse_connects -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(autoping=not self.mute)
        await socket.prepare(request)
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self.sockets) + 1 + self.others,
                "connection_info": {"app_id": APP},
                "debug_info": {"approximate_connection_time": 18060},
            }
        )
        async with self.changed:
            self.sockets.append(socket)
            self.hellos += 1
            self.changed.notify_all()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._frame(socket, message.data)
        finally:
            self.close_codes.append(socket.close_code)
            async with self.changed:
                self.sockets.remove(socket)
                self.changed.notify_all()
        return socket

    def _frame(self, socket: web.WebSocketResponse, data: str) -> None:
        frame = json.loads(data)
        known = self._envelopes.get(frame.get("envelope_id", ""))
        if known is None or frame.keys() - {"envelope_id", "payload"}:
            self._state.breach("socket", ["no acknowledgement of an envelope"], data)
            return
        act, delivered_on = known
        if delivered_on is not socket:
            # Not documented to count; a strict server takes it for nothing.
            self._state.late_acks.append(act.trigger)
            return
        self._acts.acknowledge(act, frame.get("payload"))

    async def deliver(self, act: Act, *, retry: int = 0, envelope: str = "") -> bool:
        """Sends the act to the app. False when it is not connected, which nobody makes good.

        ``envelope`` is the id of one that is delivered again.
        """
        if not self.sockets:
            act.done.set()
            return False
        act.envelope = envelope = envelope or str(uuid.uuid4())
        socket = self.sockets[-1]
        self._envelopes[envelope] = (act, socket)
        frame: Json = {
            "envelope_id": envelope,
            "type": TYPES.get(act.kind, "interactive"),
            "accepts_response_payload": act.kind not in ("block_actions", "event_callback"),
            "payload": act.payload,
        }
        if retry:
            frame |= {"retry_attempt": retry, "retry_reason": "timeout"}
        await socket.send_str(json.dumps(frame))
        return True

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Slack asks for a new connection, as it does every few hours."""
        for socket in [*self.sockets]:
            await socket.send_json({"type": "disconnect", "reason": reason})

    async def drop(self) -> None:
        """Closes every connection without a warning."""
        for socket in [*self.sockets]:
            await socket.close(code=WSCloseCode.GOING_AWAY)

    async def connected_again(self, hellos: int) -> None:
        """Waits until there were more than ``hellos`` connections and one is open."""
        async with self.changed:
            await self.changed.wait_for(lambda: self.hellos > hellos and bool(self.sockets))
