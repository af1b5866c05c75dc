"""Past days on which a group was asked nothing, and why: nobody's streak suffers from them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from bot.study.study_days import Mark

__all__ = ["Calendar", "quiet_days"]

LOOKED_BACK = timedelta(days=70)
_NEAR = (7, 14)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is known of a group's days; all dates are local.

    ``days`` are its ISO weekdays, ``free`` the days off that organizers chose, ``left_out`` those
    that the weeks of review leave out. ``paused_on`` are the dates on which breaks began, of which
    the last goes on while ``paused``. ``since`` is the date from which the schedule holds, ""
    where it is not known.
    ``over`` says that nothing is asked any more.
    """

    days: tuple[int, ...]
    free: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    paused_on: tuple[str, ...] = ()
    paused: bool = False
    since: str = ""
    over: bool = False


def quiet_days(
    asked: Collection[str], calendar: Calendar, today: date
) -> tuple[tuple[str, Mark], ...]:
    """Study days without a question, oldest first: off, in a break, or the bot didn't ask.

    ``asked`` are the dates with a question. Days before the first one are left out, and so are
    days of which nobody can tell any more whether they were study days: before ``since``, a
    weekday counts only where it had a question in the weeks around.
    """
    if not asked:
        return ()
    first, last = min(asked), max(asked)
    day = max(date.fromisoformat(first), today - LOOKED_BACK)
    found = []
    while day <= today:
        iso = day.isoformat()
        if day.isoweekday() in calendar.days and iso not in asked:
            mark = _why(iso, day, asked, calendar, last)
            # Today may still bring its question.
            if mark is not None and not (day == today and mark is Mark.AWAY):
                found.append((iso, mark))
        day += timedelta(days=1)
    return tuple(found)


def _why(iso: str, day: date, asked: Collection[str], calendar: Calendar, last: str) -> Mark | None:
    if iso in calendar.free:
        return Mark.DAY_OFF
    if iso in calendar.left_out or (calendar.over and iso > last):
        return None
    begun = max((start for start in calendar.paused_on if start <= iso), default=None)
    if begun is not None and not any(begun < one <= iso for one in asked):
        return Mark.PAUSE
    if calendar.paused and iso > last:
        return Mark.PAUSE
    near = ((day + timedelta(days=n * way)).isoformat() for n in _NEAR for way in (1, -1))
    if (calendar.since and iso > calendar.since) or any(one in asked for one in near):
        return Mark.AWAY
    return None
