"""Prompts to be matched with responses."""

from __future__ import annotations

from dataclasses import dataclass

from content.questions.base import Question


@dataclass(frozen=True, slots=True)
class Response:
    id: str
    text: str
    short: str = ""

    @property
    def face(self) -> str:
        """At most ``FACE`` characters, for a button."""
        return self.short or self.text


@dataclass(frozen=True, slots=True)
class Pair:
    """``answer`` is the id of the response that belongs to ``prompt``."""

    prompt: str
    answer: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingQuestion(Question):
    """Three to five prompts. ``reuse`` says that a response may be right more than once (the
    stem says it too); without it there are more responses than prompts."""

    responses: tuple[Response, ...]
    pairs: tuple[Pair, ...]
    reuse: bool = False

    @property
    def type(self) -> str:
        return "matching"

    @property
    def key(self) -> tuple[str, ...]:
        """The right response id of each prompt, in the order of ``pairs``."""
        return tuple(pair.answer for pair in self.pairs)
