"""What somebody studies toward: which exam, and on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.features.context import GroupContext
from bot.features.services import Services
from bot.study import calendar
from bot.study.exam import by_sections
from bot.study.group import Group
from content.model import Blueprint, Course

NOON = 12 * 60


@dataclass(frozen=True, slots=True)
class Aim:
    """``day`` is the exam's local date and ``own`` whether the member set it themselves; no day
    is set, or it is over, where it is None. ``at`` is its noon in the group's zone (aware UTC)."""

    blueprint: Blueprint
    day: date | None = None
    own: bool = False
    at: datetime | None = None


def blueprints_of(course: Course) -> tuple[Blueprint, ...]:
    """The exams that the course prepares for; by its sections where it names none."""
    return course.blueprints or (by_sections(course),)


async def aim_of(services: Services, context: GroupContext) -> Aim:
    """The member's own date comes before the group's; one that is over counts for nothing."""
    group, today = context.group, services.today(context.group)
    own = _coming(await services.store.exams.date(context.person.id, group.id), today)
    day = own or _coming(group.settings.exam_date, today)
    at = moment_of(group, day) if day else None
    return Aim(blueprints_of(context.course)[0], day, own is not None, at)


def moment_of(group: Group, day: date) -> datetime:
    """Noon of an exam's day: reviews are worked out for it."""
    return calendar.moment(group.schedule.zone, day, NOON)


def _coming(stored: str, today: date) -> date | None:
    day = date.fromisoformat(stored) if stored else None
    return day if day is not None and day >= today else None
