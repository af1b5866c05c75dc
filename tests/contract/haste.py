"""Time for paces in tests: a wait is over at once, and counts as waited."""

from __future__ import annotations

import asyncio


class Haste:
    """``clock`` and ``sleep`` for the rate limiter; ``waited`` is the sum of all waits."""

    def __init__(self) -> None:
        self.waited = 0.0

    def clock(self) -> float:
        return self.waited

    async def sleep(self, seconds: float) -> None:
        self.waited += seconds
        await asyncio.sleep(0)
