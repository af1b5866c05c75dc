"""When a group's channel hears of the next concept or question, for all cards."""

from __future__ import annotations

from datetime import datetime

from bot.features.daily.views import view_of
from bot.features.services import Services
from bot.i18n import words_of
from bot.study import calendar
from bot.study.group import Group, GroupState
from bot.study.planning import upcoming

words = words_of(__file__)


async def next_post(services: Services, group: Group) -> datetime | None:
    """The instant (aware UTC) of the next post; None where none is planned."""
    view = await view_of(services, group)
    return upcoming.next_post(view, services.course(group), services.clock.now())


async def next_words(services: Services, group: Group) -> str:
    """``Tue, Nov 24, 09:00`` in the group's zone, or that nothing is planned."""
    found = await next_post(services, group)
    if found is None:
        return words("paused" if group.state == GroupState.PAUSED else "nothing")
    return calendar.when_words(found, group.schedule.zone, services.today(group))
