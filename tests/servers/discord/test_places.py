"""Channels of every kind: where posts go, why they cannot, and that a member gets an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.adapters.base import Forbidden, Gone
from bot.adapters.discord import channel_check as places
from bot.adapters.discord.errors import NoThread
from bot.adapters.discord.invite import invite
from bot.model import ChannelRef, MemberRef, Venue
from tests.contract.discord_driver import DiscordDriver
from tests.servers.discord.bot_for_tests import CARD, Bot, opened
from tests.servers.discord.shapes import CONNECT, OPEN_THREADS, VIEW


def ref(driver: DiscordDriver, channel: Any, thread: str | None = None) -> ChannelRef:
    return ChannelRef(driver.channel.workspace, channel.id, thread)


async def refused(call: Any) -> Forbidden:
    with pytest.raises(Forbidden) as caught:
        await call
    return caught.value


@pytest.mark.parametrize(
    ("kind", "venue", "note"),
    [
        (0, Venue.CHANNEL, ""),
        (2, Venue.VOICE, "no threads"),
        (5, Venue.ANNOUNCEMENTS, "publishes"),
        (13, Venue.VOICE, "no threads"),
        (99, Venue.UNKNOWN, ""),
    ],
)
async def test_channels_that_take_posts(kind: int, venue: Venue, note: str) -> None:
    bot = Bot()
    async with opened(bot) as driver:
        channel = driver.world.add_channel("here", kind)
        result = await driver.command(driver.ben, "/quiz", where=ref(driver, channel))
        assert result.replies and bot.seen[-1].venue is venue
        assert bot.seen[-1].channel == ref(driver, channel)
        for ask in (driver.adapter.inspect, driver.adapter.prepare):
            found = await ask(bot.seen[-1].channel)
            assert (found.channel, found.shows_as) == (ref(driver, channel), "#here")
            assert note in found.note and bool(note) == bool(found.note)
        await driver.adapter.post(found.channel, CARD, key="k")
        assert driver.breaches() == []


async def test_a_channel_that_not_everybody_sees_is_private() -> None:
    bot = Bot()
    async with opened(bot) as driver:
        channel = driver.world.add_channel("here")
        view = 1 << 10  # Discord: topics/permissions, VIEW_CHANNEL
        assert (await driver.adapter.inspect(ref(driver, channel))).private is False
        channel.roles[driver.world.guild] = (0, view)
        channel.roles[driver.world.bot_role] = (view, 0)
        for ask in (driver.adapter.inspect, driver.adapter.prepare):
            assert (await ask(ref(driver, channel))).private is True


@pytest.mark.parametrize("kind", [15, 16])
async def test_a_post_of_a_forum_is_no_place_for_a_group(kind: int) -> None:
    bot = Bot()
    async with opened(bot) as driver:
        forum = driver.world.add_channel("forum", kind)
        post = driver.world.add_channel("post", 11, forum.id)
        result = await driver.command(driver.ben, "/quiz", where=ref(driver, forum, post.id))
        assert result.replies, "a member gets an answer all the same"
        came = bot.seen[-1]
        assert came.channel == ref(driver, forum, post.id) and came.venue in (
            Venue.POST,
            Venue.THREAD,
        )
        for ask in (driver.adapter.inspect, driver.adapter.prepare):
            for place in (came.channel, replace(came.channel, thread=None)):
                error = await refused(ask(place))
                assert ("a forum" if kind == 15 else "a media channel") in error.why
                assert "text channel" in error.todo
        # as it would be if the bot had posted there anyway
        error = await refused(driver.adapter.post(ref(driver, forum), CARD, key="k"))
        assert "takes no posts" in error.why and "/study move" in error.todo


@pytest.mark.parametrize("kind", [10, 11, 12])
async def test_a_threads_posts_go_to_its_channel_and_that_is_said(kind: int) -> None:
    bot = Bot()
    async with opened(bot) as driver:
        parent = driver.world.add_channel("study", 5 if kind == 10 else 0)
        thread = driver.world.add_channel("talk", kind, parent.id)
        await driver.command(driver.ben, "/quiz", where=ref(driver, parent, thread.id))
        came = bot.seen[-1]
        assert came.venue is Venue.THREAD and came.channel == ref(driver, parent, thread.id)
        for place in (came.channel, ref(driver, thread)):
            found = await driver.adapter.inspect(place)
            assert found.channel == ref(driver, parent)
            assert "Posts go to #study itself, not into this thread." in found.note


async def test_a_look_shows_nothing_and_prepare_types() -> None:
    async with opened(Bot()) as driver:
        driver.server.rest.requests.clear()
        await driver.adapter.inspect(driver.channel)
        assert {line.split()[0] for line in driver.server.rest.requests} == {"GET"}
        await driver.adapter.prepare(driver.channel)
        assert driver.server.rest.requests[-1] == f"POST /channels/{driver.channel.id}/typing"
        assert driver.posts() == []


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (403, 50013, "missing"),
        (400, 50008, "takes no posts"),
        (403, 50024, "takes no posts"),
        (400, 200000, "AutoMod"),
        (403, 60003, "two-factor"),
    ],
)
async def test_prepare_proves_it(status: int, code: int, words: str) -> None:
    """Permissions say yes, and Discord says no."""
    async with opened(Bot()) as driver:
        driver.world.channels[driver.channel.id].refuses = (status, code)
        await driver.adapter.inspect(driver.channel)
        error = await refused(driver.adapter.prepare(driver.channel))
        assert words in (error.why or "missing")


@pytest.mark.parametrize("trouble", ["page", "limit", "code", "slow"])
async def test_what_proves_nothing_stops_nobody(
    trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(Bot()) as driver:
        if trouble == "page":
            driver.server.block("/typing", 1, 404)
        elif trouble == "slow":
            monkeypatch.setattr(places, "PROVE_WITHIN", 0.2)
            driver.server.fail("/typing", 9, 503)
            driver.server.fail("/typing", 9, 500)
        elif trouble == "limit":
            driver.server.limit("/typing", 1, 900.0)
        else:
            driver.server.fail("/typing", 1, 404, 0)
        assert (await driver.adapter.prepare(driver.channel)).problem == ""


async def test_without_the_bot_in_the_server_the_invite_is_named() -> None:
    """Only the commands were added, or the bot was removed."""
    async with opened(Bot()) as driver:
        driver.world.joined = False
        calls = (
            driver.adapter.inspect(driver.channel),
            driver.adapter.prepare(driver.channel),
            driver.adapter.post(driver.channel, CARD, key="k"),
        )
        for call in calls:
            error = await refused(call)
            assert "isn't a member of this server" in error.why
            assert invite(driver.world.app) in error.todo


async def test_a_timed_out_bot_is_named_with_the_end() -> None:
    async with opened(Bot()) as driver:
        until = driver.world.now() + timedelta(hours=2)
        driver.world.silenced_until = until.isoformat()
        for call in (
            driver.adapter.inspect(driver.channel),
            driver.adapter.post(driver.channel, CARD, key="k"),
        ):
            error = await refused(call)
            assert f"timed out in this server until {until:%Y-%m-%d %H:%M} UTC" in error.why
            assert error.until == until and not error.missing
        driver.world.silenced_until = (driver.world.now() - timedelta(hours=2)).isoformat()
        await driver.adapter.prepare(driver.channel)


async def test_a_voice_channel_wants_connect_too() -> None:
    async with opened(Bot()) as driver:
        channel = driver.world.add_channel("talk", 2)
        channel.roles[driver.world.guild] = (0, CONNECT)
        error = await refused(driver.adapter.inspect(ref(driver, channel)))
        assert error.missing == ("View Channel",) or "Connect" in error.missing


async def test_without_the_right_to_open_threads_the_preview_says_so() -> None:
    async with opened(Bot()) as driver:
        driver.world.channels[driver.channel.id].denied = OPEN_THREADS
        assert "without" in (await driver.adapter.inspect(driver.channel)).note.casefold()


@pytest.mark.parametrize("case", ["voice", "full", "locked"])
async def test_where_no_thread_can_be_had_it_is_said_once(case: str) -> None:
    async with opened(Bot()) as driver:
        channel = driver.world.add_channel("here", 2 if case == "voice" else 0)
        posted = await driver.adapter.post(ref(driver, channel), CARD, key="k1")
        thread = ref(driver, channel, posted.id)
        if case == "full":
            driver.world.threads_left = 0
        if case == "locked":
            await driver.adapter.post(thread, CARD, key="k2")
            driver.world.channels[posted.id].locked = True
        driver.server.rest.requests.clear()
        error = await refused(driver.adapter.post(thread, CARD, key="k3"))
        assert isinstance(error, NoThread) and "thread" in error.why
        assert len([r for r in driver.server.rest.requests if "POST" in r]) <= 2


async def test_an_archived_thread_opens_again() -> None:
    async with opened(Bot()) as driver:
        posted = await driver.adapter.post(driver.channel, CARD, key="k1")
        thread = replace(driver.channel, thread=posted.id)
        below = await driver.adapter.post(thread, CARD, key="k2")
        driver.world.channels[posted.id].archived = True
        with pytest.raises(NoThread):
            await driver.adapter.edit(below, CARD)
        await driver.adapter.post(thread, CARD, key="k3")
        assert len(driver.world.channels[posted.id].messages) == 2


async def test_whoever_left_is_known_and_not_present() -> None:
    async with opened(Bot()) as driver:
        here = driver.channel.workspace
        assert (await driver.adapter.member(driver.ben, here)).present
        driver.world.gone.add(driver.ben.id)
        told = await driver.adapter.member(driver.ben, here)
        assert (told.name, told.present, told.admin) == ("Ben", False, False)
        with pytest.raises(Gone):
            await driver.adapter.member(MemberRef("discord", "1"), here)
        # a server that does not know the bot says nothing about its people
        driver.world.joined = False
        with pytest.raises(Forbidden):
            await driver.adapter.member(driver.ben, here)


async def test_in_a_direct_conversation() -> None:
    bot = Bot()
    async with opened(bot) as driver:
        place = await driver.adapter.direct(driver.ben)
        await driver.command(driver.ben, "/quiz", where=place)
        assert bot.seen[-1].venue is Venue.DIRECT and bot.seen[-1].channel.direct


async def test_who_can_see_a_channel_is_told() -> None:
    async with opened(Bot()) as driver:
        assert (await driver.adapter.inspect(driver.channel)).private is False
        channel = driver.world.channels[driver.channel.id]
        channel.roles[driver.world.guild] = (0, VIEW)
        channel.roles[driver.world.bot_role] = (VIEW, 0)
        assert (await driver.adapter.inspect(driver.channel)).private is True
