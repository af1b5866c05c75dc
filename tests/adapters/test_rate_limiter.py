"""Paces keep under a limit however late the computer is, and lose nothing that they need not."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence

import pytest

from bot.adapters.base import RateLimited
from bot.adapters.common.rate_limiter import PATIENCE, MinimumGaps, RateLimiter
from bot.adapters.discord.limits import global_limiter
from bot.adapters.slack.limits import POSTS_PER_MINUTE, TIER_3, Limits
from bot.model import ChannelRef, WorkspaceRef
from tests.virtual import run


def now() -> float:
    return asyncio.get_running_loop().time()


def late(most: float) -> object:
    """A sleep that ends up to ``most`` seconds too late."""
    rng = random.Random(7)

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds + rng.random() * most)

    return sleep


def busiest(times: Sequence[float], per: float) -> int:
    """The most of ``times`` in any ``per`` seconds."""
    first = most = 0
    for n, at in enumerate(times):
        while times[first] <= at - per + 1e-9:
            first += 1
        most = max(most, n - first + 1)
    return most


def taken(pace: RateLimiter, turns: int, tasks: int) -> list[float]:
    async def work() -> list[float]:
        times: list[float] = []

        async def one() -> None:
            for _ in range(turns // tasks):
                await pace.ticket()
                await pace.turn()
                times.append(now())

        await asyncio.gather(*(one() for _ in range(tasks)))
        return times

    return run(work())


@pytest.mark.parametrize("lateness", [0.0, 0.004, 0.02])
def test_the_allowed_rate_is_used_and_never_passed(lateness: float) -> None:
    times = taken(global_limiter(clock=now, sleep=late(lateness)), 3_000, 40)  # type: ignore[arg-type]
    rate = (len(times) - 1) / (times[-1] - times[0])
    assert 47.5 <= rate <= 50
    assert busiest(times, 1.0) < 50, "one is left for the way to the platform"


def test_after_a_rest_there_is_no_burst() -> None:
    async def work() -> list[float]:
        pace = global_limiter(clock=now)
        await pace.turn()
        await asyncio.sleep(3600)
        begun = now()
        for _ in range(100):
            await pace.turn()
        return [at - begun for at in (now(),)]

    (took,) = run(work())
    assert took > 2


def test_a_hold_up_is_made_up_for_within_the_limit() -> None:
    async def work() -> list[float]:
        pace, times = global_limiter(clock=now), []
        for n in range(500):
            await pace.turn()
            times.append(now())
            if n == 200:
                await asyncio.sleep(0.15)
        return times

    times = run(work())
    assert times[-1] - times[0] < 499 / 48 + 0.05
    assert busiest(times, 1.0) <= 49


def test_who_asked_first_goes_first_and_who_gives_up_takes_nothing() -> None:
    async def work() -> list[int]:
        pace, order = RateLimiter(1, 1.0, clock=now), []

        async def ask(n: int) -> None:
            await pace.turn()
            order.append(n)

        tasks = []
        for n in range(5):
            tasks.append(asyncio.ensure_future(ask(n)))
            await asyncio.sleep(0)
        tasks[2].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert now() < 3.5
        return order

    assert run(work()) == [0, 1, 3, 4]


def test_what_a_member_waits_for_does_not_wait_but_counts() -> None:
    async def work() -> None:
        pace = RateLimiter(10, 1.0, share=1.0, clock=now)
        await pace.turn()
        for _ in range(10):
            pace.spend()
        assert now() == 0
        await pace.turn()
        assert now() >= 1.0

    run(work())


def test_a_short_hold_is_waited_out_and_a_long_one_refused() -> None:
    async def work() -> None:
        pace = RateLimiter(10, 1.0, clock=now)
        pace.hold(PATIENCE)
        await pace.turn()
        assert now() == PATIENCE
        pace.hold(60)
        with pytest.raises(RateLimited) as refused:
            await pace.turn()
        assert refused.value.after == 60
        await pace.ticket()  # a ticket has time
        assert now() >= PATIENCE + 59

    run(work())


def test_tickets_are_given_shortly_before_their_turn() -> None:
    async def work() -> float:
        pace, waits = RateLimiter(10, 1.0, clock=now), []

        async def post() -> None:
            await pace.ticket()
            begun = now()
            await asyncio.sleep(0.05)  # what is written in between
            await pace.turn()
            waits.append(now() - begun)

        await asyncio.gather(*(post() for _ in range(200)))
        assert now() > 199 / 10
        return max(waits)

    assert run(work()) < 0.6


def test_gaps_keep_each_place_apart_and_forget_the_others() -> None:
    async def work() -> None:
        gaps = MinimumGaps(1.0, clock=now)
        await asyncio.gather(*(gaps.turn(place) for place in ("a", "b", "a")))
        assert now() == 1.0
        for n in range(5_000):
            await gaps.turn(str(n))
            await asyncio.sleep(0.1)
        assert len(gaps._free) < 200

    run(work())


def test_slacks_budgets_are_apart() -> None:
    """Posts, edits, look-ups and openings each leave at their own rate at the same time."""

    async def work() -> dict[str, float]:
        limits, done = Limits(clock=now), {"posts": 0, "edits": 0, "reads": 0, "opened": 0}
        team = WorkspaceRef("slack", "T1")

        async def post(n: int) -> None:
            await limits.ticket(ChannelRef(team, f"C{n}"), edit=False)
            async with limits.posting(ChannelRef(team, f"C{n}")):
                done["posts"] += 1

        async def edit(n: int) -> None:
            await limits.ticket(ChannelRef(team, f"C{n}"), edit=True)
            async with limits.editing():
                done["edits"] += 1

        async def read() -> None:
            async with limits.reading():
                done["reads"] += 1

        async def open_conversation() -> None:
            async with limits.opening():
                done["opened"] += 1

        tasks = [asyncio.ensure_future(post(n)) for n in range(3_000)]
        tasks += [asyncio.ensure_future(open_conversation()) for _ in range(500)]
        tasks += [asyncio.ensure_future(edit(n)) for n in range(500)]
        tasks += [asyncio.ensure_future(read()) for _ in range(500)]
        await asyncio.sleep(300)
        rates = {what: count / 5 for what, count in done.items()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return rates

    rates = run(work())
    assert rates["posts"] == pytest.approx(POSTS_PER_MINUTE, rel=0.05)
    assert rates["edits"] == pytest.approx(TIER_3, rel=0.05)
    assert rates["reads"] == pytest.approx(TIER_3, rel=0.05)
    assert rates["opened"] == pytest.approx(TIER_3, rel=0.05)


def test_slack_channels_take_a_post_a_second() -> None:
    async def work() -> None:
        limits, here = Limits(clock=now), ChannelRef(WorkspaceRef("slack", "T1"), "C1")
        for _ in range(10):
            await limits.ticket(here, edit=False)
            async with limits.posting(here):
                pass
        assert 9 < now() < 9 * 1.05

    run(work())


def test_a_refusal_by_slack_holds_everything_of_its_kind() -> None:
    async def work() -> None:
        limits, here = Limits(clock=now), ChannelRef(WorkspaceRef("slack", "T1"), "C1")
        with pytest.raises(RateLimited):
            async with limits.posting(here):
                raise RateLimited(30)
        async with limits.editing():
            assert now() == 0
        with pytest.raises(RateLimited) as refused:
            async with limits.posting(here):
                raise AssertionError("it is held")
        assert refused.value.after == 30

    run(work())
