"""A schedule as an organiser types it: reading a form, showing a week."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from bot.core.acts import ask
from bot.features.daily.agenda import MORNING, QUESTIONS, SPREAD, following_day
from bot.features.plans import opening_of
from bot.model import ChoiceField, Field, Item, MemberRef, Option, Plain, Text, TextField
from bot.model.limits import OPTION_LABEL, clip
from bot.study import calendar
from content.model import Course
from storage.records import Schedule

RHYTHMS = (
    (MORNING, "Morning", "Concept and question in one visit"),
    (SPREAD, "Spread", "Concept, question and results at three times"),
    (QUESTIONS, "Questions only", "No concepts"),
)
LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a set-up form asked for."""

    course: str
    schedule: Schedule

    def dump(self, owner: MemberRef) -> str:
        schedule = self.schedule
        return json.dumps(
            {
                "proposal": owner.key,
                "owner": owner.key,
                "course": self.course,
                "zone": schedule.zone,
                "days": schedule.days,
                "rhythm": schedule.rhythm,
                "times": schedule.times,
            }
        )

    @classmethod
    def load(cls, body: str, reader: MemberRef) -> Proposal | None:
        """None for another member's, or something else that was put aside."""
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):  # not written by this program
            return None
        if not isinstance(data, dict) or data.get("proposal") != reader.key:
            return None
        schedule = Schedule(data["zone"], tuple(data["days"]), data["rhythm"], tuple(data["times"]))
        return cls(data["course"], schedule)


def schedule_fields(schedule: Schedule) -> tuple[Field, ...]:
    """Zone, days, rhythm and times, filled in."""
    return (
        TextField(
            "zone",
            "Time zone",
            "A city or a country, such as Berlin",
            schedule.zone,
            max_length=100,
        ),
        ChoiceField(
            "days",
            "Study days",
            tuple(
                Option(name, str(number), selected=number in schedule.days)
                for number, name in enumerate(LONG_DAYS, 1)
            ),
            many=True,
        ),
        ChoiceField(
            "rhythm",
            "Rhythm",
            tuple(Option(n, v, d, v == schedule.rhythm) for v, n, d in RHYTHMS),
        ),
        TextField(
            "times",
            "Time",
            "09:00, or three times for Spread: 09:00, 12:30, 17:00",
            ", ".join(calendar.clock_words(minutes) for minutes in schedule.times),
            max_length=60,
        ),
    )


def course_field(courses: Mapping[str, Course], chosen: str) -> ChoiceField:
    options = tuple(
        Option(clip(course.title, OPTION_LABEL), slug, selected=slug == chosen)
        for slug, course in sorted(courses.items())
    )
    return ChoiceField("course", "Course", options[:25])


async def read_schedule(
    values: Mapping[str, tuple[str, ...]], at: datetime
) -> tuple[Schedule | None, dict[str, str]]:
    """The schedule a form asks for, or one sentence for each field that is amiss."""
    errors: dict[str, str] = {}
    typed = _one(values, "zone")
    # Not on the loop: the lists of places are read from disk the first time.
    zone = await ask(("zone", typed), partial(asyncio.to_thread, calendar.find_zone, typed, at))
    if isinstance(zone, calendar.Doubt):
        errors["zone"] = zone.sentence
    days = tuple(sorted({int(d) for d in values.get("days", ()) if d in set("1234567")}))
    if not days:
        errors["days"] = "Choose at least one study day."
    rhythm = _one(values, "rhythm")
    if rhythm not in (MORNING, SPREAD, QUESTIONS):
        errors["rhythm"] = "Choose one of the rhythms."
        rhythm = MORNING
    times: tuple[int, ...] = ()
    try:
        times = calendar.parse_times(_one(values, "times"), rhythm)
    except calendar.BadTimes as bad:
        errors["times"] = str(bad)
    if errors or isinstance(zone, calendar.Doubt):
        return None, errors
    return Schedule(zone.zone, days, rhythm, times), {}


def zone_words(zone: str, now: datetime) -> str:
    """What was understood as the zone: "Europe/Paris, where it's 14:05 on Tue, Nov 24 now"."""
    day, _, clock = calendar.when_words(now, zone).rpartition(", ")
    return f"{zone}, where it's {clock} on {day} now"


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
        what = "a question" if schedule.rhythm == QUESTIONS else titles[number]
        clock = calendar.clock_words(schedule.times[0])
        items.append(Item("•", (Plain(f"{calendar.date_words(day)}, {clock}: {what}"),)))
    return Text(tuple(items))


def first_day_before(today: date, started_today: bool) -> date:
    """The day after which the first study day is looked for."""
    return today if started_today else today - timedelta(days=1)
