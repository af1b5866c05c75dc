"""Presses buttons on the local servers and times the bot's answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from benchmarks.process import Bot
from tests.servers.discord import DiscordServer
from tests.servers.discord.things import Message as DiscordMessage
from tests.servers.slack.server import SlackServer
from tests.servers.slack.state import APP_TOKEN, BOT_TOKEN, TEAM, Message

PEOPLE = 500
ANSWER_WITHIN = 30.0


@dataclass
class Timing:
    """``waits`` are seconds from press to verdict; ``cpu`` the bot's seconds for all."""

    waits: list[float] = field(default_factory=list)
    took: float = 0.0
    cpu: float = 0.0

    @property
    def each_ms(self) -> float:
        return 1000 * self.cpu / len(self.waits)

    @property
    def rate(self) -> float:
        return len(self.waits) / self.took

    @property
    def median_ms(self) -> float:
        return 1000 * median(self.waits)

    @property
    def p99_ms(self) -> float:
        return 1000 * sorted(self.waits)[int(len(self.waits) * 0.99)]


class Discord:
    name = "discord"

    def __init__(self, server: DiscordServer, people: int = PEOPLE) -> None:
        self.server = server
        world = server.world
        self._channel = world.add_channel("bench")
        self.people = [world.add_person(f"P{n}").id for n in range(people)]
        self._waiting: dict[str, tuple[Any, asyncio.Future[None]]] = {}
        touched = world.touched

        async def watched() -> None:
            await touched()
            for token, (hook, future) in list(self._waiting.items()):
                if hook.replies and not future.done():
                    future.set_result(None)
                    del self._waiting[token]

        world.touched = watched  # type: ignore[method-assign]
        self._message = DiscordMessage(world.new_id(), self._channel.id, world.me.id, [], 1 << 15)
        self._channel.messages[self._message.id] = self._message

    @property
    def config(self) -> dict[str, Any]:
        world = self.server.world
        return {
            "api": self.server.api_url,
            "gateway": self.server.gateway_url,
            "token": world.token,
        }

    @property
    def settings(self) -> dict[str, str]:
        """What Studyhall is told in its environment."""
        return {
            "DISCORD_BOT_TOKEN": self.server.world.token,
            "DISCORD_API_URL": self.server.api_url,
            "DISCORD_GATEWAY_URL": self.server.gateway_url,
        }

    @property
    def place(self) -> dict[str, Any]:
        world = self.server.world
        return {"workspace": world.guild, "channel": self._channel.id, "members": self.people}

    async def connected(self) -> None:
        await self.server.online()

    async def press(self, person: str, action: str) -> None:
        data = {"custom_id": action, "component_type": 2, "id": 1}
        hook = self.server.world.hook(3, person, self._channel, data, self._message)
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[hook.token] = (hook, future)
        await self.server.deliver(hook)
        async with asyncio.timeout(ANSWER_WITHIN):
            await future
        self.server.world.hooks.pop(hook.token, None)

    def hold(self, seconds: float) -> None:
        """So long each answer of the server takes from now on."""
        self.server.rest.hold = seconds

    @property
    def late(self) -> int:
        """Answers after three seconds, which Discord refuses: nobody sees them."""
        return 0

    def forget(self) -> None:
        """What the server keeps for tests to look at. Raises ``RuntimeError`` at an answer that
        it had to refuse."""
        world = self.server.world
        if world.breaches:
            raise RuntimeError(f"Discord refused {world.breaches[0]}")
        if self.server.limits.refused:
            raise RuntimeError(f"Discord asked to wait: {self.server.limits.refused}")
        world.private.clear()
        self.server.rest.requests.clear()
        for session in self.server.gateway.sessions.values():
            session.events.clear()


