"""How a course ends: review days after the last concept, then a goodbye.

The weeks of review are counted on the calendar from the day of the last concept. Free days and
pauses make them no longer, so that the end that organizers were told stays where it is.
"""

from __future__ import annotations

from datetime import date, timedelta

from bot.study import calendar

REVIEW_WEEKS = 4
REVIEW_DAYS = 3
"""At most so many days a week have a question after the last concept."""
TOLD_BEFORE = 3
"""Organizers are asked what comes next when so many concepts are left, today's included."""


def review_weekdays(days: tuple[int, ...]) -> tuple[int, ...]:
    """First, middle and last of the group's ISO weekdays; all of them where there are fewer."""
    chosen = sorted(set(days))
    if len(chosen) <= REVIEW_DAYS:
        return tuple(chosen)
    return (chosen[0], chosen[len(chosen) // 2], chosen[-1])


def review_until(last: date) -> date:
    """The last day of review where ``last`` is the date of the last concept."""
    return last + timedelta(weeks=REVIEW_WEEKS)


def days_off(days: tuple[int, ...], free: frozenset[str], last: date, near: date) -> frozenset[str]:
    """``free`` and the study days after ``last`` that are no review days.

    Covers every date that may be asked about within the calendar's horizon of ``near``.
    """
    review = review_weekdays(days)
    start = max(last + timedelta(days=1), near - timedelta(days=calendar.HORIZON))
    end = near + timedelta(days=2 * calendar.HORIZON)
    ahead = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return free | {day.isoformat() for day in ahead if day.isoweekday() not in review}


def is_over(day: date, last: date) -> bool:
    """Whether the weeks of review have passed on ``day``, so that a goodbye is due."""
    return day > review_until(last)


def asks_what_next(done: int, concepts: int) -> bool:
    """Whether it is time to ask organizers what comes after the course."""
    return concepts > 0 and concepts - done <= TOLD_BEFORE
