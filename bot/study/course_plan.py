"""How far a group is in its course's plan."""

from __future__ import annotations

from collections.abc import Sequence

from bot.study.group import Group
from bot.study.round import Asked
from bot.study.seeds import seed_of
from content.model import Course


def opening_of(course: Course) -> str | None:
    """The concept that says what the course covers: the first one, where nothing asks about it."""
    first = course.plan[0] if course.plan else None
    return first if first is not None and not course.questions_of(first) else None


def met(group: Group, course: Course) -> int:
    """How many concepts of the plan the group has had, the opening card included."""
    opened = group.settings.opened == group.season
    return min(len(course.plan), group.position + int(opened))


def this_season(group: Group, course: Course, history: Sequence[Asked]) -> list[Asked]:
    """The daily questions on ``course`` since the season began."""
    before = _before(group)
    return [asked for asked in history[before:] if asked.question_id in course.questions]


def earlier_seasons(group: Group, history: Sequence[Asked]) -> Sequence[Asked]:
    """The daily questions from before the season began, of whatever course."""
    return history[: _before(group)]


def _before(group: Group) -> int:
    season, number = group.settings.asked_before
    return int(number) if season == group.season else 0


def study_dates(asked: Sequence[Asked]) -> list[str]:
    """The local dates of daily questions, oldest first; one that was replaced counts once."""
    return list(dict.fromkeys(entry.local_date for entry in asked))


def group_seed(group: Group) -> int:
    """What makes one group's picks differ from another's; the same all season."""
    return seed_of(group.id, group.season)
