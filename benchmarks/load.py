"""Presses buttons on the local servers and times the bot's answers."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bot.interactions.button_codec import encode
from bot.model import ChannelRef, WorkspaceRef
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
        channel = ChannelRef(WorkspaceRef("discord", world.guild), self._channel.id)
        return {
            "api": self.server.api_url,
            "gateway": self.server.gateway_url,
            "token": world.token,
            "channel": channel.key,
            "members": self.people,
        }

    async def press(self, person: str, action: str) -> None:
        data = {"custom_id": action, "component_type": 2, "id": 1}
        hook = self.server.world.hook(3, person, self._channel, data, self._message)
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[hook.token] = (hook, future)
        await self.server.deliver(hook)
        async with asyncio.timeout(ANSWER_WITHIN):
            await future
        self.server.world.hooks.pop(hook.token, None)


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
        return {
            "api": self.server.api_url,
            "bot": BOT_TOKEN,
            "app": APP_TOKEN,
            "channel": ChannelRef(WorkspaceRef("slack", TEAM), "C0BENCH").key,
            "members": self.people,
        }

    async def press(self, person: str, action: str) -> None:
        user = person.removeprefix(f"{TEAM}-")
        what = {"type": "button", "action_id": action, "value": "x"}
        act = self.server.acts.press(user, self._message, what)
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[id(act)] = future
        await self.server.deliver(act)
        async with asyncio.timeout(ANSWER_WITHIN):
            await future


@dataclass
class Bot:
    """A measured process; ``ready`` is what it said when it was."""

    ready: dict[str, Any]
    ask: Callable[[], Awaitable[dict[str, Any]]]


@asynccontextmanager
async def running(mode: str, slack: Slack, discord: Discord) -> AsyncIterator[Bot]:
    config = {
        "mode": mode,
        "begun": time.time(),
        "slack": slack.config,
        "discord": discord.config,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.bots",
        json.dumps(config),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=None if os.environ.get("BENCH_SHOW_LOG") else asyncio.subprocess.DEVNULL,
    )
    assert process.stdin is not None and process.stdout is not None
    line = await process.stdout.readline()
    if not line:
        raise RuntimeError(f"{mode} did not start")
    stdin, stdout = process.stdin, process.stdout

    async def ask() -> dict[str, Any]:
        stdin.write(b"cpu\n")
        await stdin.drain()
        answer: dict[str, Any] = json.loads(await stdout.readline())
        return answer

    try:
        yield Bot(json.loads(line), ask)
    except BaseException:
        process.kill()
        raise
    stdin.close()
    async with asyncio.timeout(ANSWER_WITHIN):
        if await process.wait() != 0:
            raise RuntimeError(f"{mode} ended badly")


Job = tuple[str, str]


def jobs(platform: Slack | Discord, ready: dict[str, Any]) -> list[Job]:
    """Each person presses on each round once: every press is a new answer."""
    rounds = ready.get("rounds", {}).get(platform.name, [[n, "A"] for n in range(1, 13)])
    return [
        (person, encode("answer", number, option))
        for number, option in rounds
        for person in platform.people
    ]


async def at_rate(platform: Slack | Discord, bot: Bot, todo: Sequence[Job], rate: float) -> Timing:
    """Presses at a steady rate, whatever the answers take."""
    timing = Timing()
    loop = asyncio.get_running_loop()

    async def one(job: Job) -> None:
        begun = time.perf_counter()
        await platform.press(*job)
        timing.waits.append(time.perf_counter() - begun)

    before, begun = (await bot.ask())["cpu"], loop.time()
    tasks = []
    for number, job in enumerate(todo):
        await asyncio.sleep(max(0.0, begun + number / rate - loop.time()))
        tasks.append(asyncio.create_task(one(job)))
    await asyncio.gather(*tasks)
    timing.took = loop.time() - begun
    timing.cpu = (await bot.ask())["cpu"] - before
    return timing


async def in_flight(platform: Slack | Discord, bot: Bot, todo: Sequence[Job], width: int) -> Timing:
    """Keeps ``width`` presses under way."""
    timing = Timing()
    left = iter(todo)

    async def worker() -> None:
        for job in left:
            begun = time.perf_counter()
            await platform.press(*job)
            timing.waits.append(time.perf_counter() - begun)

    before, begun = (await bot.ask())["cpu"], time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(width)))
    timing.took = time.perf_counter() - begun
    timing.cpu = (await bot.ask())["cpu"] - before
    return timing
