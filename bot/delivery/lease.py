"""Which of several processes on one database plans and posts: the one that holds the lease.

The holder renews with every tick. One that dies leaves the lease to run out, after which any
other takes it over; one that stops gives it back. A holder that was held up longer than the
lease lasts may not know yet that it lost it, so knowing is not enough: a row is begun only in
a transaction that finds the lease still held (``storage``: a fenced store).
"""

from __future__ import annotations

import os
import secrets
import socket
from typing import Protocol

import structlog

from bot.runtime.clock import Clock, millis

log = structlog.get_logger()

POSTS = "posts"
"""The lease on planning and posting."""
SPAN = 15_000
"""Milliseconds that a lease lasts without being renewed: several ticks."""


class LeaseStore(Protocol):
    async def hold(self, name: str, holder: str, now: int, until: int) -> bool: ...
    async def release(self, name: str, holder: str) -> None: ...


def this_process() -> str:
    """A name that no other process has, nor this one after a restart."""
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"


class Lease:
    """One process's share in the lease ``name``."""

    def __init__(self, store: LeaseStore, clock: Clock, *, holder: str, name: str = POSTS) -> None:
        self.holder = holder
        self.name = name
        self._store = store
        self._clock = clock
        self._until = 0

    @property
    def held(self) -> bool:
        """Whether this process may plan and post now, as far as it knows."""
        return self._now() < self._until

    async def renew(self) -> bool:
        """Takes the lease, or keeps it; ``held`` afterwards. Raises what storage raises."""
        had, now = self._until > 0, self._now()
        got = await self._store.hold(self.name, self.holder, now, now + SPAN)
        self._until = now + SPAN if got else 0
        if got != had:
            log.info("posting from here" if got else "posting from elsewhere", holder=self.holder)
        return self.held

    async def release(self) -> None:
        """Gives it back, so that nobody has to wait for its end."""
        if self._until:
            self._until = 0
            await self._store.release(self.name, self.holder)

    def _now(self) -> int:
        return millis(self._clock.now())
