"""Where exam readiness joins a member's progress."""

from __future__ import annotations

from bot.features.context import GroupContext
from bot.features.exam.ready import readiness_of
from bot.features.pictures.drawings import Readiness
from bot.features.progress.words import words
from bot.features.services import Services


async def readiness(services: Services, context: GroupContext) -> Readiness | None:
    """What share of the exam's covered part the person can be expected to get right; None where
    the course names no exam or there is too little to go by."""
    if not context.course.blueprints:
        return None
    found = await readiness_of(services, context)
    if found is None or found.covered is None:
        return None
    share = found.covered
    return Readiness(words("field-ready"), share.expected, share.low, share.high)
