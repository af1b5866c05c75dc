"""/study questions: how many questions a study day has."""

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
from bot.study.group_settings import MOST_QUESTIONS

words = words_of(__file__)

COMMAND = Command(
    ("study", "questions"),
    words("command"),
    (OptionSpec("count", words("count"), OptionKind.INTEGER, minimum=1, maximum=MOST_QUESTIONS),),
    for_organizers=True,
    hints=("question", "per day", "how many", "more questions", "daily questions"),
)
SET = "questions"


class DailyQuestions:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._command)
        router.action(SET, Ack.UPDATE, self._set)

    async def _command(self, interaction: Interaction) -> Outcome:
        _, group = await organizer_context(self._services, interaction)
        count = interaction.options.get("count")
        card = _menu(group) if count is None else await self._changed(group, int(count))
        return Reply(await with_notices(self._services, group, card, interaction))

    async def _set(self, interaction: Interaction) -> Outcome:
        """Sets what the pressed button said, however often it is pressed."""
        _, group = await organized_group(self._services, interaction, 0)
        try:
            count = int(argument(interaction, 1))
        except ValueError as error:
            raise BadAction("no number") from error
        if not 1 <= count <= MOST_QUESTIONS:
            raise BadAction(f"{count} questions a day")
        return Update(await self._changed(group, count))

    async def _changed(self, group: Group, count: int) -> Card:
        groups = self._services.store.groups
        await groups.change_settings(group.id, lambda s: replace(s, questions=count))
        begun = bool(await self._services.store.rounds.open_dailies(group.id))
        return say(
            words("set.title", count=count),
            words("reviews") if count > 1 else "",
            words("set.from") if begun and count != group.settings.questions else "",
            tone=Tone.GOOD,
        )


def _menu(group: Group) -> Card:
    now = group.settings.questions
    faces = [
        Button(
            words("button", count=count),
            encode(SET, group.id, count),
            Style.PRIMARY if count == now else Style.SECONDARY,
        )
        for count in range(1, MOST_QUESTIONS + 1)
    ]
    return say(words("title"), words("now", count=now), words("reviews"), rows=(buttons(*faces),))
