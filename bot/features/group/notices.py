"""What organizers must hear, shown with their next command."""

from __future__ import annotations

from dataclasses import replace

from bot.features.services import Services
from bot.i18n import words_of
from bot.model import Block, Card, Divider, Interaction, Paragraph, text
from bot.model.limits import BLOCKS, CARD_TEXT
from bot.study.group import Group

words = words_of(__file__)

MOST = 4


async def with_notices(
    services: Services, group: Group, card: Card, asked: Interaction | None = None
) -> Card:
    """``card`` with waiting notices below it; shown once, then dropped.

    Those for which it has no room wait for the next command. Where ``asked`` comes from another
    channel than the group's, the card says which group it is about.
    """
    if asked is not None:
        card = await _about(services, group, card, asked)
    between: tuple[Block, ...] = (Divider(),)
    for notice_id, told in (await services.store.groups.notices(group.id))[:MOST]:
        notice = Paragraph(words.text("notice", words=told))
        fuller = replace(card, blocks=(*card.blocks, *between, notice))
        if len(fuller.blocks) > BLOCKS or len(fuller.fallback) > CARD_TEXT:
            break
        card, between = fuller, ()
        await services.store.groups.drop_notice(notice_id)
    return card


async def _about(services: Services, group: Group, card: Card, asked: Interaction) -> Card:
    channels = await services.store.groups.channels(group.id)
    here = (asked.channel.workspace, asked.channel.id)
    shown = [channel.shown for channel in channels if channel.shown]
    if not shown or here in [(c.channel.workspace, c.channel.id) for c in channels]:
        return card
    about = Paragraph(text(words("about", channel=shown[0])))
    return replace(card, blocks=(about, *card.blocks))
