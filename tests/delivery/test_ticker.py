"""The tick comes again and again, whatever happens in one."""

import asyncio

from structlog.testing import capture_logs

from bot.delivery.ticker import Ticker

EVERY = 0.01


async def test_it_ticks_until_stopped_and_survives_a_failure() -> None:
    ticks, enough = 0, asyncio.Event()

    async def tick() -> None:
        nonlocal ticks
        ticks += 1
        if ticks == 1:
            raise RuntimeError("once")
        if ticks == 3:
            enough.set()

    ticker = Ticker(tick, every=EVERY)
    with capture_logs() as logged:
        ticker.start()
        async with asyncio.timeout(5):
            await enough.wait()
        ticker.stop()
    assert [line["log_level"] for line in logged if "tick failed" in line["event"]] == ["error"]
    await asyncio.sleep(0)
    stopped_at = ticks
    await asyncio.sleep(4 * EVERY)
    assert ticks == stopped_at


async def test_what_fails_every_time_is_logged_once_and_so_is_its_end() -> None:
    ticks, enough = 0, asyncio.Event()

    async def tick() -> None:
        nonlocal ticks
        ticks += 1
        if ticks <= 5:
            raise RuntimeError("disk full" if ticks > 2 else "locked")
        enough.set()

    ticker = Ticker(tick, every=EVERY)
    with capture_logs() as logged:
        ticker.start()
        async with asyncio.timeout(5):
            await enough.wait()
        ticker.stop()
        await ticker.finished(5)
    failed = "tick failed; it is tried again"
    assert [line["event"] for line in logged] == [failed, failed, "ticks work again"]
    assert "disk full" in logged[-1]["after"]


async def test_a_long_tick_is_never_run_twice_at_once() -> None:
    running, most, ticks = 0, 0, 0
    twice = asyncio.Event()

    async def tick() -> None:
        nonlocal running, most, ticks
        running, ticks = running + 1, ticks + 1
        most = max(most, running)
        await asyncio.sleep(2.5 * EVERY)
        running -= 1
        if ticks == 2:
            twice.set()

    ticker = Ticker(tick, every=EVERY)
    ticker.start()
    async with asyncio.timeout(5):
        await twice.wait()
    ticker.stop()
    await asyncio.sleep(0)
    assert most == 1


async def test_stopping_what_was_never_started_is_harmless() -> None:
    async def tick() -> None: ...

    Ticker(tick).stop()


async def test_the_first_tick_comes_at_once_and_the_last_one_is_finished() -> None:
    begun, go_on, ended = asyncio.Event(), asyncio.Event(), []

    async def tick() -> None:
        begun.set()
        await go_on.wait()
        ended.append(True)

    ticker = Ticker(tick, every=3600)
    with capture_logs() as logged:
        ticker.start()
        async with asyncio.timeout(5):
            await begun.wait()
        ticker.stop()
        asyncio.get_running_loop().call_soon(go_on.set)
        await ticker.finished(5)
    assert ended == [True]
    assert logged == []


async def test_a_tick_that_does_not_end_is_ended() -> None:
    begun = asyncio.Event()
    cancelled: list[bool] = []

    async def tick() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    ticker = Ticker(tick, every=3600)
    ticker.start()
    async with asyncio.timeout(5):
        await begun.wait()
    ticker.stop()
    await ticker.finished(0)
    assert cancelled == [True]


async def test_a_tick_that_leaves_work_is_followed_by_the_next_at_once() -> None:
    ticks, done = 0, asyncio.Event()

    async def tick() -> None:
        nonlocal ticks
        ticks += 1
        if ticks < 4:
            ticker.soon()
        else:
            done.set()

    ticker = Ticker(tick, every=3600)
    assert not ticker.running
    ticker.start()
    assert ticker.running
    async with asyncio.timeout(5):
        await done.wait()
    ticker.stop()
    await ticker.finished(1)
    assert (ticks, ticker.running) == (4, False)
