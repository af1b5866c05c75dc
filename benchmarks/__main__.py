"""``make bench``: Studyhall beside bare handlers and hand-written peers, and its goals."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.goals import Version, table
from benchmarks.process import CHECKOUT
from benchmarks.profiling import profile
from benchmarks.rounds import QUICK, Measured, Plan, measure


def _checkout(given: str) -> Path:
    path = Path(given).resolve()
    if not (path / "bot").is_dir():
        raise argparse.ArgumentTypeError(f"{given} is not a checkout of Studyhall")
    return path


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, help="7 unless given")
    parser.add_argument("--quick", action="store_true", help="2 short rounds: only a look")
    parser.add_argument(
        "--other",
        type=_checkout,
        metavar="PATH",
        help="measure another checkout in the same rounds",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure to FILE")
    parser.add_argument(
        "--compare", type=Path, metavar="FILE", help="show the figures of an earlier --json beside"
    )
    profiled = parser.add_argument_group("where the CPU goes, instead of the table")
    profiled.add_argument("--profile", choices=("slack", "discord"))
    profiled.add_argument("--of", choices=("studyhall", "bare", "peer"), default="studyhall")
    profiled.add_argument("--rate", type=float, help="presses a second, instead of 64 in flight")
    profiled.add_argument("--presses", type=int, default=1_000)
    return parser.parse_args(given)


def plan_of(asked: argparse.Namespace) -> Plan:
    plan = QUICK if asked.quick else Plan()
    if asked.rounds is None:
        return plan
    return Plan(asked.rounds, plan.steady, plan.watched, plan.flood)


def version_of(checkout: Path) -> str:
    """Its commit, with "+" where something was changed since."""

    def git(*command: str) -> str:
        run = ["git", "-C", str(checkout), *command]
        return subprocess.run(run, capture_output=True, text=True, check=False).stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no")
    return git("rev-parse", "--short", "HEAD") + ("+" if changed else "") or "?"


def report(measured: Measured, plan: Plan, other: Path | None) -> dict[str, Any]:
    """What ``--json`` writes: enough to print the table again."""
    versions = {"studyhall": version_of(CHECKOUT)}
    if other:
        versions["other"] = version_of(other)
    return {
        "versions": versions,
        "rounds": plan.rounds,
        "python": platform.python_version(),
        "harness_ms": measured.harness_ms,
        "figures": measured.figures,
    }


def columns(told: dict[str, Any], before: dict[str, Any] | None) -> list[Version]:
    versions = []
    if before:
        name = before["versions"]["studyhall"]
        versions.append(Version(f"earlier run ({name})", before["figures"]))
    if "other" in told["versions"]:
        versions.append(Version(told["versions"]["other"], told["figures"], "other"))
    return [*versions, Version(f"Studyhall {told['versions']['studyhall']}", told["figures"])]


async def main() -> None:
    asked = arguments()
    if asked.profile:
        mode = asked.of if asked.of == "studyhall" else f"{asked.of}-{asked.profile}"
        checkout = asked.other or CHECKOUT
        await profile(asked.profile, mode, checkout, asked.presses, asked.rate)
        return
    before = json.loads(asked.compare.read_text(encoding="utf-8")) if asked.compare else None
    plan = plan_of(asked)
    plan.check()
    progress = Console(stderr=True)
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    with progress.status("…") as status:
        measured = await measure(plan, asked.other, status.update)
    told = report(measured, plan, asked.other)
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    console = Console(width=None if sys.stdout.isatty() else 170)
    console.print(table(columns(told, before)))
    most = 1000 / measured.harness_ms
    console.print(
        f"{plan.rounds} rounds, Python {told['python']}. The local servers and the presses took up "
        f"to {measured.harness_ms:.2f} ms each: more than {most:.0f} answers a second cannot be "
        "seen here."
    )
    if busy > 0.5:
        console.print(
            f"The machine was busy with something else (load {busy:.1f} before the run): believe "
            "the CPU lines, and measure times again on a quiet one."
        )


if __name__ == "__main__":
    asyncio.run(main())
