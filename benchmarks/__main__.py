"""``make bench``: prints the whole bot beside the bare frameworks, and the budgets."""

from __future__ import annotations

import argparse
import asyncio
import json
from dataclasses import dataclass
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks.load import Bot, Discord, Slack, Timing, at_rate, in_flight, jobs, running
from tests.servers.discord import DiscordServer
from tests.servers.slack.server import SlackServer

CPU_BUDGET = 1.6
LATENCY_BUDGET = 2.0
IDLE_BUDGET_MB = 90.0
START_BUDGET_S = 1.5
RATE = 100.0
WIDTH = 64


@dataclass
class Measured:
    steady: Timing
    flood: Timing


async def measure(platform: Slack | Discord, bot: Bot, presses: int) -> Measured:
    todo = jobs(platform, bot.ready)
    # Everybody presses once before: names are known then, as they are on any other day.
    warm = len(platform.people)
    await in_flight(platform, bot, todo[:warm], 8)
    steady = await at_rate(platform, bot, todo[warm : warm + presses], RATE)
    flood = await in_flight(platform, bot, todo[warm + presses : warm + 4 * presses], WIDTH)
    return Measured(steady, flood)


async def once(presses: int) -> dict[str, dict[str, Measured] | Bot]:
    """One interleaved pass: bare, whole, bare, whole on fresh servers."""
    out: dict[str, dict[str, Measured] | Bot] = {}
    async with SlackServer() as slack_server, DiscordServer() as discord_server:
        slack, discord = Slack(slack_server), Discord(discord_server)
        for platform in (slack, discord):
            async with running(f"bare-{platform.name}", slack, discord) as bot:
                out[f"bare-{platform.name}"] = {"m": await measure(platform, bot, presses)}
        async with running("studyhall", slack, discord) as bot:
            out["bot"] = bot
            for platform in (slack, discord):
                out[platform.name] = {"m": await measure(platform, bot, presses)}
        if slack_server.state.late_acks:
            raise RuntimeError(f"{len(slack_server.state.late_acks)} late acknowledgements")
    return out


def _row(
    table: Table, what: str, own: float, bare: float, unit: str, budget: float
) -> dict[str, float]:
    ratio = own / bare
    table.add_row(
        what, f"{own:.2f} {unit}", f"{bare:.2f} {unit}", f"× {ratio:.2f}", f"≤ × {budget:g}"
    )
    return {"own": own, "bare": bare, "ratio": ratio, "budget": budget}


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--presses", type=int, default=500, help="at 100 a second")
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    passes = [await once(asked.presses) for _ in range(asked.passes)]

    def middle(who: str, pick: str, of: str) -> float:
        return median(getattr(getattr(p[who]["m"], of), pick) for p in passes)  # type: ignore[index]

    table = Table("what", "Studyhall", "bare handler", "ratio", "budget", title="A recorded answer")
    report: dict[str, object] = {}
    for name in ("slack", "discord"):
        bare = f"bare-{name}"
        rows = (
            ("CPU, 64 in flight", "each_ms", "flood", "ms", CPU_BUDGET),
            ("CPU, 100/s", "each_ms", "steady", "ms", CPU_BUDGET),
            ("median at 100/s", "median_ms", "steady", "ms", LATENCY_BUDGET),
            ("99th percentile at 100/s", "p99_ms", "steady", "ms", LATENCY_BUDGET),
        )
        for what, pick, of, unit, budget in rows:
            own, null = middle(name, pick, of), middle(bare, pick, of)
            report[f"{name} {what}"] = _row(table, f"{name}: {what}", own, null, unit, budget)
        own, null = middle(name, "rate", "flood"), middle(bare, "rate", "flood")
        table.add_row(
            f"{name}: rate, 64 in flight",
            f"{own:.0f}/s",
            f"{null:.0f}/s",
            f"× {own / null:.2f}",
            "",
        )
        report[f"{name} rate"] = {"own": own, "bare": null, "ratio": own / null}
    idle = median(p["bot"].ready["idle_mb"] for p in passes)  # type: ignore[union-attr]
    start = median(p["bot"].ready["start_s"] for p in passes)  # type: ignore[union-attr]
    table.add_row(
        "idle memory, both platforms", f"{idle:.0f} MB", "", "", f"≤ {IDLE_BUDGET_MB:.0f} MB"
    )
    table.add_row(
        "start to ready, both platforms", f"{start:.2f} s", "", "", f"≤ {START_BUDGET_S} s"
    )
    report |= {"idle_mb": idle, "start_s": start}
    if asked.json:
        print(json.dumps(report, indent=1))
    else:
        Console().print(table)


if __name__ == "__main__":
    asyncio.run(main())
