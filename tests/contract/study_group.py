"""A study group with the real features, storage and rules behind every platform's adapter."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from bot.model import MemberRef
from bot.runtime.clock import millis
from bot.service.app import App
from bot.study import streaks
from bot.study.group import Group, Rhythm, Schedule
from content.model import Course
from storage.sql_store import SqlStore
from tests.contract.driver import Result, SeenMessage
from tests.contract.scenario_chat import in_time
from tests.engines import opened
from tests.virtual import VirtualClock

START = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


class StudyGroup:
    """A group of Ana (its organizer) and Ben in the driver's channel, on a clock set by hand."""

    def __init__(self, path: Path, course: Course) -> None:
        self.path = path
        self.course = course
        self.clock = VirtualClock(START)
        self.driver: Any = None
        self.store: SqlStore
        self.app: App

    @property
    def ben(self) -> MemberRef:
        found: MemberRef = self.driver.ben
        return found

    async def begin(self) -> App:
        """A bot on the database as it is; no platform is connected yet."""
        self.store = await opened(self.path)
        self.app = App(self.store, {self.course.slug: self.course}, self.clock)
        return self.app

    def connected(self) -> None:
        """The driver has connected its adapter."""
        self.app.add(self.driver.adapter).ready.set()

    async def end(self) -> None:
        await self.app.dispatcher.close()
        await self.store.close()

    async def set_up(self) -> Group:
        ana = await self.store.people.ensure(
            self.driver.ana, "Ana", millis(START), self.driver.channel.workspace
        )
        return await self.store.groups.create(
            channel=self.driver.channel,
            organizer=ana.id,
            course=self.course.slug,
            schedule=Schedule("Europe/Berlin", (1, 2, 3, 4, 5), Rhythm.MORNING, (540,)),
            due_at=None,
            now=millis(START),
        )

    async def restart(self) -> None:
        """Stops the bot and starts another one on the same database and platform."""
        await self.end()
        app = await self.begin()
        self.driver._handler = app.dispatcher
        await self.driver.restart()
        self.connected()

    def pass_hours(self, hours: float) -> None:
        self.clock.advance(timedelta(hours=hours))

    # what Ben does

    async def say(self, line: str) -> SeenMessage:
        return one(await self.driver.command(self.ben, line))

    async def press(self, message: SeenMessage, label: str) -> SeenMessage:
        return one(await self.driver.press(self.ben, message, label))

    async def press_old(self, message: SeenMessage, label: str) -> SeenMessage:
        """Presses what the message had on it when it was seen, whatever it shows by now."""
        action = next(c.action for c in message.controls if c.label == label)
        return one(await self.driver.press_action(self.ben, message, action))

    async def answer(self, step: SeenMessage, right: bool) -> SeenMessage:
        """Presses an option; all questions of the course are single choices of Polly (right)
        and others."""
        labels = [c.label for c in step.controls]
        face = next(label for label in labels if label.endswith("Polly") == right and "·" in label)
        return await self.press(step, face)

    async def fill(self, step: SeenMessage, values: dict[str, tuple[str, ...]]) -> SeenMessage:
        """Answers a question that takes a form."""
        form = (await self.driver.press(self.ben, step, "Answer")).form
        assert form is not None
        return one(await self.driver.submit(self.ben, form, values))

    async def verify(self) -> list[str]:
        return await self.store.verify(streaks.rebuild)  # type: ignore[arg-type]


def one(result: Result) -> SeenMessage:
    """The one message that an act led to, acknowledged in time."""
    in_time(result)
    seen = [*result.replies, *([result.updated] if result.updated else [])]
    assert len(seen) == 1, result
    return seen[0]


@asynccontextmanager
async def study_group(platform: str, path: Path, course: Course) -> AsyncIterator[StudyGroup]:
    """Ends with all that is derived checked against the ledger, and nothing over a limit."""
    group = StudyGroup(path, course)
    app = await group.begin()
    open_driver = import_module(f"tests.contract.{platform}_driver").open_driver
    async with open_driver(app.router.commands, app.dispatcher) as driver:
        group.driver = driver
        group.connected()
        await group.set_up()
        yield group
        assert await group.verify() == []
        await group.end()
        assert driver.breaches() == []
