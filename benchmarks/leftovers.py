"""What one member leaves in the database who presses as quickly as they may, all day long.

Run with ``python -m benchmarks.leftovers``. Each kind of act is done again and again by one person
of a whole bot with the real courses; the file is measured before and after, without free pages.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import structlog

from content.loader import load_courses
from tests.features.bench import Bench, filled

A_SECOND = 2.0
"""Acts of one member, at most (``bot.interactions.throttle``)."""
A_DAY = 24 * 3_600
TIMES = 300


async def size(bench: Bench, folder: Path) -> int:
    """Bytes in use, as a copy without free pages has them."""
    copy = folder / "copy.db"
    with closing(sqlite3.connect(bench.path)) as db:
        db.execute("VACUUM INTO ?", (str(copy),))
    found = copy.stat().st_size
    copy.unlink()
    return found


async def quiz(bench: Bench) -> None:
    await bench.chat.command(bench.ben, "/quiz 20")


async def other_quiz(bench: Bench) -> None:
    """A topic each time, so that no quiz is the one that is open already."""
    concepts = list(next(iter(bench.courses.values())).concepts.values())
    topic = concepts[int(bench.clock.now().timestamp()) % len(concepts)].title
    await bench.chat.command(bench.ben, f"/quiz {topic} 20")


async def quiz_and_stop(bench: Bench) -> None:
    await quiz(bench)
    await bench.chat.command(bench.ben, "/quiz stop")


async def refused_form(bench: Bench) -> None:
    form = (await bench.chat.command(bench.ana, "/study setup", where=bench.general)).form
    if form is not None:
        await bench.chat.submit(bench.ana, form, filled(form, zone="x" * 180))


async def preview(bench: Bench) -> None:
    await bench.preview(where=bench.general)


ACTS: dict[str, Callable[[Bench], Awaitable[None]]] = {
    "/quiz 20": quiz,
    "/quiz TOPIC 20": other_quiz,
    "/quiz 20, /quiz stop": quiz_and_stop,
    "a refused form": refused_form,
    "a preview of a set-up": preview,
}


async def measure(name: str, times: int) -> tuple[int, float]:
    """Bytes after ``times`` acts, and bytes an act over as many more."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder) / "study.db", load_courses())
        await bench.start()
        await bench.set_up()
        await bench.at("2026-11-24 10:00")
        sizes = [await size(bench, Path(folder))]
        for _ in range(2):
            for _ in range(times):
                bench.clock.advance(timedelta(seconds=7))
                bench.room.messages.clear()
                bench.room.forms.clear()
                await ACTS[name](bench)
            sizes.append(await size(bench, Path(folder)))
        await bench.close()
    return sizes[1] - sizes[0], (sizes[2] - sizes[1]) / times


async def main() -> None:
    for name in ACTS:
        first, each = await measure(name, TIMES)
        day = each * A_SECOND * A_DAY / 1e6
        print(
            f"{name}: {first / 1000:.0f} kB after {TIMES}, then {each:.0f} bytes an act: "
            f"{day:.1f} MB a day"
        )


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    asyncio.run(main())
