"""Which question a group gets on a study day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from bot.features.course_plan import group_seed, met, opening_of, study_dates, this_season
from bot.features.services import Services
from bot.features.spoilers import withdrawn_ids
from bot.study import selection, weakness
from bot.study.delivery import DeliveryKind
from bot.study.group import Group, Rhythm
from bot.study.round import Asked, RoundState
from content.model import Course, Question

TOLD_FOR = timedelta(days=60)
"""So long people may remember the results of another group's question."""
RECENT = 20
"""So many daily questions tell which concepts are weak in a group."""


async def pick(services: Services, group: Group, course: Course, day: str) -> Question | None:
    """The question of the local date ``day``: the same for the whole group, about an earlier
    concept. Before any earlier concept has questions, the day's own are better than none.
    """
    history = await services.store.rounds.history(group.id)
    today = await concept_of(services, group, course, day)
    ways = partial(
        selection.daily,
        course,
        history=history,
        seed=group_seed(group),
        accuracy=_weak(history),
        not_about={asked.concept_id for asked in history if asked.local_date == day},
        withdrawn=await withdrawn_ids(services, group, course),
        told=await _told(services, group, course, day),
    )
    question = ways(_position(group, course, history, day), today=today)
    if question is None and today is not None:
        question = ways(course.plan.index(today) + 1)
    tried = {a.question_id for a in history if a.local_date == day and a.state == RoundState.VOID}
    return None if question is not None and question.id in tried else question


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


def _weak(history: Sequence[Asked]) -> dict[str, float]:
    """The concepts that the group is weak in by the latest daily questions, each with the share
    of right answers to expect."""
    counted = (asked for asked in history[-RECENT:] if asked.state != RoundState.VOID)
    found = weakness.estimates(counted)
    return {concept: shown.share for concept, shown in found.items() if shown.weak}
