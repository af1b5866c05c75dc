"""What several test files do on the bench."""

from __future__ import annotations

from tests.contract.driver import SeenMessage
from tests.features.bench import Bench, filled, shown
from tests.features.conftest import OpenBench
from tests.features.course import only


async def schedule(bench: Bench, **values: str) -> SeenMessage:
    form = (await bench.chat.command(bench.ana, "/study schedule")).form
    assert form is not None
    done = shown(await bench.chat.submit(bench.ana, form, filled(form, **values)))
    await bench.settle()
    return done


async def withdraw(bench: Bench) -> SeenMessage:
    ask = await bench.say(bench.ana, "/study withdraw")
    done = shown(await bench.chat.press(bench.ana, ask, "Withdraw"))
    await bench.settle()
    return done


async def today(bench: Bench) -> None:
    await bench.at("2026-11-23 09:00")


async def opened(open_bench: OpenBench, kind: str, difficulty: int = 1) -> Bench:
    """A group whose questions are all of one type, with the first one open."""
    bench = await open_bench(only(kind, difficulty, each=3))
    await bench.set_up()
    await today(bench)
    return bench
