"""A statement that is true or false."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from content.questions.base import Head, Question, read_why
from content.reader import Fields


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

    @classmethod
    def read(cls, head: Head, fields: Fields, meta: Fields) -> Self:
        answer = fields.flag("answer")
        why = fields.one("why")
        why_true = read_why(why, "true") if why else ""
        why_false = read_why(why, "false") if why else ""
        if why:
            why.close()
        return cls(**head, answer=answer, why_true=why_true, why_false=why_false)
