"""Forgets what nobody comes back to, a little at a time, beside the ticks' other work."""

from __future__ import annotations

from bot.features.services import Services

EVERY = 10 * 60_000
"""Milliseconds between two looks, where the last one found little."""
BITE = 50
"""Quizzes ended in one look."""


class Tidying:
    """Ends quizzes that were left open for a month and forgets old drafts."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._next = 0

    async def due(self) -> None:
        """To be called with each tick; one small act now and then."""
        now = self._services.now()
        if now < self._next <= now + EVERY:
            return
        ended = await self._services.act(self._tidy)
        self._next = now if ended == BITE else now + EVERY

    async def _tidy(self) -> int:
        store, now = self._services.store, self._services.now()
        await store.drafts.tidy(now)
        return await store.runs.tidy(now, BITE)
