"""Where a group stands: concepts still to come, or weeks of review after the last one.

Nothing of this is kept: it follows from the posts and questions in the database, and from the
day on which an organizer asked for more review.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.features.course_plan import met, opening_of, study_dates, this_season
from bot.features.services import Services
from bot.study import ending
from bot.study.delivery import DeliveryKind
from bot.study.group import Group, Rhythm
from content.model import Course


@dataclass(frozen=True, slots=True)
class Phase:
    """``done`` counts concepts had. ``last`` is set once all are: review days come after it.

    ``off`` are the dates without posts: free ones and, in review, study days left out.
    """

    done: int
    last: date | None
    off: frozenset[str]

    @property
    def until(self) -> date | None:
        """The last day of review; None before the last concept."""
        return ending.review_until(self.last) if self.last else None

    def over(self, today: date) -> bool:
        """Whether nothing but the goodbye is left."""
        return self.last is not None and ending.is_over(today, self.last)


async def phase_of(services: Services, group: Group) -> Phase:
    """The group's phase now."""
    free = await services.store.groups.free_dates(group.id)
    course = services.course(group)
    if course is None:
        return Phase(0, None, free)
    done, last = await _done(services, group, course)
    season, more = group.settings.more_review
    if last is None:
        return Phase(done, None, free)
    if season == group.season:
        last = max(last, date.fromisoformat(more))
    off = ending.days_off(group.schedule.days, free, last, services.today(group))
    return Phase(done, last, off)


async def _done(services: Services, group: Group, course: Course) -> tuple[int, date | None]:
    """How many concepts the group has had, and when it had the last one of all."""
    done, first = met(group, course), int(opening_of(course) is not None)
    testing = len(course.plan) - first
    if testing and done >= len(course.plan):
        row = await services.store.deliveries.last_sent(group.id, DeliveryKind.CONCEPT)
        return done, date.fromisoformat(row.local_date) if row else None
    if group.schedule.rhythm != Rhythm.QUESTIONS:
        return done, None
    asked = study_dates(this_season(group, course, await services.store.rounds.history(group.id)))
    done = min(max(done, first + len(asked)), len(course.plan))
    if not testing or len(asked) < testing:
        return done, None
    return done, date.fromisoformat(asked[testing - 1])
