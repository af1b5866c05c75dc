"""/study organizers, move and course: who runs the group, where, and with which course."""

from __future__ import annotations

from dataclasses import replace

from bot.core.router import Refusal, Router, encode, row_id
from bot.features.arguments import argument, chosen_id
from bot.features.cards import buttons, say
from bot.features.daily.planner import SINCE, Planner
from bot.features.group.notices import with_notices
from bot.features.group.opening import open_season
from bot.features.group.setup import NOT_HERE, taken
from bot.features.group.troubles import cannot_post
from bot.features.places import organised_place
from bot.features.plans import ASKED_BEFORE
from bot.features.services import Services
from bot.model import (
    Ack,
    Button,
    Card,
    Command,
    Interaction,
    Option,
    Outcome,
    Reply,
    Row,
    Select,
    Style,
    Tone,
    Update,
)
from bot.model.limits import OPTION_DESCRIPTION, OPTION_LABEL, OPTIONS, clip
from storage.errors import Conflict
from storage.records import Group

ORGANISERS = Command(
    ("study", "organizers"),
    "Who runs this group",
    for_organisers=True,
    aliases=("organisers", "organizer", "organiser"),
    hints=("admin", "admins", "owner", "owners", "moderators", "who"),
)
MOVE = Command(
    ("study", "move"),
    "Move the group to this channel",
    for_organisers=True,
    hints=("channel", "here", "relocate", "move here"),
)
COURSE = Command(
    ("study", "course"),
    "Choose another course",
    for_organisers=True,
    hints=("courses", "new season", "season", "restart", "reset", "change course"),
)
ADD, REMOVE, MOVE_HERE, PICK_COURSE, NEW_COURSE = (
    "organiser-add",
    "organiser-remove",
    "move",
    "course",
    "course-start",
)


