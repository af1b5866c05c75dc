"""How well a group knows something, from few answers: a shrunken estimate.

One wrong answer by one person says next to nothing about a group. So a share is pulled toward
what is usual (``USUAL``) as if ``WEIGHT`` answers of that kind had been given before: the mean of
a beta distribution (empirical Bayes, Efron & Morris 1975). It always comes with its number of
answers, and nothing is called weak under ``ENOUGH`` of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

__all__ = ["ENOUGH", "USUAL", "WEAK", "Counted", "Estimate", "estimate", "estimates", "expected"]

USUAL = 0.775
"""The middle of what questions aim at, 70 to 85% right."""

WEIGHT = 10
"""So many answers of the usual kind are taken as given before the first real one."""

ENOUGH = 5
"""Fewer answers than this say nothing."""

WEAK = 0.7

BY_DIFFICULTY: Mapping[int, float] = {1: 0.85, 2: 0.75, 3: 0.62}
"""Share of right answers to expect of a question of this difficulty before anybody answered."""


class Counted(Protocol):
    """Answers to something (a daily question of the past has these counts)."""

    @property
    def concept_id(self) -> str: ...
    @property
    def answered(self) -> int: ...
    @property
    def correct(self) -> int: ...


class Estimate(NamedTuple):
    """``share`` is the share of right answers to expect, 0 to 1, from so many ``answers``."""

    share: float
    answers: int

    @property
    def weak(self) -> bool:
        return self.answers >= ENOUGH and self.share < WEAK

    @property
    def strong(self) -> bool:
        return self.answers >= ENOUGH and self.share > 0.85


def estimate(right: int, answered: int, *, usual: float = USUAL) -> Estimate:
    """The share to expect after ``right`` of ``answered``. Raises ``ValueError`` for nonsense."""
    if not 0 <= right <= answered:
        raise ValueError(f"{right} of {answered} cannot be right")
    return Estimate((right + usual * WEIGHT) / (answered + WEIGHT), answered)


def estimates(history: Iterable[Counted]) -> dict[str, Estimate]:
    """What a group has shown of each concept that was asked about."""
    sums: dict[str, list[int]] = {}
    for asked in history:
        counts = sums.setdefault(asked.concept_id, [0, 0])
        counts[0] += min(asked.correct, asked.answered)
        counts[1] += asked.answered
    return {concept: estimate(right, answered) for concept, (right, answered) in sums.items()}


def expected(difficulty: int, of_concept: Estimate, of_group: Estimate) -> float:
    """The share of right answers to expect of a question, 0.02 to 0.98.

    It starts from the question's difficulty and moves as the group as a whole and as the group on
    this concept differ from what is usual.
    """
    base = BY_DIFFICULTY.get(difficulty, USUAL)
    moved = base + (of_concept.share - USUAL) + (of_group.share - USUAL) / 2
    return min(0.98, max(0.02, moved))
