"""Starts the processes that are measured and asks them what they used."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import sys
import time
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.seed import QUESTIONS

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent
READY_WITHIN = 60.0
STOP_WITHIN = 30.0
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "TEMP", "SYSTEMROOT", "LD_LIBRARY_PATH", "SSL_CERT_FILE")
"""What a service has in its environment, too; an SDK may read through all of it at each call."""


class Bot:
    """A measured process. ``start_s`` are the seconds until it said that it is ready and every
    platform had its connection."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._log: deque[str] = deque(maxlen=40)
        self._ready = asyncio.Event()
        self._reading = asyncio.create_task(self._read())
        self._asking = asyncio.Lock()
        self.start_s = 0.0

    async def _read(self) -> None:
        assert self._process.stderr is not None
        async for raw in self._process.stderr:
            line = raw.decode(errors="replace").rstrip()
            self._log.append(line)
            if os.environ.get("BENCH_SHOW_LOG"):
                print(line, file=sys.stderr)
            if line.removeprefix("studyhall: ").startswith("ready"):
                self._ready.set()

    def said(self) -> str:
        """The end of its log."""
        return "\n".join(self._log)

    async def ready(self) -> None:
        """Raises ``RuntimeError`` when it ends before."""
        waiting = [asyncio.create_task(self._ready.wait()), self._reading]
        await asyncio.wait(waiting, timeout=READY_WITHIN, return_when=asyncio.FIRST_COMPLETED)
        if not self._ready.is_set():
            raise RuntimeError(f"a measured process did not start:\n{self.said()}")

    async def ask(self, what: str = "cpu") -> dict[str, Any]:
        assert self._process.stdin is not None and self._process.stdout is not None
        async with self._asking:
            self._process.stdin.write(f"{what}\n".encode())
            line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"a measured process has ended:\n{self.said()}")
        found: dict[str, Any] = json.loads(line)
        if "failed" in found:
            raise RuntimeError(f"a measured process could not tell {what}: {found['failed']}")
        return found

    async def stop(self) -> None:
        """Raises ``RuntimeError`` when it does not end well."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        async with asyncio.timeout(STOP_WITHIN):
            code = await self._process.wait()
        await self._reading
        if code:
            raise RuntimeError(f"a measured process ended with {code}:\n{self.said()}")

    async def kill(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()
        await self._reading


def environment(checkout: Path, **more: str) -> dict[str, str]:
    """As short as a service's: no setting of whoever runs the benchmark gets into what is
    measured."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {"PYTHONPATH": str(checkout)} | more


async def seeded(path: Path, places: dict[str, Any], checkout: Path) -> dict[str, list[str]]:
    """Makes the database of ``checkout`` at ``path``; the actions to press, by platform."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        str(HERE / "seed.py"),
        str(path),
        json.dumps(places),
        stdout=asyncio.subprocess.PIPE,
        cwd=path.parent,
        env=environment(checkout),
    )
    out, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"no database could be made for {checkout}")
    actions: dict[str, list[str]] = json.loads(out)
    return actions


@dataclass
class Contender:
    """Who is measured: ``mode`` on ``platforms`` (``benchmarks.load``), its files in ``folder``.

    Studyhall runs as ``studyhall run`` with its settings in the environment: metrics and limits
    of pace are on, collector and event loop are as it sets them itself.
    """

    name: str
    mode: str
    platforms: Sequence[Any]
    folder: Path
    checkout: Path = CHECKOUT
    actions: dict[str, list[str]] = field(default_factory=dict)
    """The buttons to press, by platform; known once it was prepared."""

    @property
    def whole(self) -> bool:
        return self.mode == "studyhall"

    @property
    def database(self) -> Path:
        return self.folder / "bench.db"

    @property
    def settings(self) -> dict[str, str]:
        """What it is told in its environment."""
        if not self.whole:
            return {}
        settings = {
            "STUDYHALL_DATABASE": str(self.database),
            "STUDYHALL_LOG": "json",
            "STUDYHALL_METRICS_PORT": "0",
        }
        for platform in self.platforms:
            settings |= platform.settings
        return settings

    async def prepare(self) -> None:
        """Makes what there is before the first start: a group, questions, members."""
        if self.whole:
            places = {p.name: p.place for p in self.platforms}
            self.actions = await seeded(self.database, places, self.checkout)
        else:
            actions = [f"answer.{n}.a" for n in range(QUESTIONS)]
            self.actions = {p.name: actions for p in self.platforms}

    async def verified(self) -> None:
        """Once it was stopped. Raises ``RuntimeError`` when its book-keeping is wrong."""
        if not self.whole:
            return
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "bot", "db", "verify"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd=self.folder,
            env=environment(self.checkout, **self.settings),
        )
        out, _ = await process.communicate()
        if process.returncode:
            raise RuntimeError(f"{self.name}: {out.decode(errors='replace')}")

    def kept(self) -> int:
        """How many answers are on the disk."""
        name = self.database if self.whole else self.folder / "peer.db"
        if not name.exists():
            return 0
        with closing(sqlite3.connect(name)) as db:
            count: int = db.execute("SELECT COUNT(*) FROM answers").fetchone()[0]
        return count


@asynccontextmanager
async def running(contender: Contender, *wanted: str) -> AsyncIterator[Bot]:
    """A prepared contender's process, ready and connected."""
    config = {p.name: p.config for p in contender.platforms} | {"folder": str(contender.folder)}
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", str(HERE / "measured.py"), contender.mode, json.dumps(config)),
        *wanted,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=2**26,
        cwd=contender.folder,
        env=environment(contender.checkout, **contender.settings),
    )
    bot = Bot(process)
    try:
        await bot.ready()
        for platform in contender.platforms:
            await platform.connected()
        bot.start_s = time.perf_counter() - begun
        yield bot
        await bot.stop()
    finally:
        await bot.kill()
