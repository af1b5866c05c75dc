"""``studyhall run``: the bot itself, from its start to its last answer."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence

from rich.console import Console

from bot.delivery.lease import Lease, this_process
from bot.interactions.throttle import MemberThrottle
from bot.runtime.clock import SystemClock
from bot.service.app import App, add_platforms
from bot.service.backups.daily import backed_up
from bot.service.database import opened
from bot.service.errors import StartError
from bot.service.garbage_collector import settle
from bot.service.monitor.run import meter_for, monitored
from bot.service.process_lock import alive_file, no_file, only_copy
from bot.service.redaction import redacted
from bot.service.settings import Settings
from bot.service.signals import on_hangup, stop_signal
from bot.service.word_lists import look_up
from content.model import Course

err = Console(stderr=True, highlight=False)


async def serve(settings: Settings, courses: Mapping[str, Course]) -> None:
    """Runs until a signal stops it. Raises ``StartError`` when no platform is left."""
    # Whatever is made beside the database, now or by SQLite later, is its user's alone.
    os.umask(0o077)
    stop = stop_signal()
    path, shared = settings.studyhall_database, settings.shared
    # The lock comes first: an older copy that still runs must not find its file upgraded. A server
    # keeps its own.
    with only_copy(path, shared=shared) if settings.postgresql is None else no_file(path) as lock:
        store = await opened(settings, upgrade=lock.alone)
        try:
            if shared:
                lock.share()
            clock = SystemClock()
            bot = App(
                store,
                courses,
                clock,
                alive=alive_file(path, shared=shared),
                folder=settings.studyhall_courses,
                meter=meter_for(settings),
                throttle=MemberThrottle(),
                lease=Lease(store.leases, clock, holder=this_process()) if shared else None,
            )
            keep = settings.studyhall_backup_keep
            async with (
                backed_up(path, settings.backups, keep, store, clock, bot.leads) as backups,
                monitored(settings, bot, store, backups) as address,
            ):
                if address:
                    err.print(f"studyhall: metrics on {address}/metrics", markup=False)
                await _until_stopped(bot, settings, stop)
        finally:
            await store.close()


async def _until_stopped(bot: App, settings: Settings, stop: asyncio.Event) -> None:
    on_hangup(bot.reload)
    learning: asyncio.Task[None] | None = None
    try:
        add_platforms(settings, bot)
        learning = asyncio.create_task(_learn(bot, settings))
        working = asyncio.create_task(_work(bot))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not working.cancel():
            await working  # ended by itself, which only an error does
        err.print("studyhall: stopping")
    finally:
        if learning is not None:
            learning.cancel()
            await asyncio.wait({learning})
        await bot.stop()
        if bot.alive is not None:
            bot.alive.unlink(missing_ok=True)


async def _learn(bot: App, settings: Settings) -> None:
    """Beside the work, once there is a platform to work for or none can be reached."""
    await bot.connected()
    await look_up(settings.studyhall_courses, bot.courses.all().values())


async def _work(bot: App) -> None:
    """Runs until cancelled. Raises ``StartError`` when no platform is left."""
    await bot.connect()
    connected = await bot.connected()
    if len(bot.failures()) < len(bot.connections.supervisors):
        settle()
        bot.ticker.start()
        if connected:
            _ready(connected)
        else:
            err.print(f"studyhall: {_waiting(bot)}", markup=False, soft_wrap=True)
        await bot.tried()
        for failure in bot.failures():
            err.print(f"studyhall: {redacted(failure)}", style="red", markup=False, soft_wrap=True)
        if not connected:
            _ready(await bot.reached())
    await bot.deserted()
    raise StartError(" ".join(bot.failures()))


def _ready(connected: Sequence[str]) -> None:
    """Only what a member can use is ready."""
    if connected:
        names = ", ".join(connected)
        err.print(f"studyhall: ready ({names})", style="green", markup=False)


def _waiting(bot: App) -> str:
    if any(supervisor.running for supervisor in bot.connections.supervisors.values()):
        return "no platform can be reached yet; the bot keeps trying"
    return "standing by: another copy of the bot is connected"
