"""Who is asking, and about which group."""

from __future__ import annotations

from dataclasses import dataclass

from bot.features.arguments import argument, chosen_id
from bot.features.cards import say
from bot.features.names import plain_name, shown_name
from bot.features.pages import page_number, paged
from bot.features.permissions import is_open, is_outsider, may_reach
from bot.features.services import Services
from bot.i18n import words_of
from bot.interactions.router import Refusal, Router, encode, in_place, row_id
from bot.model import Ack, Card, Interaction, Option, Outcome, Reply, Rights, Update
from bot.model.limits import OPTION_DESCRIPTION, OPTION_LABEL, clip
from bot.study import calendar
from bot.study.group import Group, Schedule
from bot.study.person import Person
from bot.study.round import Round
from content.model import Course

__all__ = [
    "NO_COURSE",
    "NO_GROUP",
    "GroupContext",
    "Places",
    "day_words",
    "group_context",
    "is_manager",
    "may_organize",
    "may_reach",
    "organized_group",
    "organizer_context",
    "person_of",
    "plain_name",
    "round_context",
    "schedule_line",
    "schedule_words",
    "studied_group",
]

words = words_of(__file__)

PICK, PAGE = "pick-group", "pick-group-page"

NO_GROUP = say(words("no-group.title"), words("no-group.body"))
NO_COURSE = say(words("no-course.title"), words("no-course.body"))


@dataclass(frozen=True, slots=True)
class GroupContext:
    person: Person
    group: Group
    course: Course


async def person_of(services: Services, interaction: Interaction) -> Person:
    """The person behind an interaction, made on first sight, by the name they have here."""
    name, here = plain_name(interaction.member_name), interaction.channel.workspace
    return await services.store.people.ensure(interaction.member, name, services.now(), here)


async def group_context(services: Services, interaction: Interaction) -> GroupContext:
    """Person, group and course of a command.

    The channel's group, else of those that the person may read (``bot.features.permissions``) the
    workspace's only one, else the one chosen before, else the only one the person studies in;
    else a select asks (raised as ``Refusal``).
    """
    person = await person_of(services, interaction)
    return _with_course(services, person, await _group(services, interaction, person))


async def studied_group(services: Services, interaction: Interaction, at: int) -> GroupContext:
    """Like ``group_context``, for a button that names its group in argument ``at``.

    One from before buttons did that is about the group that a command would be about.
    """
    if len(interaction.args) <= at:
        return await group_context(services, interaction)
    person, group = await _named(services, interaction, at)
    return _with_course(services, person, group)


async def organizer_context(services: Services, interaction: Interaction) -> tuple[Person, Group]:
    """Like ``group_context`` for organizers only; also where the course is missing."""
    person = await person_of(services, interaction)
    group = await _group(services, interaction, person)
    await _must_organise(services, interaction, person, group)
    return person, group


async def organized_group(
    services: Services, interaction: Interaction, at: int
) -> tuple[Person, Group]:
    """Like ``organizer_context``, for a button or form that names its group in argument ``at``.

    So a card keeps to the group it was shown for, whatever was chosen elsewhere since.
    """
    if len(interaction.args) <= at:
        return await organizer_context(services, interaction)
    person, group = await _named(services, interaction, at)
    await _must_organise(services, interaction, person, group)
    return person, group


async def may_organize(
    services: Services, interaction: Interaction, person: Person, group: Group
) -> bool:
    organizers = await services.store.groups.organizers(group.id)
    if any(organizer.id == person.id for organizer in organizers):
        return True
    near = await services.store.groups.in_workspace(interaction.channel.workspace)
    if group.id not in {other.id for other in near}:
        return False  # Whoever manages this place does not manage where the group studies.
    return await is_manager(services, interaction)


async def is_manager(services: Services, interaction: Interaction) -> bool:
    """Whether the platform itself lets the member manage this place."""
    if interaction.rights is not Rights.UNKNOWN:
        return interaction.rights is Rights.MANAGER
    member = await services.directory.member(interaction.member, interaction.channel.workspace)
    return member is not None and member.admin


async def round_context(
    services: Services, interaction: Interaction, round_id: int
) -> tuple[Round, Group, Person] | None:
    """Round, group and person of a press; None when there is no such round within reach."""
    context = await services.store.rounds.context(round_id, interaction.member, interaction.channel)
    if context is None:
        return None
    person = context.person
    if person is None or person.name != plain_name(interaction.member_name):
        person = await person_of(services, interaction)
    if context.here and context.member:
        return context.round, context.group, person
    if not await may_reach(services, interaction, person, context.group):
        return None
    return context.round, context.group, person


async def _must_organise(
    services: Services, interaction: Interaction, person: Person, group: Group
) -> None:
    if await may_organize(services, interaction, person, group):
        return
    names = [shown_name(p.name) for p in await services.store.groups.organizers(group.id)][:5]
    said = words("organizers-only.body", names=", ".join(names))
    raise Refusal(
        say(words("organizers-only.title"), said if names else words("organizers-only.nobody"))
    )


