"""A study day by reviews: whoever has cleared what is due has studied."""

from __future__ import annotations

from bot.features.context import GroupContext
from bot.features.milestones import reached_words
from bot.features.review.due import is_review, session, words
from bot.features.services import Services
from bot.model import Block, Paragraph, text
from bot.study.quiz_run import Run
from bot.study.study_days import MILESTONES


async def reviews_cleared(services: Services, context: GroupContext, run: Run) -> tuple[Block, ...]:
    """With the last verdict of a review: where nothing is due any more, today is a study day.

    What is asked here is asked with the last answer of a review only. Nothing is said where today
    counted already.
    """
    if not is_review(run) or any(posed.id not in run.answers for posed in run.rounds):
        return ()
    if (await session(services, context)).picks:
        return ()
    person, group, today = context.person, context.group, services.today(context.group)
    streak = await services.store.answers.keep_day(group.id, person.id, today.isoformat())
    if streak is None:
        return ()
    told = [words("cleared", streak=streak.current)]
    if streak.current in MILESTONES:
        told.append(reached_words(person.id, streak, streak.current))
    return (Paragraph(text(" ".join(told))),)
