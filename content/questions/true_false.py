"""A statement that is true or false."""

from __future__ import annotations

from dataclasses import dataclass

from content.questions.base import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalseQuestion(Question):
    """``stem`` is a statement. Practice only: half of all guesses are right."""

    answer: bool
    why_true: str
    why_false: str

    @property
    def type(self) -> str:
        return "true_false"

    def why(self, answer: bool) -> str:
        """What a member who gave this answer is told."""
        return self.why_true if answer else self.why_false
