"""/study help: one card. Members see what is theirs; organizers see their commands below it."""

from __future__ import annotations

from bot.features.context import group_context, is_manager, may_organize, person_of
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import Refusal, Router
from bot.model import (
    Block,
    Card,
    Command,
    Interaction,
    Item,
    Outcome,
    Paragraph,
    Plain,
    Reply,
    Strong,
    Text,
    text,
)

words = words_of(__file__)

COMMAND = Command(
    ("study", "help"),
    words("command"),
    hints=("commands", "command", "info", "about", "how", "manual", "usage", "menu", "support"),
)


class Help:
    """Lists whatever commands the router has, so that it can never be out of date."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._router: Router | None = None

    def register(self, router: Router) -> None:
        self._router = router
        router.command(COMMAND, self._help)

    async def _help(self, interaction: Interaction) -> Outcome:
        commands = self._router.commands if self._router else ()
        members = [c for c in commands if not c.for_organizers]
        blocks: list[Block] = [Paragraph(text(words("how"))), Paragraph(_list(members))]
        if await self._organizes(interaction):
            organizers = [c for c in commands if c.for_organizers]
            blocks += [Paragraph(text(Strong(words("organizers")))), Paragraph(_list(organizers))]
        else:
            blocks.append(Paragraph(text(words("run-one"))))
        return Reply(Card(words("title"), tuple(blocks)))

    async def _organizes(self, interaction: Interaction) -> bool:
        """Whoever runs the group here; where there is none, whoever may set one up."""
        person = await person_of(self._services, interaction)
        try:
            context = await group_context(self._services, interaction)
        except Refusal:
            own = await self._services.store.groups.of_person(person.id)
            mine = [g for g in own if await self._runs(g.id, person.id)]
            return bool(mine) or await is_manager(self._services, interaction)
        return await may_organize(self._services, interaction, person, context.group)

    async def _runs(self, group_id: int, person_id: int) -> bool:
        organizers = await self._services.store.groups.organizers(group_id)
        return any(organizer.id == person_id for organizer in organizers)


def _list(commands: list[Command]) -> Text:
    return Text(
        tuple(
            Item("•", (Strong(command.usage), Plain(f" {command.description}")))
            for command in commands
        )
    )
