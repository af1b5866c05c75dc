"""Posts go out once, in order, and every trouble leads somewhere."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.adapters.base import (
    AdapterError,
    Forbidden,
    Gone,
    RateLimited,
    Rejected,
    Unavailable,
    Unreachable,
    Unreadable,
)
from bot.delivery.outbox import ATTEMPTS, problem_words
from bot.model import Card, ChannelRef, MessageRef
from bot.study.delivery import Later
from tests.delivery.outbox_bench import START, Crash, MemoryRow, OutboxBench
from tests.fakes import CHANNEL, NOW, WORKSPACE

OTHER = ChannelRef(WORKSPACE, "zoo")
TARGET = MessageRef(CHANNEL, "m77")


async def test_what_is_due_goes_out_in_order_and_is_marked() -> None:
    bench = OutboxBench(
        MemoryRow(1, due_at=START + 2),
        MemoryRow(2, due_at=START - 5),
        MemoryRow(3, due_at=START - 5),
        MemoryRow(4, due_at=START + 9_000),
    )
    assert await bench.drain(1) == 3
    assert bench.posts == ["post 2", "post 3", "post 1"]
    assert bench.store.rows[2].message == bench.adapter.posted["key-2"]
    assert bench.state(4) == "planned"
    assert await bench.drain() == 0


async def test_a_slow_channel_keeps_no_other_waiting() -> None:
    bench = OutboxBench(MemoryRow(1), MemoryRow(2, OTHER))
    gate, posted = asyncio.Event(), asyncio.Event()
    real = bench.adapter.post

    async def post(to: ChannelRef, *args: object, **named: object) -> MessageRef:
        if to == CHANNEL:
            await gate.wait()
        sent = await real(to, *args, **named)  # type: ignore[arg-type]
        posted.set()
        return sent

    bench.adapter.post = post  # type: ignore[assignment, method-assign]
    async with asyncio.timeout(5):
        draining = asyncio.ensure_future(bench.drain())
        await posted.wait()
        assert bench.posts == ["post 2"]
        # a row that is on its way is nobody's to look up
        bench.clock.advance(timedelta(seconds=60))
        bench.outbox.wake()
        for _ in range(9):
            await asyncio.sleep(0)
        assert bench.acts == ["post"]
        gate.set()
        assert await draining == 2


async def test_what_came_too_late_or_shows_nothing_is_skipped() -> None:
    bench = OutboxBench(MemoryRow(1, expires_at=START), MemoryRow(2), MemoryRow(3))
    del bench.titles[2]
    await bench.drain()
    assert [bench.state(n) for n in (1, 2, 3)] == ["skipped", "skipped", "sent"]
    assert bench.posts == ["post 3"]


async def test_what_may_not_be_shown_yet_waits_and_keeps_nothing_back() -> None:
    bench = OutboxBench(MemoryRow(1, expires_at=START + 9), MemoryRow(2))
    bench.later[1] = Later(START + 90_000, START + 200_000)
    await bench.drain()
    assert bench.posts == ["post 2"]
    assert bench.state(1) == "planned"
    assert await bench.drain(89) == 0
    await bench.drain(1)
    assert bench.posts == ["post 2"], "still not"
    assert bench.store.rows[1].due_at > START + 90_000, "and not asked again at once"
    del bench.later[1]
    await bench.drain(60)
    assert bench.posts == ["post 2", "post 1"]


async def test_what_may_never_be_shown_in_time_is_dropped() -> None:
    bench = OutboxBench(MemoryRow(1))
    bench.later[1] = Later(START + 90_000, START + 100_000)
    await bench.drain()
    await bench.drain(100)
    assert (bench.posts, bench.state(1)) == ([], "skipped")


async def test_an_edit_goes_to_its_message() -> None:
    bench = OutboxBench(MemoryRow(1, target=TARGET))
    await bench.drain()
    assert bench.adapter.log == [("edit", "m77", "post 1")]
    assert bench.store.rows[1].message == TARGET


@pytest.mark.parametrize(
    "error", [Gone("m77"), Forbidden(("x",)), Rejected("no"), RateLimited(3600)]
)
async def test_an_edit_that_fails_is_posted_anew(error: Exception) -> None:
    bench = OutboxBench(MemoryRow(1, target=TARGET))
    bench.adapter.failing["edit"] = [error]
    await bench.drain()
    await bench.drain()
    assert bench.posts == ["post 1"]
    assert bench.state() == "sent" and bench.told == []


async def test_a_platform_that_is_not_running_is_waited_for() -> None:
    bench = OutboxBench(MemoryRow(1), MemoryRow(2, state="sending", sending_at=START))
    adapter = bench.adapters.pop("fake")
    assert await bench.drain(60) == 0
    assert adapter.log == [] and bench.state() == "planned"
    bench.adapters["fake"] = adapter
    await bench.drain()
    assert bench.state() == "sent"


# interrupted rows


async def test_an_interrupted_post_that_went_out_is_not_posted_again() -> None:
    bench = OutboxBench(MemoryRow(1, state="sending", sending_at=START))
    bench.adapter.posted["key-1"] = MessageRef(CHANNEL, "m5")
    await bench.drain()
    assert bench.acts == ["find"]
    assert bench.state() == "sent"
    assert bench.store.rows[1].message == MessageRef(CHANNEL, "m5")


async def test_an_interrupted_post_that_was_not_found_goes_out() -> None:
    bench = OutboxBench(MemoryRow(1, state="sending", sending_at=START))
    await bench.drain(60)
    assert bench.acts == ["find", "post"]
    assert bench.state() == "sent"
    # looked for from before it was sent: the platform's clock may be behind ours
    assert bench.adapter.asked_since == NOW - timedelta(hours=2)


async def test_a_look_up_that_cannot_know_counts_as_posted_and_is_told_once() -> None:
    bench = OutboxBench(MemoryRow(1, state="sending", sending_at=START))
    bench.adapter.failing["find"] = [Unreadable("no history")]
    await bench.drain(60)
    await bench.drain(60)
    assert bench.state() == "failed"
    assert bench.told == [("unknown", 1, "")]
    assert bench.posts == []


async def test_a_look_up_in_a_channel_that_is_gone_blocks_it() -> None:
    bench = OutboxBench(MemoryRow(1, state="sending", sending_at=START))
    bench.adapter.failing["find"] = [Gone("channel")]
    await bench.drain(60)
    assert bench.told == [("blocked", 1, problem_words(Gone("channel")))]
    assert bench.state() == "planned" and bench.posts == []


async def test_a_look_up_that_fails_is_tried_again_and_holds_later_posts_back() -> None:
    bench = OutboxBench(MemoryRow(1, state="sending", sending_at=START), MemoryRow(2))
    bench.adapter.failing["find"] = [Unreachable("down")]
    await bench.drain(60)
    assert bench.state(1) == "sending" and bench.posts == []
    await bench.drain(2)
    assert bench.posts == ["post 1", "post 2"]


async def test_an_interrupted_edit_is_made_again_without_a_look_up() -> None:
    bench = OutboxBench(MemoryRow(1, state="sending", sending_at=START, target=TARGET))
    await bench.drain(60)
    assert bench.acts == ["edit"]


async def test_a_post_that_may_have_gone_out_is_looked_up_first() -> None:
    bench = OutboxBench(MemoryRow(1), MemoryRow(2))
    bench.adapter.failing["post"] = [Unreachable("time-out")]
    await bench.drain()
    assert bench.state(1) == "sending"
    await bench.drain(2)
    assert bench.acts == []  # too early to ask, and the second post may not overtake
    await bench.drain(20)
    assert bench.acts == ["find", "post", "post"]
    assert bench.posts == ["post 1", "post 2"]


@pytest.mark.parametrize("where", ["begin", "sent"])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_crash_at_any_step_posts_exactly_once(where: str, when: str) -> None:
    bench = OutboxBench(MemoryRow(1))
    setattr(bench.store, f"crash_{when}", where)
    with pytest.raises(Crash):
        await bench.drain()
    bench.reopen()
    await bench.drain()
    await bench.drain(20)
    assert bench.state() == "sent"
    assert bench.posts == ["post 1"]


async def test_what_a_platform_carries_out_late_is_not_posted_again() -> None:
    """The program dies at once after asking; the next one looks before the platform is done."""
    bench = OutboxBench(MemoryRow(1))
    bench.store.crash_after = "begin"
    with pytest.raises(Crash):
        await bench.drain()
    bench.reopen()
    await bench.drain(1)
    assert (bench.posts, bench.state()) == ([], "sending")
    row = bench.store.rows[1]
    await bench.adapter.post(row.channel, Card("post 1"), key=row.key)
    await bench.drain(2)
    assert (bench.posts, bench.state()) == (["post 1"], "sent")


async def test_a_crash_right_after_the_post_posts_exactly_once() -> None:
    bench = OutboxBench(MemoryRow(1))

    def crash() -> None:
        bench.adapter.after_post = lambda: None
        raise Crash

    bench.adapter.after_post = crash
    with pytest.raises(Crash):
        await bench.drain()
    assert bench.state() == "sending"
    bench.reopen()
    await bench.drain()
    assert bench.posts == ["post 1"] and bench.state() == "sent"


# refusals


@pytest.mark.parametrize("error", [Forbidden(("Send Messages",)), Gone("channel")])
async def test_a_blocked_channel_is_told_once_and_goes_on_when_it_is_free(
    error: Forbidden | Gone,
) -> None:
    bench = OutboxBench(MemoryRow(1), MemoryRow(2), MemoryRow(3, OTHER))
    bench.adapter.failing["post"] = [error]
    await bench.drain()
    await bench.drain(60)
    assert bench.told == [("blocked", 1, problem_words(error))]
    assert bench.posts == ["post 3"]
    bench.store.blocked.clear()
    await bench.drain()
    assert bench.posts == ["post 3", "post 1", "post 2"]


async def test_a_rate_limit_is_waited_out_in_order() -> None:
    bench = OutboxBench(MemoryRow(1), MemoryRow(2), MemoryRow(3, OTHER))
    bench.adapter.failing["post"] = [RateLimited(30)]
    await bench.drain()
    assert bench.posts == ["post 3"]
    await bench.drain(29)
    assert bench.posts == ["post 3"]
    await bench.drain(1)
    assert bench.posts == ["post 3", "post 1", "post 2"]
    assert bench.told == []


async def test_a_short_limit_on_an_edit_is_waited_out() -> None:
    bench = OutboxBench(MemoryRow(1, target=TARGET), MemoryRow(2))
    bench.adapter.failing["edit"] = [RateLimited(5)]
    await bench.drain()
    assert bench.acts == []
    await bench.drain(5)
    assert bench.acts == ["edit", "post"]


async def test_a_refused_post_is_given_up_after_some_attempts() -> None:
    bench = OutboxBench(MemoryRow(1))
    bench.adapter.failing["post"] = [Rejected("card") for _ in range(ATTEMPTS)]
    for _ in range(ATTEMPTS):
        assert bench.state() == "planned"
        await bench.drain(60)
    assert bench.state() == "failed"
    assert bench.told == [("refused", 1, "card")]
    assert await bench.drain(600) == 0


async def test_what_the_platform_puts_off_is_tried_until_it_goes_out() -> None:
    bench = OutboxBench(MemoryRow(1), MemoryRow(2), MemoryRow(3, OTHER))
    bench.adapter.failing["post"] = [Unavailable("migrating") for _ in range(3 * ATTEMPTS)]
    await bench.drain()
    assert bench.state() == "planned" and bench.acts == []
    for _ in range(2 * ATTEMPTS):
        await bench.drain(60)
    assert set(bench.posts) == {
        "post 1",
        "post 2",
        "post 3",
    }
    assert bench.acts.count("find") == 0  # nothing can have gone out
    assert bench.told == []


async def test_one_card_that_cannot_be_made_stops_no_other_channel() -> None:
    bench = OutboxBench(MemoryRow(1), MemoryRow(2), MemoryRow(3, OTHER))
    bench.broken.add(1)
    assert await bench.drain() == 1
    assert bench.posts == ["post 3"]
    bench.broken.clear()
    await bench.drain()
    assert bench.posts == ["post 3", "post 1", "post 2"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Forbidden(("View Channel", "Send Messages")), "missing: View Channel, Send Messages"),
        (Forbidden((), "archived"), "archived"),
        (Forbidden(()), "the bot isn't allowed to post here"),
        (Gone("x"), "the channel is gone; /study move takes the group to another one"),
        (Forbidden(("x",), why="the channel is read-only"), "the channel is read-only"),
    ],
)
def test_problems_are_named(error: AdapterError, words: str) -> None:
    assert isinstance(error, Forbidden | Gone)
    assert problem_words(error) == words


async def test_what_an_earlier_run_began_is_looked_up_at_once() -> None:
    bench = OutboxBench(MemoryRow(1, state="sending", sending_at=START))
    bench.adapter.posted["key-1"] = MessageRef(CHANNEL, "m5")
    await bench.drain()
    assert bench.acts == ["find"]
    assert bench.state() == "sent"
