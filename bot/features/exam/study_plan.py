"""How much is left before an exam, in words."""

from __future__ import annotations

from datetime import date, timedelta

from bot.features.context import GroupContext
from bot.features.daily.views import group_phase
from bot.features.exam.aim import Aim
from bot.features.exam.words import words
from bot.features.services import Services
from bot.study import calendar

HORIZON = 400
"""Study days are counted so far ahead at most."""
EXAM_LIKE = 14
"""The last days before the exam are like the exam."""


async def plan_words(services: Services, context: GroupContext, aim: Aim) -> str:
    """Days and study days left, concepts still to come, and what to do with them."""
    if aim.day is None:
        return ""
    group, today = context.group, services.today(context.group)
    days = (aim.day - today).days
    phase = await group_phase(services, group)
    ahead = _study_days(group.schedule.days, phase.off, today, aim.day)
    left = max(0, len(context.course.plan) - phase.done)
    lines = [words("plan.left", days=days, day=calendar.long_date_words(aim.day, today))]
    if left > ahead:
        lines.append(words("plan.behind", left=left, ahead=ahead))
    elif left:
        lines.append(words("plan.concepts", left=left, ahead=ahead))
    else:
        lines.append(words("plan.reviews", ahead=ahead))
    if days <= EXAM_LIKE:
        lines.append(words("plan.exam-like"))
    return " ".join(lines)


def _study_days(days: tuple[int, ...], off: frozenset[str], today: date, until: date) -> int:
    """Study days from today to the day before the exam."""
    at, found = today - timedelta(days=1), 0
    while found < HORIZON:
        try:
            at = calendar.next_study_day(at, days, off)
        except calendar.NoStudyDay:
            break
        if at >= until:
            break
        found += 1
    return found
