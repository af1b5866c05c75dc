"""The card that opens a season: it says what the course covers and goes out at once."""

from __future__ import annotations

from bot.features.course_plan import OPENED, opening_of
from bot.features.daily.rows import post_key
from bot.features.services import Services
from bot.study.delivery import NewDelivery
from bot.study.group import Group
from bot.study.study_day import OPENING
from content.model import Course


async def open_season(services: Services, group: Group, course: Course) -> None:
    """Plans the opening card, as day zero; nothing where the course starts with a question."""
    first = opening_of(course)
    if first is None:
        return
    await services.store.groups.set_setting(group.id, OPENED, str(group.season))
    today = services.today(group).isoformat()
    rows = [
        NewDelivery(
            channel=c.channel,
            kind=OPENING,
            local_date=today,
            sequence=group.season,
            due_at=services.now(),
            key=post_key(group, c.channel, OPENING, today, group.season),
            subject=first,
        )
        for c in await services.store.groups.channels(group.id)
    ]
    await services.store.deliveries.plan(group.id, rows)
