"""Who is asking, and about which group."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from bot.core.router import Refusal, Router, encode, in_place, row_id
from bot.features.arguments import argument, chosen_id
from bot.features.cards import say
from bot.features.services import Services
from bot.model import Ack, Card, Interaction, Option, Outcome, Reply, Rights, Select
from bot.model.limits import NAME, OPTION_DESCRIPTION, OPTION_LABEL, OPTIONS, clip
from bot.study import calendar
from content.model import Course
from storage.records import Group, Person, Round

PICK = "pick-group"
JOINERS = "\u200c\u200d"

NO_GROUP = say(
    "There is no study group here yet",
    "An organiser can start one in any channel with /study setup. It takes a minute, and "
    "nothing is posted before it is done.",
)
NO_COURSE = say(
    "The course is not here",
    "This group's course cannot be found on the machine that runs the bot. An organiser can "
    "choose another one with /study course.",
)


@dataclass(frozen=True, slots=True)
class Place:
    person: Person
    group: Group
    course: Course


async def person_of(services: Services, interaction: Interaction) -> Person:
    """The person behind an interaction, made on first sight."""
    name = plain_name(interaction.member_name)
    return await services.store.people.ensure(interaction.member, name, services.now())


def plain_name(name: str) -> str:
    """A display name on one line, without invisible characters; joiners hold emoji together."""
    kept = (
        letter if letter in JOINERS or not unicodedata.category(letter).startswith("C") else " "
        for letter in name
    )
    words = " ".join("".join(kept).split())
    return clip(words, NAME) if words.strip(JOINERS) else "Somebody"


async def place_of(services: Services, interaction: Interaction) -> Place:
    """Person, group and course of a command.

    The channel's group, else the workspace's only one, else the one chosen before, else the
    only one the person studies in; else a select asks (raised as ``Refusal``).
    """
    person = await person_of(services, interaction)
    group = await _group(services, interaction, person)
    course = services.course(group)
    if course is None:
        raise Refusal(NO_COURSE)
    return Place(person, group, course)


async def organised_place(services: Services, interaction: Interaction) -> tuple[Person, Group]:
    """Like ``place_of`` for organisers only; also where the course is missing."""
    person = await person_of(services, interaction)
    group = await _group(services, interaction, person)
    if not await may_organise(services, interaction, person, group):
        names = [p.name for p in await services.store.groups.organisers(group.id)]
        raise Refusal(
            say(
                "This is for organisers",
                f"Ask one of this group's organisers: {', '.join(names[:5]) or 'nobody yet'}.",
            )
        )
    return person, group


async def may_organise(
    services: Services, interaction: Interaction, person: Person, group: Group
) -> bool:
    organisers = await services.store.groups.organisers(group.id)
    if any(organiser.id == person.id for organiser in organisers):
        return True
    near = await services.store.groups.in_workspace(interaction.channel.workspace)
    if group.id not in {other.id for other in near}:
        return False  # Whoever manages this place does not manage where the group studies.
    return await is_manager(services, interaction)


async def is_manager(services: Services, interaction: Interaction) -> bool:
    """Whether the platform itself lets the member manage this place."""
    if interaction.rights is not Rights.UNKNOWN:
        return interaction.rights is Rights.MANAGER
    member = await services.directory.member(interaction.member)
    return member is not None and member.admin


async def scene_of(
    services: Services, interaction: Interaction, round_id: int
) -> tuple[Round, Group, Person] | None:
    """Round, group and person of a press; None when there is no such round within reach."""
    scene = await services.store.rounds.scene(round_id, interaction.member, interaction.channel)
    if scene is None:
        return None
    person = scene.person
    if person is None or person.name != plain_name(interaction.member_name):
        person = await person_of(services, interaction)
    if not scene.here and not await may_reach(services, interaction, person, scene.group):
        return None
    return scene.round, scene.group, person


async def may_reach(
    services: Services, interaction: Interaction, person: Person, group: Group
) -> bool:
    """Whether the group is one that the member could have been shown anything of."""
    groups = services.store.groups
    here = await groups.by_channel(interaction.channel)
    if here is not None and here.id == group.id:
        return True
    near = await groups.in_workspace(interaction.channel.workspace)
    own = await groups.of_person(person.id)
    return group.id in {other.id for other in (*near, *own)}


async def _group(services: Services, interaction: Interaction, person: Person) -> Group:
    groups = services.store.groups
    here = await groups.by_channel(interaction.channel)
    if here is not None:
        return here
    workspace = interaction.channel.workspace
    near = await groups.in_workspace(workspace)
    if len(near) == 1:
        return near[0]
    own = await groups.of_person(person.id)
    candidates = {group.id: group for group in (*near, *own)}
    remembered = await services.store.people.remembered_group(person.id, workspace)
    if remembered in candidates:
        return candidates[remembered]
    if len(candidates) == 1:
        return next(iter(candidates.values()))
    if not candidates:
        raise Refusal(NO_GROUP)
    draft = await services.again.save(interaction)
    raise Refusal(_which(services, tuple(candidates.values()), draft))


def _which(services: Services, groups: tuple[Group, ...], draft: int) -> Card:
    options = tuple(
        Option(
            clip(
                course.title if (course := services.course(group)) else group.course, OPTION_LABEL
            ),
            str(group.id),
            clip(schedule_line(group), OPTION_DESCRIPTION),
        )
        for group in groups[:OPTIONS]
    )
    return say(
        "Which study group?",
        "There is more than one. Your choice is remembered here.",
        rows=(Select(encode(PICK, draft), "Choose a group", options),),
    )


def schedule_line(group: Group) -> str:
    """``09:00, Mon Tue Wed Thu Fri, Europe/Berlin``."""
    schedule = group.schedule
    times = ", ".join(calendar.clock_words(minutes) for minutes in schedule.times)
    return f"{times}, {day_words(schedule.days)}, {schedule.zone}"


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def day_words(days: tuple[int, ...]) -> str:
    if days == (1, 2, 3, 4, 5):
        return "Monday to Friday"
    if len(days) == 7:
        return "every day"
    return " ".join(DAYS[day - 1] for day in days)


class Places:
    """The select that asks for a group, and going on after it."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def register(self, router: Router) -> None:
        router.action(PICK, Ack.UPDATE, self._picked)

    async def _picked(self, interaction: Interaction) -> Outcome:
        person = await person_of(self._services, interaction)
        group = await self._services.store.groups.get(chosen_id(interaction) or 0)
        if group is None or not await may_reach(self._services, interaction, person, group):
            raise Refusal(NO_GROUP)
        people = self._services.store.people
        await people.remember_group(person.id, interaction.channel.workspace, group.id)
        outcome = await self._services.again.go_on(interaction, row_id(argument(interaction)))
        return in_place(outcome) if isinstance(outcome, Reply) else outcome
