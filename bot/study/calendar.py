"""Local dates and moments: which days a group studies and when its times are.

Our own arithmetic on local dates with ``zoneinfo``: a time that a clock change skips happens
right after the change, one that a change repeats happens the first time only. ``docs/time.md``
tells it to organizers.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.study.breaks import parse_break
from bot.study.day_lists import dates_words, runs_of
from bot.study.typed_dates import BadDates, parse_date, parse_dates
from bot.study.typed_times import BadTimes, parse_times
from bot.study.words import say
from bot.study.zones import Doubt, Place, find_zone, zones

__all__ = [
    "HORIZON",
    "BadDates",
    "BadTimes",
    "Doubt",
    "NoStudyDay",
    "Place",
    "clock_words",
    "date_words",
    "dates_words",
    "day_and_clock_words",
    "day_exists",
    "days_words",
    "find_zone",
    "free_days_words",
    "is_study_day",
    "local_date",
    "long_date_words",
    "moment",
    "month_words",
    "next_study_day",
    "parse_break",
    "parse_date",
    "parse_dates",
    "parse_times",
    "periods",
    "previous_periods",
    "short_date_words",
    "week_dates",
    "weekday_words",
    "when_words",
    "zones",
]

HORIZON = 400
"""How many days ahead a study day is looked for."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_LONG_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SAME_YEAR = timedelta(days=300)


class NoStudyDay(ValueError):
    """No study day within ``HORIZON`` days: no weekday is chosen, or all are free."""


def local_date(at: datetime, zone: str) -> date:
    """The date on the group's calendar at the instant ``at`` (aware)."""
    return at.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=4096)  # groups share zones and times of day
def moment(zone: str, day: date, minutes: int) -> datetime:
    """The one instant (aware, UTC) at which ``day``'s clocks show ``minutes`` after midnight.

    A time that does not exist on that day (clocks go forward) is the first instant after the
    change or, where that is the next day already, the last minute before it; a time that exists
    twice is its first occurrence. So the moment is always on ``day``, but for a date that the
    zone leaves out (``day_exists``). Moments of one time of day grow strictly from day to day;
    several times inside one skipped hour share their instant.
    """
    tz = ZoneInfo(zone)
    wall = datetime.combine(day, time(minutes // 60, minutes % 60))
    early = wall.replace(tzinfo=tz, fold=0)
    at = early.astimezone(UTC)
    if at.astimezone(tz).replace(tzinfo=None) == wall:
        return at
    # In a gap, fold=1 reads the wall time with the offset after the change, which lands before
    # it, and fold=0 the other way round: the change lies between the two.
    before, after = wall.replace(tzinfo=tz, fold=1).astimezone(UTC), at
    offset = after.astimezone(tz).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(tz).utcoffset() == offset:
            after = middle
        else:
            before = middle
    last = after - timedelta(minutes=1)
    if after.astimezone(tz).date() != day == last.astimezone(tz).date():
        return last
    return after


def day_exists(zone: str, day: date) -> bool:
    """False for a date that the zone went over, such as 30 December 2011 in Samoa."""
    return local_date(moment(zone, day, 0), zone) == day


def is_study_day(day: date, days: tuple[int, ...], free: frozenset[str]) -> bool:
    """Whether the group studies on ``day``: one of its ISO weekdays and not a free date."""
    return day.isoweekday() in days and day.isoformat() not in free


def next_study_day(after: date, days: tuple[int, ...], free: frozenset[str]) -> date:
    """The first study day strictly after ``after``. Raises ``NoStudyDay``."""
    for ahead in range(1, HORIZON + 1):
        day = after + timedelta(days=ahead)
        if is_study_day(day, days, free):
            return day
    raise NoStudyDay(f"no study day within {HORIZON} days after {after}")


@lru_cache(maxsize=64)
def periods(day: date) -> tuple[str, str]:
    """The leaderboard week and month of ``day``, such as ("2026-W48", "2026-11").

    Weeks are ISO weeks: they start on Monday and the year is the ISO year.
    """
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}", f"{day.year:04d}-{day.month:02d}"


def previous_periods(day: date) -> tuple[str, str]:
    """The week before ``day``'s week and the month before its month."""
    week, _ = periods(day - timedelta(days=7))
    _, month = periods(day.replace(day=1) - timedelta(days=1))
    return week, month


def week_dates(day: date) -> tuple[date, date]:
    """Monday and Sunday of ``day``'s week."""
    monday = day - timedelta(days=day.isoweekday() - 1)
    return monday, monday + timedelta(days=6)


def clock_words(minutes: int) -> str:
    """Minutes after midnight as a clock shows them, such as "09:00"."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def date_words(day: date, today: date | None = None) -> str:
    """Such as "Tue, Nov 24"; ``today`` as in ``short_date_words``."""
    return f"{_DAYS[day.weekday()]}, {short_date_words(day, today)}"


def long_date_words(day: date, today: date | None = None) -> str:
    """Such as "Tuesday, Nov 24"; ``today`` as in ``short_date_words``."""
    return f"{weekday_words(day)}, {short_date_words(day, today)}"


def weekday_words(day: date) -> str:
    """Such as "Thursday"."""
    return _LONG_DAYS[day.weekday()]


def month_words(month: int) -> str:
    """Month 1 to 12 by name, such as "November"."""
    return _LONG_MONTHS[month - 1]


def short_date_words(day: date, today: date | None = None) -> str:
    """Such as "Dec 3"; "Dec 3, 2027" where that is so far from ``today`` that the year counts."""
    year = f", {day.year}" if today and abs(day - today) > _SAME_YEAR else ""
    return f"{_MONTHS[day.month - 1]} {day.day}{year}"


def days_words(days: tuple[int, ...]) -> str:
    """ISO weekdays in words: "Mon–Fri", "every day", "Mon, Wed, Fri"."""
    chosen = sorted({day for day in days if 1 <= day <= 7})
    if len(chosen) == 7:
        return say("every-day")
    if len(chosen) > 2 and chosen[-1] - chosen[0] == len(chosen) - 1:
        return f"{_DAYS[chosen[0] - 1]}–{_DAYS[chosen[-1] - 1]}"
    return ", ".join(_DAYS[day - 1] for day in chosen)


def when_words(at: datetime, zone: str, today: date | None = None) -> str:
    """An instant in the group's zone, such as "Tue, Nov 24, 09:00"."""
    return ", ".join(day_and_clock_words(at, zone, today))


def day_and_clock_words(at: datetime, zone: str, today: date | None = None) -> tuple[str, str]:
    """The same for a sentence: "Tue, Nov 24" and "09:00"."""
    local = at.astimezone(ZoneInfo(zone))
    return date_words(local.date(), today), clock_words(local.hour * 60 + local.minute)


def free_days_words(days: Collection[str]) -> str:
    """ISO dates as they are told: "Tue, Dec 1; Thu, Dec 24 to Sat, Jan 2"."""
    return "; ".join(
        say("range", first=date_words(run[0]), last=date_words(run[-1]))
        if len(run) > 2
        else "; ".join(map(date_words, run))
        for run in runs_of(days)
    )
