"""One bot on two platforms: the real App, a real file, both SDKs, both local servers.

The clock is moved by hand, the servers' clocks with it: expiry and look-ups mean the same
time on either side.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from bot.adapters.base import Adapter
from bot.features.daily.posts import OPEN, PRESS
from bot.interactions.button_codec import encode
from bot.model import ChannelRef, MemberRef
from bot.runtime.clock import from_millis, millis
from bot.service.app import App
from bot.study import streaks
from bot.study.delivery import Delivery
from bot.study.group import Group
from bot.study.questions import type_of
from bot.study.round import Round
from content.model import Course, Question
from storage.store import SqliteStore
from tests.contract import slack_driver
from tests.contract.discord_driver import DiscordDriver
from tests.contract.driver import Driver, SeenMessage
from tests.contract.slack_driver import SlackDriver
from tests.features.bench import filled, given_values, shown
from tests.inside import due, latest_daily, reminder_moments
from tests.servers.discord import DiscordServer
from tests.servers.slack.server import SlackServer
from tests.virtual import VirtualClock

START = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""Monday, 8:00 in Berlin."""
ZONE = "Europe/Berlin"
WITHIN = 20.0
ENDLESS = 12


@dataclass
class Side:
    """One platform: its driver and what the group on it is to the bot."""

    name: str
    driver: Driver

    @property
    def channel(self) -> ChannelRef:
        return self.driver.channel

    @property
    def ana(self) -> MemberRef:
        return self.driver.ana

    @property
    def ben(self) -> MemberRef:
        return self.driver.ben

    def titles(self) -> list[str]:
        """The channel's posts by their first line, thread posts left out."""
        return [m.text.split("\n")[0] for m in self.driver.posts() if m.thread is None]

    def last(self, title: str) -> SeenMessage:
        found = [m for m in self.driver.posts() if m.text.split("\n")[0] == title]
        assert found, f"no {title!r} on {self.name} among {self.titles()}"
        return found[-1]

    def post(self, message_id: str) -> SeenMessage:
        return next(m for m in self.driver.posts() if m.id == message_id)

    async def say(self, who: MemberRef, line: str) -> SeenMessage:
        return shown(await self.driver.command(who, line))

    async def press(self, who: MemberRef, message: SeenMessage, label: str) -> SeenMessage:
        return shown(await self.driver.press(who, message, label))


