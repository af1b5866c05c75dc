"""Which class knows which questions: one line a type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import content.questions as asked
from bot.study.questions.base import QuestionType
from bot.study.questions.matching import Matching
from bot.study.questions.multiple import Multiple
from bot.study.questions.number import Number
from bot.study.questions.ordering import Ordering
from bot.study.questions.single import Single
from bot.study.questions.true_false import TrueFalse
from bot.study.questions.typed import Typed

_TYPES: Mapping[type[asked.Question], QuestionType[Any]] = {
    asked.SingleQuestion: Single(),
    asked.MultipleQuestion: Multiple(),
    asked.TrueFalseQuestion: TrueFalse(),
    asked.MatchingQuestion: Matching(),
    asked.OrderingQuestion: Ordering(),
    asked.TypedQuestion: Typed(),
    asked.NumberQuestion: Number(),
}


def type_of(question: asked.Question) -> QuestionType[Any]:
    """The rules for ``question``. Raises ``KeyError`` for a class that is not registered."""
    return _TYPES[type(question)]
