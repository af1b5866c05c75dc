"""Which rules judge which questions: one line a type, by the word that courses use."""

from __future__ import annotations

from collections.abc import Mapping
from pkgutil import resolve_name
from types import MappingProxyType
from typing import Any

from bot.study.questions.base import QuestionType
from content.questions import Question

#: Where the rules of each type are; they are loaded at once.
RULES = {
    "single": "single:Single",
    "multiple": "multiple:Multiple",
    "true_false": "true_false:TrueFalse",
    "matching": "matching:Matching",
    "ordering": "ordering:Ordering",
    "cloze": "cloze:Cloze",
    "typed": "typed:Typed",
    "number": "number:Number",
}

_TYPES: Mapping[str, QuestionType[Any]] = MappingProxyType(
    {word: resolve_name(f"bot.study.questions.{place}")() for word, place in RULES.items()}
)


def type_of(question: Question) -> QuestionType[Any]:
    """The rules for ``question``. Raises ``KeyError`` for a type that is not registered."""
    return _TYPES[question.type]
