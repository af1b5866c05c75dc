"""A checkpoint: mixed questions on every fifth study day, in private, the same for the group.

Times are epoch milliseconds (UTC); local dates are ISO strings in the group's zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["EVERY", "Checkpoint", "Mixed", "MixedAsked", "NewCheckpoint", "left_until", "missed"]

EVERY = 5
"""Study days from one checkpoint to the next."""

LEAST_TOOK = 2
"""Of one person's answers nothing is told to the channel: they were given in private."""


@dataclass(frozen=True, slots=True)
class Mixed:
    """One of its questions. ``answered`` and ``correct`` count once it is closed."""

    question_id: str
    concept_id: str
    answered: int = 0
    correct: int = 0


@dataclass(frozen=True, slots=True)
class MixedAsked:
    """A question of a past or open checkpoint, in the history that the daily policy goes by."""

    season: int
    question_id: str
    concept_id: str
    local_date: str
    answered: int = 0
    correct: int = 0


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """``questions`` in the order they are asked; ``took`` counts, once it is closed, who answered
    any of them."""

    id: int
    group_id: int
    season: int
    course: str
    local_date: str
    opened_at: int
    closes_at: int
    closed_at: int | None
    took: int
    questions: tuple[Mixed, ...]

    @property
    def answered(self) -> int:
        return sum(one.answered for one in self.questions)

    @property
    def correct(self) -> int:
        return sum(one.correct for one in self.questions)

    def over(self, now: int) -> bool:
        """Whether nothing can be answered any more."""
        return self.closed_at is not None or now >= self.closes_at


@dataclass(frozen=True, slots=True)
class NewCheckpoint:
    season: int
    course: str
    local_date: str
    opened_at: int
    closes_at: int
    questions: tuple[Mixed, ...]


def left_until(dates: Iterable[str], last: str) -> int:
    """Study days from the last of ``dates`` until the next checkpoint; 0 when that one has it.

    ``dates`` are the season's study dates so far, ``last`` is when the last checkpoint was, empty
    for none. One that could not be put together is owed on the study day after it.
    """
    since = sum(date > last for date in set(dates))
    return max(0, EVERY - since)


def missed(questions: Sequence[Mixed]) -> str:
    """The id of the concept that fewest got right; empty where nothing was wrong."""
    wrong = [one for one in questions if one.correct < one.answered]
    worst = min(wrong, key=lambda one: (one.correct / one.answered, -one.answered), default=None)
    return worst.concept_id if worst else ""
