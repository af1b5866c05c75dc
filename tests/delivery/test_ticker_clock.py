"""Ticks go on when the machine's clock is set back: nothing waits for a time of day again."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, tzinfo

import apscheduler.schedulers.base
import pytest

import bot.delivery.ticker
from bot.delivery.ticker import Ticker

EVERY = 0.02


class Wrong(datetime):
    """A clock of the machine that can be set."""

    by = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + cls.by


@pytest.mark.parametrize("by", [-timedelta(hours=1), -timedelta(days=9), timedelta(hours=1)])
async def test_ticks_go_on_when_the_clock_is_set(
    by: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", Wrong)
    monkeypatch.setattr(bot.delivery.ticker, "datetime", Wrong)
    monkeypatch.setattr(Wrong, "by", timedelta())
    ticks, seen = 0, asyncio.Queue[int]()

    async def tick() -> None:
        nonlocal ticks
        ticks += 1
        seen.put_nowait(ticks)

    ticker = Ticker(tick, every=EVERY)
    ticker.start()
    async with asyncio.timeout(5):
        await seen.get()
        Wrong.by = by
        while ticks < 5:
            await seen.get()
    ticker.stop()
    await ticker.finished(1)
