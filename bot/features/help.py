"""/study help: one card."""

from __future__ import annotations

from bot.core.router import Router
from bot.features.services import Services
from bot.model import (
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

COMMAND = Command(
    ("study", "help"),
    "What you can do here",
    hints=("commands", "command", "info", "about", "how", "manual", "usage", "menu", "support"),
)


class Help:
    """Lists whatever commands the router has, so that it can never be out of date."""

    def __init__(self, services: Services) -> None:
        self._router: Router | None = None

    def register(self, router: Router) -> None:
        self._router = router
        router.command(COMMAND, self._help)

    async def _help(self, interaction: Interaction) -> Outcome:
        commands = self._router.commands if self._router else ()
        members = [c for c in commands if not c.for_organisers]
        organisers = [c for c in commands if c.for_organisers]
        return Reply(
            Card(
                "What you can do here",
                (
                    Paragraph(
                        text(
                            "On study days a concept and a question are posted. Press a button "
                            "under the question to answer; only you see what you chose."
                        )
                    ),
                    Paragraph(_list(members)),
                    Paragraph(text(Strong("For organisers"))),
                    Paragraph(_list(organisers)),
                ),
            )
        )


def _list(commands: list[Command]) -> Text:
    return Text(
        tuple(
            Item("•", (Strong(command.usage), Plain(f" {command.description}")))
            for command in commands
        )
    )