class Organising:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._planner = Planner(services)

    def register(self, router: Router) -> None:
        router.command(ORGANISERS, self._organisers)
        router.command(MOVE, self._move)
        router.command(COURSE, self._course)
        router.action(ADD, Ack.UPDATE, self._add)
        router.action(REMOVE, Ack.UPDATE, self._remove)
        router.action(MOVE_HERE, Ack.UPDATE, self._move_here)
        router.action(PICK_COURSE, Ack.UPDATE, self._picked)
        router.action(NEW_COURSE, Ack.UPDATE, self._new_course)

    async def _organisers(self, interaction: Interaction) -> Outcome:
        _, group = await organised_place(self._services, interaction)
        card = await self._list(group)
        return Reply(await with_notices(self._services, group, card))

    async def _list(self, group: Group) -> Card:
        """Anybody who has answered a question here can be made an organiser."""
        store = self._services.store
        organisers = await store.groups.organisers(group.id)
        known = {person.id for person in organisers}
        board = await store.boards.board(group.id, "all", None, OPTIONS)
        rows: list[Row] = []
        others = tuple(
            Option(clip(row.name, OPTION_LABEL), str(row.person_id))
            for row in board.top
            if row.person_id not in known
        )
        if others:
            rows.append(Select(encode(ADD), "Add an organiser", others[:OPTIONS]))
        if len(organisers) > 1:
            names = tuple(Option(clip(p.name, OPTION_LABEL), str(p.id)) for p in organisers)
            rows.append(Select(encode(REMOVE), "Remove an organiser", names[:OPTIONS]))
        return say(
            "Organisers",
            ", ".join(person.name for person in organisers) or "Nobody yet.",
            "Somebody who is not in the list has to answer one question here first.",
            rows=rows,
        )

    async def _add(self, interaction: Interaction) -> Outcome:
        _, group = await organised_place(self._services, interaction)
        person_id = _chosen(interaction)
        board = await self._services.store.boards.board(group.id, "all", None, OPTIONS)
        if person_id not in {row.person_id for row in board.top}:
            raise Refusal(say("That person is not in this group", "Try /study organizers again."))
        await self._services.store.groups.add_organiser(group.id, person_id)
        return Update(await self._list(group))

    async def _remove(self, interaction: Interaction) -> Outcome:
        _, group = await organised_place(self._services, interaction)
        if not await self._services.store.groups.remove_organiser(group.id, _chosen(interaction)):
            raise Refusal(say("One organiser has to stay", "Add another one first."))
        return Update(await self._list(group))

    async def _move(self, interaction: Interaction) -> Outcome:
        _, group = await organised_place(self._services, interaction)
        if interaction.channel.direct:
            raise Refusal(NOT_HERE)
        here = await self._services.store.groups.by_channel(interaction.channel)
        if here is not None:
            words = "Type /study move in the channel that the group should move to."
            raise Refusal(say("The group is here already", words))
        return Reply(
            say(
                "Move the group here?",
                "Everything to come is posted in this channel. Points, streaks and the plan stay.",
                rows=(buttons(Button("Move", encode(MOVE_HERE, group.id), Style.PRIMARY)),),
            )
        )

    async def _move_here(self, interaction: Interaction) -> Outcome:
        _, group = await organised_place(self._services, interaction)
        if group.id != row_id(argument(interaction)):
            raise Refusal(say("That is another group", "Type /study move again."))
        new = replace(interaction.channel, thread=None)
        found = await self._services.directory.prepare(new)
        if found.problem:
            return Update(cannot_post(found.problem, found.todo, again=encode(MOVE_HERE, group.id)))
        channels = await self._services.store.groups.channels(group.id)
        old = next((c.channel for c in channels if c.channel.platform == new.platform), None)
        if old is None:
            raise Refusal(say("The group has no channel on this platform", "It cannot move here."))
        try:
            await self._services.store.groups.move_channel(group.id, old, new)
        except Conflict as error:
            raise Refusal(taken()) from error
        return Update(say("Moved", "The next post comes here.", tone=Tone.GOOD))

    async def _course(self, interaction: Interaction) -> Outcome:
        _, group = await organised_place(self._services, interaction)
        options = tuple(
            Option(
                clip(course.title, OPTION_LABEL),
                slug,
                clip(course.description, OPTION_DESCRIPTION),
                slug == group.course,
            )
            for slug, course in sorted(self._services.shelf.all().items())
        )
        card = say(
            "Course",
            "Another course starts a new season from its first concept. Points stay.",
            rows=(Select(encode(PICK_COURSE), "Choose a course", options[:OPTIONS]),),
        )
        return Reply(await with_notices(self._services, group, card))

    async def _picked(self, interaction: Interaction) -> Outcome:
        _, group = await organised_place(self._services, interaction)
        slug = (interaction.values.get("choice") or ("",))[0]
        course = self._services.shelf.all().get(slug)
        if course is None:
            raise Refusal(say("That course is gone", "Try /study course again."))
        same = " (the one it has now)" if slug == group.course else ""
        return Update(
            say(
                "Start a new season?",
                f"{course.title}{same}, from its first concept. This cannot be undone.",
                rows=(buttons(Button("Start", encode(NEW_COURSE, slug), Style.DANGER)),),
                tone=Tone.NOTICE,
            )
        )

    async def _new_course(self, interaction: Interaction) -> Outcome:
        _, group = await organised_place(self._services, interaction)
        slug = argument(interaction)
        if slug not in self._services.shelf.all():
            raise Refusal(say("That course is gone", "Try /study course again."))
        groups, now = self._services.store.groups, self._services.now()
        asked = await self._services.store.rounds.history(group.id)
        await groups.set_setting(group.id, ASKED_BEFORE, f"{group.season + 1}:{len(asked)}")
        if group.state == "ended":
            await groups.set_state(group.id, "active", paused_until=None, due_at=group.due_at)
        await groups.set_course(group.id, slug, group.due_at)
        await groups.set_setting(group.id, SINCE, str(now))
        changed = await groups.get(group.id) or group
        await open_season(self._services, changed, self._services.shelf.all()[slug])
        due = await self._planner.next_due(changed, self._services.clock.now())
        await groups.set_due(group.id, due)
        return Update(say("A new season begins", "The next post is its first.", tone=Tone.GOOD))


def _chosen(interaction: Interaction) -> int:
    chosen = chosen_id(interaction)
    if chosen is None:
        raise Refusal(say("Nothing was chosen", "Please try /study organizers again."))
    return chosen
