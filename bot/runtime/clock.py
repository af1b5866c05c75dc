"""Time, injected, so that tests and the playground can move it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from bot.study.instants import from_millis, millis

__all__ = ["Clock", "OffsetClock", "SystemClock", "from_millis", "millis"]


class Clock(Protocol):
    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class OffsetClock:
    """Runs at real speed from a moment of its own; the playground's clock."""

    def __init__(self, start: datetime) -> None:
        self._offset = start.astimezone(UTC) - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def set(self, at: datetime) -> None:
        self._offset = at.astimezone(UTC) - datetime.now(UTC)
