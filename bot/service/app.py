"""The composition root: the only place that knows everybody."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any

import structlog

from bot.adapters.base import Adapter, AdapterState
from bot.delivery.lease import Lease
from bot.delivery.outbox import Outbox
from bot.delivery.sending import POST_WITHIN
from bot.delivery.ticker import Ticker
from bot.features.catalogue import register_all
from bot.features.daily.due import DueGroups
from bot.features.daily.planner import Planner
from bot.features.daily.posts import Posts
from bot.features.group.presence import Presence
from bot.features.housekeeping import Tidying
from bot.features.services import Services
from bot.interactions.dispatch import Dispatcher
from bot.interactions.drafts import Drafts
from bot.interactions.router import Router
from bot.interactions.throttle import MemberThrottle
from bot.model import ChannelRef
from bot.runtime.clock import Clock
from bot.runtime.meter import SILENT, Meter
from bot.runtime.refusals import RefusalCounts
from bot.service.channel_retries import ChannelRetries
from bot.service.connections import Connections, StoredAdapterState
from bot.service.course_reload import Courses
from bot.service.draining import Draining
from bot.service.organizer_notices import OrganizerNotices
from bot.service.reminding import Reminding
from bot.service.settings import Settings
from bot.service.supervisor import Supervisor
from content.model import Course
from storage.errors import StorageError
from storage.protocols import Store

log = structlog.get_logger()

STOP_WITHIN = 5.0
"""Seconds that answers and posts in flight get when the bot stops."""
ORPHANED = round((POST_WITHIN + 30) * 1000)
"""Milliseconds after which another copy's post cannot be on its way any more, to be looked up."""
PATIENCE = 1.0
"""Seconds that a tick plans, and waits for posts, before the next one comes."""


