"""What tests wait for or arrange behind the program's doors, because nobody else has to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.interactions.dispatch import Dispatcher
from bot.model import ChannelRef
from storage.repositories.groups import _claim
from storage.store import SqliteStore

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
