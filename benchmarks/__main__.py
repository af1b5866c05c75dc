"""``make bench``: Studyhall beside bare handlers and hand-written peers, and its goals."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from benchmarks.process import CHECKOUT
from benchmarks.profiling import profile


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--presses", type=int, default=400, help="presses a flood and round")
    parser.add_argument("--other", type=Path, metavar="PATH", help="another checkout")
    profiled = parser.add_argument_group("where the CPU goes, instead of the table")
    profiled.add_argument("--profile", choices=("slack", "discord"))
    profiled.add_argument("--of", default="studyhall", help="studyhall, bare or peer")
    profiled.add_argument("--rate", type=float, help="presses a second, instead of 64 in flight")
    return parser.parse_args()


async def main() -> None:
    asked = arguments()
    if asked.profile:
        mode = asked.of if asked.of == "studyhall" else f"{asked.of}-{asked.profile}"
        checkout = (asked.other or CHECKOUT).resolve()
        await profile(asked.profile, mode, checkout, asked.presses, asked.rate)


if __name__ == "__main__":
    asyncio.run(main())
