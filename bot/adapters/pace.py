"""Keeps calls under a platform's rate, so that the platform never has to refuse one.

An adapter has one ``Pace`` for each limit of its platform and waits there for its turn before
it calls. Turns are given in the order in which they were asked for.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Awaitable, Callable

SHARE = 0.975
"""Of an allowed rate: what is used of it. A platform counts calls when they arrive, and they
arrive less evenly than they leave."""
CATCH_UP = 0.2
"""Of a period, and at most one second: how far a pace that was held up (a busy computer) may
fall behind and still make up for it. After more than that it starts anew, as after a rest."""

Seconds = Callable[[], float]
Sleep = Callable[[float], Awaitable[object]]


class Pace:
    """At most ``most`` turns in any ``per`` seconds, evenly spread.

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
        self._per = per
        self._step = per / (most * share)
        # After a hold-up turns may follow each other faster, but no period gets too many.
        self._taken: deque[float] = deque(maxlen=math.ceil(most * share))
        self._most_behind = min(CATCH_UP * per, 1.0)
        self._next = -math.inf
        self._held = -math.inf
        self._clock = clock
        self._sleep = sleep
        self._line = asyncio.Lock()

    async def turn(self) -> None:
        """Waits for a turn, behind those who wait already, and takes it."""
        async with self._line:
            while (wait := self.wait()) > 0:
                await self._sleep(wait)
            self.spend()

    def spend(self) -> None:
        """Takes a turn without waiting: for what a member waits for. Others wait longer."""
        now = self._clock()
        behind = now - self._next
        self._next = (now if behind > self._most_behind else self._next) + self._step
        self._taken.append(now)

    def hold(self, seconds: float) -> None:
        """No turn for ``seconds``: the platform asked to wait."""
        self._held = max(self._held, self._clock() + seconds)
        self._next = max(self._next, self._held)

    def wait(self) -> float:
        """Seconds until the next turn, not counting those who wait; 0 when there is one now."""
        at = max(self._next, self._held)
        if len(self._taken) == self._taken.maxlen:
            at = max(at, self._taken[0] + self._per)
        return max(at - self._clock(), 0.0)


class Gaps:
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

    async def turn(self, place: str) -> None:
        """Waits for a turn at ``place`` and takes it."""
        while (wait := self._free.get(place, -math.inf) - self._clock()) > 0:
            await self._sleep(wait)
        self._free[place] = self._clock() + self._gap
        if len(self._free) > self._clean:
            now = self._clock()
            self._free = {place: at for place, at in self._free.items() if at > now}
            self._clean = max(64, 2 * len(self._free))
