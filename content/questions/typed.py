"""An answer the member types: a short term, or a number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from content.questions.base import NearMiss, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedQuestion(Question):
    """Each of ``accept`` is right (at least two, at most three words each); the first is shown
    as the answer. Compare without case, hyphens and articles."""

    accept: tuple[str, ...]
    near_misses: tuple[NearMiss, ...]
    why: str

    @property
    def type(self) -> str:
        return "typed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberQuestion(Question):
    """``accept`` are ways to write one number; the first is shown as the answer."""

    accept: tuple[str, ...]
    near_misses: tuple[NearMiss, ...]
    why: str

    @property
    def type(self) -> str:
        return "number"

    @property
    def value(self) -> Decimal:
        """The number itself, thousands separators removed."""
        return number_of(self.accept[0])


def number_of(words: str) -> Decimal:
    """The number that ``words`` write, spaces and thousands commas dropped.

    Raises ``decimal.InvalidOperation`` when it is none.
    """
    return Decimal("".join(words.replace(",", "").split()))
