"""``studyhall run``: the bot itself, from its start to its last answer."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping

from rich.console import Console

from bot.app import App, adapters_for
from bot.backups.daily import backed_up
from bot.core.clock import SystemClock
from bot.core.throttle import Pace
from bot.errors import StartError
from bot.monitor.run import meter_for, monitored
from bot.redact import redacted
from bot.settings import Settings
from bot.single import alive_file, only_copy
from content.model import Course
from storage.store import SqliteStore

err = Console(stderr=True, highlight=False)


def stop_signal() -> asyncio.Event:
    """Set by Ctrl-C and SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


async def serve(settings: Settings, courses: Mapping[str, Course]) -> None:
    """Runs until a signal stops it. Raises ``StartError`` when no platform is left."""
    # Whatever is made beside the database, now or by SQLite later, is its user's alone.
    os.umask(0o077)
    stop = stop_signal()
    path = settings.studyhall_database
    # The lock comes first: an older copy that still runs must not find its file upgraded.
    with only_copy(path):
        store = await SqliteStore.open(path)
        try:
            clock = SystemClock()
            bot = App(
                store,
                courses,
                clock,
                alive=alive_file(path),
                folder=settings.studyhall_courses,
                meter=meter_for(settings),
                pace=Pace(),
            )
            keep = settings.studyhall_backup_keep
            async with (
                backed_up(path, settings.backups, keep, store, clock) as backups,
                monitored(settings, bot, store, backups) as address,
            ):
                if address:
                    err.print(f"studyhall: metrics on {address}/metrics", markup=False)
                await _until_stopped(bot, settings, stop)
        finally:
            await store.close()


async def _until_stopped(bot: App, settings: Settings, stop: asyncio.Event) -> None:
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, bot.reload)
    try:
        for adapter in adapters_for(settings, bot):
            bot.add(adapter)
        working = asyncio.create_task(_work(bot))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not working.cancel():
            await working  # ended by itself, which only an error does
        err.print("studyhall: stopping")
    finally:
        await bot.stop()
        alive_file(settings.studyhall_database).unlink(missing_ok=True)


async def _work(bot: App) -> None:
    """Runs until cancelled. Raises ``StartError`` when no platform is left."""
    bot.connect()
    connected = await bot.connected()
    if len(bot.failures()) < len(bot.chats.supervisors):
        bot.ticker.start()
        with_whom = ", ".join(connected) or "no platform can be reached yet, trying on"
        err.print(f"studyhall: ready ({with_whom})", style="green", markup=False)
        await bot.tried()
        for failure in bot.failures():
            err.print(f"studyhall: {redacted(failure)}", style="red", markup=False, soft_wrap=True)
    await bot.deserted()
    raise StartError(" ".join(bot.failures()))
