"""Who may plan and post: one of several processes, and another one when it is gone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.delivery.lease import POSTS, SPAN, Lease, this_process
from storage.sql_store import SqlStore
from tests.engines import opened
from tests.inside import holder
from tests.virtual import VirtualClock

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
LASTS = timedelta(milliseconds=SPAN)


class Copies:
    """Processes with a clock and a connection of their own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stores: list[SqlStore] = []

    async def start(self, at: datetime = MONDAY) -> tuple[Lease, VirtualClock]:
        store = await opened(self.path)
        self.stores.append(store)
        clock = VirtualClock(at)
        return Lease(store.leases, clock, holder=this_process()), clock

    async def close(self) -> None:
        for store in self.stores:
            await store.close()


@pytest.fixture
async def copies(tmp_path: Path) -> AsyncIterator[Copies]:
    opened = Copies(tmp_path / "study.db")
    yield opened
    await opened.close()


async def test_the_first_leads_as_long_as_it_renews(copies: Copies) -> None:
    (first, one), (second, two) = await copies.start(), await copies.start()
    assert not first.held
    for _ in range(20):
        assert await first.renew() and first.held
        assert not await second.renew() and not second.held
        for clock in (one, two):
            clock.advance(LASTS / 3)


async def test_whoever_does_not_renew_stops_before_another_begins(copies: Copies) -> None:
    (first, one), (second, two) = await copies.start(), await copies.start()
    assert await first.renew()
    for clock in (one, two):
        clock.advance(LASTS - timedelta(milliseconds=1))
    assert first.held and not await second.renew()
    for clock in (one, two):
        clock.advance(timedelta(milliseconds=1))
    assert not first.held, "it knows by its clock, without asking"
    assert await second.renew()
    assert not await first.renew() and not first.held


async def test_whoever_stops_hands_over_at_once(copies: Copies) -> None:
    (first, _), (second, _) = await copies.start(), await copies.start()
    assert await first.renew()
    await first.release()
    assert not first.held
    assert await second.renew()
    await first.release()
    assert await holder(copies.stores[0], POSTS, 0) == second.holder


async def test_a_process_has_another_name_after_a_restart() -> None:
    assert this_process() != this_process()
