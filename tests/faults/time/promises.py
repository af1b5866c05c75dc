"""What a group is promised, as a small machine that knows nothing of the bot's code.

It is told what organizers do and at which instants the bot looks at its clock, and says what
has to happen then. ``docs/time.md`` is where its rules are written down in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from tests.faults.time.clocks import DAY, Clocks, clocks

THREE_HOURS = timedelta(hours=3)
ON_TIME = timedelta(minutes=10)
NEVER = 400


class Event(NamedTuple):
    """``what`` is concept, question, results or week; ``about`` a number, a week or nothing."""

    what: str
    day: date
    about: str = ""


class Plan(NamedTuple):
    zone: str
    days: tuple[int, ...]
    rhythm: str
    times: tuple[int, ...]


@dataclass
class Asked:
    closes: datetime
    closed: datetime | None = None


@dataclass
class Promises:
    """``span`` are the dates that a life may touch."""

    plan: Plan
    since: datetime
    span: tuple[date, date]
    free: set[date] = field(default_factory=set)
    paused: bool = False
    wakes: date | None = None
    woke: date | None = None
    concepts: dict[date, int] = field(default_factory=dict)
    questions: dict[date, Asked] = field(default_factory=dict)
    told: str = ""
    studied: set[str] = field(default_factory=set)
    """The weeks in which anybody answered."""

    # the calendar

    @property
    def clocks(self) -> Clocks:
        return clocks(self.plan.zone, *self.span)

    def today(self, now: datetime) -> date:
        return self.clocks.date_at(now)

    def is_study_day(self, day: date) -> bool:
        return day.isoweekday() in self.plan.days and day not in self.free and self.clocks.has(day)

    def following(self, day: date) -> date:
        return next(day + n * DAY for n in range(1, NEVER) if self.is_study_day(day + n * DAY))

    def at(self, day: date, which: int) -> datetime:
        at = self.clocks.happens(day, self.plan.times[which])
        assert at is not None
        return at

    def concept_at(self, day: date) -> datetime | None:
        return None if self.plan.rhythm == "questions" else self.at(day, 0)

    def question_at(self, day: date) -> datetime:
        return self.at(day, 1 if self.plan.rhythm == "spread" else 0)

    def closes_at(self, day: date) -> datetime:
        spread = self.plan.rhythm == "spread"
        return self.at(day, 2) if spread else self.at(self.following(day), 0)

    def first_at(self, day: date) -> datetime:
        return self.concept_at(day) or self.question_at(day)

    def too_late(self, day: date, asked: datetime, closes: datetime) -> datetime:
        latest = max(closes - THREE_HOURS, min(asked + ON_TIME, closes))
        return min(self.clocks.ends(day), latest)

    def next_moment(self, after: datetime) -> datetime:
        """The first time after ``after`` at which a concept or question is planned."""
        day = self.today(after) - 2 * DAY
        while True:
            day = self.following(day)
            for at in sorted({self.first_at(day), self.question_at(day)}):
                if at > after:
                    return at

    # what has to happen

    def look(self, now: datetime) -> list[Event]:
        """The bot looks at its clock, which shows ``now``."""
        today = self.today(now)
        self.since = min(self.since, now)  # else it was said by a clock that was ahead
        if self.paused and self.wakes is not None and today >= self.wakes:
            self.since = max(self.since, self._start(self.wakes))
            self.paused, self.woke, self.wakes = False, self.wakes, None
        events = list(self._close(now, by=now))
        if self.paused or not self.is_study_day(today):
            return events
        week = week_of(today - 7 * DAY)
        if self.since <= self.first_at(today) <= now and week in self.studied and week > self.told:
            self.told = week
            events.append(Event("week", today, week))
        concept, asked = self.concept_at(today), self.question_at(today)
        if concept is not None and self.since <= concept <= now:
            events += self._concept(today)
        closes = self.closes_at(today)
        if self.since <= asked <= now < self.too_late(today, asked, closes):
            events += self._question(today, closes)
        return events

    def _close(self, now: datetime, by: datetime | None) -> Iterator[Event]:
        for day, asked in sorted(self.questions.items()):
            if asked.closed is None and (by is None or asked.closes <= by):
                asked.closed = now
                yield Event("results", day)

    def _concept(self, day: date) -> Iterator[Event]:
        if day not in self.concepts:
            self.concepts[day] = len(self.concepts) + 1
            yield Event("concept", day, f"c{self.concepts[day]}")

    def _question(self, day: date, closes: datetime) -> Iterator[Event]:
        something_to_ask = self.concepts or self.plan.rhythm == "questions"
        if day not in self.questions and something_to_ask:
            self.questions[day] = Asked(closes)
            yield Event("question", day)

    def upcoming(self, after: datetime) -> datetime:
        """The next instant at which anything may have to happen; a day later at most."""
        found = [self.next_moment(after), after + DAY]
        found += [asked.closes for asked in self.questions.values() if asked.closed is None]
        return min(at for at in found if at > after)

    def _start(self, day: date) -> datetime:
        return self.clocks.happens(day, 0) or self.clocks.ends(day)

    def edge(self, near: datetime) -> datetime | None:
        """When it is too late for the question of the local date of ``near``."""
        day = self.today(near)
        if not self.is_study_day(day):
            return None
        return self.too_late(day, self.question_at(day), self.closes_at(day))

    @property
    def open(self) -> list[date]:
        return [day for day, asked in self.questions.items() if asked.closed is None]

    # what organizers do

    def pause(self, until: date | None) -> None:
        self.paused, self.wakes = True, until

    def resume(self, now: datetime) -> None:
        if self.paused:
            self.paused, self.wakes, self.since = False, None, now

    def skip(self, now: datetime) -> date:
        """Frees the next study day that has anything to come; an open question stays open over
        it."""
        today, start = self.today(now), now
        if self.paused and self.wakes is not None:
            start = max(now, self._start(self.wakes) - timedelta(milliseconds=1))
        elif today in self.questions:
            # A post at midnight belongs to the next day, and is the first that can be left out.
            start = self.clocks.ends(today) - timedelta(milliseconds=1)
        coming = self.next_moment(start)
        while self.today(coming) in self.questions:  # the clock was set back: it had its posts
            start = self.clocks.ends(self.today(coming)) - timedelta(milliseconds=1)
            coming = self.next_moment(start)
        skipped = self.today(coming)
        self.free.add(skipped)
        for asked in self.questions.values():
            if asked.closed is None and asked.closes >= coming:
                asked.closes = self.next_moment(start)
        return skipped

    def change(self, now: datetime, plan: Plan, free: set[date]) -> None:
        """A schedule saved anew; ``free`` are the coming free days."""
        today = self.today(now)
        if plan != self.plan or (today in self.free and today not in free):
            self.since = now
        self.free = free | {day for day in self.free if day < today}
        self.plan = plan
        for day, asked in self.questions.items():
            if asked.closed is None:
                own = self.closes_at(day) if self.clocks.has(day) else now
                asked.closes = own if own > now else self.next_moment(now)

    def post(self, now: datetime) -> list[Event] | None:
        """Today's posts by hand; None where today had its question."""
        today = self.today(now)
        if today in self.questions:
            return None
        events = list(self._close(now, by=None))
        closes = self.closes_at(today)
        if closes < now + THREE_HOURS:
            closes = self.next_moment(self.clocks.ends(today) - timedelta(milliseconds=1))
        if self.plan.rhythm != "questions":
            events += self._concept(today)
        return [*events, *self._question(today, closes)]


def week_of(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"
