"""Two years in the life of a group: its organizer, its members, and a clock that misbehaves."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import NamedTuple

from tests.faults.time.clocks import DAY, clocks
from tests.faults.time.household import Household
from tests.faults.time.members import Members
from tests.faults.time.organizer import Organizer
from tests.faults.time.promises import Event, Plan, Promises

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
JUMPS = (HOUR, -HOUR, DAY, 3 * DAY, -2 * HOUR, 300 * SECOND)
KINDS = {"concept", "question", "results", "week"}
ABOUT = {"concept", "week"}


class Habits(NamedTuple):
    """How likely each thing is at a step; a day has about two."""

    organizes: float = 0.03
    moves: float = 0.004
    goes_off: float = 0.03
    jumps: float = 0.0


class Broken(AssertionError):
    """A promise was not kept; the message is what happened before."""


class Life:
    """``expected`` is what was promised so far, ``found`` what the bot has sent; they are compared
    after every look."""

    def __init__(self, house: Household, plan: Plan, days: int, habits: Habits) -> None:
        self.house = house
        self.chance = random.Random(f"{plan} {days} {habits}")
        self.habits = habits
        start = house.clock.now()
        self.until = start + days * DAY
        self.span = (start.date() - 10 * DAY, self.until.date() + 420 * DAY)
        self.promises = Promises(plan, start, self.span)
        self.members = Members(house, self.chance)
        self.organizer = Organizer(house, self.promises, self.chance, self._tell)
        self.expected: list[Event] = []
        self.found: list[Event] = []
        self.story: list[str] = []
        self.ahead = timedelta()
        """How far the bot's clock is from the right time."""
        self.faults = 0
        self._seen = 0

    @property
    def now(self) -> datetime:
        return self.house.clock.now()

    async def live(self) -> None:
        await self.organizer.begin()
        await self._look()
        while self.now < self.until or self.ahead:
            await self._step()
        await self.organizer.pause(None)
        while self.promises.open:
            self.house.clock.set(self.promises.upcoming(self.now))
            await self._look()
            await self._study()

    async def _step(self) -> None:
        upcoming, draw = self.promises.upcoming(self.now), self.chance.random()
        habits = self.habits
        if draw < habits.goes_off:
            await self._go_off(upcoming)
        elif draw < habits.goes_off + habits.jumps:
            self._jump()
        elif draw < 0.45:
            gap = (upcoming - self.now) / SECOND
            self.house.clock.advance(self.chance.uniform(0, gap) * SECOND)
        elif draw < 0.9:
            self.house.clock.set(upcoming)
        else:
            self.house.clock.set(upcoming + self.chance.uniform(0, 2) * SECOND)
        await self._look()
        await self._study()
        draw = self.chance.random()
        if draw < habits.organizes + habits.moves:
            # Nobody saves a form in the very millisecond in which something is due.
            self.house.clock.advance(self.chance.uniform(0.01, 30) * SECOND)
            await self._look()
        if draw < habits.organizes:
            await self._look(await self.organizer.act(may_pause=not self.ahead))
        elif draw < habits.organizes + habits.moves:
            await self.organizer.move()
            await self._look()

    async def _study(self) -> None:
        await self.members.study(self.promises.today(self.now))
        self.promises.studied.update(self.members.periods)

    async def _look(self, besides: list[Event] | None = None) -> None:
        """The bot's tick; it has to do what is promised now, and nothing else."""
        expected = [*(besides or []), *self.promises.look(self.now)]
        await self.house.settle()
        found = self._new()
        self.expected += expected
        self.found += found
        if sorted(expected) != sorted(found):
            at = f"{self._when()}, {self.promises.plan}, clock {self.ahead} ahead"
            what = f"promised {_words(expected)}, found {_words(found)}"
            raise Broken("\n".join([*self.story[-25:], f"{at}: {what}"]))
        if found:
            self._tell(_words(found))

    def _new(self) -> list[Event]:
        """What was sent since the last look, as the database has it."""
        rows = self.house.rows(
            "SELECT id, kind, local_date, subject FROM deliveries WHERE state = 'sent' AND id > ? "
            "ORDER BY id",
            self._seen,
        )
        if rows:
            self._seen = int(str(rows[-1][0]))
        return [
            Event(str(kind), date.fromisoformat(str(day)), str(about) if kind in ABOUT else "")
            for _, kind, day, about in rows
            if kind in KINDS
        ]

    # what goes wrong

    async def _go_off(self, upcoming: datetime) -> None:
        """The machine is off for a while, often over something that was due, and often just
        until it is too late for it."""
        back = self.now + self.chance.choice((0.02, 0.5, 1.01, 2.5, 6.0)) * (upcoming - self.now)
        edge = self.promises.edge(upcoming)
        if edge is not None and edge > self.now and self.chance.random() < 0.5:
            back = edge + self.chance.choice((-HOUR, -SECOND, 0 * SECOND, SECOND))
        if self.chance.random() < 0.05:
            back = self.now + self.chance.uniform(3, 25) * DAY
        self._tell(f"off until {back:%d %H:%M:%S} UTC")
        self.faults += 1
        await self.house.stop()
        self.house.clock.set(max(back, self.now))
        if self.habits.jumps and self.chance.random() < 0.3:
            self._jump()
        await self.house.start()

    def _jump(self) -> None:
        """The clock is wrong all at once; or, where it was, right again.

        Not around a pause: what a wrong clock makes of its last day is not promised.
        """
        promises = self.promises
        if promises.paused or (promises.woke and promises.today(self.now) <= promises.woke):
            return
        self.faults += 1
        by = -self.ahead if self.ahead else self.chance.choice(JUMPS)
        self.ahead += by
        self._tell(f"the clock jumps by {by / HOUR} h")
        self.house.clock.advance(by)

    # words

    def _tell(self, what: str) -> None:
        self.story.append(f"{self._when()}: {what}")

    def _when(self) -> str:
        local = clocks(self.promises.plan.zone, *self.span).shown(self.now)
        return f"{local:%a %Y-%m-%d %H:%M:%S} ({self.now:%d %H:%M} UTC)"


def _words(events: list[Event]) -> str:
    return ", ".join(" ".join(map(str, event)) for event in events) or "nothing"
