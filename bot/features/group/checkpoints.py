"""/study checkpoints: whether every fifth study day has a checkpoint."""

from __future__ import annotations

from dataclasses import replace

from bot.features.arguments import argument
from bot.features.cards import buttons, say
from bot.features.checkpoint.words import words
from bot.features.context import organized_group, organizer_context
from bot.features.daily.views import view_of
from bot.features.group.notices import with_notices
from bot.features.services import Services
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
from bot.study.group import Group, GroupState
from bot.study.planning.checkpoints import left
from bot.study.planning.view import GroupView

ON, OFF = "on", "off"
COMMAND = Command(
    ("study", "checkpoints"),
    words("command"),
    (
        OptionSpec(
            "set",
            words("option"),
            OptionKind.CHOICE,
            choices=(Choice(words("on"), ON), Choice(words("off"), OFF)),
        ),
    ),
    for_organizers=True,
    hints=("checkpoint", "weekly test", "mixed questions"),
)
SET = "checkpoints"


class CheckpointSwitch:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.command(COMMAND, self._command)
        router.action(SET, Ack.UPDATE, self._set)

    async def _command(self, interaction: Interaction) -> Outcome:
        _, group = await organizer_context(self._services, interaction)
        chosen = str(interaction.options.get("set", ""))
        card = await self._changed(group, chosen == ON) if chosen else _menu(group)
        return Reply(await with_notices(self._services, group, card, interaction))

    async def _set(self, interaction: Interaction) -> Outcome:
        """Sets what the pressed button said, however often it is pressed."""
        _, group = await organized_group(self._services, interaction, 0)
        chosen = argument(interaction, 1)
        if chosen not in (ON, OFF):
            raise BadAction("neither on nor off")
        return Update(await self._changed(group, chosen == ON))

    async def _changed(self, group: Group, on: bool) -> Card:
        groups = self._services.store.groups
        await groups.change_settings(group.id, lambda s: replace(s, checkpoints=on))
        if on:
            told = await self._next(group)
            return say(words("set-on.title"), words("about.body"), told, tone=Tone.GOOD)
        open_ = await self._services.store.checkpoints.open_of(group.id, self._services.now())
        return say(words("set-off.title"), words("set-off.open") if open_ else "", tone=Tone.GOOD)

    async def _next(self, group: Group) -> str:
        view = await view_of(self._services, group, bank=True)
        return next_words(self._services, view)


def next_words(services: Services, view: GroupView) -> str:
    """When the next checkpoint comes; empty where the course is missing or over. ``view`` has its
    bank."""
    course = services.course(view.group)
    if course is None or view.group.state == GroupState.ENDED:
        return ""
    return words("status-next", left=left(view, course))


async def status_words(services: Services, view: GroupView) -> str:
    """One line on checkpoints for an organizer; empty where there is nothing to say."""
    open_ = await services.store.checkpoints.open_of(view.group.id, services.now())
    if open_ is not None:
        took = await services.store.checkpoints.begun(open_.id)
        return words("status-open", took=took)
    if not view.group.settings.checkpoints:
        return words("status-off")
    return next_words(services, view)


def _menu(group: Group) -> Card:
    now = group.settings.checkpoints
    faces = [
        Button(
            words(value),
            encode(SET, group.id, value),
            Style.PRIMARY if (value == ON) == now else Style.SECONDARY,
        )
        for value in (ON, OFF)
    ]
    state = words("about.is-on" if now else "about.is-off")
    return say(words("about.title"), state, words("about.body"), rows=(buttons(*faces),))
