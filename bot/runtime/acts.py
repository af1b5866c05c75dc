"""One act of a member, an organizer or the ticker: one transaction.

Whatever an act reads, decides and writes happens in one step, so that a crash finds it done or
not begun. Inside it nothing may wait for a platform. Where an act needs a fact that only a
platform knows, ``ask`` undoes the act, asks, and the act runs again knowing it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable
from contextvars import ContextVar
from typing import Any, Protocol, TypeVar, cast

T = TypeVar("T")

MOST_QUESTIONS = 32
"""So many facts an act may ask for, one after another, before it is taken for a mistake."""


class Transaction(Protocol):
    """Runs a coroutine function in one transaction (``storage.protocols.Store.act``)."""

    async def __call__(self, act: Callable[[], Awaitable[T]], /) -> T: ...


class _Unknown(Exception):
    """Undoes an act that has to know something first."""

    def __init__(self, key: Hashable, find: Callable[[], Awaitable[object]]) -> None:
        super().__init__(str(key))
        self.key = key
        self.find = find


_facts: ContextVar[dict[Hashable, Any] | None] = ContextVar("facts", default=None)


async def run(transaction: Transaction, act: Callable[[], Awaitable[T]]) -> T:
    """What ``act`` returned, once all that it wrote is on the disk.

    It may run several times; only the last run counts. Inside another act it is a part of it.
    Raises what ``act`` raises, with nothing written.
    """
    if _facts.get() is not None:
        return await act()
    facts: dict[Hashable, Any] = {}
    while True:
        token = _facts.set(facts)
        try:
            return await transaction(act)
        except _Unknown as unknown:
            if len(facts) >= MOST_QUESTIONS:
                raise RuntimeError("an act keeps asking for more") from unknown
            missing = unknown
        finally:
            _facts.reset(token)
        facts[missing.key] = await missing.find()


async def ask(key: Hashable, find: Callable[[], Awaitable[T]]) -> T:
    """A fact from outside the database; asked for once in an act, under its ``key``."""
    facts = _facts.get()
    if facts is None:
        return await find()
    if key in facts:
        return cast(T, facts[key])
    raise _Unknown(key, find)
