"""A group's last week in numbers: its questions day by day, the hardest one, streaks that grew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.study.leaderboard import Running
from bot.study.round import Asked
from bot.study.study_days import MILESTONES


@dataclass(frozen=True, slots=True)
class DayCount:
    """Answers to the questions of one study day. ``date`` is local (ISO)."""

    date: str
    answered: int
    correct: int


@dataclass(frozen=True, slots=True)
class Reached:
    """A milestone of ``days`` that a streak reached in the week."""

    name: str
    days: int


def by_day(asked: Iterable[Asked]) -> tuple[DayCount, ...]:
    """The study days that had a question, oldest first."""
    days: dict[str, DayCount] = {}
    for one in asked:
        before = days.get(one.local_date, DayCount(one.local_date, 0, 0))
        days[one.local_date] = DayCount(
            one.local_date,
            before.answered + one.answered,
            before.correct + min(one.correct, one.answered),
        )
    return tuple(days[date] for date in sorted(days))


def hardest(asked: Sequence[Asked]) -> Asked | None:
    """The question with the lowest share of right answers; of equals the one that more answered,
    then the earlier. None where nobody answered any."""
    answered = [one for one in asked if one.answered > 0]
    return min(
        answered,
        key=lambda one: (one.correct / one.answered, -one.answered, one.local_date),
        default=None,
    )


def reached(running: Iterable[Running]) -> tuple[Reached, ...]:
    """The highest milestone that each streak reached in the week, highest first."""
    found: list[Reached] = []
    for one in running:
        passed = [m for m in MILESTONES if one.current - one.counted < m <= one.current]
        if passed:
            found.append(Reached(one.name, max(passed)))
    return tuple(sorted(found, key=lambda each: -each.days))
