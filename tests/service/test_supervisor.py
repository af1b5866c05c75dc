"""Each platform is kept connected on its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.adapters.base import StartFailed, Unreachable
from bot.model import Interaction
from bot.service.supervisor import LONGEST_WAIT, Supervisor
from tests.fakes import FakeAdapter
from tests.inside import settled


def handler(_: Interaction) -> bool:
    return True


class Waits:
    """Stands in for ``asyncio.sleep``: ends at once and remembers for how long it was asked."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def kept(adapter: FakeAdapter) -> AsyncIterator[tuple[Supervisor, Waits]]:
    waits = Waits()
    supervisor = Supervisor(adapter, (), handler, sleep=waits)
    supervisor.start()
    try:
        async with asyncio.timeout(5):
            yield supervisor, waits
    finally:
        await supervisor.stop()


async def test_it_connects_and_stops_cleanly() -> None:
    adapter = FakeAdapter()
    async with kept(adapter) as (supervisor, _):
        await settled(supervisor)
        assert supervisor.ready.is_set() and not supervisor.failure
    assert not supervisor.ready.is_set()
    assert (adapter.starts, adapter.stops) == (1, 1)


async def test_bad_settings_are_given_up_with_their_sentence() -> None:
    adapter = FakeAdapter(failing={"start": [StartFailed("Set the token.")]})
    async with kept(adapter) as (supervisor, waits):
        await settled(supervisor)
        assert supervisor.given_up.is_set() and not supervisor.ready.is_set()
        assert supervisor.failure == "Set the token."
        assert waits.asked == [] and adapter.starts == 1


async def test_an_outage_is_waited_out_longer_each_time() -> None:
    adapter = FakeAdapter(failing={"start": [Unreachable("down") for _ in range(11)]})
    async with kept(adapter) as (supervisor, waits):
        await settled(supervisor)
        assert supervisor.ready.is_set()
        assert waits.asked[:4] == [1, 2, 4, 8]
        assert waits.asked[-1] == LONGEST_WAIT
        assert adapter.starts == 12


async def test_the_first_attempt_is_told_apart_from_being_connected() -> None:
    adapter = FakeAdapter(failing={"start": [Unreachable("down")]})
    gate = asyncio.Event()

    async def sleep(_: float) -> None:
        await gate.wait()

    supervisor = Supervisor(adapter, (), handler, sleep=sleep)
    supervisor.start()
    try:
        async with asyncio.timeout(5):
            await supervisor.tried.wait()
            assert not supervisor.ready.is_set() and not supervisor.given_up.is_set()
            gate.set()
            await supervisor.ready.wait()
    finally:
        await supervisor.stop()


@pytest.mark.parametrize("errors", [[], [StartFailed("No.")], [KeyError("bug")]])
async def test_every_first_attempt_ends(errors: list[BaseException]) -> None:
    async with kept(FakeAdapter(failing={"start": errors})) as (supervisor, _):
        await supervisor.tried.wait()


async def test_a_fault_of_an_adapter_is_tried_again_as_well() -> None:
    adapter = FakeAdapter(failing={"start": [KeyError("bug")], "stop": [RuntimeError("bug")]})
    async with kept(adapter) as (supervisor, waits):
        await settled(supervisor)
        assert supervisor.ready.is_set() and waits.asked == [1]


async def test_a_lost_connection_is_made_again_and_the_waits_start_over() -> None:
    adapter = FakeAdapter(failing={"start": [Unreachable("down"), Unreachable("down")]})
    async with kept(adapter) as (supervisor, waits):
        await settled(supervisor)
        again = asyncio.Event()
        real = adapter.start

        async def start(*args: object) -> None:
            await real(*args)  # type: ignore[arg-type]
            again.set()

        adapter.start = start  # type: ignore[assignment, method-assign]
        adapter.lost.put_nowait(Unreachable("cut"))
        await again.wait()
        await supervisor.ready.wait()
        assert waits.asked == [1, 2, 1]
        assert adapter.starts == 4


async def test_a_revoked_token_ends_that_platform() -> None:
    adapter = FakeAdapter()
    async with kept(adapter) as (supervisor, _):
        await supervisor.ready.wait()
        adapter.lost.put_nowait(StartFailed("The token was revoked."))
        await supervisor.given_up.wait()
        assert not supervisor.ready.is_set()
        assert supervisor.failure == "The token was revoked."


async def test_one_platform_that_fails_does_not_touch_another() -> None:
    good, bad = FakeAdapter("good"), FakeAdapter("bad")
    bad.failing["start"] = [Unreachable("down") for _ in range(5)] + [StartFailed("No.")]
    async with kept(good) as (first, _), kept(bad) as (second, waits):
        await settled(first)
        await settled(second)
        assert second.given_up.is_set() and len(waits.asked) == 5
        assert first.ready.is_set() and not first.given_up.is_set()
        assert (good.starts, good.stops) == (1, 0)
