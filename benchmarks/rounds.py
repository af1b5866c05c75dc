"""Paired rounds: all processes run beside each other, and take their turns at short loads.

What the machine does meanwhile changes from minute to minute; in one round the contenders are
measured within seconds of each other. Only ratios within a round say anything.
"""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.load import PEOPLE, Platform, Presses, at_rate, in_flight
from benchmarks.process import CHECKOUT, Bot, Contender, running
from benchmarks.seed import QUESTIONS
from benchmarks.servers import served

RATE = 100.0
WIDTH = 64
WARM_WIDTH = 8
SETTLED_S = 1.0
"""After this long a process that was started has nothing left to do."""
TRAILING_S = 0.03
"""What a press leaves to do after its answer is done by then."""

Figures = dict[str, dict[str, list[float]]]
"""By contender and platform ("studyhall slack"), and by what was measured: a value a round."""


@dataclass(frozen=True)
class Plan:
    """How many rounds, the presses of each load in one, and the answers whose statements and hops
    are counted once."""

    rounds: int = 7
    steady: int = 300
    watched: int = 150
    flood: int = 400
    counted: int = 21
    people: int = PEOPLE

    def check(self) -> None:
        """Raises ``SystemExit`` when there are not enough members and questions for it."""
        each = self.steady + self.watched + self.flood
        most = (self.people * (QUESTIONS - 1) - self.counted) // each
        if not 1 <= self.rounds <= most:
            raise SystemExit(f"From 1 to {most} rounds can be measured.")


QUICK = Plan(rounds=2, steady=150, watched=100, flood=300)


@dataclass
class Entry:
    """A contender at work on one platform."""

    contender: Contender
    bot: Bot
    platform: Platform
    presses: Presses

    @property
    def name(self) -> str:
        return f"{self.contender.name} {self.platform.name}"


@dataclass
class Measured:
    """What came of a run. ``harness_ms`` is what servers and presses took themselves: no bot can
    seem quicker than that."""

    figures: Figures = field(default_factory=dict)
    harness_ms: float = 0.0

    def note(self, who: str, **values: float) -> None:
        for what, value in values.items():
            self.figures.setdefault(who, {}).setdefault(what, []).append(value)


async def measure(plan: Plan, other: Path | None, told: Callable[[str], None]) -> Measured:
    """``told`` hears what is going on. Raises ``RuntimeError`` when a contender fails: an answer
    too late, refused by the platform or not on the disk measures nothing."""
    found = Measured()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        contenders = await gathered(stack, folder, other, plan.people)
        for number in range(plan.rounds):
            told(f"start {number + 1} of {plan.rounds}")
            await starts([c for c in contenders if c.whole], found)
        told("everybody presses once")
        async with AsyncExitStack() as bots:
            entries = [e for c in contenders for e in await entered(bots, c)]
            for entry in entries:
                crowd = entry.presses.take(len(entry.platform.people))
                await in_flight(entry.platform, entry.bot, crowd, WARM_WIDTH)
                # From now on: hundreds of names in the first seconds are no ordinary day.
                entry.platform.server.limits.on = True
                await counts(entry, plan.counted, found)
            gc.collect()
            gc.freeze()
            gc.disable()
            try:
                for number in range(plan.rounds):
                    told(f"round {number + 1} of {plan.rounds}")
                    # Nobody is always first.
                    turn = number % len(entries)
                    await one_round(plan, [*entries[turn:], *entries[:turn]], found)
            finally:
                gc.enable()
            for entry in entries:
                found.note(entry.name, rss_mb=(await entry.bot.ask())["rss_mb"])
        told("are all answers there?")
        for contender in contenders:
            await check(contender, [e for e in entries if e.contender is contender])
    return found


async def gathered(
    stack: AsyncExitStack, folder: Path, other: Path | None, people: int
) -> list[Contender]:
    """Everybody who takes part, each with platforms of its own, ready to be started."""
    found = []
    for kind in ("bare", "peer"):
        for name in ("slack", "discord"):
            platform = (await served(stack, people, names=[name]))[name]
            found.append(Contender(kind, f"{kind}-{name}", [platform], folder / f"{kind}-{name}"))
    versions = [("studyhall", CHECKOUT)] + ([("other", other)] if other else [])
    for name, checkout in versions:
        platforms = list((await served(stack, people)).values())
        found.append(Contender(name, "studyhall", platforms, folder / name, checkout))
    for contender in found:
        contender.folder.mkdir()
        await contender.prepare()
    return found


async def entered(stack: AsyncExitStack, contender: Contender) -> list[Entry]:
    bot = await stack.enter_async_context(running(contender))
    return [
        Entry(contender, bot, platform, Presses(platform, contender.actions[platform.name]))
        for platform in contender.platforms
    ]


async def starts(contenders: Sequence[Contender], found: Measured) -> None:
    for contender in contenders:
        async with running(contender) as bot:
            await asyncio.sleep(SETTLED_S)
            idle = (await bot.ask())["rss_mb"]
            found.note(contender.name, start_s=bot.start_s, idle_mb=idle)


async def one_round(plan: Plan, entries: Sequence[Entry], found: Measured) -> None:
    for entry in entries:
        bot, platform = entry.bot, entry.platform
        async with forgetting(platform):
            steady = await at_rate(platform, bot, entry.presses.take(plan.steady), RATE)
        async with forgetting(platform):
            await bot.ask("watch")
            await at_rate(platform, bot, entry.presses.take(plan.watched), RATE)
            held = await bot.ask("watched")
        async with forgetting(platform):
            before = time.process_time()
            flood = await in_flight(platform, bot, entry.presses.take(plan.flood), WIDTH)
            harness = 1000 * (time.process_time() - before) / plan.flood
        found.harness_ms = max(found.harness_ms, harness)
        found.note(
            entry.name,
            steady_ms=steady.each_ms,
            median_ms=steady.median_ms,
            p99_ms=steady.p99_ms,
            held_ms=held["held_ms"],
            flood_ms=flood.each_ms,
            rate=flood.rate,
        )


@asynccontextmanager
async def forgetting(platform: Platform) -> AsyncIterator[None]:
    """Raises ``RuntimeError`` when the platform had to refuse something meanwhile."""
    yield
    platform.forget()
    gc.collect()


async def counts(entry: Entry, times: int, found: Measured) -> None:
    """Statements and hops of an answer, where nothing else goes on: the median of several."""
    bot, statements, hops = entry.bot, [], []
    await bot.ask("count")
    for job in entry.presses.take(times):
        await bot.ask("counted")
        await entry.platform.press(*job)
        await asyncio.sleep(TRAILING_S)
        counted = await bot.ask("counted")
        statements.append(len(counted["statements"]))
        hops.append(counted["hops"])
    await bot.ask("uncount")
    found.note(entry.name, statements=median(statements), hops=median(hops))


async def check(contender: Contender, entries: Sequence[Entry]) -> None:
    """Every press was answered and is on the disk. Raises ``RuntimeError``."""
    made = sum(entry.presses.made for entry in entries)
    if not contender.mode.startswith("bare") and contender.kept() != made:
        raise RuntimeError(f"{contender.name}: {contender.kept()} of {made} answers were kept")
    await contender.verified()
