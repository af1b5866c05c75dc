"""Looks at the groups whose time has come, however many they are."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

import structlog

from bot.features.daily.planner import Planner
from bot.features.services import Services
from bot.study.group import Group
from bot.study.planning.look import SET_BACK
from storage.errors import Closed, DiskFull, Locked, NotWritable, Unreachable, Vanished

log = structlog.get_logger()

BATCH = 200
AT_ONCE = 24
"""Groups planned at once: their writes share a commit, and other work comes in between."""


class DueGroups:
    """Has the planner look at each group that is due."""

    def __init__(self, services: Services, planner: Planner) -> None:
        self._services = services
        self._planner = planner
        self._latest: int | None = None
        self._doubted: list[int] = []

    async def plan(self, within: float | None = None) -> bool:
        """Looks at every group whose time has come, several at a time.

        Stops after ``within`` seconds; True when it stopped before all were looked at.
        """
        until = None if within is None else time.monotonic() + within
        seen: set[int] = set()
        while True:
            groups = await self._services.store.groups.due(self._services.now(), BATCH)
            doubted = await self._in_doubt(BATCH - len(groups))
            fresh = [group for group in (*groups, *doubted) if group.id not in seen]
            if not fresh:
                return False
            seen.update(group.id for group in fresh)
            await self._plan_all(fresh)
            if until is not None and time.monotonic() >= until:
                return True

    async def _plan_all(self, groups: Sequence[Group]) -> None:
        waiting = iter(groups)

        async def work() -> None:
            for group in waiting:
                await self._plan_safely(group)

        workers = [asyncio.ensure_future(work()) for _ in range(min(AT_ONCE, len(groups)))]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()

    async def _plan_safely(self, group: Group) -> None:
        try:
            while await self._services.act(lambda: self._planner.plan(group)):
                pass
        except (Locked, Unreachable, DiskFull, NotWritable, Vanished, Closed):
            # Not this group's fault: it stays due, and comes as soon as the file can be used.
            raise
        except Exception:
            log.exception("planning failed; tried again in a minute", group=group.id)
            later = self._services.now() + 60_000
            await self._services.store.groups.set_due(group.id, later)

    async def _in_doubt(self, most: int) -> list[Group]:
        """All groups, ``most`` with each call, after a start and after the clock was set back.

        When to look at them next was worked out by a clock that may have been ahead: without
        another look they would be forgotten for as long as it was.
        """
        groups, now = self._services.store.groups, self._services.now()
        if self._latest is None or now < self._latest - SET_BACK:
            if self._latest is not None:
                log.warning("the clock was set back", seconds=(self._latest - now) / 1000)
            self._doubted = [g.id for g in await groups.all() if (g.due_at or 0) > now]
        self._latest = now
        batch, self._doubted = self._doubted[:most], self._doubted[most:]
        found = [await groups.get(group_id) for group_id in batch]
        return [g for g in found if g is not None and (g.due_at or 0) > now]