class Stage:
    """``start`` starts a bot, ``restart`` another one on the same file and platforms."""

    def __init__(self, path: Path, courses: Mapping[str, Course]) -> None:
        self.path = path
        self.courses = courses
        self.clock = VirtualClock(START)
        self.app: App
        self.apps: list[tuple[App, SqliteStore]] = []
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self.slack_server = await self._open.enter_async_context(SlackServer())
        self.discord_server = await self._open.enter_async_context(DiscordServer())
        server = self.slack_server
        server.add_user(slack_driver.ANA, "Ana", admin=True)
        server.add_user(slack_driver.BEN, "Ben")
        server.add_channel(slack_driver.CHANNEL, "general", slack_driver.ANA, slack_driver.BEN)
        self.set_clock(START)
        self.slack = Side("slack", SlackDriver(server))
        self.discord = Side("discord", DiscordDriver(self.discord_server))
        self.sides = (self.slack, self.discord)
        return self

    async def __aexit__(self, *_: object) -> None:
        for app, store in self.apps:
            await app.stop()
            await store.close()
        await self._open.aclose()

    # the bot's life

    async def start(self, *others: Adapter, leave_out: str = "") -> App:
        """Starts a new bot; ``others`` stand in for the adapters of the same name."""
        store = await SqliteStore.open(self.path)
        self.app = App(store, self.courses, self.clock)
        self.apps.append((self.app, store))
        instead = {adapter.name: adapter for adapter in others}
        for side in self.sides:
            if side.name == leave_out:
                continue
            if side.name in instead:
                self.app.add(instead[side.name])
            else:
                adapter = side.driver.make_adapter(self.app.adapter_state(side.name))  # type: ignore[attr-defined]
                side.driver.adapter = adapter
                self.app.add(adapter)
        async with asyncio.timeout(WITHIN):
            await self.app.start()
        return self.app

    async def stop(self) -> None:
        """As a signal does it."""
        app, store = self.apps.pop()
        await app.stop()
        await store.close()

    async def abandon(self) -> None:
        """Nothing is finished or closed, but for the connections, which die with a process."""
        for supervisor in self.app.connections.supervisors.values():
            await supervisor.stop()

    async def restart(self, *, cleanly: bool = True) -> None:
        await (self.stop() if cleanly else self.abandon())
        await self.start()

    @property
    def store(self) -> SqliteStore:
        return self.apps[-1][1]

    def adapter_ready(self, side: Side) -> bool:
        return self.app.connections.connected(side.name) is not None

    # time

    def set_clock(self, at: datetime) -> None:
        self.clock.set(at)
        state, world = self.slack_server.state, self.discord_server.world
        state.advance(at.timestamp() - state.now())
        world.advance(at - world.now())

    @staticmethod
    def moment(local: str) -> datetime:
        """The instant of a local time such as "2026-11-24 09:00" where the groups are."""
        return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)

    async def at(self, local: str) -> None:
        """Runs the bot until ``local``: everything happens at its own time."""
        target = self.moment(local)
        while True:
            dues = [g.due_at for g in await self.store.groups.all() if g.due_at is not None]
            dues += await reminder_moments(self.store)
            upcoming = [at for at in dues if millis(self.clock.now()) < at <= millis(target)]
            if not upcoming:
                break
            self.set_clock(from_millis(min(upcoming)))
            await self.settle()
        self.set_clock(target)
        await self.settle()

    async def settle(self) -> None:
        """Ticks until a tick changes nothing about what is due."""
        before: tuple[object, ...] | None = None
        for _ in range(ENDLESS):
            await self.app.tick()
            now = millis(self.clock.now())
            rows = [row.id for row in await due(self.store, now, 100)]
            look = await self.store.reminders.look(now)
            reminders = look.due or look.posts
            after = (rows, len(await self.store.groups.due(now, 100)), reminders)
            if after == before or after == ([], 0, False):
                return
            before = after
        raise AssertionError(f"after {ENDLESS} ticks still something new is due")

    # the study group

    async def set_up(self, side: Side, **values: str) -> SeenMessage:
        """Form, preview, Start."""
        form = (await side.driver.command(side.ana, "/study setup")).form
        assert form is not None
        chosen = filled(form, **({"zone": "Berlin"} | values))
        preview = shown(await side.driver.submit(side.ana, form, chosen))
        assert "Does this look right?" in preview.text and "Europe/Berlin" in preview.text
        assert side.titles() == [], "nothing is posted before Start"
        done = await side.press(side.ana, preview, "Start")
        await self.settle()
        return done

    async def group(self, side: Side) -> Group:
        found = await self.store.groups.by_channel(side.channel)
        assert found is not None
        return found

    async def posed(self, side: Side) -> Round:
        found = await latest_daily(self.store.rounds, (await self.group(side)).id)
        assert found is not None
        return found

    def question(self, posed: Round) -> Question:
        return next(
            course.questions[posed.question_id]
            for course in self.courses.values()
            if posed.question_id in course.questions
        )

    async def question_post(self, side: Side) -> SeenMessage:
        """Today's question as the channel shows it."""
        rows = await self.rows(side, "question")
        return side.post(rows[-1].message.id)  # type: ignore[union-attr]

    async def rows(self, side: Side, kind: str) -> list[Delivery]:
        posed = await self.posed(side)
        rows = await self.store.deliveries.of_day((await self.group(side)).id, posed.local_date)
        return [row for row in rows if row.kind == kind]

    async def choose(self, side: Side, who: MemberRef, right: bool) -> SeenMessage:
        """Presses an option under today's question, or fills its form in."""
        posed = await self.posed(side)
        return await self.choose_in(
            side, who, await self.question_post(side), posed, right, (PRESS, OPEN)
        )

    async def choose_in(
        self,
        side: Side,
        who: MemberRef,
        message: SeenMessage,
        posed: Round,
        right: bool,
        routes: tuple[str, str],
    ) -> SeenMessage:
        """Answers the question in ``message``; ``routes`` are those of an option and a form."""
        question = self.question(posed)
        given, values = given_values(question, posed, right)
        if type_of(question).faces(question, posed.order) is not None:
            action = encode(routes[0], posed.id, given)
            label = next(c.label for c in message.controls if _leads(c.action, action))
            return await side.press(who, message, label)
        assert _leads(message.controls[0].action, encode(routes[1], posed.id))
        form = (await side.driver.press(who, message, "Answer")).form
        assert form is not None
        return shown(await side.driver.submit(who, form, values))

    # what must hold at the end

    async def check(self) -> None:
        assert await self.store.verify(streaks.rebuild) == []  # type: ignore[arg-type]
        self.check_platforms()

    def check_platforms(self) -> None:
        for side in self.sides:
            assert side.driver.breaches() == []
        assert self.slack_server.state.late_acks == []
        hooks = self.discord_server.world.hooks.values()
        assert [hook.refused for hook in hooks if hook.refused] == []
        assert all(hook.first is not None for hook in hooks), "an unanswered interaction"


def _leads(action: str, to: str) -> bool:
    """Whether a button's action is ``to``, or that and what the card adds, such as its run."""
    return action == to or action.startswith(f"{to}.")
