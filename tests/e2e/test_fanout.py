"""A small fan-out on the local servers: everything leaves once, and the ticks go on meanwhile.

At which rate it leaves, ``tests/adapters/test_rate_limiter.py`` and
``python -m benchmarks.fanout`` tell.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.limits import global_limiter
from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.limits import Limits
from bot.model import ChannelRef, MemberRef, WorkspaceRef
from bot.runtime.clock import OffsetClock, millis
from bot.service.app import App
from bot.study.group import Schedule
from storage.store import SqliteStore
from tests.contract.haste import Haste
from tests.e2e.stage import START
from tests.features.course import full
from tests.servers.discord import DiscordServer
from tests.servers.slack.server import SlackServer
from tests.servers.slack.state import APP_TOKEN, BOT_TOKEN, TEAM

DISCORD, SLACK = 110, 10


class Gate(Haste):
    """A pace's clock and sleep: while it is shut nobody's turn comes, then all come at once."""

    def __init__(self) -> None:
        super().__init__()
        self.open = asyncio.Event()
        self.open.set()
        self.waiting = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        self.waiting.set()
        await self.open.wait()
        await super().sleep(seconds)


async def test_all_leave_once_while_ticks_go_on(tmp_path: Path) -> None:
    course, gate = full(), Gate()
    store = await SqliteStore.open(tmp_path / "fanout.db")
    async with SlackServer() as slack, DiscordServer() as discord:
        app = App(store, {course.slug: course}, OffsetClock(START))
        app.add(
            SlackAdapter(
                BOT_TOKEN,
                APP_TOKEN,
                state=app.adapter_state("s"),
                api_url=slack.api_url,
                limits=Limits(clock=gate.clock, sleep=gate.sleep),
            )
        )
        app.add(
            DiscordAdapter(
                discord.world.token,
                state=app.adapter_state("d"),
                api_url=discord.api_url,
                gateway_url=discord.gateway_url,
                limiter=global_limiter(clock=gate.clock, sleep=gate.sleep),
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
                organizer=owner.id,
                course=course.slug,
                schedule=Schedule("UTC", (1, 2, 3, 4, 5), "questions", (0,)),
                due_at=millis(START),
                now=0,
            )

        def posts() -> list[int]:
            found = [len(discord.world.channels[c.id].messages) for c in in_discord]
            return found + [len(slack.public(c.id)) for c in in_slack]

        try:
            await app.start()
            gate.open.clear()
            gate.waiting.clear()
            app.ticker.start()
            async with asyncio.timeout(30):
                await gate.waiting.wait()
                await app.tick()
            assert sum(posts()) < DISCORD + SLACK, "the ticks did not wait for the posts"
            gate.open.set()
            world = discord.world
            await world.wait_for(lambda: all(world.channels[c.id].messages for c in in_discord), 40)
            await slack.wait_for(lambda: all(slack.public(c.id) for c in in_slack), 40)
        finally:
            await app.stop()
            await store.close()
        assert posts() == [1] * (DISCORD + SLACK)
        assert discord.world.breaches == [] and slack.state.breaches == []
