"""How far something long has come, for whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable

Told = Callable[[str, float], None]
"""Hears what is being done, in a few words, and which share of it is done (0 to 1); from any
thread, and often: it must be quick and never raise."""

COPYING = "Copying"
CHECKING = "Checking the file"
COUNTING = "Recounting points"


def nobody(_: str, __: float) -> None:
    """Hears nothing."""
