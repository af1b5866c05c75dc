"""Which questions a mock exam gets."""

from __future__ import annotations

import random
from datetime import timedelta

from bot.features.context import GroupContext
from bot.features.exam.ready import predicted, readiness_of
from bot.features.services import Services
from bot.features.spoilers import kept_from_practice
from bot.study.exam import Drawn, draw, minutes_for
from bot.study.mock_exam import answered_before
from bot.study.questions import type_of
from bot.study.round import NewRound
from bot.study.seeds import seed_of
from content.model import Blueprint
from storage.exams import NewExam

FRESH = timedelta(days=3)
"""A question answered so short a time ago proves little: others come first."""


async def drawn_exam(
    services: Services, context: GroupContext, blueprint: Blueprint, count: int
) -> NewExam | None:
    """A frozen exam, not begun yet; None where too few questions are free."""
    now = services.now()
    drawn = await _draw(services, context, blueprint, count)
    if not drawn:
        return None
    rng = random.Random(seed_of(context.person.id, now, "exam-order"))
    course = context.course
    questions = [course.questions[one.question_id] for one in drawn]
    told = await readiness_of(services, context, blueprint)
    return NewExam(
        person_id=context.person.id,
        group_id=context.group.id,
        course=course.slug,
        blueprint=blueprint.id,
        rounds=[NewRound(q.id, q.revision, q.concept, type_of(q).order(q, rng)) for q in questions],
        domains=[one.domain_id for one in drawn],
        predicted=predicted(told),
        local_date=services.today(context.group).isoformat(),
        started_at=now,
        ends_at=now + minutes_for(blueprint, len(drawn)) * 60_000,
    )


async def _draw(
    services: Services, context: GroupContext, blueprint: Blueprint, count: int
) -> tuple[Drawn, ...]:
    """What is kept for the group's own days never comes; of the rest neither what an earlier exam
    asked nor what is still fresh, as long as there is enough besides."""
    course, person, now = context.course, context.person, services.now()
    kept = await kept_from_practice(services, context)
    answered = await services.store.answers.answered_questions(person.id, course.slug)
    since = now - round(FRESH.total_seconds() * 1000)
    fresh = answered_before(tuple(answered.values()), since)
    earlier = await services.store.exams.asked_before(person.id, course.slug)
    seed = seed_of(person.id, now, "exam")
    best: tuple[Drawn, ...] = ()
    for without in (kept | fresh | earlier, kept | fresh, kept):
        found = draw(course, blueprint, count, seed, excluded=without)
        if len(found) > len(best):
            best = found
        if len(best) >= count:
            break
    return best
