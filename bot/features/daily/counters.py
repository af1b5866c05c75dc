"""Keeps "7 answered" fresh on a posted question without an edit per press."""

from __future__ import annotations

from bot.features.daily.agenda import QUESTION
from bot.features.daily.posts import question_card
from bot.features.services import Services
from bot.model import Card, MessageRef

EVERY = 5_000
"""Milliseconds between two edits of one question."""
FRESH = 55 * 60_000
"""Milliseconds; platforms cap edits of messages older than an hour."""


class Counters:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._touched: set[int] = set()
        self._edited: dict[int, int] = {}

    def touch(self, round_id: int) -> None:
        """Somebody answered."""
        self._touched.add(round_id)

    async def due(self) -> list[tuple[MessageRef, Card]]:
        """The messages to edit now, with what they should show."""
        now, edits = self._services.now(), []
        for round_id in sorted(self._touched):
            if now - self._edited.get(round_id, 0) < EVERY:
                continue
            self._touched.discard(round_id)
            self._edited[round_id] = now
            edits += await self._cards(round_id, now)
        self._edited = {k: at for k, at in self._edited.items() if now - at < FRESH}
        return edits

    async def _cards(self, round_id: int, now: int) -> list[tuple[MessageRef, Card]]:
        posed = await self._services.store.rounds.get(round_id)
        group = await self._services.store.groups.get(posed.group_id) if posed else None
        asked = self._services.asked(group, posed) if group and posed else None
        if posed is None or group is None or asked is None or posed.state != "open":
            return []
        tally = await self._services.store.rounds.tally(round_id)
        card = question_card(group, posed, asked[1], tally)
        rows = await self._services.store.deliveries.of_round(round_id, QUESTION)
        return [
            (row.message, card)
            for row in rows
            if row.message is not None and now - (row.sent_at or 0) < FRESH
        ]
