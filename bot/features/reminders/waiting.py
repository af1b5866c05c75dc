"""What waits for a member in all their groups, as of now."""

from __future__ import annotations

from dataclasses import dataclass

from bot.features.checkpoint.waiting import CheckpointWaiting, checkpoint_waiting
from bot.features.context import GroupContext
from bot.features.review.due import session
from bot.features.services import Services
from bot.study import calendar, streaks
from bot.study.group import Group, GroupState
from bot.study.person import Person
from bot.study.reminders import Waiting
from bot.study.round import Round
from content.model import Question


@dataclass(frozen=True, slots=True)
class GroupWaiting:
    """``asked`` is the open question that the person has not answered; ``stake`` the streak in
    study days that ends unless they answer today, 0 where nothing is at stake."""

    context: GroupContext
    waiting: Waiting
    asked: tuple[Round, Question] | None = None
    stake: int = 0
    checkpoint: CheckpointWaiting | None = None


async def what_waits(services: Services, person: Person) -> tuple[GroupWaiting, ...]:
    """One a group, those with an open question first.

    A course that the person studies in two groups has its reviews once.
    """
    found: list[GroupWaiting] = []
    courses: set[str] = set()
    for group in await services.store.groups.of_person(person.id):
        course = services.course(group)
        if course is None:
            continue
        context = GroupContext(person, group, course)
        found.append(await _in_group(services, context, reviews=course.slug not in courses))
        courses.add(course.slug)
    return tuple(sorted(found, key=lambda one: (one.asked is None, -one.stake)))


async def _in_group(services: Services, context: GroupContext, *, reviews: bool) -> GroupWaiting:
    person, group, store = context.person, context.group, services.store
    today = services.today(group).isoformat()
    asked = await _unanswered(services, context)
    studying = await _studies_today(services, group)
    due = len((await session(services, context)).picks) if reviews else 0
    practiced = await store.runs.practised(person.id, group.id, today) if due else 0
    stake = 0
    if asked is not None and studying:
        row, days = await store.answers.streak(group.id, person.id, today)
        if (today, True) not in days:
            stake = streaks.shown(row, days, today).current
    mixed = await checkpoint_waiting(services, context)
    waiting = Waiting(asked is not None, studying, due, practiced, mixed is not None)
    return GroupWaiting(context, waiting, asked, stake, mixed)


async def _unanswered(services: Services, context: GroupContext) -> tuple[Round, Question] | None:
    """The newest question that is open in the group, where the person has not answered it."""
    store = services.store
    for posed in reversed(await store.rounds.open_dailies(context.group.id)):
        asked = services.asked(context.group, posed)
        if asked is not None and await store.answers.of(posed.id, context.person.id) is None:
            return posed, asked[1]
    return None


async def _studies_today(services: Services, group: Group) -> bool:
    if group.state != GroupState.ACTIVE:
        return False
    free = await services.store.groups.free_dates(group.id)
    return calendar.is_study_day(services.today(group), group.schedule.days, free)
