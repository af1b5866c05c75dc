"""Steps to be put in order."""

from __future__ import annotations

from dataclasses import dataclass

from content.questions.base import Question


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderingQuestion(Question):
    """Three to five steps; ``answer`` is their ids in the right order, which is never the
    order of ``items``."""

    items: tuple[Step, ...]
    answer: tuple[str, ...]

    @property
    def type(self) -> str:
        return "ordering"
