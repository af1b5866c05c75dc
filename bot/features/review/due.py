"""What a member knows and what is due, from all their answers in a course."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.features.context import GroupContext
from bot.features.services import Services
from bot.features.spoilers import kept_from_practice
from bot.i18n import words_of
from bot.interactions.router import from_millis
from bot.study import calendar, review
from bot.study.calibration import Sureness
from bot.study.knowledge import Knowledge
from bot.study.quiz_run import Run
from bot.study.recall import model_of
from bot.study.seeds import seed_of

words = words_of(__file__, "review")

REVIEW = "review"
TOPIC = words("topic")
"""What a quiz of reviews is about."""


def is_review(run: Run) -> bool:
    """Whether the quiz is a round of reviews."""
    return run.topic == TOPIC


def waiting(run: Run) -> tuple[str, ...]:
    """Ids of questions that come again before a review ends: they were wrong, and not right since.

    None in a quiz that is no review.
    """
    if not is_review(run):
        return ()
    asked = [
        (posed.question_id, run.answers[posed.id].correct)
        for posed in run.rounds
        if posed.id in run.answers
    ]
    return review.again(asked)


async def knowledge(services: Services, context: GroupContext) -> Knowledge:
    """What the person knows of the group's course, from answers in all their groups."""
    person, course, group = context.person, context.course, context.group
    found = await services.store.memories.of(person.id, course.slug, group.id)
    return Knowledge.of(course, found.known, model_of(found.parameters))


async def session(services: Services, context: GroupContext) -> review.Session:
    """The next five reviews; none where nothing is due."""
    now = services.now()
    return review.session(
        await knowledge(services, context),
        from_millis(now),
        seed_of(context.person.id, now, "review"),
        excluded=await kept_from_practice(services, context),
    )


async def how_sure(services: Services, context: GroupContext) -> Sureness:
    """How often the person was right when they were sure, and when they were not."""
    return await services.store.memories.sureness(context.person.id, context.course.slug)


async def what_is_next(services: Services, context: GroupContext) -> str:
    """One sentence: that more is due, or when the next review is; empty before any answer."""
    known, now = await knowledge(services, context), from_millis(services.now())
    if review.due(known, now):
        return words("more-due")
    at = review.next_due(known, now)
    return "" if at is None else words("next-due", when=day_words(services, context, at))


def day_words(services: Services, context: GroupContext, at: datetime) -> str:
    """``later today``, ``tomorrow``, ``on Thursday`` or ``on Jan 12``, in the group's zone."""
    today = services.today(context.group)
    day = calendar.local_date(at, context.group.schedule.zone)
    if day <= today:
        return words("today")
    if day == today + timedelta(days=1):
        return words("tomorrow")
    if day < today + timedelta(days=7):
        return words("on-day", day=calendar.weekday_words(day))
    return words("on-day", day=calendar.short_date_words(day, today))