class App:
    """One bot: storage, courses and any number of platforms, wired together."""

    def __init__(
        self,
        store: Store,
        courses: Mapping[str, Course],
        clock: Clock,
        *,
        alive: Path | None = None,
        folder: Path | None = None,
        meter: Meter = SILENT,
        throttle: MemberThrottle | None = None,
        lease: Lease | None = None,
    ) -> None:
        """``alive`` is touched with every tick; ``folder`` is where the courses are from and is
        watched for changes; ``throttle`` limits how quickly each member may go. With a ``lease``
        other copies run on the same database, and only the one that holds it plans and posts."""
        self.lease = lease
        self._alone: set[str] = set()
        self.alive = alive
        self.meter = meter
        self.ticked = time.monotonic()
        """When the last tick ended."""
        self.store = store
        self.clock = clock
        self.connections = Connections()
        self.router = Router(store.act)
        drafts = Drafts(store.drafts, self.router, clock)
        self.courses = Courses(courses, folder)
        self.looking: set[asyncio.Task[object]] = set()
        self.services = Services(store, self.courses, clock, self.connections, drafts)
        self.counters = register_all(self.services, self.router)
        self.counts = RefusalCounts()
        self.dispatcher = Dispatcher(
            self.router,
            drafts,
            self.connections.adapter,
            counts=self.counts,
            throttle=throttle,
            meter=meter,
        )
        self.planner = Planner(self.services)
        self.due = DueGroups(self.services, self.planner)
        self.tidying = Tidying(self.services)
        self.ticker = Ticker(self.tick)
        channel_retries = ChannelRetries(store, self.connections, clock, freed=self.ticker.soon)
        self.notices = OrganizerNotices(store, self.connections, clock, channel_retries)
        self.presence = Presence(self.services)
        self.dispatcher.on_moved = self._channel_renamed
        posts = Posts(self.services)
        self.outbox = Outbox(
            store.fenced(lease.name, lease.holder) if lease else store.deliveries,
            self.connections.connected,
            posts.render,
            self.notices,
            clock,
            platforms=lambda: self.connections.supervisors,
            may_send=self.leads,
            others=ORPHANED if lease else 0,
            meter=meter,
        )
        self.draining = Draining(self.outbox)
        self.reminding = Reminding(
            self.services,
            store.fenced_reminders(lease.name, lease.holder) if lease else store.reminder_posts,
            self.connections,
            may_send=self.leads,
            others=ORPHANED if lease else 0,
            meter=meter,
        )
        self.router.afterwards = self.reminding.news.add_to
        self._ticking = asyncio.Lock()
        self._telling: asyncio.Future[None] | None = None

    def adapter_state(self, name: str) -> AdapterState:
        """What the adapter called ``name`` may remember over a restart."""
        return StoredAdapterState(self.store.notes, self.store.claims, self.clock, name)

    def leads(self) -> bool:
        """Whether it is this copy that plans and posts."""
        return self.lease is None or self.lease.held

    def add(self, adapter: Adapter, *, alone: bool = False) -> Supervisor:
        """With ``alone`` the adapter is connected only while this copy leads."""
        if alone:
            self._alone.add(adapter.name)
        supervisor = Supervisor(adapter, self.router.commands, self.dispatcher, meter=self.meter)
        self.connections.supervisors[adapter.name] = supervisor
        return supervisor

    async def connect(self) -> None:
        """Begins to connect every platform; first looks whether this copy leads.

        One that cannot be reached is tried again for as long as the bot runs; one that
        refuses its token is given up, see ``failures``.
        """
        leads = await self._lead()
        for name, supervisor in self.connections.supervisors.items():
            if not supervisor.running and (leads or name not in self._alone):
                supervisor.start()

    async def tried(self) -> None:
        """Returns once each platform that is to be connected was tried."""
        wanted = [s for s in self.connections.supervisors.values() if s.running]
        await asyncio.gather(*(s.tried.wait() for s in wanted))

    async def connected(self) -> list[str]:
        """Returns once one platform is connected or all were tried; names those connected."""
        return await self._until(self.tried())

    async def reached(self) -> list[str]:
        """Returns once one platform is connected, or none when all were given up."""
        return await self._until(self.deserted())

    async def _until(self, over: Coroutine[Any, Any, None]) -> list[str]:
        supervisors = self.connections.supervisors
        waits: list[asyncio.Task[Any]] = [
            asyncio.ensure_future(s.ready.wait()) for s in supervisors.values()
        ]
        waits.append(asyncio.ensure_future(over))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        return [name for name, s in supervisors.items() if s.ready.is_set()]

    async def start(self) -> None:
        """Connects everything; returns when each platform was tried once."""
        await self.connect()
        await self.tried()

    def failures(self) -> list[str]:
        """Why platforms were given up, one sentence each."""
        return [s.failure for s in self.connections.supervisors.values() if s.failure]

    async def deserted(self) -> None:
        """Returns once every platform has been given up, so that nothing is left to do."""
        await asyncio.gather(*(s.given_up.wait() for s in self.connections.supervisors.values()))

    def reload(self) -> None:
        """Reads the courses again, in the background."""
        self._look(self.courses.reload())

    def _look(self, looking: Coroutine[Any, Any, object]) -> None:
        task = asyncio.get_running_loop().create_task(looking)
        self.looking.add(task)
        task.add_done_callback(self.looking.discard)

    async def _channel_renamed(self, old: ChannelRef, new: ChannelRef) -> None:
        try:
            if await self.store.groups.rename_channel(old, new):
                log.info("a group follows its channel's new id", old=old.key, new=new.key)
        except StorageError as error:
            log.error("a channel's new id is not taken over", old=old.key, error=str(error))

    async def tick(self) -> None:
        """Plans what is due, sends it, refreshes counters; looks for changed courses beside it.

        Returns when all that is done. While the ticker runs it waits no longer than
        ``PATIENCE``, and sending goes on beside it: a large fan-out holds no tick up.
        """
        patience = PATIENCE if self.ticker.running else None
        if self.courses.watched and not self.looking:
            self._look(self.courses.look())
        async with self._ticking:
            if await self._lead():
                left = await self.due.plan(patience)
                if left:
                    self.ticker.soon()
                await self.draining.send(0.0 if left else patience)
                await self._tell(patience)
                await self.tidying.due()
            if await self.reminding.tick(patience):
                self.ticker.soon()
            refreshing = await self.counters.due()
            for message, card in refreshing:
                self.outbox.refresh(message, card)
            if refreshing:
                await self.draining.send(patience)
        self.ticked = time.monotonic()
        if self.alive is not None:
            await asyncio.to_thread(self.alive.touch)

    async def _lead(self) -> bool:
        """Renews the lease, or takes it over when its holder is gone; whether it is held now.

        Connects platforms that only one copy may be connected to, or leaves them to another.
        """
        if self.lease is None:
            return True
        leads = await self.lease.renew()
        for name in self._alone:
            supervisor = self.connections.supervisors[name]
            if leads and not supervisor.running and not supervisor.given_up.is_set():
                supervisor.start()
            elif not leads and supervisor.running:
                await supervisor.stop()
        return leads

    async def _tell(self, patience: float | None) -> None:
        """Organizers' news, and who is still there; both wait for the platform's rate."""
        if patience is None:
            await self._quietly()
            return
        if self._telling is None:
            self._telling = asyncio.ensure_future(self._quietly())
        telling = self._telling
        await asyncio.wait({telling}, timeout=patience)
        if telling.done():
            self._telling = None
            await telling

    async def _quietly(self) -> None:
        await self.notices.tell()
        await self.presence.look()

    async def stop(self) -> None:
        """Takes no more work, finishes what is in flight, closes every connection."""
        self.ticker.stop()
        beside: list[asyncio.Future[Any]] = [*self.looking]
        if self._telling is not None:
            beside.append(self._telling)
        for task in beside:
            task.cancel()
        await asyncio.gather(
            self.ticker.finished(STOP_WITHIN),
            self.outbox.stop(STOP_WITHIN),
            self.reminding.outbox.stop(STOP_WITHIN),
            self.dispatcher.close(STOP_WITHIN),
        )
        drained = (self.draining.running, self.reminding.draining.running)
        beside += [sending for sending in drained if sending is not None]
        await asyncio.gather(*beside, return_exceptions=True)
        await asyncio.gather(
            *(supervisor.stop() for supervisor in self.connections.supervisors.values()),
            return_exceptions=True,
        )
        if self.lease is not None:
            try:
                await self.lease.release()
            except StorageError as error:
                log.warning("the lease is left to run out", error=str(error))


def add_platforms(settings: Settings, app: App) -> None:
    """Gives the app an adapter for each platform that is set up. Raises ``StartError``."""
    for platform in settings.connected():
        values = settings.values(platform)
        adapter = platform.build(values, app.adapter_state(platform.name))
        app.add(adapter, alone=platform.alone(values))
