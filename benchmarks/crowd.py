"""``python -m benchmarks.crowd``: a thousand members press in the same moment.

Over TLS with every connection still to be made, and servers that hold each request for 100 ms,
as a busy platform does. The budget: the last verdict is there after 1.5 s.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import ssl
import subprocess
import tempfile
import time
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks.load import Presses
from benchmarks.process import Contender, running
from benchmarks.servers import served

CROWD = 1_000
HOLD = 0.1
BUDGET_S = 1.5
BARE = ("bare-slack", "bare-discord")


def certificate(folder: Path) -> ssl.SSLContext:
    """A certificate for 127.0.0.1, which the measured processes trust too."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(key), "-out", str(cert)]
    subprocess.run([*command.split(), *subject, *files], check=True, capture_output=True)
    os.environ["SSL_CERT_FILE"] = str(cert)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context


async def once(
    mode: str, name: str, tls: ssl.SSLContext | None, crowd: int
) -> tuple[float, float, float]:
    """Seconds until half of the crowd has its verdict and until all have; how many were too late:
    Slack drops a late acknowledgement, Discord takes no late answer at all.
    """
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        platforms = await served(stack, crowd, tls)
        platform = platforms[name]
        used = list(platforms.values()) if mode == "studyhall" else [platform]
        contender = Contender(mode, mode, used, folder)
        await contender.prepare()
        await stack.enter_async_context(running(contender))
        for each in platforms.values():
            each.hold(HOLD)
        todo = Presses(platform, contender.actions[name]).take(crowd)
        waits: list[float] = []
        unanswered = 0

        async def timed(press: Awaitable[None]) -> None:
            nonlocal unanswered
            try:
                await press
            except TimeoutError:
                unanswered += 1
            waits.append(time.perf_counter() - began)

        began = time.perf_counter()
        await asyncio.gather(*(timed(platform.press(*job)) for job in todo))
        return median(waits), max(waits), platform.late + unanswered


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crowd", type=int, default=CROWD)
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--plain", action="store_true", help="without TLS")
    asked = parser.parse_args()
    table = Table(
        "platform", "what", "half", "last", "late", "budget", title=f"{asked.crowd} at once"
    )
    with tempfile.TemporaryDirectory() as folder:
        tls = None if asked.plain else certificate(Path(folder))
        for name in ("slack", "discord"):
            for mode in (f"bare-{name}", "studyhall"):
                found = [await once(mode, name, tls, asked.crowd) for _ in range(asked.passes)]
                half, last, late = (median(each) for each in zip(*found, strict=True))
                budget = f"≤ {BUDGET_S} s" if mode == "studyhall" else ""
                table.add_row(name, mode, f"{half:.2f} s", f"{last:.2f} s", f"{late:g}", budget)
    Console().print(table)


if __name__ == "__main__":
    asyncio.run(main())
