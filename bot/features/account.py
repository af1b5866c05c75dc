"""/study me: a member's own switches."""

from __future__ import annotations

from bot.core.router import Router, encode
from bot.features.cards import say
from bot.features.places import person_of
from bot.features.services import Services
from bot.model import (
    Ack,
    ChoiceField,
    Command,
    Form,
    Interaction,
    OpenForm,
    Option,
    Outcome,
    Tone,
    Update,
)
from storage.records import Person

COMMAND = Command(
    ("study", "me"),
    "Your own settings",
    ack=Ack.FORM,
    hints=("settings", "account", "profile", "hide", "hide me", "name", "privacy"),
)
SUBMIT = "me"


class Account:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._command)
        router.action(SUBMIT, Ack.PRIVATE, self._submitted)

    async def _command(self, interaction: Interaction) -> Outcome:
        return OpenForm(_form(await person_of(self._services, interaction)))

    async def _submitted(self, interaction: Interaction) -> Outcome:
        person = await person_of(self._services, interaction)
        hidden = interaction.values.get("shown") == ("hide",)
        straight = interaction.values.get("verdict") == ("straight",)
        await self._services.store.people.set_preferences(
            person.id, hidden=hidden, straight=straight
        )
        return Update(
            say(
                "Saved",
                "The leaderboard leaves you out." if hidden else "The leaderboard shows you.",
                "You get the verdict straight away."
                if straight
                else "The bot asks how sure you are before the verdict.",
                tone=Tone.GOOD,
            )
        )


def _form(person: Person) -> Form:
    return Form(
        encode(SUBMIT),
        "Your settings",
        (
            ChoiceField(
                "verdict",
                "After you answer",
                (
                    Option("Ask how sure I am", "ask", selected=not person.straight),
                    Option("Straight to the verdict", "straight", selected=person.straight),
                ),
            ),
            ChoiceField(
                "shown",
                "Leaderboard",
                (
                    Option("Show me", "show", selected=not person.hidden),
                    Option("Hide me", "hide", "You still see your own place", person.hidden),
                ),
            ),
        ),
        "Save",
    )