class Slack:
    name = "slack"

    def __init__(self, server: SlackServer, people: int = PEOPLE) -> None:
        self.server = server
        self.users = [f"UBENCH{n:04d}" for n in range(people)]
        for user in self.users:
            server.add_user(user, user)
        server.add_channel("C0BENCH", "bench", *self.users)
        self.people = [f"{TEAM}-{user}" for user in self.users]
        self._waiting: dict[int, asyncio.Future[None]] = {}
        said = server.acts._say

        def watched(act: Any, body: Any, thread: str = "") -> Message:
            message = said(act, body, thread)
            future = self._waiting.pop(id(act), None)
            if future is not None and not future.done():
                future.set_result(None)
            return message

        server.acts._say = watched  # type: ignore[method-assign]
        self._message = Message("C0BENCH", server.state.ts(), "Question", [])

    @property
    def config(self) -> dict[str, Any]:
        return {"api": self.server.api_url, "bot": BOT_TOKEN, "app": APP_TOKEN}

    @property
    def settings(self) -> dict[str, str]:
        """What Studyhall is told in its environment."""
        return {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": self.server.api_url,
        }

    @property
    def place(self) -> dict[str, Any]:
        return {"workspace": TEAM, "channel": "C0BENCH", "members": self.people}

    async def connected(self) -> None:
        await self.server.socket.connected_again(0)

    async def press(self, person: str, action: str) -> None:
        user = person.removeprefix(f"{TEAM}-")
        what = {"type": "button", "action_id": action, "value": "x"}
        act = self.server.acts.press(user, self._message, what)
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[id(act)] = future
        await self.server.deliver(act)
        async with asyncio.timeout(ANSWER_WITHIN):
            await future

    def hold(self, seconds: float) -> None:
        """So long each answer of the server takes from now on."""
        self.server.hold = seconds

    @property
    def late(self) -> int:
        """Acknowledgements that came too late to count."""
        return len(self.server.state.late_acks)

    def forget(self) -> None:
        """What the server keeps for tests to look at. Raises ``RuntimeError`` at an answer that
        it had to refuse, or that came too late."""
        state = self.server.state
        if state.breaches:
            raise RuntimeError(f"Slack refused {state.breaches[0]}")
        if state.late_acks:
            raise RuntimeError(f"{len(state.late_acks)} late acknowledgements on Slack")
        if self.server.limits.refused:
            raise RuntimeError(f"Slack asked to wait: {self.server.limits.refused}")
        for kept in (state.messages, state.acts, state.hooks, state.calls):
            kept.clear()
        # A verdict may be there before its acknowledgement is.
        envelopes = self.server.socket._envelopes
        for name in [name for name, (act, _) in envelopes.items() if act.done.is_set()]:
            del envelopes[name]


Platform = Slack | Discord
Job = tuple[str, str]


class Presses:
    """Each person presses a button of each question once, so that every press is an answer.

    Nobody is ever too quick for Studyhall: a member may do thirty things at once, and presses
    no more often than there are questions.
    """

    def __init__(self, platform: Platform, actions: Sequence[str]) -> None:
        self._jobs: Iterator[Job] = (
            (person, action) for action in actions for person in platform.people
        )
        self.made = 0

    def take(self, count: int) -> list[Job]:
        found = [job for job, _ in zip(self._jobs, range(count), strict=False)]
        if len(found) < count:
            raise RuntimeError("everybody has answered everything: ask for fewer presses")
        self.made += count
        return found


async def one(platform: Platform, job: Job, timing: Timing) -> None:
    begun = time.perf_counter()
    await platform.press(*job)
    timing.waits.append(time.perf_counter() - begun)


async def at_rate(platform: Platform, bot: Bot, todo: Sequence[Job], rate: float) -> Timing:
    """Presses at a steady rate, whatever the answers take."""
    timing = Timing()
    loop = asyncio.get_running_loop()
    before, begun = (await bot.ask())["cpu"], loop.time()
    tasks = []
    for number, job in enumerate(todo):
        await asyncio.sleep(max(0.0, begun + number / rate - loop.time()))
        tasks.append(asyncio.create_task(one(platform, job, timing)))
    await asyncio.gather(*tasks)
    timing.took = loop.time() - begun
    timing.cpu = (await bot.ask())["cpu"] - before
    return timing


async def in_flight(platform: Platform, bot: Bot, todo: Sequence[Job], width: int) -> Timing:
    """Keeps ``width`` presses under way."""
    timing = Timing()
    left = iter(todo)

    async def worker() -> None:
        for job in left:
            await one(platform, job, timing)

    before, begun = (await bot.ask())["cpu"], time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(width)))
    timing.took = time.perf_counter() - begun
    timing.cpu = (await bot.ask())["cpu"] - before
    return timing
