"""A small fan-out on the local servers with their limits on: all of it real, in a few seconds."""

from __future__ import annotations

import time
from pathlib import Path

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.slack.adapter import SlackAdapter
from bot.app import App
from bot.core.clock import OffsetClock, millis
from bot.model import ChannelRef, MemberRef, WorkspaceRef
from storage.records import Schedule
from storage.store import SqliteStore
from tests.e2e.stage import START
from tests.features.course import full
from tests.servers.discord import DiscordServer
from tests.servers.discord.limits import PER_SECOND
from tests.servers.slack.server import SlackServer
from tests.servers.slack.state import APP_TOKEN, BOT_TOKEN, TEAM

DISCORD, SLACK = 110, 10


async def test_all_leave_once_at_the_allowed_rate_while_ticks_go_on(tmp_path: Path) -> None:
    course = full()
    store = await SqliteStore.open(tmp_path / "fanout.db")
    async with SlackServer() as slack, DiscordServer() as discord:
        slack.limits.on = discord.limits.on = True
        app = App(store, {course.slug: course}, OffsetClock(START))
        app.add(SlackAdapter(BOT_TOKEN, APP_TOKEN, memory=app.memory("s"), api_url=slack.api_url))
        app.add(
            DiscordAdapter(
                discord.world.token,
                memory=app.memory("d"),
                api_url=discord.api_url,
                gateway_url=discord.gateway_url,
            )
        )
        guild, team = WorkspaceRef("discord", discord.world.guild), WorkspaceRef("slack", TEAM)
        in_discord = [
            ChannelRef(guild, discord.world.add_channel(f"c{n}").id) for n in range(DISCORD)
        ]
        in_slack = [
            ChannelRef(team, slack.add_channel(f"C{n:07d}", f"c{n}").id) for n in range(SLACK)
        ]
        owner = await store.people.ensure(MemberRef("discord", "1"), "Ana", 0)
        for channel in (*in_discord, *in_slack):
            await store.groups.create(
                channel=channel,
                organiser=owner.id,
                course=course.slug,
                schedule=Schedule("UTC", (1, 2, 3, 4, 5), "questions", (0,)),
                due_at=millis(START),
                now=0,
            )
        try:
            await app.start()
            begun = time.monotonic()
            app.ticker.start()
            world = discord.world
            await world.wait_for(lambda: discord.limits.taken > PER_SECOND)
            assert time.monotonic() - begun > 0.8
            await world.wait_for(lambda: all(world.channels[c.id].messages for c in in_discord), 40)
            await slack.wait_for(lambda: all(slack.public(c.id) for c in in_slack), 40)
            took = time.monotonic() - begun
            assert app.ticked > begun + 1, "ticks went on"
        finally:
            await app.stop()
            await store.close()
        posts = [len(discord.world.channels[c.id].messages) for c in in_discord]
        posts += [len(slack.public(c.id)) for c in in_slack]
        assert posts == [1] * (DISCORD + SLACK)
        # The servers count to the millisecond, which a busy computer cannot keep time to.
        assert sum((discord.limits.refused + slack.limits.refused).values()) <= 3
        assert took >= (DISCORD - PER_SECOND) / PER_SECOND
        assert discord.world.breaches == [] and slack.state.breaches == []
