"""Tells of what takes longer than it may, with one timer for all.

Nearly everything is answered long before: a timer each would be set, sorted in and taken away
again thousands of times for one that ever rings.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

Late = Callable[[], None]


class Patience:
    """Calls each thing on the event loop when its time is up, unless it was over before."""

    def __init__(self) -> None:
        self._due: dict[Late, float] = {}
        self._timer: asyncio.TimerHandle | None = None

    def wait(self, late: Late, until: float) -> None:
        """Calls ``late`` once the loop's clock shows ``until``."""
        self._due[late] = until
        if self._timer is None or until < self._timer.when():
            self._set(until)

    def over(self, late: Late) -> None:
        """It is not called any more."""
        self._due.pop(late, None)

    def _set(self, when: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_at(when, self._look)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        if self._timer is not None:  # the loop may round down and come a little early
            now = max(now, self._timer.when())
        self._timer = None
        for late in [late for late, due in self._due.items() if due <= now]:
            del self._due[late]
            late()
        if self._due:
            self._set(min(self._due.values()))
