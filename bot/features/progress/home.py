"""The member's own page, on platforms that give an app one: /progress for each of their groups."""

from __future__ import annotations

from bot.features.cards import say
from bot.features.context import GroupContext, person_of
from bot.features.progress.cards import progress_card
from bot.features.progress.snapshot import snapshot
from bot.features.progress.words import words
from bot.features.services import Services
from bot.interactions.router import Router
from bot.model import Card, Home, Interaction, Outcome, Paragraph, When, WhenStyle, text
from bot.study import calendar

MOST_GROUPS = 4
"""So many groups are told; nearly everybody has one."""


class HomePage:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.home(self._home)

    async def _home(self, interaction: Interaction) -> Outcome:
        person = await person_of(self._services, interaction)
        groups = self._services.store.groups
        here = {g.id for g in await groups.in_workspace(interaction.channel.workspace)}
        found = [
            GroupContext(person, group, course)
            for group in await groups.of_person(person.id)
            if group.id in here and (course := self._services.course(group)) is not None
        ]
        if not found:
            return Home((self._nobody(),))
        named = len(found) > 1
        cards = [
            progress_card(await snapshot(self._services, context), named=named)
            for context in found[:MOST_GROUPS]
        ]
        more = len(found) - len(cards)
        last = (words("home-more", count=more),) if more else ()
        cards[-1] = self._dated(cards[-1], found[0], *last)
        return Home(tuple(cards))

    def _dated(self, card: Card, context: GroupContext, *last: str) -> Card:
        """The page stays as it is until it's published again: it says as of when it holds."""
        now, zone = self._services.clock.now(), context.group.schedule.zone
        when = When(now, WhenStyle.DATETIME, calendar.when_words(now, zone))
        lines = (*(text(line) for line in last), words.text("updated", when=when))
        blocks = (*card.blocks, *map(Paragraph, lines))
        return Card(card.title, blocks, card.rows, card.tone)

    def _nobody(self) -> Card:
        return say(
            words("home-nobody.title"), words("home-nobody.body"), text(words("home-nobody.setup"))
        )
