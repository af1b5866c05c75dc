"""/study recap: whether the channel gets a recap of each week."""

from __future__ import annotations

from dataclasses import replace

from bot.features.arguments import argument
from bot.features.cards import buttons, say
from bot.features.context import organized_group, organizer_context
from bot.features.group.notices import with_notices
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import BadAction, Router, encode
from bot.model import (
    Ack,
    Button,
    Card,
    Choice,
    Command,
    Interaction,
    OptionKind,
    OptionSpec,
    Outcome,
    Reply,
    Style,
    Tone,
    Update,
)
from bot.study.group import Group

words = words_of(__file__)

ON, OFF = "on", "off"
SET = "recap"
COMMAND = Command(
    ("study", "recap"),
    words("command"),
    (
        OptionSpec(
            "switch",
            words("switch"),
            OptionKind.CHOICE,
            choices=(Choice(words("face", on="yes"), ON), Choice(words("face", on="no"), OFF)),
        ),
    ),
    for_organizers=True,
    hints=("weekly", "week", "summary", "monday"),
)


class WeekRecap:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._command)
        router.action(SET, Ack.UPDATE, self._set)

    async def _command(self, interaction: Interaction) -> Outcome:
        _, group = await organizer_context(self._services, interaction)
        switch = interaction.options.get("switch")
        card = _menu(group) if switch is None else await self._changed(group, str(switch))
        return Reply(await with_notices(self._services, group, card, interaction))

    async def _set(self, interaction: Interaction) -> Outcome:
        """Sets what the pressed button said, however often it is pressed."""
        _, group = await organized_group(self._services, interaction, 0)
        switch = argument(interaction, 1)
        if switch not in (ON, OFF):
            raise BadAction("neither on nor off")
        return Update(await self._changed(group, switch))

    async def _changed(self, group: Group, switch: str) -> Card:
        groups = self._services.store.groups
        await groups.change_settings(group.id, lambda s: replace(s, quiet_weeks=switch == OFF))
        if switch == ON:
            return say(words("turned-on.title"), words("turned-on.body"), tone=Tone.GOOD)
        return say(words("turned-off.title"), words("turned-off.body"), tone=Tone.GOOD)


def _menu(group: Group) -> Card:
    now = OFF if group.settings.quiet_weeks else ON
    faces = [
        Button(
            words("face", on="yes" if switch == ON else "no"),
            encode(SET, group.id, switch),
            Style.PRIMARY if switch == now else Style.SECONDARY,
        )
        for switch in (ON, OFF)
    ]
    return say(
        words("title"),
        words("now", on="yes" if now == ON else "no"),
        words("what"),
        rows=(buttons(*faces),),
    )
