"""Counting calls as a platform counts them: strictly, by when they arrive."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable

Seconds = Callable[[], float]


class Window:
    """At most ``most`` calls in any ``per`` seconds; refused ones do not count."""

    def __init__(self, most: int, per: float) -> None:
        self.most = most
        self.per = per
        self._taken: deque[float] = deque(maxlen=most)

    def wait(self, now: float) -> float:
        """Seconds until a call would be taken; 0 when one is taken now."""
        if len(self._taken) < self.most:
            return 0.0
        return max(self._taken[0] + self.per - now, 0.0)

    def take(self, now: float) -> None:
        self._taken.append(now)

    def left(self, now: float) -> int:
        """How many calls would be taken now."""
        return self.most - sum(at + self.per > now for at in self._taken)

    def idle(self, now: float) -> bool:
        return not self._taken or self._taken[-1] + self.per <= now


class Windows:
    """One window for each key; those that are idle are forgotten."""

    def __init__(self, most: int, per: float) -> None:
        self._most = most
        self._per = per
        self._windows: dict[str, Window] = {}
        self._clean = 256

    def of(self, key: str, now: float) -> Window:
        if len(self._windows) > self._clean:
            self._windows = {k: w for k, w in self._windows.items() if not w.idle(now)}
            self._clean = max(256, 2 * len(self._windows))
        return self._windows.setdefault(key, Window(self._most, self._per))


class Watched:
    """What every set of limits tells: ``on`` turns them on, ``refused`` counts the 429s by limit,
    ``taken`` the calls that counted. ``clock`` is in seconds."""

    def __init__(self, clock: Seconds = time.monotonic) -> None:
        self.on = False
        self.clock = clock
        self.refused: Counter[str] = Counter()
        self.taken = 0
