"""The playground's clock: it shows the next post as it is planned now, and moves there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.adapters.playground.people import People
from bot.adapters.playground.room import Room
from bot.features.daily.upcoming import next_post
from bot.runtime.clock import OffsetClock, from_millis
from bot.service.app import App
from bot.study import calendar
from bot.study.group import Group, GroupState

TALK_FOR = timedelta(hours=5)
LOOKS = (5, 20, 50)
"""Minutes after a post at which its counter is looked at while time is moved on."""
MORNING = 9 * 60
"""Minutes of the day to which time moves on when no post is planned."""
STEPS = 40
"""Looks on the way to one post at most: there are few moments between two."""


@dataclass
class Time:
    """Implements the page's ``Controls`` over the demo's clock.

    ``due_at`` is when the bot has to look at some group next; ``coming`` when a post is due next,
    which is what the page shows. Both are as of the last ``look``.
    """

    app: App
    clock: OffsetClock
    people: People
    room: Room
    due_at: datetime | None = None
    coming: datetime | None = None
    time_zone: str = "UTC"

    def now(self) -> datetime:
        return self.clock.now()

    def zone(self) -> str:
        return self.time_zone

    def next_post_at(self) -> datetime | None:
        return self.coming

    async def look(self) -> bool:
        """Reads from the groups what is planned; whether that has changed."""
        before = (self.due_at, self.coming, self.time_zone)
        groups = await self.app.store.groups.all()
        due = [from_millis(group.due_at) for group in groups if group.due_at is not None]
        posts = [await self._next_of(group) for group in groups]
        coming = [at for at in posts if at is not None]
        self.due_at = min(due, default=None)
        self.coming = min(coming, default=None)
        if groups:
            self.time_zone = groups[0].schedule.zone
        return before != (self.due_at, self.coming, self.time_zone)

    async def _next_of(self, group: Group) -> datetime | None:
        """As ``/study status`` tells it; at once where the bot has something to do already."""
        if group.state == GroupState.ACTIVE and group.due_at is not None:
            due = from_millis(group.due_at)
            if due <= self.now():
                return due
        return await next_post(self.app.services, group)

    @asynccontextmanager
    async def followed(self) -> AsyncIterator[None]:
        """What members and organizers change meanwhile is shown at once."""
        news = asyncio.Event()
        stop = self.room.watch(news.set)

        async def follow() -> None:
            while True:
                await news.wait()
                news.clear()
                if await self.look():
                    self.room.changed()

        following = asyncio.get_running_loop().create_task(follow())
        try:
            yield
        finally:
            stop()
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)

    async def next_post(self) -> None:
        await self.look()
        if self.coming is not None:
            await self._move_to(self.coming)

    async def next_day(self) -> None:
        """To the next study day's first post; where none is planned, to the next morning."""
        zone = self.time_zone
        today = calendar.local_date(self.now(), zone)
        for _ in range(8):
            await self.look()
            if self.coming is None:
                tomorrow = today + timedelta(days=1)
                await self._move_to(calendar.moment(zone, tomorrow, MORNING))
                return
            await self.next_post()
            if calendar.local_date(self.now(), zone) > today:
                return

    async def _move_to(self, target: datetime) -> None:
        """Stops wherever the bot has something to do on the way."""
        for _ in range(STEPS):
            await self.look()
            due = self.due_at if self.due_at is not None and self.due_at > self.now() else target
            stop = min(due, target)
            await self.pass_time(min(self.now() + TALK_FOR, stop))
            if stop > self.now():
                self.clock.set(stop)
            await self.settle()
            if stop >= target:
                return

    async def pass_time(self, until: datetime) -> None:
        """Lets members act until then, with looks in between, so that counters are kept up."""
        begun = self.now()
        for minutes in LOOKS:
            at = min(begun + timedelta(minutes=minutes), until)
            if at > self.now():
                await self.people.catch_up(at)
                self.clock.set(at)
                await self.app.tick()
        await self.people.catch_up(until)

    async def settle(self) -> None:
        """Plans and posts until nothing more is due, then lets members see it."""
        while True:
            await self.app.tick()
            await self.look()
            if self.due_at is None or self.due_at > self.now():
                break
        await self.people.notice()
