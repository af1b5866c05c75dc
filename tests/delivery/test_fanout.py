"""Thousands of channels due at once leave at the allowed rates, in fair order, never refused.

In virtual time, on paces and limits as they are in the adapters and the local servers.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.base import Forbidden, Gone, RateLimited
from bot.adapters.common.rate_limiter import RateLimiter
from bot.adapters.discord.limits import PER_SECOND, global_limiter
from bot.adapters.slack.limits import POSTS_PER_MINUTE, TIER_3, Limits
from bot.delivery.fair_queue import AT_ONCE, ROWS
from bot.delivery.outbox import Outbox
from bot.delivery.rows import Row
from bot.model import Card, ChannelRef, MemberRef, MessageRef, WorkspaceRef
from tests.delivery.outbox_bench import START, MemoryRow, MemoryRows
from tests.fakes import FakeAdapter
from tests.servers.limits import Window, Windows
from tests.virtual import run

GUILDS = 40


def now() -> float:
    return asyncio.get_running_loop().time()


class LoopClock:
    """The virtual loop's time as the time of day."""

    def now(self) -> datetime:
        return datetime.fromtimestamp(START / 1000, UTC) + timedelta(seconds=now())


@dataclass
class Platform(FakeAdapter):
    """Takes what its limits allow, after a while that is never the same."""

    arrived: list[tuple[float, str, ChannelRef]] = field(default_factory=list)
    refused: int = 0
    rng: random.Random = field(default_factory=lambda: random.Random(3))

    def judge(self, what: str, to: ChannelRef) -> float:
        raise NotImplementedError

    async def call(self, what: str, to: ChannelRef) -> None:
        await asyncio.sleep(self.rng.uniform(0.02, 0.025))  # the way there
        if (wait := self.judge(what, to)) > 0:
            self.refused += 1
            raise RateLimited(wait)
        self.arrived.append((now(), what, to))
        await asyncio.sleep(self.rng.uniform(0.02, 0.3))  # the work and the way back

    def times(self, what: str) -> list[float]:
        return [at for at, done, _ in self.arrived if done == what]

    def rate(self, *what: str) -> float:
        """Calls a second."""
        times = sorted(at for each in what for at in self.times(each))
        return (len(times) - 1) / (times[-1] - times[0])


class Discord(Platform):
    def __init__(self) -> None:
        super().__init__("discord")
        self.pace: RateLimiter = global_limiter(clock=now)
        self.window = Window(PER_SECOND, 1.0)

    def judge(self, what: str, to: ChannelRef) -> float:
        if (wait := self.window.wait(now())) == 0:
            self.window.take(now())
        return wait

    async def wait_for_slot(self, to: ChannelRef, *, edit: bool) -> None:
        await self.pace.ticket()

    async def post(
        self, to: ChannelRef, card: Card, *, key: str, pings: frozenset[MemberRef] = frozenset()
    ) -> MessageRef:
        await self.pace.turn()
        await self.call("post", to)
        return MessageRef(to, key)

    async def edit(self, message: MessageRef, card: Card) -> None:
        await self.pace.turn()
        await self.call("edit", message.channel)


class Slack(Platform):
    def __init__(self) -> None:
        super().__init__("slack")
        self.limits = Limits(clock=now)
        self.windows = {"post": Window(POSTS_PER_MINUTE, 60.0), "edit": Window(TIER_3, 60.0)}
        self.channels = Windows(1, 1.0)

    def judge(self, what: str, to: ChannelRef) -> float:
        windows = [self.windows[what]]
        if what == "post":
            windows.append(self.channels.of(to.id, now()))
        wait = max(window.wait(now()) for window in windows)
        if wait == 0:
            for window in windows:
                window.take(now())
        return wait

    async def wait_for_slot(self, to: ChannelRef, *, edit: bool) -> None:
        await self.limits.ticket(to, edit=edit)

    async def post(
        self, to: ChannelRef, card: Card, *, key: str, pings: frozenset[MemberRef] = frozenset()
    ) -> MessageRef:
        async with self.limits.posting(to):
            await self.call("post", to)
        return MessageRef(to, key)

    async def edit(self, message: MessageRef, card: Card) -> None:
        async with self.limits.editing():
            await self.call("edit", message.channel)


class FanOut:
    """``rows`` are for many guilds of one platform and one workspace of the other."""

    def __init__(self, discord: int, slack: int, edits: int) -> None:
        self.discord, self.slack = Discord(), Slack()
        self.store = MemoryRows()
        team = WorkspaceRef("slack", "T1")
        for n in range(discord):
            # The first guild's come first, as if it were the oldest.
            guild = WorkspaceRef("discord", f"g{n * GUILDS // discord:02d}")
            self.plan(ChannelRef(guild, f"c{n // 2}"))
        for n in range(slack):
            self.plan(ChannelRef(team, f"C{n // 2}"))
        for n in range(edits):
            channel = ChannelRef(team, f"C{n}")
            self.plan(channel, MessageRef(channel, "question"), earlier=1)
        self.outbox = self.open()

    def plan(
        self, channel: ChannelRef, target: MessageRef | None = None, *, earlier: int = 0
    ) -> None:
        row_id = len(self.store.rows) + 1
        self.store.rows[row_id] = MemoryRow(row_id, channel, START - earlier, target=target)

    def open(self) -> Outbox:
        """As after a start: nothing but the rows is known."""
        adapters = {"discord": self.discord, "slack": self.slack}
        return Outbox(
            self.store, adapters.get, self.card, self, LoopClock(), platforms=lambda: adapters
        )

    async def card(self, row: Row) -> Card:
        return Card(f"post {row.id}")

    async def channel_blocked(self, row: Row, error: Forbidden | Gone) -> None:
        raise AssertionError(error)

    async def post_refused(self, row: Row, error: str) -> None:
        raise AssertionError(error)

    async def post_unknown(self, row: Row) -> None:
        raise AssertionError(row)

    def states(self) -> Counter[str]:
        return Counter(row.state for row in self.store.rows.values())


