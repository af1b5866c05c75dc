"""The question types, one module each, and the list of them by the word that courses use.

Whoever deals with questions asks the ``Question`` and knows no type by name.
"""

from collections.abc import Mapping
from pkgutil import resolve_name
from types import MappingProxyType

from content.questions.base import Choice, NearMiss, OptionSet, Piece, Question, Share, StemForm

#: Where the class of each type is; they are loaded at once.
CLASSES = {
    "single": "choice:SingleQuestion",
    "multiple": "choice:MultipleQuestion",
    "true_false": "true_false:TrueFalseQuestion",
    "matching": "matching:MatchingQuestion",
    "ordering": "ordering:OrderingQuestion",
    "cloze": "cloze:ClozeQuestion",
    "typed": "typed:TypedQuestion",
    "number": "typed:NumberQuestion",
}

TYPES: Mapping[str, type[Question]] = MappingProxyType(
    {word: resolve_name(f"content.questions.{place}") for word, place in CLASSES.items()}
)

__all__ = [
    "TYPES",
    "Choice",
    "NearMiss",
    "OptionSet",
    "Piece",
    "Question",
    "Share",
    "StemForm",
]
