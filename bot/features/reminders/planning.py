"""Plans the reminders whose time has come, a few at a time."""

from __future__ import annotations

import time

from bot.features.services import Services
from bot.interactions.router import from_millis, millis
from bot.study.reminders import Occasion, Reminder, occasion

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

            def decide(reminder: Reminder, now: int = now) -> tuple[Occasion | None, int]:
                due, at = occasion(reminder.minutes, reminder.zone, reminder.day, from_millis(now))
                return due, millis(at)

            found = await self._services.store.reminders.plan_due(now, BATCH, decide)
            if found < BATCH:
                return False
            if until is not None and time.monotonic() >= until:
                return True
