"""Which study days keep a streak, why a streak is what it is, and its milestones.

A study day counts when one of these was done on it:

- the daily question was answered (or up to a day after its close),
- ``PRACTICE`` practice answers, ``PRACTICE_RIGHT`` of them right,
- the reviews that were due were cleared (at least one answered, none left).

**Rules have a first day.** Until it, the older rule holds (any five practice answers; no freeze to
begin with), so that streaks which a database holds stay as they are and can be recomputed: the
counting in ``bot.study.streaks`` takes each day as active or not, and ``counts`` says which. An
installation keeps the local date on which the rule came (its migration's day) and passes it as
``since``; a new one passes "".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.study import streaks
from bot.study.streaks import Streak

__all__ = [
    "MILESTONES", "PRACTICE", "PRACTICE_RIGHT", "Done", "Mark", "StreakHistory", "advance",
    "counts", "explain", "kept_by", "milestone", "next_milestone", "rebuild", "start",
]  # fmt: skip

PRACTICE = 5
PRACTICE_RIGHT = 3
MILESTONES = (3, 7, 14, 30, 60, 100)
PICTURE_FROM = 30
"""The first milestone that has a picture of its own."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a person did on one study day. ``reviews_left`` None: nothing was due, or not known."""

    daily: bool = False
    practice: int = 0
    practice_right: int = 0
    reviews: int = 0
    reviews_left: int | None = None


class Mark(StrEnum):
    """What one study day was for a streak."""

    DAILY = "daily"
    PRACTICE = "practice"
    REVIEWS = "reviews"
    FREEZE = "freeze"
    MISSED = "missed"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class StreakHistory:
    """Why a streak is what it is: each day with its mark, oldest first, back to where the streak
    began (the missed day before it included) and at most ``explain``'s number of days."""

    streak: Streak
    days: tuple[tuple[str, Mark], ...]


def kept_by(done: Done, date: str = "", since: str = "") -> Mark | None:
    """What made the study date ``date`` count; None where it does not.

    Before ``since`` any five practice answers count and cleared reviews do not.
    """
    if done.daily:
        return Mark.DAILY
    if date < since:
        return Mark.PRACTICE if done.practice >= PRACTICE else None
    if done.practice >= PRACTICE and done.practice_right >= PRACTICE_RIGHT:
        return Mark.PRACTICE
    if done.reviews > 0 and done.reviews_left == 0:
        return Mark.REVIEWS
    return None


def counts(done: Done, date: str = "", since: str = "") -> bool:
    """Whether the study date counts toward the streak."""
    return kept_by(done, date, since) is not None


def start(streak: Streak, date: str, since: str = "") -> Streak:
    """``streak`` with the freeze that everybody has from the first day, before ``date`` is counted.

    It is given once: with the first study date counted on or after ``since``.
    """
    first = date >= since and (streak.through < since or not streak.through)
    if not first:
        return streak
    return streak._replace(freezes=min(streaks.MOST_FREEZES, streak.freezes + 1))


def advance(streak: Streak, days: Sequence[tuple[str, bool]], since: str = "") -> Streak:
    """``streaks.advance`` with the freeze from the first day, in pieces or at once."""
    for date, active in days:
        if date > streak.through:
            streak = streaks.advance(start(streak, date, since), [(date, active)])
    return streak


def rebuild(days: Sequence[tuple[str, bool]], since: str = "") -> Streak:
    """The streak from all study dates, all of them over or active."""
    return advance(Streak(), days, since)


def milestone(before: int, after: int) -> int | None:
    """The milestone that a streak reached by growing from ``before`` to ``after`` days."""
    return next((one for one in reversed(MILESTONES) if before < one <= after), None)


def next_milestone(current: int) -> int | None:
    """The next milestone ahead; None beyond the last."""
    return next((one for one in MILESTONES if one > current), None)


def explain(
    days: Sequence[tuple[str, Done | None]], since: str = "", *, most: int = 14
) -> StreakHistory:
    """Why the streak is what it is, from all study dates, oldest first.

    A day with None asks nothing of anybody (the bot was down, the question was withdrawn): it is
    told as free and neither adds nor breaks. ``most`` is how many of the latest days are told.
    """
    streak, told = Streak(), list[tuple[str, Mark]]()
    for date, done in days:
        if done is None:
            told.append((date, Mark.FREE))
            continue
        mark = kept_by(done, date, since)
        after = advance(streak, [(date, mark is not None)], since)
        if mark is None:
            kept = streak.current > 0 and after.current == streak.current
            mark = Mark.FREEZE if kept else Mark.MISSED
        told.append((date, mark))
        streak = after
    broken = max((n for n, (_, mark) in enumerate(told) if mark is Mark.MISSED), default=0)
    return StreakHistory(streak, tuple(told[max(broken, len(told) - most) :]))
