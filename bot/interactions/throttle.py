"""How quickly one member may go: a bucket of tokens each, filled again as time goes by.

Generous for people: a fast reader on a quiz presses once in a second or two. It is there
for scripts and stuck keys, so that one member can never slow the others down.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

BURST = 30
"""Presses, commands and forms that a rested member may send at once."""
PER_SECOND = 2.0
TYPED_BURST = 120
"""Lists of suggestions at once: a platform asks for one with every letter typed."""
TYPED_PER_SECOND = 15.0
MEMBERS = 10_000
"""Buckets kept; the one unused for longest goes first, and would mostly be full again."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    told: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """Too quick. ``first`` tells that the member has not heard of it since they last rested."""

    seconds: int
    first: bool


class Throttle:
    """``now`` is a clock in seconds that never goes back."""

    def __init__(
        self,
        burst: int = BURST,
        per_second: float = PER_SECOND,
        *,
        members: int = MEMBERS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._burst = burst
        self._per_second = per_second
        self._members = members
        self._now = now
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, member: str) -> Wait | None:
        """Takes one token of ``member``'s; None when there was one."""
        now = self._now()
        bucket = self._buckets.get(member)
        if bucket is None:
            bucket = self._buckets[member] = _Bucket(self._burst, now)
        self._buckets.move_to_end(member)
        if len(self._buckets) > self._members:
            self._buckets.popitem(last=False)
        gained = (now - bucket.at) * self._per_second
        bucket.tokens, bucket.at = min(self._burst, bucket.tokens + gained), now
        if bucket.tokens >= self._burst / 2:
            bucket.told = False
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return None
        first, bucket.told = not bucket.told, True
        return Wait(max(1, math.ceil((1 - bucket.tokens) / self._per_second)), first)


class MemberThrottle:
    """Both buckets of a member: what they do, and the suggestions while they type."""

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._acts = Throttle(now=now)
        self._typing = Throttle(TYPED_BURST, TYPED_PER_SECOND, now=now)

    def take(self, member: str, *, typing: bool) -> Wait | None:
        """None when ``member`` may go on."""
        return (self._typing if typing else self._acts).take(member)