def test_each_platform_is_used_to_its_allowed_rates_and_never_refuses(full: bool) -> None:
    """Edits too, and a slow platform holds no other back."""
    fan = FanOut(*((10_000, 2_000, 300) if full else (1_200, 200, 30)))
    run(fan.outbox.drain())
    assert fan.states() == {"sent": len(fan.store.rows)}
    assert (fan.discord.refused, fan.slack.refused) == (0, 0)
    assert fan.discord.rate("post") == pytest.approx(PER_SECOND, rel=0.05)
    assert 60 * fan.slack.rate("post") == pytest.approx(POSTS_PER_MINUTE, rel=0.05)
    assert 60 * fan.slack.rate("edit") == pytest.approx(TIER_3, rel=0.05)
    assert fan.discord.times("post")[0] < 1 and fan.slack.times("post")[0] < 1


def test_what_is_in_memory_and_on_its_way_is_bounded() -> None:
    fan = FanOut(1_600, 300, 30)
    run(fan.outbox.drain())
    assert fan.store.most <= ROWS
    assert fan.outbox.peak <= 3 * (ROWS + AT_ONCE)


def test_the_order_is_fair_between_workspaces_and_kept_in_a_channel() -> None:
    fan = FanOut(1_600, 0, 0)
    run(fan.outbox.drain())
    done, most = Counter[str](), 0
    for _, _, channel in fan.discord.arrived:
        done[channel.workspace.id] += 1
        most = max(most, max(done.values()) - min(done.get(f"g{n:02d}", 0) for n in range(GUILDS)))
    assert most <= 3
    sent = sorted(fan.store.rows.values(), key=lambda row: row.id)
    for first, second in zip(sent[::2], sent[1::2], strict=True):
        assert first.channel == second.channel
    lasts: dict[ChannelRef, int] = {}
    for at, _, channel in fan.discord.arrived:
        assert at >= lasts.get(channel, 0), "the second began before the first was done"
        lasts[channel] = int(at)


def test_stopped_in_the_middle_nothing_is_left_uncertain_and_nothing_doubled() -> None:
    fan = FanOut(800, 160, 40)

    async def work() -> None:
        sending = asyncio.ensure_future(fan.outbox.drain())
        await asyncio.sleep(8)
        begun = now()
        await fan.outbox.stop(5)
        await sending
        assert now() - begun < 1.5
        assert fan.states()["sending"] == 0 and fan.states()["planned"] > 400
        fan.outbox = fan.open()
        await fan.outbox.drain()

    run(work())
    assert fan.states() == {"sent": len(fan.store.rows)}
    assert len(fan.discord.arrived) == 800 and len(fan.slack.arrived) == 200


def test_a_post_waits_for_an_edit_on_its_way_but_not_for_one_in_a_backlog() -> None:
    fan = FanOut(0, 400, 200)
    run(fan.outbox.drain())
    edited = {channel: at for at, what, channel in fan.slack.arrived if what == "edit"}
    first = {}
    for at, what, channel in fan.slack.arrived:
        if what == "post":
            first.setdefault(channel, at)
    quick = [channel for channel in first if first[channel] > edited[channel]]
    assert quick, "edits that could go at once went first"
    assert max(first.values()) < 400 / POSTS_PER_MINUTE * 60 * 1.1 < max(edited.values())


def test_a_platform_that_asks_to_wait_is_asked_no_more_until_then() -> None:
    fan = FanOut(600, 0, 0)
    real, calls = fan.discord.judge, 0

    def judge(what: str, to: ChannelRef) -> float:
        nonlocal calls
        if 2.0 < now() < 3.5:
            fan.discord.pace.hold(30)  # as the adapter hears it
            calls += 1
            return 30.0
        return real(what, to)

    fan.discord.judge = judge  # type: ignore[method-assign]

    async def work() -> None:
        while fan.states()["sent"] < 600:
            await fan.outbox.drain()
            await asyncio.sleep(2)

    run(work())
    assert calls <= 4, "one call and what was on the wire with it"
    quiet = [at for at in fan.discord.times("post") if 3 < at < 30]
    assert quiet == []
    assert now_of(fan.discord) < 30 + 2 + 600 / 48 + 4


def now_of(platform: Platform) -> float:
    return platform.arrived[-1][0]
