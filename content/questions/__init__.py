"""The question types, one module each."""

from content.questions.base import FACE, Choice, NearMiss, Question
from content.questions.choice import MultipleQuestion, SingleQuestion
from content.questions.matching import MatchingQuestion, Pair, Response
from content.questions.ordering import OrderingQuestion, Step
from content.questions.true_false import TrueFalseQuestion
from content.questions.typed import NumberQuestion, TypedQuestion

__all__ = [
    "FACE",
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
