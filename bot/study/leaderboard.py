"""Where members stand.

Times are epoch milliseconds (UTC); local dates are ISO strings in the group's zone.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of a leaderboard. Equal points and accuracy share a rank (1, 2, 2, 4)."""

    rank: int
    person_id: int
    name: str
    points: int
    correct: int
    answers: int


@dataclass(frozen=True, slots=True)
class Board:
    """``near`` holds the person's own line with up to two above and two below."""

    top: tuple[Standing, ...]
    own: Standing | None
    near: tuple[Standing, ...]
    members: int
