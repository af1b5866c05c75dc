"""What may have been posted in days that the bot has forgotten, since a back-up was put back."""

from __future__ import annotations

from datetime import date, timedelta

from bot.features.daily.phase import phase_of
from bot.features.services import Services
from bot.interactions.router import from_millis
from bot.study import calendar
from bot.study.group import Group
from bot.study.study_day import study_day
from storage.rewind import RESTORED_AT, RESTORED_FROM


async def week_was_begun(services: Services, group: Group, today: date) -> bool:
    """Whether the week of ``today`` had its first post on an earlier day that is forgotten.

    What goes out with a week's first post must not come again with its second.
    """
    notes = services.store.notes
    restored = await notes.get(RESTORED_AT)
    if restored is None:
        return False
    since = from_millis(int(await notes.get(RESTORED_FROM) or 0))
    off = (await phase_of(services, group)).off
    before = today - timedelta(days=today.isoweekday())
    try:
        first = calendar.next_study_day(before, group.schedule.days, off)
        begun = study_day(group.schedule, first, off).first_at
    except calendar.NoStudyDay:
        return False
    return first < today and since < begun <= from_millis(int(restored))
