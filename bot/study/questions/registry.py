"""Which class knows which questions: one line a type, by the word that courses use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.study.questions.base import QuestionType
from bot.study.questions.matching import Matching
from bot.study.questions.multiple import Multiple
from bot.study.questions.number import Number
from bot.study.questions.ordering import Ordering
from bot.study.questions.single import Single
from bot.study.questions.true_false import TrueFalse
from bot.study.questions.typed import Typed
from content.questions import Question

_TYPES: Mapping[str, QuestionType[Any]] = {
    "single": Single(),
    "multiple": Multiple(),
    "true_false": TrueFalse(),
    "matching": Matching(),
    "ordering": Ordering(),
    "typed": Typed(),
    "number": Number(),
}


def type_of(question: Question) -> QuestionType[Any]:
    """The rules for ``question``. Raises ``KeyError`` for a type that is not registered."""
    return _TYPES[question.type]
