"""Choosing among options: one key (single) or several (multiple)."""

from __future__ import annotations

from dataclasses import dataclass

from content.questions.base import Choice, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleQuestion(Question):
    """Three or four options, one of them right."""

    options: tuple[Choice, ...]

    @property
    def type(self) -> str:
        return "single"

    @property
    def key(self) -> str:
        """The id of the right option."""
        return next(option.id for option in self.options if option.correct)


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipleQuestion(Question):
    """Five or six options, ``choose`` (two or three) of them right."""

    options: tuple[Choice, ...]
    choose: int

    @property
    def type(self) -> str:
        return "multiple"

    @property
    def key(self) -> frozenset[str]:
        """The ids of the right options."""
        return frozenset(option.id for option in self.options if option.correct)
