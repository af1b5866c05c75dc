"""What tests wait for or arrange behind the program's doors, because nobody else has to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.adapters.playground.room import Room
from bot.interactions.dispatch import Dispatcher
from bot.model import ChannelRef
from bot.service.supervisor import Supervisor
from bot.study.delivery import Delivery
from bot.study.round import Round
from storage.engine import every, one
from storage.repositories.groups import _claim
from storage.store import SqliteStore
from storage.study_rounds import Rounds

T = TypeVar("T")


async def direct(act: Callable[[], Awaitable[T]], /) -> T:
    """For handlers that write nothing: no transaction at all."""
    return await act()


async def idle(dispatcher: Dispatcher) -> None:
    """Waits until nothing is in flight."""
    while dispatcher._tasks:
        await asyncio.wait(dispatcher._tasks)


async def add_channel(store: SqliteStore, group_id: int, channel: ChannelRef) -> None:
    """One more channel for a group, which no command gives it. Raises ``Conflict``."""
    await store._access.write(lambda db: _claim(db, group_id, channel))


async def due(store: SqliteStore, now: int, limit: int = 100) -> tuple[Delivery, ...]:
    """Planned rows whose time has come and whose channel has no problem, oldest first."""
    return await store.deliveries._select(
        "LEFT JOIN channels c ON c.channel = d.place "
        "WHERE d.state = 'planned' AND d.due_at <= ? AND COALESCE(c.problem, '') = '' "
        "ORDER BY d.due_at, d.id LIMIT ?",
        (now, limit),
    )


async def reminder_moments(store: SqliteStore) -> list[int]:
    """When reminders are looked at next, in epoch milliseconds."""
    sql = "SELECT next_at FROM reminders WHERE next_at IS NOT NULL"
    return [row[0] for row in await store._access.read(lambda db: every(db, sql, ()))]


async def delivery(store: SqliteStore, delivery_id: int) -> Delivery | None:
    return await store.deliveries._first("WHERE d.id = ?", (delivery_id,))


async def online(room: Room) -> None:
    """Waits until a bot is connected to the playground's room."""
    await room._connected.wait()


def redeliver(room: Room, interaction_id: str) -> bool:
    """Delivers an interaction once more, as platforms do when they saw no answer.

    False when the bot said that it is a repetition and will not be answered.
    """
    exchange = room.exchanges[interaction_id]
    return room._deliver is not None and room._deliver(exchange.interaction)


async def holder(store: SqliteStore, lease: str, now: int) -> str | None:
    """Who has the lease now; None when nobody has."""
    sql = "SELECT holder FROM leases WHERE name = ? AND until > ?"
    row = await store._access.read(lambda db: one(db, sql, (lease, now)))
    return None if row is None else str(row[0])


async def settled(supervisor: Supervisor) -> None:
    """Waits until the platform is connected or given up."""
    waits = [asyncio.ensure_future(e.wait()) for e in (supervisor.ready, supervisor.given_up)]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


async def latest_daily(rounds: Rounds, group_id: int) -> Round | None:
    """The newest question of the day; of several on one day the first."""
    found = await rounds.latest_dailies(group_id)
    return found[0] if found else None
