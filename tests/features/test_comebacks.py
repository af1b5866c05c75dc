"""Channels that the bot could not post to: it goes on by itself; what is refused is told."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adapters.base import Rejected, Unreachable
from bot.delivery.sending import ATTEMPTS
from bot.model import ChannelRef
from tests.features.bench import Bench
from tests.features.test_trouble import direct_posts

DAY = ["Speech to text", "Question of the day"]


def watched(bench: Bench) -> list[ChannelRef]:
    """The channels about which the adapter is asked from now on."""
    adapter: Any = bench.app.connections.adapter("playground")
    real, asked = adapter.prepare, []

    async def prepare(channel: ChannelRef, **how: Any) -> Any:
        asked.append(channel)
        return await real(channel, **how)

    adapter.prepare = prepare
    return asked


async def test_it_is_tried_once_each_study_day_and_goes_on_by_itself(group: Bench) -> None:
    asked = watched(group)
    group.chat.deny_posts(group.study)
    for minute in ("00", "01", "30"):
        await group.at(f"2026-11-23 09:{minute}")
    assert asked == [], "the post itself was the try of that day"
    for day in ("24", "25"):
        asked.clear()
        for minute in ("00", "01", "30"):
            await group.at(f"2026-11-{day} 09:{minute}")
        assert asked == [group.study]
    assert group.titles() == ["Welcome"]
    assert len(direct_posts(group, "ana")) == 1, "told once"
    group.chat.deny_posts(group.study, denied=False)
    await group.at("2026-11-25 12:00")
    assert group.titles() == ["Welcome"]
    await group.at("2026-11-26 09:00")
    await group.at("2026-11-26 09:01")
    assert group.titles() == ["Welcome", *DAY], "today's posts, once each"
    (channel,) = await group.store.groups.channels(1)
    assert channel.problem == ""


async def test_a_start_is_a_try(group: Bench) -> None:
    group.chat.deny_posts(group.study)
    await group.at("2026-11-23 09:00")
    group.chat.deny_posts(group.study, denied=False)
    await group.restart()
    await group.at("2026-11-23 09:10")
    await group.at("2026-11-23 09:11")
    assert group.titles() == ["Welcome", *DAY]


async def test_what_only_seems_to_be_over_is_told_once(group: Bench) -> None:
    """The platform says "yes" when asked and "no" to each post."""
    group.chat.deny_posts(group.study)
    adapter: Any = group.app.connections.adapter("playground")
    real = adapter.prepare

    async def prepare(channel: ChannelRef, **how: Any) -> Any:
        group.chat.deny_posts(group.study, denied=False)
        found = await real(channel, **how)
        group.chat.deny_posts(group.study)
        return found

    adapter.prepare = prepare
    for day in ("23", "24", "25"):
        for minute in ("00", "01", "02"):
            await group.at(f"2026-11-{day} 09:{minute}")
    assert group.titles() == ["Welcome"]
    assert len(direct_posts(group, "ana")) == 1


async def test_a_platform_that_cannot_say_is_asked_again(group: Bench) -> None:
    group.chat.deny_posts(group.study)
    await group.at("2026-11-23 09:00")
    group.chat.deny_posts(group.study, denied=False)
    adapter: Any = group.app.connections.adapter("playground")
    real, away = adapter.prepare, [True]

    async def prepare(channel: ChannelRef, **how: Any) -> Any:
        if away:
            raise Unreachable("away")
        return await real(channel, **how)

    adapter.prepare = prepare
    await group.at("2026-11-24 09:00")
    away.clear()
    await group.at("2026-11-24 09:10")
    await group.at("2026-11-24 09:11")
    assert group.titles() == ["Welcome", *DAY]


async def test_resume_while_the_platform_cannot_be_asked_keeps_no_problem(group: Bench) -> None:
    adapter: Any = group.app.connections.adapter("playground")

    async def prepare(channel: ChannelRef, **how: Any) -> Any:
        raise Unreachable("away")

    adapter.prepare = prepare
    seen = await group.say(group.ana, "/study resume")
    assert "can't be reached" in seen.text
    (channel,) = await group.store.groups.channels(1)
    assert channel.problem == ""


@pytest.mark.parametrize("closed", [False, True])
async def test_a_post_that_is_refused_for_good_is_told_once(group: Bench, closed: bool) -> None:
    adapter: Any = group.app.connections.adapter("playground")
    real = adapter.post

    async def post(to: ChannelRef, card: Any, **named: Any) -> Any:
        if to == group.study and card.title == "Speech to text":
            raise Rejected("50035: no such thing")
        return await real(to, card, **named)

    adapter.post = post
    if closed:
        group.chat.close_direct(group.ana)
    group.expected_faults = ["post given up"]
    for minute in range(ATTEMPTS + 2):
        await group.at(f"2026-11-23 09:{minute:02}")
    if closed:
        seen = await group.say(group.ana, "/study status")
        assert "didn't accept the concept for Mon, Nov 23" in seen.text
    else:
        (told,) = direct_posts(group, "ana")
        assert "didn't accept the concept for Mon, Nov 23 (50035: no such thing)" in told
    assert group.titles() == ["Welcome", "Question of the day"], "the next posts come"
    await group.at("2026-11-23 12:00")
    assert len(direct_posts(group, "ana")) == (0 if closed else 1)
