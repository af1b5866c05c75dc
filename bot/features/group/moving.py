"""/study move: the group goes to another channel, with all it has."""

from __future__ import annotations

from bot.features.arguments import argument
from bot.features.cancel import cancel_button
from bot.features.cards import buttons, say
from bot.features.context import organized_group, organizer_context
from bot.features.daily.upcoming import next_words
from bot.features.group.channel_trouble import cannot_post
from bot.features.group.setup import refuse_conversation, taken
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import Refusal, Router, encode, row_id
from bot.model import (
    Ack,
    Button,
    Card,
    ChannelRef,
    Command,
    Interaction,
    Outcome,
    Prepared,
    Reply,
    Style,
    Tone,
    Update,
)
from bot.study.group import Group
from storage.errors import Conflict

words = words_of(__file__)

MOVE = Command(
    ("study", "move"),
    words("command"),
    for_organizers=True,
    hints=("channel", "here", "relocate", "move here"),
)
MOVE_HERE, LOOK_HERE = "move", "move-look"


class Moving:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.command(MOVE, self._move)
        router.action(MOVE_HERE, Ack.UPDATE, self._move_here)
        router.action(LOOK_HERE, Ack.UPDATE, self._look_here)

    async def _move(self, interaction: Interaction) -> Outcome:
        refuse_conversation(interaction)
        _, group = await organizer_context(self._services, interaction)
        here = await self._services.store.groups.by_channel(interaction.channel)
        if here is not None:
            raise Refusal(say(words("here.title"), words("here.body")))
        return Reply(await self._ask(group, interaction.channel))

    async def _look_here(self, interaction: Interaction) -> Outcome:
        _, group = await organized_group(self._services, interaction, 0)
        return Update(await self._ask(group, interaction.channel))

    async def _ask(self, group: Group, where: ChannelRef) -> Card:
        """Says where the group would post, or why it cannot and what to do."""
        found = await self._services.directory.inspect(where)
        if found.problem and not found.unsure:
            return cannot_post(found.problem, found.todo, again=encode(LOOK_HERE, group.id))
        return say(
            words("sure.title"),
            words("sure.body", channel=found.shows_as),
            found.note,
            words("sure.private", channel=found.shows_as) if found.private else "",
            rows=(
                buttons(
                    Button(words("sure.button"), encode(MOVE_HERE, group.id), Style.PRIMARY),
                    cancel_button(),
                ),
            ),
        )

    async def _move_here(self, interaction: Interaction) -> Outcome:
        refuse_conversation(interaction)
        _, group = await organized_group(self._services, interaction, 0)
        if group.id != row_id(argument(interaction)):
            raise Refusal(say(words("another-group.title"), words("another-group.body")))
        found = await self._services.directory.prepare(interaction.channel)
        if found.problem:
            again = encode(MOVE_HERE, group.id)
            return Update(cannot_post(found.problem, found.todo, again=again))
        await self._moved(group, found)
        group = await self._services.store.groups.get(group.id) or group
        when = await next_words(self._services, group)
        return Update(say(words("moved.title"), words("moved.body", when=when), tone=Tone.GOOD))

    async def _moved(self, group: Group, found: Prepared) -> None:
        """Takes the place of the channel that cannot be posted to, else of the first one."""
        groups, new = self._services.store.groups, found.channel
        channels = [
            c for c in await groups.channels(group.id) if c.channel.platform == new.platform
        ]
        if not channels:
            raise Refusal(say(words("no-channel.title"), words("no-channel.body")))
        old = next((c.channel for c in channels if c.problem), channels[0].channel)
        try:
            await groups.move_channel(group.id, old, new)
        except Conflict as error:
            raise Refusal(taken()) from error
        await groups.look(new, found.private, found.shows_as, self._services.now())
