"""What the channel is told of a checkpoint, worked out at the moment it goes out."""

from __future__ import annotations

from bot.features.checkpoint.cards import announcement_card, lead_words, result_card
from bot.features.services import Services
from bot.model import Card
from bot.study.delivery import DeliveryKind, Row
from bot.study.group import Group


async def card(services: Services, group: Group, row: Row) -> Card | None:
    """The post that tells of it, or how it went; None where there is nothing to say any more."""
    found = await services.store.checkpoints.of_day(group.id, row.local_date)
    course = services.courses.all().get(found.course) if found else None
    if found is None or course is None:
        return None
    if row.kind == DeliveryKind.CHECKPOINT:
        over = found.over(services.now())
        return None if over else announcement_card(found, group.schedule.zone)
    if found.closed_at is None or (row.target is None and not found.took):
        return None
    return result_card(found, course)


async def lead(services: Services, group: Group, local_date: str) -> list[str]:
    """How the checkpoint of ``local_date`` went, for the head of the next concept; at most one."""
    found = await services.store.checkpoints.of_day(group.id, local_date)
    course = services.courses.all().get(found.course) if found else None
    if found is None or course is None or found.closed_at is None:
        return []
    told = lead_words(found, course)
    return [told] if told else []
