"""/progress: what is due, the streak and why it is what it is, what is known by now."""

from __future__ import annotations

from bot.features.context import GroupContext, group_context, studied_group
from bot.features.progress.cards import PROGRESS, WHY, progress_card
from bot.features.progress.snapshot import history_of, snapshot
from bot.features.progress.why import why_card
from bot.features.progress.words import words
from bot.features.services import Services
from bot.interactions.router import Router
from bot.model import Ack, Card, Command, Interaction, Outcome, Reply, Update

COMMAND = Command(
    ("progress",),
    words("command"),
    hints=("stats", "statistics", "score", "points", "streak", "mastery", "my progress"),
)


class Progress:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._command)
        router.action(PROGRESS, Ack.UPDATE, self._again)
        router.action(WHY, Ack.UPDATE, self._why)

    async def _command(self, interaction: Interaction) -> Outcome:
        return Reply(await self._card(await group_context(self._services, interaction)))

    async def _again(self, interaction: Interaction) -> Outcome:
        return Update(await self._card(await studied_group(self._services, interaction, 0)))

    async def _card(self, context: GroupContext) -> Card:
        return progress_card(await snapshot(self._services, context))

    async def _why(self, interaction: Interaction) -> Outcome:
        context = await studied_group(self._services, interaction, 0)
        history = await history_of(self._services, context)
        return Update(why_card(context, history, self._services.today(context.group)))
