"""/study me: a member's own switches."""

from __future__ import annotations

from bot.features.cards import say
from bot.features.context import person_of
from bot.features.group.zone_menu import which_zone
from bot.features.reminders.fields import read_reminder, reminder_fields
from bot.features.reminders.offer import words as reminder_words
from bot.features.reminders.switching import CHANGE, Choice, choice_of, turn_on
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import Router, encode
from bot.model import (
    Ack,
    ChoiceField,
    Command,
    Form,
    Interaction,
    Invalid,
    OpenForm,
    Option,
    Outcome,
    Tone,
    Update,
    prefilled,
)
from bot.study import calendar
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
        "remind",
        "remind me",
        "reminder",
        "reminders",
        "notify",
        "notifications",
    ),
)
SUBMIT = "me"


class Account:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._command)
        router.action(SUBMIT, Ack.PRIVATE, self._submitted)
        router.action(CHANGE, Ack.FORM, self._command)

    async def _command(self, interaction: Interaction) -> Outcome:
        person = await person_of(self._services, interaction)
        return OpenForm(_form(person, await choice_of(self._services, person, interaction)))

    async def _submitted(self, interaction: Interaction) -> Outcome:
        person = await person_of(self._services, interaction)
        values = dict(interaction.values)
        before = await choice_of(self._services, person, interaction)
        wanted, errors = await read_reminder(values, before, self._services.clock.now())
        if not isinstance(wanted, Choice):
            form = prefilled(_form(person, before), values)
            if wanted is not None:
                return Update(await which_zone(self._services, interaction, form, wanted))
            return Invalid(form, errors)
        hidden = values.get("shown") == ("hide",)
        straight = values.get("verdict") == ("straight",)
        await self._services.store.people.set_preferences(
            person.id, hidden=hidden, straight=straight
        )
        return Update(
            say(
                words("saved"),
                words("now-hidden" if hidden else "now-shown"),
                words("now-straight" if straight else "now-ask"),
                await self._remind(person, interaction, before, wanted),
                tone=Tone.GOOD,
            )
        )

    async def _remind(
        self, person: Person, interaction: Interaction, before: Choice, wanted: Choice
    ) -> str:
        """Keeps what was chosen; what it is now, in a sentence."""
        if not wanted.is_on:
            if before.is_on:
                await self._services.store.reminders.turn_off(person.id)
            return reminder_words("now-off")
        if wanted != before:  # saved as it was, today's reminder still comes
            minutes, zone = wanted.minutes, wanted.zone
            await turn_on(self._services, person, interaction.member, minutes, zone)
            here = await self._services.store.groups.by_channel(interaction.channel)
            if here is not None:  # whoever wants to be reminded takes part
                await self._services.store.members.join(here.id, person.id, self._services.now())
        clock = calendar.clock_words(wanted.minutes)
        return reminder_words("now-on", clock=clock, zone=wanted.zone)


def _form(person: Person, choice: Choice) -> Form:
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
            *reminder_fields(choice),
        ),
        words("submit"),
    )
