"""Prints where the CPU of an answer goes, by package and by function."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.load import Platform, Presses, Timing, at_rate, in_flight
from benchmarks.process import Bot, Contender, running
from benchmarks.profiler import TOP, Lines, between, group_of, short, summed
from benchmarks.servers import served

WIDTH = 64


@asynccontextmanager
async def measured(
    name: str, mode: str, checkout: Path, *wanted: str
) -> AsyncIterator[tuple[Bot, Platform, Presses]]:
    """``mode`` on platform ``name``, where everybody has pressed once."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        platforms = await served(stack)
        platform = platforms[name]
        used = list(platforms.values()) if mode == "studyhall" else [platform]
        contender = Contender(mode, mode, used, folder, checkout)
        await contender.prepare()
        bot = await stack.enter_async_context(running(contender, *wanted))
        presses = Presses(platform, contender.actions[name])
        await in_flight(platform, bot, presses.take(len(platform.people)), 8)
        yield bot, platform, presses


async def profile(name: str, mode: str, checkout: Path, presses: int, rate: float | None) -> None:
    """Where the CPU of an answer goes, at ``rate`` a second or with 64 in flight."""

    async def load(bot: Bot, platform: Platform, todo: Presses) -> Timing:
        if rate is None:
            return await in_flight(platform, bot, todo.take(presses), WIDTH)
        return await at_rate(platform, bot, todo.take(presses), rate)

    async with measured(name, mode, checkout) as (bot, platform, todo):
        before = (await bot.ask())["threads"]
        timing = await load(bot, platform, todo)
        how = f"{WIDTH} in flight" if rate is None else f"{rate:g} a second"
        print(f"{mode} on {name}, {how}, without a profiler: {timing.each_ms:.3f} ms an answer")
        for thread, spent in sorted((await bot.ask())["threads"].items()):
            each = 1000 * (spent - before.get(thread, 0.0)) / presses
            if each > 0.001:
                print(f"  {thread}: {each:.3f} ms")
        await print_one(bot, platform, todo)
    async with measured(name, mode, checkout, "profile") as (bot, platform, todo):
        begun = await bot.ask("profile")
        await load(bot, platform, todo)
        ended = await bot.ask("profile")
    python, builtin = ended["overhead"]
    print(f"taken off for the profiler: {python:.2f} µs a function, {builtin:.2f} µs a builtin")
    lines = between(begun, ended)
    print_groups(lines, presses, ended["collected"] - begun["collected"])
    print_functions(lines, presses)


async def print_one(bot: Bot, platform: Platform, todo: Presses) -> None:
    """What one answer asks of the database."""
    collector = await bot.ask("collector")
    print(f"collector: threshold {collector['threshold']}, {collector['frozen']} objects frozen")
    await bot.ask("count")
    await platform.press(*todo.take(1)[0])
    counted = await bot.ask("counted")
    await bot.ask("uncount")
    print(f"one answer: {counted['hops']} hops, {len(counted['statements'])} statements")
    for sql in counted["statements"]:
        print("  " + " ".join(sql.split())[:160])


def print_groups(lines: Lines, presses: int, collected: float) -> None:
    threads = sorted({thread for thread, _, _ in lines})
    found = summed(lines, lambda thread, function, caller: f"{group_of(function, caller)}|{thread}")
    whole = sum(found.values())
    groups: Counter[str] = Counter()
    for key, own in found.items():
        groups[key.split("|")[0]] += own  # type: ignore[assignment]
    table = Table("package", "share", "ms an answer", *threads, title="profiled CPU by package")
    for group, own in groups.most_common():
        cells = [f"{1000 * found[f'{group}|{thread}'] / presses:.3f}" for thread in threads]
        table.add_row(group, f"{own / whole:.0%}", f"{1000 * own / presses:.3f}", *cells)
    table.add_row("all", "100%", f"{1000 * whole / presses:.3f}")
    table.add_row(
        "of it the collector", f"{collected / whole:.0%}", f"{1e3 * collected / presses:.3f}"
    )
    Console(width=140).print(table)


def print_functions(lines: Lines, presses: int) -> None:
    """By own time; a builtin once for all of its callers."""
    own = summed(lines, lambda thread, function, caller: f"{thread}|{function}")
    calls: Counter[str] = Counter()
    for (thread, function, _), line in lines.items():
        calls[f"{thread}|{function}"] += line.calls
    table = Table("µs an answer", "calls", "thread", "function", title=f"top {TOP} by own time")
    for key, spent in own.most_common(TOP):
        thread, function = key.split("|", 1)
        each = f"{1e6 * spent / presses:.1f}"
        table.add_row(each, f"{calls[key] / presses:.1f}", thread, short(function))
    Console(width=140).print(table)
