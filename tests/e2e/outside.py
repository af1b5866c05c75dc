"""The bot as a process of its own, seen from the platforms only."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Self

from bot.service.settings import setting_names
from tests.content import folder
from tests.contract import slack_driver
from tests.contract.discord_driver import DiscordDriver
from tests.contract.slack_driver import SlackDriver
from tests.e2e.stage import Side
from tests.servers.discord import DiscordServer, Hook
from tests.servers.slack.server import SlackServer
from tests.servers.slack.state import APP_TOKEN, BOT_TOKEN, Act

WITHIN = 20.0
READY = "studyhall: ready"
WAITS = ("studyhall: no platform can be reached yet", "studyhall: standing by")


class OutsideSlack(SlackDriver):
    """Knows an answer by what reaches the server."""

    async def finished(self, act: Act) -> None:
        await self.server.wait_for(lambda: act.replies or act.updated or act.opened or act.errors)


class OutsideDiscord(DiscordDriver):
    """Knows an answer by what reaches the server."""

    async def finished(self, hook: Hook) -> None:
        await self.world.wait_for(lambda: hook.replies or hook.updated or hook.modal)


class Ended(Exception):
    """The process ended before it was ready."""


class Bot:
    """One ``python -m bot run``. ``lines`` is what it has written to stderr so far."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[str] = []
        self.started = time.monotonic()
        self.ready_after = 0.0
        self._ready = asyncio.Event()
        self._news = asyncio.Condition()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.lines.append(line.decode().rstrip("\n"))
            if self.lines[-1].startswith((READY, *WAITS)):
                self.ready_after = time.monotonic() - self.started
                self._ready.set()
            async with self._news:
                self._news.notify_all()
        self._ready.set()

    async def wrote(self, words: str) -> None:
        """Returns once a line with ``words`` has been written."""
        async with asyncio.timeout(WITHIN), self._news:
            await self._news.wait_for(lambda: any(words in line for line in self.lines))

    async def ready(self) -> None:
        async with asyncio.timeout(WITHIN):
            await self._ready.wait()
        if not self.ready_after:
            raise Ended("\n".join(self.lines))

    async def end(self, number: int = signal.SIGTERM) -> int:
        """Sends a signal; the exit code."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        async with asyncio.timeout(10):
            code = await self.process.wait()
        await self._reading
        return code


class Town:
    """Both local servers and a folder with a course, a database and secrets in files."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.database = home / "data" / "study.db"
        self._open = AsyncExitStack()
        self.bots: list[Bot] = []

    async def __aenter__(self) -> Self:
        self.slack_server = await self._open.enter_async_context(SlackServer())
        self.discord_server = await self._open.enter_async_context(DiscordServer())
        server = self.slack_server
        server.add_user(slack_driver.ANA, "Ana", admin=True)
        server.add_user(slack_driver.BEN, "Ben")
        server.add_channel(slack_driver.CHANNEL, "general", slack_driver.ANA, slack_driver.BEN)
        self.slack = Side("slack", OutsideSlack(server))
        self.discord = Side("discord", OutsideDiscord(self.discord_server))
        self.sides = (self.slack, self.discord)
        # The first concept has questions, so that one can be asked on the first day.
        course = folder.COURSE.replace("plan: [opening, brewing]", "plan: [brewing, opening]")
        folder.write(self.home / "courses", {"course.yaml": course})
        (self.home / "discord-token").write_text(f"{self.discord_server.world.token}\n")
        return self

    async def __aexit__(self, *_: object) -> None:
        for bot in self.bots:
            await bot.end(signal.SIGKILL)
        await self._open.aclose()

    def env(self, **changes: str) -> dict[str, str]:
        """Tokens in the environment for one platform, in a file for the other."""
        ours = {name.upper() for name in setting_names()}
        ours |= {f"{name}_FILE" for name in ours}
        return {k: v for k, v in os.environ.items() if k not in ours} | {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": self.slack_server.api_url,
            "DISCORD_BOT_TOKEN_FILE": "discord-token",
            "DISCORD_API_URL": self.discord_server.api_url,
            "DISCORD_GATEWAY_URL": self.discord_server.gateway_url,
            "STUDYHALL_DATABASE": str(self.database),
            "STUDYHALL_COURSES": str(self.home / "courses"),
            **changes,
        }

    async def run(self, *args: str, **changes: str) -> tuple[int, str, str]:
        """Another command, to its end: exit code, stdout, stderr."""
        process = await self._spawn(*args, **changes)
        async with asyncio.timeout(WITHIN):
            out, err = await process.communicate()
        assert process.returncode is not None
        return process.returncode, out.decode(), err.decode()

    async def start(self, **changes: str) -> Bot:
        """``run`` until it says that it is ready, or what it waits for."""
        bot = Bot(await self._spawn("run", **changes))
        self.bots.append(bot)
        await bot.ready()
        return bot

    async def online(self) -> None:
        """Returns once the bot is connected to both platforms."""
        await self.slack_server.wait_for(lambda: self.slack_server.socket.sockets)
        await self.discord_server.online()

    async def _spawn(self, *args: str, **changes: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *args,
            cwd=self.home,
            env=self.env(**changes),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def posted(self, side: Side, title: str) -> None:
        """Waits until a post with the title is in the channel."""

        def there() -> bool:
            return title in side.titles()

        if side is self.slack:
            await self.slack_server.wait_for(there)
        else:
            await self.discord_server.world.wait_for(there)
