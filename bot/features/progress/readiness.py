"""Where exam readiness joins a member's progress."""

from __future__ import annotations

from bot.features.context import GroupContext
from bot.features.pictures.drawings import Readiness
from bot.features.services import Services


async def readiness(services: Services, context: GroupContext) -> Readiness | None:
    """What share of the exam the person can be expected to get right; None where there is no exam
    or too little to go by."""
    return None
