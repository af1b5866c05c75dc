"""Which question a group gets on a study day."""

from __future__ import annotations

from collections.abc import Sequence

from bot.features.course_plan import group_seed, met, opening_of, study_dates, this_season
from bot.features.services import Services
from bot.study import selection
from bot.study.group import Group
from bot.study.round import Asked
from bot.study.study_day import CONCEPT, QUESTIONS
from content.model import Course, Question

RECENT = 20
"""So many daily questions tell which concepts are weak in a group."""


async def pick(services: Services, group: Group, course: Course, day: str) -> Question | None:
    """The question of the local date ``day``: the same for the whole group, about an earlier
    concept. Before any earlier concept has questions, the day's own are better than none.
    """
    history = await services.store.rounds.history(group.id)
    today = await concept_of(services, group, course, day)
    seed, weak = group_seed(group), _weak(history)
    position = _position(group, course, history, day)
    question = selection.daily(course, position, history, seed, today=today, accuracy=weak)
    if question is None and today is not None:
        position = course.plan.index(today) + 1
        question = selection.daily(course, position, history, seed, accuracy=weak)
    withdrawn = {a.question_id for a in history if a.local_date == day and a.state == "void"}
    return None if question is not None and question.id in withdrawn else question


async def concept_of(services: Services, group: Group, course: Course, day: str) -> str | None:
    """The concept planned for the local date ``day``, posted or not."""
    for row in await services.store.deliveries.of_day(group.id, day):
        if row.kind == CONCEPT and row.subject in course.concepts:
            return row.subject
    return None


def _position(group: Group, course: Course, history: Sequence[Asked], today: str) -> int:
    """How many concepts of the plan may be asked about; one more each day without concepts."""
    if group.schedule.rhythm != QUESTIONS:
        return met(group, course)
    asked = len(set(study_dates(this_season(group, course, history))) - {today})
    first = 1 if opening_of(course) else 0
    return min(len(course.plan), max(met(group, course), first + asked + 1))


def _weak(history: Sequence[Asked]) -> dict[str, float]:
    """Share of right answers that a concept had in the latest daily questions."""
    sums: dict[str, list[int]] = {}
    for asked in history[-RECENT:]:
        counts = sums.setdefault(asked.concept_id, [0, 0])
        counts[0] += asked.correct
        counts[1] += asked.answered
    return {concept: right / answered for concept, (right, answered) in sums.items() if answered}
