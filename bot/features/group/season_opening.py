"""The card that opens a season: it says what the course covers and goes out at once."""

from __future__ import annotations

from dataclasses import replace

from bot.features.services import Services
from bot.study.course_plan import opening_of
from bot.study.delivery import DeliveryKind, NewDelivery
from bot.study.group import Group
from bot.study.planning.post_rows import post_key
from content.model import Course


async def open_season(services: Services, group: Group, course: Course) -> None:
    """Plans the opening card, as day zero; nothing where the course starts with a question."""
    first = opening_of(course)
    if first is None:
        return
    await services.store.groups.change_settings(group.id, lambda s: replace(s, opened=group.season))
    today = services.today(group).isoformat()
    rows = [
        NewDelivery(
            channel=c.channel,
            kind=DeliveryKind.OPENING,
            local_date=today,
            sequence=group.season,
            due_at=services.now(),
            key=post_key(group.id, c.channel, DeliveryKind.OPENING, today, group.season),
            subject=first,
        )
        for c in await services.store.groups.channels(group.id)
    ]
    await services.store.deliveries.plan(group.id, rows)
