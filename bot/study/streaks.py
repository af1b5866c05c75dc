"""Streaks: study days in a row.

Only the group's study dates count, so days off, pauses and days without a question never
break one. A missed day uses up a freeze by itself; without one the streak starts again. Everybody
has a freeze from the first day on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

FREEZE_EVERY = 7
"""Active days that earn one freeze."""

MOST_FREEZES = 2
FIRST_FREEZES = 1


class Streak(NamedTuple):
    """``through`` is the last study date (ISO) counted in; ``toward_freeze`` counts active
    days since the last freeze was earned and rests while ``freezes`` is full.

    ``runs`` counts the streaks that were begun, this one among them. ``unsaid`` are freezes that
    were spent on this streak and that the member has not been told of.
    """

    current: int = 0
    best: int = 0
    freezes: int = FIRST_FREEZES
    toward_freeze: int = 0
    through: str = ""
    runs: int = 0
    unsaid: int = 0


def anew(streak: Streak) -> Streak:
    """Where counting ``streak`` from the first date on begins. What is unsaid stays unsaid."""
    return Streak(unsaid=streak.unsaid)


def advance(streak: Streak, days: Sequence[tuple[str, bool]]) -> Streak:
    """Counts in study dates (ascending), each with whether the person was active.

    Dates up to ``streak.through`` are skipped, so counting in pieces equals counting at once.
    """
    for date, active in days:
        if date > streak.through:
            streak = (_active if active else _missed)(streak)._replace(through=date)
    return streak


def _active(streak: Streak) -> Streak:
    current = streak.current + 1
    freezes, toward = streak.freezes, streak.toward_freeze
    if freezes < MOST_FREEZES:
        toward += 1
        if toward == FREEZE_EVERY:
            freezes, toward = freezes + 1, 0
    return streak._replace(
        current=current,
        best=max(streak.best, current),
        freezes=freezes,
        toward_freeze=toward,
        runs=streak.runs + (current == 1),
    )


def _missed(streak: Streak) -> Streak:
    if streak.current == 0:
        return streak
    if streak.freezes:
        return streak._replace(freezes=streak.freezes - 1, unsaid=streak.unsaid + 1)
    return streak._replace(current=0, toward_freeze=0, unsaid=0)


def with_day(streak: Streak, days: Sequence[tuple[str, bool]], date: str, active: bool) -> Streak:
    """What to store when an answer on the study date ``date`` is recorded.

    ``days`` are the study dates after ``streak.through``. ``active`` can only add to what is
    known of ``date``. The last of ``days`` is left for later while it is inactive, because the
    day is not over. A ``date`` that is no study date changes nothing but that earlier days
    are counted in.
    """
    told = [(day, known or (active and day == date)) for day, known in days]
    if told and told[-1][0] == date and not told[-1][1]:
        told.pop()
    counted = advance(streak, told)
    if not streak.through:
        # Counted from the first date on: freezes spent long ago were told, or are in ``unsaid``.
        counted = counted._replace(unsaid=streak.unsaid if counted.current else 0)
    return counted


def grows(days: Sequence[tuple[str, bool]], date: str, active: bool) -> bool:
    """Whether an answer on ``date`` makes it a day that counts, which it was not before."""
    return active and (date, False) in days


def shown(streak: Streak, days: Sequence[tuple[str, bool]], today: str) -> Streak:
    """The streak to show on ``today``, which counts when active and never as missed.

    Yesterday counts as missed as soon as it is over, although a late answer may still keep
    it: recording that answer mends what was shown.
    """
    return advance(streak, [(day, known) for day, known in days if day < today or known])


def rebuild(days: Sequence[tuple[str, bool]]) -> Streak:
    """The streak from all study dates, all of them over or active."""
    return advance(Streak(), days)
