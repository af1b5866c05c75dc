"""Display names: Slack's payloads hold only handles, which it calls legacy."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from bot.adapters.base import AdapterError, RateLimited

log = logging.getLogger(__name__)

WITHIN = 0.5
"""Seconds that an interaction waits for its member's name; after that the handle does."""
AT_ONCE = 16
"""Names asked for at once. In a crowd of new members the others keep their handles until they
come again: Slack takes about a hundred such questions a minute."""
FRESH = 24 * 3600.0
MOST = 5000


class Names:
    """``look_up`` asks Slack for a user's name. Raises nothing: a name is never worth a press."""

    def __init__(self, look_up: Callable[[str], Awaitable[str]], within: float = WITHIN) -> None:
        self._look_up = look_up
        self._within = within
        self._known: dict[str, tuple[float, str]] = {}
        self._asking: dict[str, asyncio.Task[None]] = {}
        self._held = 0.0

    def known(self, user: str) -> str | None:
        found = self._known.get(user)
        return found[1] if found else None

    def fresh(self, user: str) -> bool:
        """Whether nothing has to be asked about ``user`` for now."""
        found = self._known.get(user)
        return found is not None and time.monotonic() - found[0] < FRESH

    async def learn(self, user: str) -> None:
        """Returns when ``user``'s name is known, or has taken too long."""
        if self.fresh(user):
            return
        asking = self._asking.get(user)
        if asking is None and (len(self._asking) >= AT_ONCE or time.monotonic() < self._held):
            return
        if asking is None:
            asking = self._asking[user] = asyncio.create_task(self._ask(user))
        await asyncio.wait({asking}, timeout=self._within)

    async def close(self) -> None:
        for asking in [*self._asking.values()]:
            asking.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)

    async def _ask(self, user: str) -> None:
        try:
            name = await self._look_up(user)
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[user] = (time.monotonic(), name)
        except RateLimited as limited:
            # Many members at once: their handles do, until Slack takes questions again.
            self._held = time.monotonic() + limited.after
        except AdapterError as error:
            log.info("a member's name is not known: %r", error)
        finally:
            self._asking.pop(user, None)
