"""Both local servers with a hand on the door, and what members do while the bot may die."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.model import MemberRef
from tests.contract.driver import Result
from tests.e2e.outside import OutsideDiscord, OutsideSlack
from tests.servers.discord import DiscordServer, Hook
from tests.servers.discord.rest import Rest
from tests.servers.slack.server import SlackServer
from tests.servers.slack.state import Act

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(eq=False)
class Gate:
    """Holds the first request whose address and body name all ``words``.

    ``before`` it is carried out, or after that with the answer still to come.
    """

    words: tuple[str, ...]
    before: bool
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)


class Door:
    """Every request of the bot passes here. ``seen`` counts them."""

    def __init__(self) -> None:
        self.gates: list[Gate] = []
        self.seen = 0
        self._inside = 0
        self._changed = asyncio.Condition()

    def hold(self, *words: str, before: bool) -> Gate:
        self.gates.append(Gate(words, before))
        return self.gates[-1]

    def release(self, gate: Gate) -> None:
        """Lets what was held go on, which ``empty`` waits for from now on."""
        if gate.reached.is_set() and not gate.released.is_set():
            self._inside += 1
        gate.reached.set()  # a gate that was let go holds nothing any more
        gate.released.set()

    async def through(self, request: web.Request, handler: Callable[[], Awaitable[Any]]) -> Any:
        # A form with files can be read only once, and by the handler.
        plain = request.content_type != "multipart/form-data"
        body = await request.read() if plain else b""
        line = f"{request.method} {request.path} {body.decode(errors='replace')}"
        async with self._changed:
            self.seen += 1
            self._inside += 1
            self._changed.notify_all()
        try:
            await self._held(line, before=True)
            response = await handler()
            await self._held(line, before=False)
            return response
        finally:
            async with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    async def _held(self, line: str, *, before: bool) -> None:
        for gate in self.gates:
            mine = gate.before is before and all(word in line for word in gate.words)
            if mine and not gate.reached.is_set():
                gate.reached.set()
                self._inside -= 1
                async with self._changed:
                    self._changed.notify_all()
                await gate.released.wait()

    async def request(self, number: int) -> None:
        """Returns when the request with this number has arrived."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.seen >= number)

    async def empty(self) -> None:
        """Returns when nothing is being carried out, but for what a gate holds."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._inside == 0)


class _HeldRest(Rest):
    door: Door

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith("/api/"):
            return await handler(request)
        work = Rest.middleware.__get__(self)
        found: web.StreamResponse = await self.door.through(request, lambda: work(request, handler))
        return found


class HeldDiscord(DiscordServer):
    def __init__(self, door: Door) -> None:
        super().__init__()
        self.rest = _HeldRest(self.world)
        self.rest.door = door

    async def gone(self) -> None:
        """Returns when every connection of a dead bot is closed; its sessions are over."""
        await closed(self._runner)
        await self.world.wait_for(lambda: not self.gateway._sockets)
        self.gateway.sessions.clear()
        self.gateway.online.clear()


class HeldSlack(SlackServer):
    def __init__(self, door: Door) -> None:
        super().__init__()
        self.door = door

    @web.middleware
    async def _tell(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        tell = SlackServer._tell.__get__(self)
        if request.path.startswith("/link/"):
            return await tell(request, handler)  # type: ignore[no-any-return]
        found: web.StreamResponse = await self.door.through(request, lambda: tell(request, handler))
        return found

    async def gone(self) -> None:
        """Returns when every connection of a dead bot is closed."""
        await closed(self._runner)
        async with self.socket.changed:
            await self.socket.changed.wait_for(lambda: not self.socket.sockets)


async def closed(runner: web.AppRunner | None) -> None:
    """Returns when no connection is open, so that all is read that was sent on them."""
    assert runner is not None and runner.server is not None
    server, lost = runner.server, asyncio.Event()
    tell = server.connection_lost

    def connection_lost(handler: Any, error: BaseException | None = None) -> None:
        tell(handler, error)
        lost.set()

    server.connection_lost = connection_lost  # type: ignore[method-assign]
    try:
        async with asyncio.timeout(10):
            # One whose request is held at a gate stays listed, without a transport.
            while any(known.transport for known in server.connections):
                lost.clear()
                await lost.wait()
    finally:
        del server.connection_lost


class KillSlack(OutsideSlack):
    """``left`` is what became of a member's act that a kill interrupted, if one was."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._begun: dict[str, Act] = {}

    async def _run(self, act: Act, *, retry: int = 0) -> Result:
        self._begun[act.user] = act
        result = await super()._run(act, retry=retry)
        del self._begun[act.user]
        return result

    def left(self, who: MemberRef) -> Result | None:
        act = self._begun.pop(who.id.rpartition("-")[2], None)
        return self._result(act) if act else None


class KillDiscord(OutsideDiscord):
    """``left`` is what became of a member's act that a kill interrupted, if one was."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._begun: dict[str, Hook] = {}

    async def finished(self, hook: Hook) -> None:
        self._begun[hook.user] = hook
        await super().finished(hook)
        del self._begun[hook.user]

    def left(self, who: MemberRef) -> Result | None:
        hook = self._begun.pop(who.id, None)
        return self.result_of(hook) if hook else None
