"""Tells members once, with whatever they are shown next, that reminders could not reach them."""

from __future__ import annotations

from dataclasses import replace

from bot.features.reminders.offer import words
from bot.features.services import Services
from bot.model import Block, Card, Divider, Interaction, Outcome, Paragraph, Reply, Update, text
from bot.model.limits import BLOCKS, CARD_TEXT


class ReminderNews:
    """``untold`` are the keys of members to be told, as of the last look at the database: for
    everybody else a press costs nothing more."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.untold: frozenset[str] = frozenset()

    async def add_to(self, interaction: Interaction, outcome: Outcome) -> Outcome:
        """The outcome with the news below it, where there is some and room for it."""
        if interaction.member.key not in self.untold:
            return outcome
        if not isinstance(outcome, (Reply, Update)):
            return outcome
        told = _with_news(outcome.card)
        if told is None:
            return outcome
        if not await self._services.store.reminders.take_news(interaction.member):
            return outcome
        return replace(outcome, card=told)


def _with_news(card: Card) -> Card | None:
    """None where the card has no room."""
    below: tuple[Block, ...] = (Divider(), Paragraph(text(words("closed"))))
    told = replace(card, blocks=(*card.blocks, *below))
    fits = len(told.blocks) <= BLOCKS and len(told.fallback) <= CARD_TEXT
    return told if fits else None
