"""Where a group stands: concepts still to come, or weeks of review after the last one.

Nothing of this is kept: it follows from the posts and questions in the database, and from the
day on which an organizer asked for more review.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.study import ending
from bot.study.course_plan import met, opening_of, study_dates, this_season
from bot.study.group import Rhythm
from bot.study.planning.view import GroupView
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


def phase_of(view: GroupView, course: Course | None, today: date) -> Phase:
    """The group's phase on its local date ``today``."""
    group = view.group
    if course is None:
        return Phase(0, None, view.free)
    done, last = _done(view, course)
    season, more = group.settings.more_review
    if last is None:
        return Phase(done, None, view.free)
    if season == group.season:
        last = max(last, date.fromisoformat(more))
    off = ending.days_off(group.schedule.days, view.free, last, today)
    return Phase(done, last, off)


def _done(view: GroupView, course: Course) -> tuple[int, date | None]:
    """How many concepts the group has had, and when it had the last one of all."""
    group = view.group
    done, first = met(group, course), int(opening_of(course) is not None)
    testing = len(course.plan) - first
    if testing and done >= len(course.plan):
        row = view.last_concept
        return done, date.fromisoformat(row.local_date) if row else None
    if group.schedule.rhythm != Rhythm.QUESTIONS:
        return done, None
    asked = study_dates(this_season(group, course, view.history))
    done = min(max(done, first + len(asked)), len(course.plan))
    if not testing or len(asked) < testing:
        return done, None
    return done, date.fromisoformat(asked[testing - 1])
