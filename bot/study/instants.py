"""Instants as numbers: the form in which storage keeps time."""

from __future__ import annotations

from datetime import UTC, datetime


def millis(at: datetime) -> int:
    """Epoch milliseconds of an aware instant."""
    return int(at.timestamp() * 1000)


def from_millis(ms: int) -> datetime:
    """The aware UTC instant of epoch milliseconds."""
    return datetime.fromtimestamp(ms / 1000, UTC)
