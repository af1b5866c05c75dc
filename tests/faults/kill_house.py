"""A house for bots that die: both platforms, one database that outlives every process."""

from __future__ import annotations

import asyncio
import json
import mmap
import os
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from bot.runtime.clock import millis
from bot.study import streaks
from content.loader import BUNDLED, load_courses
from storage.database import connect
from storage.verify import verify
from tests.contract import slack_driver
from tests.e2e.stage import Side
from tests.faults.kill_sides import Door, HeldDiscord, HeldSlack, KillDiscord, KillSlack
from tests.servers.slack.state import APP_TOKEN, BOT_TOKEN

WITHIN = 20.0
ROOT = Path(__file__).parents[2]
ZONE = ZoneInfo("Europe/Berlin")
START = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""Monday, 8:00 in Berlin, where the groups are."""
TICK = 0.1

_WAITING = (
    "SELECT (SELECT COUNT(*) FROM deliveries WHERE state = 'sending')"
    " + (SELECT COUNT(*) FROM deliveries WHERE state = 'planned' AND due_at <= :now)"
    " + (SELECT COUNT(*) FROM groups WHERE due_at <= :now)"
    " + (SELECT COUNT(*) FROM reminders WHERE next_at <= :now)"
    " + (SELECT COUNT(*) FROM reminder_posts WHERE state = 'sending')"
    " + (SELECT COUNT(*) FROM reminder_posts WHERE state = 'planned' AND due_at <= :now)"
)


class Died(Exception):
    """The bot ended by itself; its log is the message."""


class Zygote:
    """The process that has everything imported and forks a bot at each order."""

    def __init__(self) -> None:
        self._number = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.launcher"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._answer()

    def ask(self, **order: Any) -> int:
        """The order's outcome, see ``tests.faults.launcher``.

        Waited for without letting others work: it is a matter of milliseconds.
        """
        assert self._process.stdin is not None
        self._number += 1
        self._process.stdin.write(json.dumps({"number": self._number, **order}).encode() + b"\n")
        self._process.stdin.flush()
        while (answer := self._answer())["number"] != self._number:
            pass  # of an order whose test was cut off
        return int(answer["outcome"])

    def _answer(self) -> dict[str, int]:
        assert self._process.stdout is not None
        found: dict[str, int] = json.loads(self._process.stdout.readline())
        return found

    def close(self) -> None:
        self._process.communicate()


class Bot:
    """One forked ``studyhall run``, known by its pid and by what it notes."""

    def __init__(self, log: Path) -> None:
        self.pid = 0
        self.log = log
        self.said: list[str] = []
        self.dead = False
        self._news = asyncio.Condition()

    async def listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async for line in reader:
            async with self._news:
                self.said.append(line.decode().strip())
                self._news.notify_all()
        writer.close()
        async with self._news:
            self.dead = True
            self._news.notify_all()

    async def says(self, word: str, times: int = 1) -> None:
        """Returns when it has noted ``word`` so often in all. Raises ``Died``."""
        try:
            async with asyncio.timeout(WITHIN), self._news:
                await self._news.wait_for(lambda: self.dead or self.said.count(word) >= times)
        except TimeoutError as error:
            raise TimeoutError(f"never said {word!r}:\n{self.log.read_text()}") from error
        if self.said.count(word) < times:
            raise Died(self.log.read_text())

    async def ended(self) -> None:
        async with self._news:
            await self._news.wait_for(lambda: self.dead)


class KillHouse:
    """``start`` starts a bot, ``kill`` ends it with SIGKILL and waits until all is still."""

    def __init__(self, zygote: Zygote, home: Path, courses: Path = BUNDLED) -> None:
        self.zygote = zygote
        self.home = home
        self.database = home / "data" / "study.db"
        self.course_folder = courses
        self.courses = load_courses(courses)
        self.door = Door()
        self.bot: Bot | None = None
        self.kills = 0
        self.now_at: timedelta
        self._starts = 0
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        # Thousands of requests and some hundred lives: debugging would double the time.
        asyncio.get_running_loop().set_debug(False)
        self.slack_server = await self._open.enter_async_context(HeldSlack(self.door))
        self.discord_server = await self._open.enter_async_context(HeldDiscord(self.door))
        self.slack_server.add_user(slack_driver.ANA, "Ana", admin=True)
        self.slack_server.add_user(slack_driver.BEN, "Ben")
        self.slack_server.add_channel(
            slack_driver.CHANNEL, "general", slack_driver.ANA, slack_driver.BEN
        )
        self.slack = Side("slack", KillSlack(self.slack_server))
        self.discord = Side("discord", KillDiscord(self.discord_server))
        self.sides = (self.slack, self.discord)
        self._clock_file = self.home / "clock"
        self._clock_file.write_bytes(struct.pack("d", 0.0))
        with self._clock_file.open("r+b") as file:
            self._clock = mmap.mmap(file.fileno(), 8)
        self._offset = 0.0
        self.set_clock(START)
        self._sockets = self._open.enter_context(tempfile.TemporaryDirectory(prefix="kills"))
        return self

    async def __aexit__(self, *_: object) -> None:
        for gate in self.door.gates:
            self.door.release(gate)
        if self.bot is not None and self.bot.pid and not self.bot.dead:  # 0: this very group
            os.kill(self.bot.pid, signal.SIGKILL)
            self.zygote.ask(wait=self.bot.pid)
            await self.bot.ended()
        self._clock.close()
        await self._open.aclose()

    # the bot's life

    async def start(self, **order: Any) -> Bot:
        """A new bot on the same file; ``order`` as ``tests.faults.launcher`` reads it."""
        assert self.bot is None or self.bot.dead, "one bot at a time"
        self._starts += 1
        bot = self.bot = Bot(self.home / f"log-{self._starts}.txt")
        address = str(Path(self._sockets) / f"{self._starts}.sock")
        server = await asyncio.start_unix_server(bot.listen, address)
        plain = {"home": str(self.home), "env": self._env(), "clock": str(self._clock_file)}
        plain |= {"notes": address, "log": str(bot.log), "every": TICK}
        bot.pid = self.zygote.ask(**plain | order)
        await bot.says("here")
        server.close()
        return bot

    def _env(self) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": self.slack_server.api_url,
            "DISCORD_BOT_TOKEN": self.discord_server.world.token,
            "DISCORD_API_URL": self.discord_server.api_url,
            "DISCORD_GATEWAY_URL": self.discord_server.gateway_url,
            "STUDYHALL_DATABASE": str(self.database),
            "STUDYHALL_COURSES": str(self.course_folder),
        }

    async def kill(self) -> None:
        """SIGKILL; returns when the platforms have read all that it had sent."""
        assert self.bot is not None and self.bot.pid
        os.kill(self.bot.pid, signal.SIGKILL)
        self.kills += 1
        ended = self.zygote.ask(wait=self.bot.pid)
        assert ended == -signal.SIGKILL, self.bot.log.read_text()
        async with asyncio.timeout(WITHIN):
            await self.bot.ended()
            await self.slack_server.gone()
            await self.discord_server.gone()
            await self.door.empty()

    async def let_go(self) -> None:
        """The platforms carry out, or answer, what they were told to hold."""
        for gate in self.door.gates:
            self.door.release(gate)
        self.door.gates.clear()
        async with asyncio.timeout(WITHIN):
            await self.door.empty()

    async def online(self, side: Side) -> None:
        """Returns once the bot is connected to a platform. Raises ``Died``."""
        assert self.bot is not None
        connected = asyncio.create_task(self._connected(side))
        ended = asyncio.create_task(self.bot.ended())
        try:
            await asyncio.wait({connected, ended}, timeout=WITHIN, return_when="FIRST_COMPLETED")
            if not connected.done():
                raise Died(self.bot.log.read_text())
        finally:
            connected.cancel()
            ended.cancel()

    async def _connected(self, side: Side) -> None:
        if side is self.discord:
            await self.discord_server.gateway.online.wait()
            return
        socket = self.slack_server.socket
        async with socket.changed:
            await socket.changed.wait_for(lambda: socket.sockets)

    async def ticked(self, times: int = 1) -> None:
        """Returns when so many more ticks of the bot are over."""
        assert self.bot is not None
        await self.bot.says("tick", self.bot.said.count("tick") + times)

    async def settled(self) -> None:
        """Returns once a whole tick has left nothing that is due."""
        assert self.bot is not None
        for _ in range(200):
            await self.ticked()
            with self.reading() as db:
                (waiting,) = db.execute(_WAITING, {"now": millis(self.now())}).fetchone()
            if not waiting:
                return
        raise AssertionError(f"never at rest:\n{self.bot.log.read_text()}")

    # time

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._offset)

    def set_clock(self, at: datetime) -> None:
        """Moves the bot's clock and the platforms' to ``at``; from there they run on."""
        self.pass_seconds((at - self.now()).total_seconds())

    def pass_seconds(self, seconds: float) -> None:
        self._offset += seconds
        self._clock[:8] = struct.pack("d", self._offset)
        self.slack_server.state.advance(seconds)
        self.discord_server.world.advance(timedelta(seconds=seconds))

    # what is on the disk

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The database as it is on the disk, whether or not a bot runs."""
        db = connect(self.database, read_only=True)
        try:
            yield db
        finally:
            db.close()

    def rows(self, sql: str, given: Sequence[object] = ()) -> list[Any]:
        with self.reading() as db:
            return db.execute(sql, given).fetchall()

    def check(self) -> None:
        """Totals and streaks agree with the ledger, the file is whole, no platform complains."""
        with self.reading() as db:
            db.execute("BEGIN")
            assert verify(db, streaks.rebuild) == []  # type: ignore[arg-type]
        for side in self.sides:
            assert side.driver.breaches() == []
