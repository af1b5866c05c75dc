"""What the outbox tells whoever watches: how each attempt ended, and lines that name the row."""

from __future__ import annotations

from datetime import timedelta

import pytest
import structlog
from structlog.contextvars import get_contextvars, merge_contextvars
from structlog.testing import capture_logs

from bot.adapters.base import Forbidden, Gone, RateLimited, Rejected, Unreachable, Unreadable
from bot.delivery.outbox import ATTEMPTS, LOOK_UP_AFTER
from bot.model import ChannelRef, MessageRef
from tests.delivery.outbox_bench import START, MemoryRow, OutboxBench
from tests.fakes import CHANNEL
from tests.interactions.test_watching import Told

POSTED = MessageRef(CHANNEL, "m1")


def watched(*rows: MemoryRow) -> tuple[OutboxBench, Told]:
    bench, told = OutboxBench(*rows), Told()
    bench.meter = told
    bench.reopen()
    return bench, told


def results(told: Told) -> list[object]:
    return [said[-1] for said in told.said if said[0] == "posted"]


async def test_a_post_and_an_edit_are_told_with_how_late_they_were() -> None:
    bench, told = watched(MemoryRow(1, due_at=START - 90_000), MemoryRow(2, target=POSTED))
    await bench.outbox.drain()
    assert sorted(told.said) == [
        ("posted", "fake", "concept", "edited"),
        ("posted", "fake", "concept", "sent"),
    ]
    assert sorted(told.late) == [0.0, 90.0]


async def test_a_post_that_is_too_late_or_has_nothing_to_show_is_told() -> None:
    other = ChannelRef(CHANNEL.workspace, "other")
    bench, told = watched(MemoryRow(1, expires_at=START), MemoryRow(2, channel=other))
    del bench.titles[2]
    await bench.outbox.drain()
    assert results(told) == ["skipped", "skipped"] and told.late == []


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (RateLimited(5), "limited"),
        (Forbidden(["Send Messages"]), "blocked"),
        (Gone(), "blocked"),
        (Rejected("bad"), "refused"),
        (Unreachable("away"), "uncertain"),
    ],
)
async def test_a_post_that_fails_is_told_by_what_stands_in_the_way(
    error: Exception, result: str
) -> None:
    bench, told = watched(MemoryRow(1))
    bench.adapter.failing["post"] = [error]
    await bench.outbox.drain()
    assert results(told) == [result]
    assert (("limited", "fake") in told.said) == (result == "limited")


async def test_an_edit_that_fails_is_told_apart() -> None:
    bench, told = watched(MemoryRow(1, target=POSTED))
    bench.adapter.failing["edit"] = [Gone()]
    await bench.outbox.drain()
    assert results(told)[0] == "edit failed"


async def test_a_post_that_is_given_up_is_told() -> None:
    bench, told = watched(MemoryRow(1, attempts=ATTEMPTS - 1))
    bench.adapter.failing["post"] = [Rejected("bad")]
    await bench.outbox.drain()
    assert results(told) == ["failed"]


async def uncertain(error: Exception | None) -> list[object]:
    """What is told when a row that was being sent is looked up."""
    bench, told = watched(MemoryRow(1))
    bench.adapter.failing["post"] = [Unreachable("away")]
    await bench.outbox.drain()
    if error is None:
        bench.adapter.posted["key-1"] = POSTED
    else:
        bench.adapter.failing["find"] = [error]
    bench.clock.advance(timedelta(milliseconds=LOOK_UP_AFTER + 1))
    await bench.outbox.drain()
    return results(told)[1:]


async def test_what_a_look_up_finds_is_told() -> None:
    assert await uncertain(None) == ["found"]
    assert await uncertain(Unreadable("no history")) == ["unknown"]
    assert (await uncertain(Forbidden(["View Channel"])))[0] == "blocked"


async def test_every_line_about_a_post_names_its_row() -> None:
    other = ChannelRef(CHANNEL.workspace, "other")
    bench, _ = watched(MemoryRow(1), MemoryRow(2, channel=other))

    def posting() -> None:
        structlog.get_logger("bot.adapters.somewhere").info("asked the platform")

    bench.adapter.after_post = posting
    bench.adapter.failing["post"] = [Unreachable("away")]
    with capture_logs(processors=[merge_contextvars]) as lines:
        await bench.outbox.drain()
        bench.clock.advance(timedelta(milliseconds=LOOK_UP_AFTER + 1))
        bench.adapter.failing["find"] = [Unreadable("no history")]
        await bench.outbox.drain()
    named = [(line["event"], line.get("delivery")) for line in lines]
    assert ("post uncertain", 1) in named and ("asked the platform", 2) in named
    assert ("cannot know whether a post went out", 1) in named
    assert all(row is not None for _, row in named)
    assert "delivery" not in get_contextvars()
