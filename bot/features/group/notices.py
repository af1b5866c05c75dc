"""What organisers must hear, shown with their next command."""

from __future__ import annotations

from dataclasses import replace

from bot.features.services import Services
from bot.model import Block, Card, Divider, Paragraph, Strong, text
from bot.model.limits import BLOCKS
from storage.records import Group

MOST = 4


async def with_notices(services: Services, group: Group, card: Card) -> Card:
    """``card`` with waiting notices below it; shown once, then dropped."""
    waiting = (await services.store.groups.notices(group.id))[:MOST]
    room = BLOCKS - len(card.blocks) - 1
    waiting = waiting[: max(0, room)]
    if not waiting:
        return card
    blocks: list[Block] = [Divider()]
    for notice_id, words in waiting:
        blocks.append(Paragraph(text(Strong("Notice: "), words)))
        await services.store.groups.drop_notice(notice_id)
    return replace(card, blocks=(*card.blocks, *blocks))
