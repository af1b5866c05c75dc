"""Private reminders go out: looked for with each tick, sent by an outbox of their own.

So however many are due at one hour, group posts and presses never stand behind them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from bot.adapters.base import Adapter, Forbidden, Gone
from bot.delivery.outbox import Outbox, problem_words
from bot.features.reminders.news import ReminderNews
from bot.features.reminders.planning import Planning
from bot.features.reminders.posts import reminder_card_for
from bot.features.services import Services
from bot.model import Card
from bot.runtime.meter import Meter
from bot.service.connections import Connections
from bot.service.conversations import Conversations
from bot.service.draining import Draining
from bot.study.delivery import Row
from bot.study.reminders import ReminderPost
from storage.reminding import ReminderPosts

log = structlog.get_logger()

ON_THEIR_WAY = 16
"""Reminders of a platform that wait for its rate at once: so many a group's post may find before
it, which is seconds."""
AT_ONCE = 2
"""Reminders of a platform that are made ready and worked out at once: presses come in between."""


class Reminding:
    """``posts`` are the rows; ``may_send`` and ``others`` as for ``Outbox``."""

    def __init__(
        self,
        services: Services,
        posts: ReminderPosts,
        connections: Connections,
        *,
        may_send: Callable[[], bool],
        others: int,
        meter: Meter,
    ) -> None:
        self._services = services
        self._connections = connections
        self.planning = Planning(services)
        self._known: dict[str, tuple[Adapter, Conversations]] = {}
        self._making: dict[str, asyncio.Semaphore] = {}
        self._may_send = may_send
        self.news = ReminderNews(services)
        self.outbox = Outbox(
            posts,
            self._postman,
            self._render,
            self,
            services.clock,
            platforms=lambda: connections.supervisors,
            may_send=may_send,
            others=others,
            meter=meter,
            at_once=ON_THEIR_WAY,
        )
        self.draining = Draining(self.outbox)

    async def tick(self, patience: float | None) -> bool:
        """Plans and sends what is due; True when some are left to be planned.

        One look at the database where nothing is.
        """
        look = await self._services.store.reminders.look(self._services.now())
        self.news.untold = look.news
        if not self._may_send():
            return False
        left = look.due and await self.planning.plan(patience)
        if look.due or look.posts or self.draining.running is not None:
            # Beside the ticks: group posts do not wait for it.
            await self.draining.send(None if patience is None else 0.0)
        return left

    def _postman(self, platform: str) -> Conversations | None:
        adapter = self._connections.connected(platform)
        if adapter is None:
            return None
        known = self._known.get(platform)
        if known is None or known[0] is not adapter:
            known = adapter, Conversations(adapter, self._services.store.reminders)
            self._known[platform] = known
        return known[1]

    async def _render(self, row: Row) -> Card | None:
        assert isinstance(row, ReminderPost)
        platform = row.channel.platform
        async with self._making.setdefault(platform, asyncio.Semaphore(AT_ONCE)):
            card = await reminder_card_for(self._services, row)
            postman = self._postman(platform)
            if card is None or postman is None or not await postman.make_ready(row.channel):
                return card
            # That may have taken long: whoever has answered meanwhile is not reminded.
            return await reminder_card_for(self._services, row)

    # what goes wrong

    async def channel_blocked(self, row: Row, error: Forbidden | Gone) -> None:
        """The member takes no direct messages: off, and they are told when they come by."""
        assert isinstance(row, ReminderPost)
        problem = problem_words(error)
        log.info("reminders turned off: no direct message", problem=problem)
        await self._services.store.reminders.close(row.person_id, problem)

    async def post_refused(self, row: Row, error: str) -> None:
        log.error("a reminder was refused", delivery=row.id, error=error)

    async def post_unknown(self, row: Row) -> None:
        log.info("nobody can know whether a reminder arrived", delivery=row.id)
