"""The question types, one module each, and the list of them by the word courses use.

A new type is a module with a ``Question`` class and one entry in ``TYPES``.
"""

from collections.abc import Mapping
from types import MappingProxyType

from content.questions.base import FACE, Choice, NearMiss, Question
from content.questions.choice import MultipleQuestion, SingleQuestion
from content.questions.matching import MatchingQuestion, Pair, Response
from content.questions.ordering import OrderingQuestion, Step
from content.questions.true_false import TrueFalseQuestion
from content.questions.typed import NumberQuestion, TypedQuestion

TYPES: Mapping[str, type[Question]] = MappingProxyType(
    {
        "single": SingleQuestion,
        "multiple": MultipleQuestion,
        "true_false": TrueFalseQuestion,
        "matching": MatchingQuestion,
        "ordering": OrderingQuestion,
        "typed": TypedQuestion,
        "number": NumberQuestion,
    }
)

__all__ = [
    "FACE",
    "TYPES",
    "Choice",
    "MatchingQuestion",
    "MultipleQuestion",
    "NearMiss",
    "NumberQuestion",
    "OrderingQuestion",
    "Pair",
    "Question",
    "Response",
    "SingleQuestion",
    "Step",
    "TrueFalseQuestion",
    "TypedQuestion",
]
