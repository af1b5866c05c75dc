"""Keeps "7 answered" fresh on a posted question without an edit per press.

Which questions wait for an edit is kept in memory only. A crash forgets them, and no more is lost
than that: the number is counted anew for the next answer's edit, and for the results.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from bot.features.daily.posts import question_card
from bot.features.services import Services
from bot.model import Card, MessageRef
from bot.study.delivery import DeliveryKind
from bot.study.round import RoundState

EVERY = 5_000
"""Milliseconds between two edits of one question."""
FRESH = 55 * 60_000
"""Milliseconds; platforms cap edits of messages older than an hour."""

Make = Callable[[], Awaitable[Card | None]]


class Counters:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._touched: set[int] = set()
        self._edited: dict[int, int] = {}

    def touch(self, round_id: int) -> None:
        """Somebody answered."""
        self._touched.add(round_id)

    async def due(self) -> list[tuple[MessageRef, Make]]:
        """The messages to edit now, with what makes the card that they should show then."""
        now, edits = self._services.now(), list[tuple[MessageRef, Make]]()
        for round_id in sorted(self._touched):
            if 0 <= now - self._edited.get(round_id, 0) < EVERY:
                continue
            self._touched.discard(round_id)
            self._edited[round_id] = now
            for row in await self._services.store.deliveries.of_round(
                round_id, DeliveryKind.QUESTION
            ):
                if row.message is not None:
                    edits.append((row.message, partial(self._card, round_id, row.sent_at or 0)))
        self._edited = {k: at for k, at in self._edited.items() if now - at < FRESH}
        return edits

    async def _card(self, round_id: int, sent_at: int) -> Card | None:
        """The question as it stands now; None once it is closed or too old."""
        posed = await self._services.store.rounds.get(round_id)
        group = await self._services.store.groups.get(posed.group_id) if posed else None
        asked = self._services.asked(group, posed) if group and posed else None
        if posed is None or group is None or asked is None or posed.state != RoundState.OPEN:
            return None
        if self._services.now() - sent_at >= FRESH:
            return None
        tally = await self._services.store.rounds.tally(round_id)
        return question_card(group, posed, asked[1], tally)
