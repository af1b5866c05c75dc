"""Which questions a quiz gets."""

from __future__ import annotations

import random
from collections.abc import Sequence

from bot.features.context import GroupContext
from bot.features.quiz.topics import Topic
from bot.features.review.due import knowledge
from bot.features.services import Services
from bot.features.spoilers import kept_from_practice, secrets_of, withdrawn_ids
from bot.interactions.router import from_millis
from bot.study import review, selection
from bot.study.course_plan import met
from bot.study.questions import type_of
from bot.study.round import NewRound
from content.model import Question


async def pick(
    services: Services, context: GroupContext, topic: Topic, count: int
) -> tuple[tuple[Question, ...], int]:
    """At most ``count`` questions, and how many of ``topic.only`` are open as daily ones."""
    if topic.only:  # met before, so only what is open now has to wait
        secrets = await secrets_of(services, context.person, context.group)
        withdrawn = await withdrawn_ids(services, context.group, context.course)
        left = [question for question in topic.only if question.id not in withdrawn]
        free = tuple(question for question in left if not secrets.holds(question))
        return free, len(left) - len(free)
    excluded = await kept_from_practice(services, context)
    store, person, now = services.store, context.person, services.now()
    answered = await store.answers.answered_questions(person.id, context.course.slug)
    known, at = await knowledge(services, context), from_millis(now)
    due = review.due(known, at)
    questions: tuple[Question, ...] = ()
    for scope in _scopes(context, topic.concepts):
        questions = selection.practice(
            context.course,
            scope,
            count,
            selection.seed_of(person.id, now),
            answered=answered,
            due=due,
            excluded=excluded,
            recall=lambda question: known.question_recall(question, at),
        )
        if len(questions) >= count:
            break
    return questions, 0


def posed_anew(
    services: Services, context: GroupContext, questions: Sequence[Question]
) -> list[NewRound]:
    """The questions with their options shuffled for this person and moment."""
    rng = random.Random(selection.seed_of(context.person.id, services.now(), "order"))
    return [
        NewRound(
            question.id, question.revision, question.concept, type_of(question).order(question, rng)
        )
        for question in questions
    ]


def _scopes(context: GroupContext, concepts: Sequence[str]) -> tuple[Sequence[str], ...]:
    """What to ask about: the topic; without one what the group has met, else the whole plan."""
    if concepts:
        return (concepts,)
    return (context.course.plan[: met(context.group, context.course)], context.course.plan)
