"""Is the bot running on this database, does it do its work, and what does it say itself."""

from __future__ import annotations

import glob
import os
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from bot.adapters.common.checkup import Finding, mend, note, ok
from bot.service.processes import runs
from bot.service.settings import Settings

STUCK_AFTER = 60.0
"""Seconds without a look at what is due."""
LOCKS = Path("/proc/locks")
_ANSWER_WITHIN = aiohttp.ClientTimeout(total=5)


def running(database: Path, *, now: float | None = None, locks: Path = LOCKS) -> Iterator[Finding]:
    """By the signs of life beside the database. No lock is taken, not even for a moment."""
    moment = time.time() if now is None else now
    ages = {path: moment - path.stat().st_mtime for path in _signs_of_life(database)}
    held = locked(database.with_name(f"{database.name}.lock"), locks)
    if not ages:
        if held:
            yield ok("bot", "is starting or still connecting")
        else:
            yield ok("bot", "is not running")
        return
    fresh = [age for age in ages.values() if age <= STUCK_AFTER]
    if fresh:
        copies = f"{len(fresh)} copies are running" if len(fresh) > 1 else "is running"
        yield ok("bot", f"{copies}; last active {max(fresh):.0f} s ago")
    for path, age in ages.items():
        if age > STUCK_AFTER:
            yield _silent(path, age, database, held)


def _silent(path: Path, age: float, database: Path, held: bool | None) -> Finding:
    """One whose sign of life is old: is it stuck, or gone?"""
    # Of several copies each has its own sign: .<host>.<process>
    own = path.name.removeprefix(f"{database.name}.").removesuffix(".alive")
    host, _, process = own.rpartition(".")
    elsewhere = host not in ("", socket.gethostname())
    if held is False or (not elsewhere and process.isdecimal() and not runs(int(process))):
        return note("bot", "ended without saying so (killed, or a crash)", "See its log.")
    if elsewhere:
        says = f"a copy on {host} has shown no life for {age / 3600:.1f} hours"
        return note("bot", says, f"If that machine is gone for good, delete {path}.")
    return mend(
        "bot",
        f"has done nothing for {age:.0f} s",
        "See its log; if it still does nothing, restart it.",
    )


def since(database: Path) -> datetime | None:
    """When the bot that runs now was started; None when none runs."""
    lock = database.with_name(f"{database.name}.lock")
    fresh = [p for p in _signs_of_life(database) if time.time() - p.stat().st_mtime <= STUCK_AFTER]
    if not fresh or not lock.exists():
        return None
    # Opened for writing, and so emptied, at each start.
    return datetime.fromtimestamp(lock.stat().st_mtime, UTC)


def _signs_of_life(database: Path) -> list[Path]:
    return sorted(database.parent.glob(f"{glob.escape(database.name)}*.alive"))


def locked(lock: Path, locks: Path = LOCKS) -> bool | None:
    """Whether a program of this machine holds ``lock``; None where the system does not tell."""
    if sys.platform != "linux":
        return None
    try:
        found = lock.stat()
        lines = locks.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return False if not lock.exists() else None
    device = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
    return any(device in line.split() and "->" not in line for line in lines)


async def monitor(settings: Settings, alive: bool) -> list[Finding]:
    """What the running bot says on its own port, where it has one."""
    port = settings.studyhall_metrics_port
    if not port or not alive:
        return []
    host = settings.studyhall_metrics_host
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}/readyz?platforms=all"
    try:
        async with (
            aiohttp.ClientSession(timeout=_ANSWER_WITHIN) as session,
            session.get(url) as answer,
        ):
            said = await answer.json()
            return [_said(said)]
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError, KeyError, TypeError) as error:
        says = f"its port {port} gives no answer ({error or type(error).__name__})"
        return [note("port", says, "Start the bot again if STUDYHALL_METRICS_PORT is new.")]


def _said(said: Mapping[str, Any]) -> Finding:
    if said["ready"]:
        return ok("port", f"says it is ready: {', '.join(said['platforms'])}")
    away = [f"{name} {state}" for name, state in said["platforms"].items() if state != "connected"]
    if said["database"] != "ok":
        away.append(str(said["database"]))
    return mend("port", f"says it is not ready: {'; '.join(away)}", "See below, and its log.")
