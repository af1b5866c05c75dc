"""When a group's channel hears of the next concept or question. The one answer for all cards."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.study import calendar
from bot.study.course_plan import met, opening_of
from bot.study.delivery import DeliveryKind, DeliveryState
from bot.study.group import GroupState, Rhythm
from bot.study.planning.phase import phase_of
from bot.study.planning.view import GroupView, since_of, today_of
from bot.study.study_day import next_moment, study_day
from content.model import Course

LOOKED_THROUGH = 8
"""So many moments are looked at: the rest of a day whose posts are there, and what follows."""


def next_post(view: GroupView, course: Course | None, now: datetime) -> datetime | None:
    """The instant (aware UTC) of the next post; None where none is planned.

    An open end to a pause, the end of the course and a course that is missing leave none. What
    is posted already (by /study post) does not come again, and before the first concept of
    a season there is nothing to ask.
    """
    group = view.group
    if group.state == GroupState.ENDED or course is None:
        return None
    off, at, since = phase_of(view, course, today_of(view, now)).off, now, since_of(group)
    if group.state == GroupState.PAUSED:
        if group.paused_until is None:
            return None
        first = date.fromisoformat(group.paused_until)
        wakes = calendar.moment(group.schedule.zone, first, 0)
        at = max(now, wakes - timedelta(milliseconds=1))
    spread = group.schedule.rhythm == Rhythm.SPREAD
    started = met(group, course) > int(opening_of(course) is not None)
    under_way = [
        row
        for row in view.posts
        if row.kind == DeliveryKind.CONCEPT and row.state != DeliveryState.SENT
    ]
    left = len(course.plan) - met(group, course) - bool(under_way)
    for _ in range(LOOKED_THROUGH):
        found = next_moment(group.schedule, off, at, since)
        if found is None:
            return None
        day = calendar.local_date(found, group.schedule.zone)
        kinds = {row.kind for row in view.posts if row.local_date == day.isoformat()}
        started = started or DeliveryKind.CONCEPT in kinds
        asks = found == study_day(group.schedule, day, off).question_at
        due = DeliveryKind.QUESTION if asks else DeliveryKind.CONCEPT
        begins = left > 0 if due == DeliveryKind.CONCEPT else started or not spread
        if due not in kinds and DeliveryKind.QUESTION not in kinds and begins:
            return found
        at = found
    return None
