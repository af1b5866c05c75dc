"""Plans the reminders whose time has come, a few at a time."""

from __future__ import annotations

import time
from functools import partial

import structlog

from bot.features.services import Services
from bot.interactions.router import from_millis, millis
from bot.study.reminders import Occasion, Reminder, occasion

log = structlog.get_logger()

LATER = 3_600_000
"""Milliseconds until a reminder is looked at again whose time could not be worked out."""
BATCH = 25
"""Reminders planned in one transaction: presses come in between."""


class Planning:
    """Makes rows of reminders that are due. What they say is worked out when they go out."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def plan(self, within: float | None = None) -> bool:
        """Plans all that is due; stops after ``within`` seconds, True when some are left."""
        until = None if within is None else time.monotonic() + within
        while True:
            now = self._services.now()

            found = await self._services.store.reminders.plan_due(now, BATCH, partial(_decide, now))
            if found < BATCH:
                return False
            if until is not None and time.monotonic() >= until:
                return True


def _decide(now: int, reminder: Reminder) -> tuple[Occasion | None, int]:
    try:
        due, at = occasion(reminder.minutes, reminder.zone, reminder.day, from_millis(now))
    except Exception:
        # One member's zone that this machine has lost must not keep the others waiting.
        log.exception("a reminder's time cannot be worked out", person=reminder.person_id)
        return None, now + LATER
    return due, millis(at)
