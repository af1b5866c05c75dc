"""Two years in the life of a group: its organiser, its members, and a clock that misbehaves."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.core.router import encode
from bot.features.daily.posts import LATE, PRESS
from bot.model import MemberRef, MessageRef
from tests.contract.driver import SeenMessage
from tests.faults.time.clocks import DAY, clocks
from tests.faults.time.household import Household
from tests.faults.time.promises import Event, Plan, Promises, week_of
from tests.features.bench import filled, shown, split

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
ODD_TIMES = (0, 1, 30, 60, 90, 119, 120, 150, 180, 540, 540, 1020, 1380, 1410, 1439)
FAR_ZONES = (
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Pacific/Apia",
    "Pacific/Honolulu",
    "Pacific/Chatham",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "America/Havana",
)
KINDS = {"concept", "question", "results", "week"}
ABOUT = {"concept", "week"}


class Habits(NamedTuple):
    """How likely each thing is at a step; a day has about two."""

    organises: float = 0.03
    moves: float = 0.004
    goes_off: float = 0.02
    jumps: float = 0.0


class Broken(AssertionError):
    """A promise was not kept; the message is what happened before."""


class Life:
    """``expected`` is what was promised so far, ``found`` what the bot has sent; they are compared
    after every look. ``acknowledged`` are the answers that members were told of."""

    def __init__(self, house: Household, plan: Plan, days: int, habits: Habits) -> None:
        self.house = house
        self.chance = random.Random(f"{plan} {days} {habits}")
        self.habits = habits
        start = house.clock.now()
        self.until = start + days * DAY
        self.span = (start.date() - 10 * DAY, self.until.date() + 420 * DAY)
        self.promises = Promises(plan, start, self.span)
        self.expected: list[Event] = []
        self.found: list[Event] = []
        self.story: list[str] = []
        self.ahead = timedelta()
        """How far the bot's clock is from the right time."""
        self.faults = 0
        self.answered: set[date] = set()
        self.acknowledged: list[tuple[str, int]] = []
        self.ana_weeks: Counter[str] = Counter()
        self._seen = 0

    # time

    @property
    def now(self) -> datetime:
        return self.house.clock.now()

    async def live(self) -> None:
        await self._set_up()
        while self.now < self.until or self.ahead:
            await self._step()
        await self._say("/study pause")
        self.promises.pause(self.now, None)
        while self.promises.open:
            self.house.clock.set(self.promises.upcoming(self.now))
            await self._look()
            await self._study()

    async def _set_up(self) -> None:
        plan = self.promises.plan
        await self.house.set_up(
            zone=plan.zone,
            days=" ".join(map(str, plan.days)),
            rhythm=plan.rhythm,
            times=_times(plan),
        )
        await self._look()

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
        if draw < habits.organises + habits.moves:
            # Nobody saves a form in the very millisecond in which something is due.
            self.house.clock.advance(self.chance.uniform(0.01, 30) * SECOND)
            await self._look()
        if draw < habits.organises:
            await self._organise()
        elif draw < habits.organises + habits.moves:
            await self._move()

    async def _look(self) -> None:
        """The bot's tick, and what it has to do now and nothing else."""
        now = self.now
        await self.house.settle()
        self._compare(self.promises.look(now))

    def _compare(self, expected: list[Event]) -> None:
        found = self._new()
        self.expected += expected
        self.found += found
        if sorted(expected) == sorted(found):
            if found:
                self._tell(", ".join(" ".join(map(str, event)) for event in found))
            return
        raise Broken(
            "\n".join(
                [
                    f"{self.promises.plan}, clock {self.ahead} ahead",
                    *self.story[-25:],
                    f"{self._times()}: promised {_words(expected)}, found {_words(found)}",
                ]
            )
        )

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
        """The machine is off for a while, often over something that was due."""
        away = self.chance.choice((0.02, 0.5, 1.0, 1.01, 2.5, 6.0, 30.0)) * (upcoming - self.now)
        self._tell(f"off for {away}")
        self.faults += 1
        await self.house.stop()
        self.house.clock.advance(away)
        if self.habits.jumps and self.chance.random() < 0.3:
            self._jump()
        await self.house.start()

    def _jump(self) -> None:
        """The clock is wrong all at once; or, where it was, right again."""
        self.faults += 1
        by = -self.ahead
        if not self.ahead:
            by = self.chance.choice((HOUR, -HOUR, DAY, 3 * DAY, -2 * HOUR, 5 * 60 * SECOND))
        self.ahead += by
        self._tell(f"the clock jumps by {by / HOUR} h")
        self.house.clock.advance(by)

    # people

    async def _study(self) -> None:
        """Ana misses no question, if only she may answer late; Ben answers some."""
        promises, house = self.promises, self.house
        rounds = {
            date.fromisoformat(str(day)): (int(str(id_)), str(state))
            for id_, day, state in house.rows(
                "SELECT id, local_date, state FROM rounds WHERE kind = 'daily' "
                "ORDER BY id DESC LIMIT 8"
            )
        }
        for day in sorted(set(promises.questions) & set(rounds) - self.answered):
            id_, state = rounds[day]
            if state == "open" and self.chance.random() < 0.6:
                await self._answer(house.ana, id_)
                if self.chance.random() < 0.4:
                    await self._answer(house.ben, id_, sure=self.chance.random() < 0.7)
            elif state == "closed":
                await self._answer_late(house.ana, id_)
            else:
                continue
            self.answered.add(day)
            week = week_of(promises.today(self.now))
            promises.studied.add(week)
            self.ana_weeks[week] += 1

    async def _answer(self, who: MemberRef, round_id: int, *, sure: bool = True) -> None:
        message = self._message(round_id, "question")
        right = "B" if self.chance.random() < 0.7 else "A"
        asked = shown(
            await self.house.chat.press_action(who, message, encode(PRESS, round_id, right))
        )
        if sure:
            shown(await self.house.chat.press(who, asked, "Sure"))
        self.acknowledged.append((who.key, round_id))

    async def _answer_late(self, who: MemberRef, round_id: int) -> None:
        message = self._message(round_id, "results")
        offer = shown(await self.house.chat.press_action(who, message, encode(LATE, round_id)))
        await self.house.answer_at(who, offer, right=True)
        self.acknowledged.append((who.key, round_id))

    def _message(self, round_id: int, kind: str) -> SeenMessage:
        ((key,),) = self.house.rows(
            "SELECT message FROM deliveries WHERE round_id = ? AND kind = ?", round_id, kind
        )
        return SeenMessage(MessageRef.parse(str(key)).id, "")

    async def _organise(self) -> None:
        does = self.chance.choice(("pause", "resume", "skip", "post", "free", "schedule"))
        now, promises = self.now, self.promises
        events: list[Event] = []
        if does == "pause":
            until = None
            if self.chance.random() < 0.7:
                until = promises.today(now) + self.chance.randint(1, 12) * DAY
            await self._say(f"/study pause {until or ''}".strip())
            promises.pause(now, until)
        elif does == "resume" or promises.paused:
            await self._say("/study resume")
            promises.resume(now)
        elif does == "skip":
            told = await self._say("/study skip")
            self._tell(f"skipped {promises.skip(now)}: {told.text!r}")
        elif does == "post":
            told = await self._say("/study post")
            made = promises.post(now)
            assert ("already" in told.text) == (made is None), told.text
            events = made or []
        elif does == "free":
            await self._save(promises.plan, self._free_days())
        else:
            await self._save(self._new_plan(), set(self.promises.free))
        await self.house.settle()
        self._compare(events + promises.look(now))

    async def _move(self) -> None:
        """The group goes to another place on earth."""
        zone = self.chance.choice(FAR_ZONES)
        await self._save(self.promises.copy_plan(zone=zone), set(self.promises.free))
        await self._look()

    def _free_days(self) -> set[date]:
        today = self.promises.today(self.now)
        days = {today + self.chance.randint(0, 40) * DAY for _ in range(self.chance.randint(0, 9))}
        start = today + self.chance.randint(1, 20) * DAY
        return days | {start + n * DAY for n in range(self.chance.choice((0, 0, 5, 14)))}

    def _new_plan(self) -> Plan:
        rhythm = self.chance.choice(("morning", "spread", "questions", "morning"))
        days = sorted(self.chance.sample(range(1, 8), self.chance.randint(3, 7)))
        times = [self.chance.choice(ODD_TIMES)]
        if rhythm == "spread":
            times = sorted({*times, self.chance.randint(2, 1300), self.chance.randint(1301, 1437)})
            times = [times[0], times[0] + 1, times[-1] + 1] if len(times) < 3 else times
        return Plan(self.promises.plan.zone, tuple(days), rhythm, tuple(times))

    async def _save(self, plan: Plan, free: set[date]) -> None:
        """The form as an organiser fills it in: coming free days only."""
        house, now = self.house, self.now
        today = self.promises.today(now)
        coming = {day for day in free if day >= today}
        form = (await house.chat.command(house.ana, "/study schedule")).form
        assert form is not None
        values = {
            "zone": plan.zone,
            "days": " ".join(map(str, plan.days)),
            "rhythm": plan.rhythm,
            "times": _times(plan),
            "free": ", ".join(str(day) for day in sorted(coming)),
        }
        saved = shown(await house.chat.submit(house.ana, form, filled(form) | split(values)))
        assert saved.text.startswith("Saved"), saved.text
        self._tell(f"saved {plan}, free {sorted(map(str, coming))}: {saved.text!r}")
        self.promises.change(now, plan, coming)

    async def _say(self, line: str) -> SeenMessage:
        told = await self.house.say(self.house.ana, line)
        self._tell(f"{line}: {told.text!r}")
        return told

    # words

    def _tell(self, what: str) -> None:
        self.story.append(f"{self._times()}: {what}")

    def _times(self) -> str:
        local = clocks(self.promises.plan.zone, *self.span).shown(self.now)
        return f"{local:%a %Y-%m-%d %H:%M:%S} ({self.now:%d %H:%M} UTC)"


def _times(plan: Plan) -> str:
    return ", ".join(f"{at // 60:02d}:{at % 60:02d}" for at in plan.times)


def _words(events: list[Event]) -> str:
    return ", ".join(" ".join(map(str, event)) for event in events) or "nothing"
