"""Time, injected, so that tests and the playground can move it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


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


def millis(at: datetime) -> int:
    """Epoch milliseconds of an aware instant: the form in which storage keeps time."""
    return int(at.timestamp() * 1000)


def from_millis(ms: int) -> datetime:
    """The aware UTC instant of epoch milliseconds."""
    return datetime.fromtimestamp(ms / 1000, UTC)
