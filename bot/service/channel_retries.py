"""Channels that could not be posted to: tried again once each study day, until they can be.

A bot that was removed and added back, a permission that was given again, a timeout that is over:
nobody has to tell the bot.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog

from bot.model import ChannelRef
from bot.runtime.clock import Clock, millis
from bot.service.connections import Connections
from bot.study.group import HeldBack
from storage.protocols import Store

log = structlog.get_logger()

AT_ONCE = 5
"""Channels asked about with one look: the rest has its turn with the next ones."""
AGAIN = 5 * 60_000
"""Milliseconds until a platform that could not say anything is asked again."""


AFTER = 1_000
"""Milliseconds after the end that a platform gave: its clock may be behind ours."""


class ChannelRetries:
    """``freed`` is called when a channel can be posted to again.

    What was tried is forgotten with the program: a start is a good moment to try.
    """

    def __init__(
        self,
        store: Store,
        connections: Connections,
        clock: Clock,
        freed: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._connections = connections
        self._clock = clock
        self._freed = freed
        self._tried: dict[str, str] = {}
        self._again: dict[str, int] = {}
        self._back: dict[str, tuple[str, str]] = {}

    def fell(
        self, channel: ChannelRef, local_date: str, problem: str, until: datetime | None
    ) -> bool:
        """A post of ``local_date`` was refused, ``until`` then where the platform says so; False
        when its organizers know the problem already, as it only seemed to be over today."""
        self._wait(channel.key, local_date, until)
        return self._back.pop(channel.key, None) != (local_date, problem)

    async def look(self) -> None:
        """Tries each channel for which a post of a day is due on which it was not tried yet."""
        now = millis(self._clock.now())
        waiting = await self._store.deliveries.held_back(now)
        keys = {held.channel.key for held in waiting}
        self._tried = {key: day for key, day in self._tried.items() if key in keys}
        untried = [
            held
            for held in waiting
            if self._tried.get(held.channel.key, "") < held.local_date
            and self._again.get(held.channel.key, 0) <= now
            and self._connections.connected(held.channel.platform) is not None
        ]
        for held in untried[:AT_ONCE]:
            await self._try(held, now)

    async def _try(self, held: HeldBack, now: int) -> None:
        key = held.channel.key
        found = await self._connections.again(held.channel)
        if found.unsure:
            self._again[key] = now + AGAIN
            return
        self._wait(key, held.local_date, found.until)
        if found.problem:
            log.info("channel still blocked", channel=key, problem=found.problem)
            if found.problem != held.problem:
                await self._store.groups.set_problem(held.channel, found.problem)
            return
        log.info("channel can be posted to again", channel=key)
        self._back[key] = (held.local_date, held.problem)
        await self._store.groups.set_problem(held.channel, "")
        self._freed()

    def _wait(self, key: str, local_date: str, until: datetime | None) -> None:
        """Until the next study day, or until the platform said that it is over."""
        self._again.pop(key, None)
        self._tried.pop(key, None)
        if until is None:
            self._tried[key] = local_date
        else:
            self._again[key] = millis(until) + AFTER
