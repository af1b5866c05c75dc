"""When a group's channel hears of the next concept or question. The one answer for all cards."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.features.course_plan import met, opening_of
from bot.features.daily.phase import phase_of
from bot.features.daily.planner import since_of
from bot.features.services import Services
from bot.i18n import words_of
from bot.study import calendar
from bot.study.delivery import DeliveryKind
from bot.study.group import Group, GroupState, Rhythm
from bot.study.study_day import next_moment, study_day

words = words_of(__file__)

LOOKED_THROUGH = 8
"""So many moments are looked at: the rest of a day whose posts are there, and what follows."""


async def next_post(services: Services, group: Group) -> datetime | None:
    """The instant (aware UTC) of the next post; None where none is planned.

    An open end to a pause, the end of the course and a course that is missing leave none. What
    is posted already (by /study post) does not come again, and before the first concept of
    a season there is nothing to ask.
    """
    course, now = services.course(group), services.clock.now()
    if group.state == GroupState.ENDED or course is None:
        return None
    off, at, since = (await phase_of(services, group)).off, now, since_of(group)
    if group.state == GroupState.PAUSED:
        if group.paused_until is None:
            return None
        first = date.fromisoformat(group.paused_until)
        wakes = calendar.moment(group.schedule.zone, first, 0)
        at = max(now, wakes - timedelta(milliseconds=1))
    started = met(group, course) > int(opening_of(course) is not None)
    for _ in range(LOOKED_THROUGH):
        found = next_moment(group.schedule, off, at, since)
        if found is None:
            return None
        day = calendar.local_date(found, group.schedule.zone)
        kinds = {
            row.kind for row in await services.store.deliveries.of_day(group.id, day.isoformat())
        }
        started = started or DeliveryKind.CONCEPT in kinds
        asks = found == study_day(group.schedule, day, off).question_at
        due = DeliveryKind.QUESTION if asks else DeliveryKind.CONCEPT
        begins = started or group.schedule.rhythm != Rhythm.SPREAD or due == DeliveryKind.CONCEPT
        if due not in kinds and DeliveryKind.QUESTION not in kinds and begins:
            return found
        at = found
    return None


async def next_words(services: Services, group: Group) -> str:
    """``Tue, Nov 24, 09:00`` in the group's zone, or that nothing is planned."""
    found = await next_post(services, group)
    if found is None:
        return words("paused" if group.state == GroupState.PAUSED else "nothing")
    return calendar.when_words(found, group.schedule.zone, services.today(group))
