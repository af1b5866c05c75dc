"""Which question a group gets on a study day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.features.course_plan import (
    earlier_seasons,
    group_seed,
    met,
    opening_of,
    study_dates,
    this_season,
)
from bot.features.services import Services
from bot.features.spoilers import withdrawn_ids
from bot.study import policy
from bot.study.delivery import DeliveryKind
from bot.study.group import Group, Rhythm
from bot.study.round import Asked, RoundState
from content.model import Course, Question

TOLD_FOR = timedelta(days=60)
"""So long people may remember the results of another group's question."""


async def pick(services: Services, group: Group, course: Course, day: str) -> Question | None:
    """The question of the local date ``day``: the same for the whole group (``policy.choose``)."""
    history = await services.store.rounds.history(group.id)
    season = this_season(group, course, history)
    withdrawn = await withdrawn_ids(services, group, course)
    gone = [asked for asked in history if asked.state == RoundState.VOID]
    found = policy.choose(
        course,
        _position(group, course, history, day),
        [asked for asked in season if asked.state != RoundState.VOID],
        day,
        group_seed(group),
        today=await concept_of(services, group, course, day),
        not_about={asked.concept_id for asked in gone if asked.local_date == day},
        known=policy.Known(
            withdrawn=withdrawn | {asked.question_id for asked in gone if asked.local_date == day},
            told=await _told(services, group, course, day),
            earlier=[asked.question_id for asked in earlier_seasons(group, history)],
        ),
    )
    return found.question if found else None


async def _told(services: Services, group: Group, course: Course, day: str) -> frozenset[str]:
    """Ids of questions that other groups in the group's workspaces were asked lately: members of
    both, or whoever reads the other channel, may have seen the results."""
    since = date.fromisoformat(day) - TOLD_FOR
    near = await services.store.rounds.asked_near(group.id, since.isoformat())
    return frozenset(
        id_
        for id_, concept in near
        if (question := course.questions.get(id_)) is not None and question.concept == concept
    )


async def concept_of(services: Services, group: Group, course: Course, day: str) -> str | None:
    """The concept planned for the local date ``day``, posted or not."""
    for row in await services.store.deliveries.of_day(group.id, day):
        if row.kind == DeliveryKind.CONCEPT and row.subject in course.concepts:
            return row.subject
    return None


def _position(group: Group, course: Course, history: Sequence[Asked], today: str) -> int:
    """How many concepts of the plan may be asked about; one more each day without concepts."""
    if group.schedule.rhythm != Rhythm.QUESTIONS:
        return met(group, course)
    asked = len(set(study_dates(this_season(group, course, history))) - {today})
    first = 1 if opening_of(course) else 0
    return min(len(course.plan), max(met(group, course), first + asked + 1))
