"""Leaves a platform alone that cannot be reached: an outage must not make every row uncertain."""

from __future__ import annotations

from collections import Counter

from bot.runtime.clock import Clock, millis

CUT_OFFS = 5
"""So many calls in a row that did not reach a platform make sending there pause."""
FIRST = 2_000
LONGEST = 60_000
"""Milliseconds of the first pause, which doubles, and of the longest."""


class CircuitBreaker:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._cut_offs: Counter[str] = Counter()
        self._until: dict[str, int] = {}

    def __contains__(self, platform: str) -> bool:
        return self._now() < self._until.get(platform, 0)

    def reached(self, platform: str) -> None:
        """A call was answered: all is well again."""
        self._cut_offs.pop(platform, None)
        self._until.pop(platform, None)

    def cut_off(self, platform: str) -> None:
        """A call was not answered, or a fault of ours came between."""
        self._cut_offs[platform] += 1
        over = self._cut_offs[platform] - CUT_OFFS
        if over >= 0:
            self._until[platform] = self._now() + min(FIRST << min(over, 5), LONGEST)

    def _now(self) -> int:
        return millis(self._clock.now())
