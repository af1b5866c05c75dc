"""What each study day was for a streak, why a streak is what it is, and its milestones.

A study day counts when one of these was done on it:

- the daily question was answered (or up to a day after its close),
- ``PRACTICE`` practice answers, ``PRACTICE_RIGHT`` of them right,
- the reviews that were due were cleared (at least one answered, none left).

Whether a day counted is kept with the answers (``Activity.active``), so that a rule that changes
takes nothing from anybody; the rest of an ``Activity`` says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.study import streaks
from bot.study.streaks import Streak

__all__ = [
    "MILESTONES", "PICTURE_FROM", "PRACTICE", "PRACTICE_RIGHT", "SHOWN", "Activity", "DayTold",
    "Done", "Mark", "StreakHistory", "counts", "explain", "kept_by", "milestone", "next_milestone",
]  # fmt: skip

PRACTICE = 5
PRACTICE_RIGHT = 3
MILESTONES = (3, 7, 14, 30, 60, 100)
PICTURE_FROM = 30
"""The first milestone that has a picture of its own."""
SHOWN = 14
"""So many of the latest study days are told."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a person did on one study day. ``reviews_left`` None: nothing was due, or not known.

    ``late``: the daily question was answered after its close, within the day that still counts.
    """

    daily: bool = False
    late: bool = False
    practice: int = 0
    practice_right: int = 0
    reviews: int = 0
    reviews_left: int | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """A study date of the group, and what one person did on it.

    ``void`` says that its question was withdrawn, ``active`` that the day counts.
    """

    date: str
    active: bool = False
    void: bool = False
    done: Done = Done()


class Mark(StrEnum):
    """What one study day was for a streak."""

    DAILY = "daily"
    LATE = "late"
    PRACTICE = "practice"
    REVIEWS = "reviews"
    FREEZE = "freeze"
    MISSED = "missed"
    BEFORE = "before"
    """Missed, before the person had any streak to lose."""
    OPEN = "open"
    """Today, which is not over."""
    DAY_OFF = "day-off"
    PAUSE = "pause"
    AWAY = "away"
    """The bot asked nothing on a day on which it should have."""
    WITHDRAWN = "withdrawn"

    @property
    def done(self) -> bool:
        """Whether the person studied."""
        return self in (Mark.DAILY, Mark.LATE, Mark.PRACTICE, Mark.REVIEWS)

    @property
    def free(self) -> bool:
        """Whether the day asked nothing of anybody."""
        return self in (Mark.DAY_OFF, Mark.PAUSE, Mark.AWAY, Mark.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class DayTold:
    """``streak`` is how long it was when the day was over."""

    date: str
    mark: Mark
    streak: int
    done: Done = Done()


@dataclass(frozen=True, slots=True)
class StreakHistory:
    """Why a streak is what it is: the latest days, each with its mark, oldest first."""

    streak: Streak
    days: tuple[DayTold, ...]

    def number(self, *marks: Mark) -> int:
        """How many of the days told have one of these marks."""
        return sum(day.mark in marks for day in self.days)


def kept_by(done: Done) -> Mark | None:
    """What makes a study date count; None where nothing does."""
    if done.daily:
        return Mark.LATE if done.late else Mark.DAILY
    if done.practice >= PRACTICE and done.practice_right >= PRACTICE_RIGHT:
        return Mark.PRACTICE
    if done.reviews > 0 and done.reviews_left == 0:
        return Mark.REVIEWS
    return None


def _by_another_rule(done: Done) -> Mark:
    """Why a day counted that neither an answer nor enough practice explains: few practice answers
    cleared the reviews; many of which few were right kept a day in earlier versions."""
    return Mark.REVIEWS if 0 < done.practice < PRACTICE else Mark.DAILY


def counts(done: Done) -> bool:
    """Whether the study date counts toward the streak."""
    return kept_by(done) is not None


def milestone(before: int, after: int) -> int | None:
    """The milestone that a streak reached by growing from ``before`` to ``after`` days."""
    return next((one for one in reversed(MILESTONES) if before < one <= after), None)


def next_milestone(current: int) -> int | None:
    """The next milestone ahead; None beyond the last."""
    return next((one for one in MILESTONES if one > current), None)


def explain(
    days: Sequence[Activity],
    today: str,
    free: Sequence[tuple[str, Mark]] = (),
    *,
    most: int = SHOWN,
) -> StreakHistory:
    """Why the streak is what it is, from all study dates of the group, oldest first.

    ``free`` are dates on which nothing was asked, each with why; one on which something was asked
    all the same is told as what it was. ``most`` is how many of the latest days are told. Today
    counts when it is active, and is never missed.
    """
    asked = {day.date for day in days}
    nothing = [Activity(date) for date, _ in free if date not in asked]
    why = dict(free)
    streak, told = Streak(), list[DayTold]()
    for day in sorted((*days, *nothing), key=lambda one: one.date):
        mark, streak = _told(streak, day, today, None if day.date in asked else why[day.date])
        told.append(DayTold(day.date, mark, streak.current, day.done))
    return StreakHistory(streak, tuple(told[-most:]))


def _told(streak: Streak, day: Activity, today: str, free: Mark | None) -> tuple[Mark, Streak]:
    if free is not None:
        return free, streak
    if day.active:
        mark = kept_by(day.done) or _by_another_rule(day.done)
        return mark, streaks.advance(streak, [(day.date, True)])
    if day.void:
        return Mark.WITHDRAWN, streak
    if day.date >= today:
        return Mark.OPEN, streak
    after = streaks.advance(streak, [(day.date, False)])
    if not streak.runs:
        return Mark.BEFORE, after
    kept = streak.current > 0 and after.current == streak.current
    return Mark.FREEZE if kept else Mark.MISSED, after
