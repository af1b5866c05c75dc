"""One timer for all that may take too long."""

from __future__ import annotations

import asyncio
from functools import partial

from bot.interactions.patience import Patience


class Loop(asyncio.SelectorEventLoop):
    """Counts the timers that are set."""

    timers = 0

    def call_at(self, *args: object, **more: object) -> asyncio.TimerHandle:  # type: ignore[override]
        self.timers += 1
        return super().call_at(*args, **more)  # type: ignore[arg-type]


def test_each_is_told_of_once_in_its_time_and_what_was_over_never() -> None:
    async def run() -> None:
        patience, told, all_told = Patience(), list[str](), asyncio.Event()
        now = asyncio.get_running_loop().time()

        def late(name: str) -> None:
            told.append(name)
            if name == "last":
                all_told.set()

        dues = {"second": 0.02, "first": 0.01, "over": 0.015, "last": 0.03, "past": -1.0}
        waits = {name: partial(late, name) for name in dues}
        for name, ahead in dues.items():
            patience.wait(waits[name], now + ahead)
        patience.over(waits["over"])
        async with asyncio.timeout(5):
            await all_told.wait()
        assert told == ["past", "first", "second", "last"]
        patience.over(waits["last"])

    with asyncio.Runner() as runner:
        runner.run(run())


def test_what_is_quick_takes_no_timer_of_its_own() -> None:
    async def run() -> int:
        patience = Patience()
        for _ in range(1_000):
            late = partial(print)
            patience.wait(late, asyncio.get_running_loop().time() + 100)
            patience.over(late)
        loop = asyncio.get_running_loop()
        assert isinstance(loop, Loop)
        return loop.timers

    with asyncio.Runner(loop_factory=Loop) as runner:
        assert runner.run(run()) == 1
