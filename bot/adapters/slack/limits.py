"""Slack's rate limits, and the pace that keeps the bot's own calls under them.

Slack: rate limits: chat.postMessage takes one message a second in each channel and "several
hundred" a minute in a workspace; other methods have a tier, of which 3 is 50 a minute.
Answers to members go by response URL, acknowledgement or view and have limits of their own.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from bot.adapters.base import RateLimited
from bot.adapters.common.rate_limiter import MinimumGaps, RateLimiter, Seconds, Sleep
from bot.model import ChannelRef

POSTS_PER_MINUTE = 300
"""What "several hundred a minute" is taken for; the setting SLACK_POSTS_PER_MINUTE tells better."""
TIER_3 = 50
TIER_4 = 100
CHANNEL_GAP = 1.02
"""Seconds between two posts in a channel; a little more than Slack's second, as networks jitter."""


class Limits:
    """One workspace's. Posts, edits and history reads have paces of their own."""

    def __init__(
        self,
        posts_per_minute: int = POSTS_PER_MINUTE,
        *,
        clock: Seconds = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        def limiter(per_minute: int) -> RateLimiter:
            return RateLimiter(per_minute, 60.0, clock=clock, sleep=sleep)

        self._posts = limiter(posts_per_minute)
        self._edits = limiter(TIER_3)
        self._history = limiter(TIER_3)
        self._pages = limiter(TIER_4)
        self._opening = limiter(TIER_3)
        self._channels = MinimumGaps(CHANNEL_GAP, clock=clock, sleep=sleep)

    async def ticket(self, to: ChannelRef, *, edit: bool) -> None:
        """Waits until ``posting`` (or ``editing``) there has its turn soon."""
        if edit:
            await self._edits.ticket()
        else:
            # The channel first: who waits for a channel must not stand in everybody's line.
            await self._channels.near(to.id)
            await self._posts.ticket()

    @asynccontextmanager
    async def posting(self, to: ChannelRef) -> AsyncIterator[None]:
        """Around chat.postMessage: waits for its turn, and heeds a refusal."""
        await self._posts.turn()
        await self._channels.turn(to.id)
        with _heeding(self._posts):
            yield

    @asynccontextmanager
    async def editing(self) -> AsyncIterator[None]:
        """Around chat.update."""
        await self._edits.turn()
        with _heeding(self._edits):
            yield

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[None]:
        """Around a page of history in a look-up."""
        await self._history.turn()
        with _heeding(self._history):
            yield

    @asynccontextmanager
    async def publishing(self) -> AsyncIterator[None]:
        """Around views.publish."""
        await self._pages.turn()
        with _heeding(self._pages):
            yield

    @asynccontextmanager
    async def opening(self) -> AsyncIterator[None]:
        """Around conversations.open."""
        await self._opening.turn()
        with _heeding(self._opening):
            yield

    def read(self) -> None:
        """A history call that a member waits for: counted, not held back."""
        self._history.spend()


@contextmanager
def _heeding(limiter: RateLimiter) -> Iterator[None]:
    """Slack does not say which limit was reached: the whole pace waits."""
    try:
        yield
    except RateLimited as limited:
        limiter.hold(limited.after)
        raise
