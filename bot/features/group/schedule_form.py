"""A schedule as an organizer types it: reading a form, showing a week."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from pydantic import TypeAdapter

from bot.i18n import words_of
from bot.model import (
    ChannelRef,
    ChoiceField,
    Field,
    Item,
    MemberRef,
    Option,
    Plain,
    Text,
    TextField,
)
from bot.runtime.acts import ask
from bot.study import calendar
from bot.study.course_plan import opening_of
from bot.study.group import Rhythm, Schedule
from bot.study.study_day import following_day
from content.model import Course

words = words_of(__file__)

RHYTHMS = (
    (Rhythm.MORNING, words("morning"), words("morning-hint")),
    (Rhythm.SPREAD, words("spread"), words("spread-hint")),
    (Rhythm.QUESTIONS, words("questions"), words("questions-hint")),
)
SUNDAY = date(2026, 11, 29)
"""Any Sunday: ISO weekday n is n days later."""


@dataclass(frozen=True, slots=True)
class _SavedProposal:
    """``proposal`` and ``owner`` are the member who made it."""

    proposal: str
    owner: str
    course: str
    zone: str
    days: tuple[int, ...]
    rhythm: Rhythm
    times: tuple[int, ...]
    channel: str | None = None


_SAVED = TypeAdapter(_SavedProposal)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a set-up form asked for, and in which channel."""

    course: str
    schedule: Schedule
    channel: str = ""

    def dump(self, owner: MemberRef) -> str:
        plan = self.schedule
        saved = _SavedProposal(
            owner.key,
            owner.key,
            self.course,
            plan.zone,
            plan.days,
            Rhythm(plan.rhythm),
            plan.times,
            self.channel,
        )
        return _SAVED.dump_json(saved).decode()

    @classmethod
    def load(cls, body: str, reader: MemberRef, where: ChannelRef) -> Proposal | None:
        """None for another member's, another channel's, or something else that was put aside."""
        try:
            saved = _SAVED.validate_json(body)
        except ValueError:  # another kind of draft, or not written by this program
            return None
        if saved.proposal != reader.key or saved.channel not in (None, where.key):
            return None
        return cls(
            saved.course, Schedule(saved.zone, saved.days, saved.rhythm, saved.times), where.key
        )


def schedule_fields(schedule: Schedule) -> tuple[Field, ...]:
    """Zone, days, rhythm and times, filled in."""
    return (
        TextField(
            "zone",
            words("zone"),
            words("zone-hint"),
            schedule.zone,
            max_length=100,
        ),
        ChoiceField(
            "days",
            words("days"),
            tuple(
                Option(
                    calendar.weekday_words(SUNDAY + timedelta(days=number)),
                    str(number),
                    selected=number in schedule.days,
                )
                for number in range(1, 8)
            ),
            many=True,
        ),
        ChoiceField(
            "rhythm",
            words("rhythm"),
            tuple(Option(n, v, d, v == schedule.rhythm) for v, n, d in RHYTHMS),
        ),
        TextField(
            "times",
            words("times"),
            words("times-hint"),
            ", ".join(calendar.clock_words(minutes) for minutes in schedule.times),
            max_length=60,
        ),
    )


async def read_schedule(
    values: Mapping[str, tuple[str, ...]], at: datetime
) -> tuple[Schedule | calendar.Doubt | None, dict[str, str]]:
    """The schedule a form asks for, or one sentence for each field that is amiss.

    Where nothing is amiss but that the zone may be one of several, these are returned as well.
    """
    errors: dict[str, str] = {}
    typed = _one(values, "zone")
    # Not on the loop: the lists of places are read from disk the first time.
    zone = await ask(("zone", typed), partial(asyncio.to_thread, calendar.find_zone, typed, at))
    if isinstance(zone, calendar.Doubt):
        errors["zone"] = zone.sentence
    days = tuple(sorted({int(d) for d in values.get("days", ()) if d in set("1234567")}))
    if not days:
        errors["days"] = words("no-day")
    try:
        rhythm = Rhythm(_one(values, "rhythm"))
    except ValueError:
        errors["rhythm"] = words("no-rhythm")
        rhythm = Rhythm.MORNING
    times: tuple[int, ...] = ()
    try:
        times = calendar.parse_times(_one(values, "times"), rhythm)
    except calendar.BadTimes as bad:
        errors["times"] = str(bad)
    if isinstance(zone, calendar.Doubt):
        return zone if zone.places and len(errors) == 1 else None, errors
    if errors:
        return None, errors
    return Schedule(zone.zone, days, rhythm, times), {}


def zone_words(zone: str, now: datetime) -> str:
    """What was understood as the zone: "Europe/Paris, where it's 14:05 on Tue, Nov 24 now"."""
    day, _, clock = calendar.when_words(now, zone).rpartition(", ")
    return words("zone-now", zone=zone, clock=clock, day=day)


def _one(values: Mapping[str, tuple[str, ...]], key: str) -> str:
    given = values.get(key, ())
    return given[0].strip() if given else ""


def week_lines(schedule: Schedule, free: frozenset[str], after: date, course: Course) -> Text:
    """The first study days with what is posted on each."""
    items: list[Item] = []
    day = after
    plan = [c for c in course.plan if c != opening_of(course)]
    titles = [course.concepts[c].title for c in plan]
    for number in range(min(5, len(titles))):
        try:
            day = following_day(schedule, day, free)
        except calendar.NoStudyDay:
            break
        if (day - after).days > 8 and items:
            break
        what = words("a-question") if schedule.rhythm == Rhythm.QUESTIONS else titles[number]
        clock = calendar.clock_words(schedule.times[0])
        line = words("first-day", day=calendar.date_words(day), clock=clock, what=what)
        items.append(Item("•", (Plain(line),)))
    return Text(tuple(items))


def first_day_before(today: date, started_today: bool) -> date:
    """The day after which the first study day is looked for."""
    return today if started_today else today - timedelta(days=1)