async def _named(services: Services, interaction: Interaction, at: int) -> tuple[Person, Group]:
    person = await person_of(services, interaction)
    group = await services.store.groups.get(row_id(argument(interaction, at)))
    if group is None or not await may_reach(services, interaction, person, group):
        raise Refusal(NO_GROUP)
    return person, group


def _with_course(services: Services, person: Person, group: Group) -> GroupContext:
    course = services.course(group)
    if course is None:
        raise Refusal(NO_COURSE)
    return GroupContext(person, group, course)


async def _group(services: Services, interaction: Interaction, person: Person) -> Group:
    groups, now = services.store.groups, services.now()
    here = await groups.by_channel(interaction.channel)
    if here is not None:
        await services.store.members.join(here.id, person.id, now)
        return here
    candidates, own = await _candidates(services, interaction, person)
    remembered = await services.store.people.remembered_group(
        person.id, interaction.channel.workspace
    )
    while candidates:
        chosen = await _chosen(services, interaction, candidates, remembered)
        if chosen is None:
            draft = await services.again.save(interaction)
            raise Refusal(await _which(services, tuple(candidates.values()), draft, 0))
        if chosen.id in own or await is_open(services, interaction, chosen):
            return chosen
        del candidates[chosen.id]
    raise Refusal(NO_GROUP)


async def _candidates(
    services: Services, interaction: Interaction, person: Person
) -> tuple[dict[int, Group], frozenset[int]]:
    """The groups that the member may read, this workspace's first; and the ids of the own ones."""
    groups, workspace = services.store.groups, interaction.channel.workspace
    own = {group.id: group for group in await groups.of_person(person.id)}
    near = {group.id: group for group in await groups.open_in(workspace) if group.id not in own}
    if near and await is_outsider(services, interaction):
        near = {}
    mine = {g.id: g for g in await groups.in_workspace(workspace) if g.id in own}
    return dict(sorted({**near, **mine}.items())) | own, frozenset(own)


async def _chosen(
    services: Services, interaction: Interaction, found: dict[int, Group], remembered: int | None
) -> Group | None:
    """The one that is meant without asking."""
    workspace = interaction.channel.workspace
    near = [g for g in await services.store.groups.in_workspace(workspace) if g.id in found]
    if len(near) == 1:
        return near[0]
    if remembered in found:
        return found[remembered]
    return next(iter(found.values())) if len(found) == 1 else None


async def _which(services: Services, groups: tuple[Group, ...], draft: int, page: int) -> Card:
    options = [
        Option(
            clip(
                course.title if (course := services.course(group)) else group.course, OPTION_LABEL
            ),
            str(group.id),
            clip(await _told_apart(services, group), OPTION_DESCRIPTION),
        )
        for group in groups
    ]
    return say(
        words("which.title"),
        words("which.body"),
        rows=paged(
            encode(PICK, draft), words("which.placeholder"), options, page, encode(PAGE, draft)
        ),
    )


async def _told_apart(services: Services, group: Group) -> str:
    shown = [c.shown for c in await services.store.groups.channels(group.id) if c.shown]
    line = schedule_line(group)
    return words("in-channel", channel=shown[0], schedule=line) if shown else line


def schedule_line(group: Group) -> str:
    """``09:00, Monday to Friday, Europe/Berlin``."""
    return words("schedule", times=schedule_words(group.schedule), zone=group.schedule.zone)


def schedule_words(schedule: Schedule) -> str:
    """``09:00, Monday to Friday``."""
    times = ", ".join(calendar.clock_words(minutes) for minutes in schedule.times)
    return words("times", times=times, days=day_words(schedule.days))


def day_words(days: tuple[int, ...]) -> str:
    if days == (1, 2, 3, 4, 5):
        return words("weekdays")
    if len(days) == 7:
        return words("every-day")
    return " ".join(words("day", number=day) for day in days)


class Places:
    """The select that asks for a group, and going on after it."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(PICK, Ack.UPDATE, self._picked)
        router.action(PAGE, Ack.UPDATE, self._page)

    async def _page(self, interaction: Interaction) -> Outcome:
        person = await person_of(self._services, interaction)
        found, _ = await _candidates(self._services, interaction, person)
        if not found:
            raise Refusal(NO_GROUP)
        draft, page = row_id(argument(interaction)), page_number(interaction, 1)
        return Update(await _which(self._services, tuple(found.values()), draft, page))

    async def _picked(self, interaction: Interaction) -> Outcome:
        person = await person_of(self._services, interaction)
        group = await self._services.store.groups.get(chosen_id(interaction) or 0)
        if group is None or not await may_reach(self._services, interaction, person, group):
            raise Refusal(NO_GROUP)
        people = self._services.store.people
        await people.remember_group(person.id, interaction.channel.workspace, group.id)
        outcome = await self._services.again.go_on(interaction, row_id(argument(interaction)))
        return in_place(outcome) if isinstance(outcome, Reply) else outcome
