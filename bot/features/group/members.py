"""/study members: who takes part, and who stands on the boards; /study reset: points anew."""

from __future__ import annotations

from dataclasses import replace

from bot.features.arguments import argument
from bot.features.cancel import cancel_button
from bot.features.cards import buttons, say
from bot.features.context import organized_group, organizer_context
from bot.features.group.notices import with_notices
from bot.features.group.organizers import (
    FIND,
    chosen_person,
    coded_words,
    found_words,
    joined_words,
    matching,
    member_options,
    typed_name,
    words,
)
from bot.features.names import shown_name
from bot.features.pages import page_number, paged
from bot.features.services import Services
from bot.interactions.router import Refusal, Router, encode, row_id
from bot.model import (
    Ack,
    Button,
    Card,
    Command,
    Interaction,
    Outcome,
    Reply,
    Style,
    Tone,
    Update,
)
from bot.study.group import Group
from storage.membership import Membership

MEMBERS = Command(
    ("study", "members"),
    words("members-command"),
    (FIND,),
    for_organizers=True,
    aliases=("member",),
    hints=("people", "users", "kick", "ban", "remove", "list"),
)
RESET = Command(
    ("study", "reset"),
    words("reset-command"),
    for_organizers=True,
    hints=("clear", "reset points", "reset season", "start over", "zero", "points"),
)
PAGE, PICK, OFF, ON = "members-page", "member", "member-off", "member-on"
ANEW = "points-anew"


class Members:
    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.command(MEMBERS, self._members)
        router.command(RESET, self._reset)
        router.action(PAGE, Ack.UPDATE, self._page)
        router.action(PICK, Ack.UPDATE, self._picked)
        router.action(OFF, Ack.UPDATE, self._off)
        router.action(ON, Ack.UPDATE, self._on)
        router.action(ANEW, Ack.UPDATE, self._anew)

    async def _members(self, interaction: Interaction) -> Outcome:
        _, group = await organizer_context(self._services, interaction)
        card = await self._list(group, typed_name(interaction), 0)
        return Reply(await with_notices(self._services, group, card, interaction))

    async def _page(self, interaction: Interaction) -> Outcome:
        _, group = await organized_group(self._services, interaction, 0)
        find, page = found_words(argument(interaction, 1)), page_number(interaction, 2)
        return Update(await self._list(group, find, page))

    async def _list(self, group: Group, find: str, page: int) -> Card:
        roll = [m for m in await self._services.store.members.roll(group.id) if m.since]
        here = matching(roll, find)
        if not here:
            none = words("none-found", name=find) if find else words("nobody-yet")
            return say(words("members"), none)
        said = words("members-body", members=len(roll))
        if find:
            said = words("members-found", found=len(here), members=len(roll), name=find)
        return say(
            words("members"),
            said,
            rows=paged(
                encode(PICK, group.id),
                words("choose"),
                member_options(here, group),
                page,
                encode(PAGE, group.id, coded_words(find)),
            ),
        )

    async def _picked(self, interaction: Interaction) -> Outcome:
        _, group = await organized_group(self._services, interaction, 0)
        member = await self._known(group, chosen_person(interaction))
        name, joined = shown_name(member.name), joined_words(member, group)
        if member.removed:
            title, body = words("on.title", name=name), words("on.body")
            again = Button(words("on.button"), encode(ON, group.id, member.person_id))
        else:
            title = words("off.title", name=name)
            body = words("off.away" if member.away else "off.body")
            off = encode(OFF, group.id, member.person_id)
            again = Button(words("off.button"), off, Style.DANGER)
        return Update(say(title, body, joined, rows=(buttons(again, cancel_button()),)))

    async def _off(self, interaction: Interaction) -> Outcome:
        name = await self._set(interaction, removed=True)
        return Update(say(words("is-off.title", name=name), words("is-off.body")))

    async def _on(self, interaction: Interaction) -> Outcome:
        name = await self._set(interaction, removed=False)
        return Update(say(words("is-on.title", name=name), words("is-on.body"), tone=Tone.GOOD))

    async def _set(self, interaction: Interaction, *, removed: bool) -> str:
        _, group = await organized_group(self._services, interaction, 0)
        member = await self._known(group, row_id(argument(interaction, 1)))
        await self._services.store.members.remove(group.id, member.person_id, removed=removed)
        return shown_name(member.name)

    async def _known(self, group: Group, person_id: int) -> Membership:
        member = await self._services.store.members.of(group.id, person_id)
        if member is None or not member.since:
            raise Refusal(say(words("not-in-group.title"), words("not-in-group.body")))
        return member

    async def _reset(self, interaction: Interaction) -> Outcome:
        _, group = await organizer_context(self._services, interaction)
        board = await self._services.store.boards.board(group.id, "all", None, 1)
        anew = encode(ANEW, group.id, _times(group), self._today(group))
        card = say(
            words("reset.title"),
            words("reset.body", members=board.members),
            rows=(buttons(Button(words("reset.button"), anew, Style.DANGER), cancel_button()),),
            tone=Tone.NOTICE,
        )
        return Reply(await with_notices(self._services, group, card, interaction))

    async def _anew(self, interaction: Interaction) -> Outcome:
        """Once a card, and on its own day only: later it would take points nobody spoke of."""
        _, group = await organized_group(self._services, interaction, 0)
        shown = (row_id(argument(interaction, 1)), row_id(argument(interaction, 2)))
        if shown != (_times(group), self._today(group)):
            raise Refusal(say(words("reset-old.title"), words("reset-old.body")))
        groups, today = self._services.store.groups, self._services.today(group).isoformat()
        await self._services.store.members.begin_anew(group.id)
        await groups.change_settings(
            group.id, lambda s: replace(s, points_since=today, points_resets=s.points_resets + 1)
        )
        return Update(say(words("reset-done.title"), words("reset-done.body"), tone=Tone.GOOD))

    def _today(self, group: Group) -> int:
        return self._services.today(group).toordinal()


def _times(group: Group) -> int:
    return group.settings.points_resets
