"""Keeps calls under a platform's rate, so that the platform never has to refuse one.

An adapter has one ``RateLimiter`` for each limit of its platform. A post takes a ``ticket`` before
anything is written about it and waits for its ``turn`` right before the call: nobody waits
long between the two, and calls leave evenly however long the writing took.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Awaitable, Callable

from bot.adapters.base import RateLimited

SHARE = 0.97
"""Of an allowed rate: what is used of it. A platform counts calls when they arrive, and they
arrive less evenly than they leave."""
CATCH_UP = 0.2
"""Of a period, and at most one second: how far a pace that was held up (a busy computer) may
fall behind and still make up for it. After more than that it starts anew, as after a rest."""
LEAD = 0.25
"""Seconds before its likely turn at which a ticket is given."""
PATIENCE = 5.0
"""Seconds that a turn waits out when the platform asked to wait; for more it is refused."""

_NOW = 1e-6
"""Seconds that are no wait: a clock may be too coarse to ever see the last of them pass."""

Seconds = Callable[[], float]
Sleep = Callable[[float], Awaitable[object]]


class RateLimiter:
    """At most ``most`` turns in any ``per`` seconds, evenly spread, first come, first served.

    ``clock`` (seconds, never set back) and ``sleep`` are the system's unless a test brings
    its own.
    """

    def __init__(
        self,
        most: int,
        per: float,
        *,
        share: float = SHARE,
        clock: Seconds = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._step = per / (most * share)
        self._per = per
        # Turns that come late are made up for, but no period gets too many: half of what is
        # left of the allowed rate is for that, the other half for the way to the platform.
        self._taken: deque[float] = deque(maxlen=max(int(most * (1 + share) / 2), 1))
        self._most_behind = min(CATCH_UP * per, 1.0)
        self._next = -math.inf
        self._held = -math.inf
        self._tickets = -math.inf
        self._waiting = 0
        self._clock = clock
        self._sleep = sleep
        self._door = asyncio.Lock()
        self._line = asyncio.Lock()

    async def ticket(self) -> None:
        """Waits until a turn is near. Whoever stops waiting has taken nothing."""
        async with self._door:
            while (wait := self._until_ticket()) > _NOW:
                await self._sleep(wait)
            self._tickets = max(self._tickets, self._clock() - LEAD) + self._step

    async def turn(self) -> None:
        """Waits for a turn and takes it. Raises ``RateLimited`` while ``hold`` is far from over."""
        self._waiting += 1
        try:
            async with self._line:
                while (wait := self._until_turn()) > _NOW:
                    if (held := self._held - self._clock()) > PATIENCE:
                        raise RateLimited(held)
                    await self._sleep(wait)
                self.spend()
        finally:
            self._waiting -= 1

    def spend(self) -> None:
        """Takes a turn without waiting: for what a member waits for. Others wait longer."""
        now = self._clock()
        behind = now - self._next
        self._next = (now if behind > self._most_behind else self._next) + self._step
        self._taken.append(now)

    def hold(self, seconds: float) -> None:
        """No turn for ``seconds``: the platform asked to wait."""
        self._held = max(self._held, self._clock() + seconds)

    def _until_turn(self) -> float:
        at = max(self._next, self._held)
        if len(self._taken) == self._taken.maxlen:
            at = max(at, self._taken[0] + self._per)
        return at - self._clock()

    def _until_ticket(self) -> float:
        line = self._until_turn() + self._waiting * self._step
        return max(self._tickets - self._clock(), line - LEAD)


class MinimumGaps:
    """A pause of ``gap`` seconds between two turns at the same place, for any number of places.

    Remembers a place no longer than its pause lasts.
    """

    def __init__(
        self, gap: float, *, clock: Seconds = time.monotonic, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._gap = gap
        self._free: dict[str, float] = {}
        self._clean = 64
        self._clock = clock
        self._sleep = sleep

    async def near(self, place: str) -> None:
        """Waits until there could be a turn at ``place``, without taking it."""
        while (wait := self._free.get(place, -math.inf) - self._clock()) > _NOW:
            await self._sleep(wait)

    async def turn(self, place: str) -> None:
        """Waits for a turn at ``place`` and takes it."""
        await self.near(place)
        self._free[place] = self._clock() + self._gap
        if len(self._free) > self._clean:
            now = self._clock()
            self._free = {place: at for place, at in self._free.items() if at > now}
            self._clean = max(64, 2 * len(self._free))
