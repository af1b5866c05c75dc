"""A post that a crash left uncertain is found although the clock was wrong meanwhile."""

from __future__ import annotations

from datetime import timedelta

from bot.adapters.base import Unreachable
from bot.model import MessageRef
from bot.runtime.clock import millis
from tests.delivery.outbox_bench import START, MemoryRow, OutboxBench
from tests.fakes import CHANNEL, NOW

HOUR = 3_600_000


async def test_a_clock_that_was_ahead_and_is_right_again() -> None:
    """The platform has the message under an earlier time than the row was begun at."""
    bench = OutboxBench(MemoryRow(1, state="sending", sending_at=START + 9 * HOUR))
    bench.adapter.posted["key-1"] = MessageRef(CHANNEL, "m5")
    await bench.drain()
    assert bench.acts == ["find"]
    assert bench.state() == "sent"
    since = bench.adapter.asked_since
    assert since is not None and since <= NOW - timedelta(hours=23)


async def test_a_clock_that_is_still_an_hour_ahead() -> None:
    bench = OutboxBench(MemoryRow(1, state="sending", sending_at=START - HOUR))
    bench.adapter.posted["key-1"] = MessageRef(CHANNEL, "m5")
    await bench.drain()
    assert bench.state() == "sent"
    since = bench.adapter.asked_since
    assert since is not None and millis(since) <= START - 2 * HOUR


async def test_a_row_of_the_future_does_not_wait_for_the_future() -> None:
    """This run began it, then the clock was set back: its patience would take an hour."""
    bench = OutboxBench(MemoryRow(1))
    bench.adapter.failing["post"] = [Unreachable("time-out")]
    await bench.drain()
    assert bench.state() == "sending"
    bench.clock.advance(timedelta(hours=-1))
    await bench.drain()
    assert bench.acts == ["find"]
    await bench.drain(3600)
    assert bench.acts == ["find", "post"]
    assert bench.state() == "sent"
