"""A group's study day as a list of moments. Pure: local dates in, instants out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.study import calendar
from bot.study.group import Rhythm, Schedule

ROOM = timedelta(hours=3)
"""A question that is late is not posted any more when less than this is left before its close."""
ON_TIME = timedelta(minutes=10)
"""So long after its time a question is not late, however little the schedule leaves it."""


@dataclass(frozen=True, slots=True)
class Day:
    """One study day's instants (aware UTC). ``concept_at`` is None where none is posted."""

    day: date
    concept_at: datetime | None
    question_at: datetime
    closes_at: datetime
    ends_at: datetime

    @property
    def first_at(self) -> datetime:
        return self.concept_at or self.question_at

    @property
    def question_until(self) -> datetime:
        """After this, the question waits for the next study day."""
        on_time = min(self.question_at + ON_TIME, self.closes_at)
        return min(self.ends_at, max(self.closes_at - ROOM, on_time))


def following_day(schedule: Schedule, after: date, free: frozenset[str]) -> date:
    """The first study day after ``after`` that the zone has. Raises ``calendar.NoStudyDay``."""
    day = calendar.next_study_day(after, schedule.days, free)
    while not calendar.day_exists(schedule.zone, day):
        day = calendar.next_study_day(day, schedule.days, free)
    return day


def study_day(schedule: Schedule, day: date, free: frozenset[str]) -> Day:
    """The instants of study day ``day``. Raises ``calendar.NoStudyDay`` when none follows it."""
    zone, times = schedule.zone, schedule.times
    ends = calendar.moment(zone, day + timedelta(days=1), 0)
    if schedule.rhythm == Rhythm.SPREAD:
        return Day(
            day,
            calendar.moment(zone, day, times[0]),
            calendar.moment(zone, day, times[1]),
            calendar.moment(zone, day, times[2]),
            ends,
        )
    at = calendar.moment(zone, day, times[0])
    following = following_day(schedule, day, free)
    closes = calendar.moment(zone, following, times[0])
    return Day(day, None if schedule.rhythm == Rhythm.QUESTIONS else at, at, closes, ends)


def next_moment(
    schedule: Schedule, free: frozenset[str], after: datetime, since: datetime
) -> datetime | None:
    """The first instant after ``after`` (and not before ``since``) at which a post is due."""
    start = max(after, since)
    day = calendar.local_date(start, schedule.zone) - timedelta(days=1)
    for _ in range(3):
        try:
            day = following_day(schedule, day, free)
            agenda = study_day(schedule, day, free)
        except calendar.NoStudyDay:
            return None
        for at in sorted(m for m in (agenda.concept_at, agenda.question_at) if m is not None):
            if at > after and at >= since:
                return at
    return None


def week_dates(week: str) -> tuple[str, str]:
    """Monday and Sunday of an ISO week such as "2026-W48", as ISO dates."""
    year, number = week.split("-W")
    monday = date.fromisocalendar(int(year), int(number), 1)
    return monday.isoformat(), (monday + timedelta(days=6)).isoformat()
