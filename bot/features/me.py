"""/study me: a member's own switches."""

from __future__ import annotations

from bot.features.cards import say
from bot.features.context import person_of
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import Router, encode
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
from bot.study.person import Person

words = words_of(__file__)

COMMAND = Command(
    ("study", "me"),
    words("command"),
    ack=Ack.FORM,
    hints=(
        "settings",
        "account",
        "profile",
        "hide",
        "hide me",
        "name",
        "privacy",
        "leave",
        "opt out",
        "unsubscribe",
    ),
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
                words("saved"),
                words("now-hidden" if hidden else "now-shown"),
                words("now-straight" if straight else "now-ask"),
                tone=Tone.GOOD,
            )
        )


def _form(person: Person) -> Form:
    return Form(
        encode(SUBMIT),
        words("title"),
        (
            ChoiceField(
                "verdict",
                words("verdict"),
                (
                    Option(words("verdict-ask"), "ask", selected=not person.straight),
                    Option(words("verdict-straight"), "straight", selected=person.straight),
                ),
            ),
            ChoiceField(
                "shown",
                words("shown"),
                (
                    Option(words("shown-yes"), "show", selected=not person.hidden),
                    Option(words("shown-no"), "hide", words("shown-no-hint"), person.hidden),
                ),
            ),
        ),
        words("submit"),
    )
