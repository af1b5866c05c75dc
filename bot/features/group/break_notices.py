"""Switching the line about breaks in the channel off, and on again."""

from __future__ import annotations

from dataclasses import replace

from bot.features.arguments import argument
from bot.features.cards import buttons, say
from bot.features.context import organized_group
from bot.features.daily.breaks import is_told
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import Router, encode
from bot.model import Ack, Button, Interaction, Outcome, Row, Update
from bot.study.group import Group

words = words_of(__file__)

TELL = "tell-breaks"


def told_words(group: Group) -> str:
    return words("told") if is_told(group) else words("untold")


def switch(group: Group) -> Row:
    """The button that switches the line off, or on again."""
    label, to = (words("quiet"), "0") if is_told(group) else (words("loud"), "1")
    return buttons(Button(label, encode(TELL, group.id, to)))


class Announcing:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(TELL, Ack.UPDATE, self._tell)

    async def _tell(self, interaction: Interaction) -> Outcome:
        """Sets what the pressed button said, however often it is pressed."""
        _, group = await organized_group(self._services, interaction, 0)
        groups, loud = self._services.store.groups, argument(interaction, 1) == "1"
        await groups.change_settings(group.id, lambda s: replace(s, quiet_breaks=not loud))
        group = await groups.get(group.id) or group
        title, body = (
            (words("now-loud.title"), words("now-loud.body"))
            if loud
            else (words("now-quiet.title"), words("now-quiet.body"))
        )
        return Update(say(title, body, rows=(switch(group),)))
