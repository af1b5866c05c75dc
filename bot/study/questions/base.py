"""What every question type can do.

``order`` is the option ids as shown, joined by ","; where a question has several sets of options,
their orders are joined by ";". ``given`` is an answer as it is stored.
Both come back from storage and from buttons, so neither is trusted: ids that are unknown (a
forged press, a question edited since) grade as wrong and are left out of what is shown.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random
from typing import Generic, NamedTuple, TypeVar

from bot.model.card import Bar
from bot.model.form import Field
from bot.model.text import Text
from bot.study.questions.shown import share_bar
from bot.study.questions.words import say
from bot.study.rating import Part, by_concept
from content.questions import Question

ANSWER = "answer"
"""The key of a type's only field, and of the id that a pressed face stands for."""

IN_WORDS = 320
"""Characters of an answer that are told in words; longer ones keep to their letters."""

Q = TypeVar("Q", bound=Question)


class Grade(NamedTuple):
    """What an answer is worth.

    ``credit`` is 1 for a right answer, 0 for a wrong one, and the share that was right for one
    that is partly right: ``right`` of ``parts``, as the verdict says it. ``parts`` is 0 for
    types without parts. ``spelling`` is how a right answer is written that had a slip in it.
    """

    correct: bool
    credit: float
    right: int = 0
    parts: int = 0
    spelling: str = ""

    @property
    def partly(self) -> bool:
        """Whether the answer is neither right nor wholly wrong."""
        return not self.correct and self.credit > 0


RIGHT, WRONG = Grade(True, 1.0), Grade(False, 0.0)


def share(right: int, parts: int, *, least: float = 0.0) -> Grade:
    """The one rule for answers of several parts: the share that is right, at least ``least``."""
    if right == parts:
        return Grade(True, 1.0, right, parts)
    return Grade(False, max(right / parts, least), right, parts)


class BadInput(ValueError):
    """The input is no answer. ``errors`` maps field keys to a sentence saying what to do."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


class QuestionType(ABC, Generic[Q]):
    """The rules of one type. Stateless: one instance serves all questions of the type."""

    @abstractmethod
    def order(self, q: Q, rng: Random) -> str:
        """A shuffled order of option ids; "" for a type without options."""

    @abstractmethod
    def show(self, q: Q, order: str) -> Text:
        """Options (and prompts) in full, with letters; empty where there is nothing to list."""

    def faces(self, q: Q, order: str) -> tuple[tuple[str, str], ...] | None:
        """(the answer as it is stored, label of at most 30 characters) for up to five buttons.

        None where only a form will do.
        """
        return None

    @abstractmethod
    def fields(self, q: Q, order: str, given: str = "") -> tuple[Field, ...]:
        """The form's fields, prefilled with an earlier answer."""

    def lists_all(self, q: Q, fields: Sequence[Field]) -> bool:
        """Whether ``fields`` show everything in full that ``show`` does, before they are opened."""
        return False

    @abstractmethod
    def read(self, q: Q, order: str, values: Mapping[str, tuple[str, ...]]) -> str:
        """A submitted form's (or a pressed face's) values as ``given``. Raises ``BadInput``."""

    @abstractmethod
    def key(self, q: Q) -> str:
        """The right answer, or the first of several, as it is stored."""

    @abstractmethod
    def grade(self, q: Q, given: str) -> Grade:
        """Judges any text without ever raising; only a whole, known answer earns credit."""

    def marks(self, q: Q, given: str) -> Sequence[bool]:
        """Which parts of a whole answer are right, in order; empty for answers without parts."""
        return ()

    def learned(self, q: Q, given: str) -> dict[str, Part]:
        """What the answer shows of each concept that a part of it is about; empty for others."""
        marks = zip(q.part_concepts(), self.marks(q, given), q.part_chances(), strict=False)
        return by_concept(Part(concept, float(right), chance) for concept, right, chance in marks)

    @abstractmethod
    def describe(self, q: Q, order: str, given: str) -> str:
        """The answer in a few words, such as "B · Polly", "C, E" or "1 B, 2 D"."""

    def parts(self, q: Q, order: str, given: str) -> Sequence[str]:
        """The parts of an answer that letters alone would not tell; empty for other answers."""
        return ()

    def in_words(self, q: Q, order: str, given: str) -> str:
        """The answer with all its parts, where they are short enough, else as ``describe``."""
        told = "; ".join(self.parts(q, order, given))
        return told if told and len(told) <= IN_WORDS else self.describe(q, order, given)

    @abstractmethod
    def explain(self, q: Q, order: str, given: str | None) -> Text:
        """Why: the answer given (where wrong) and the right one, at most 2400 characters.

        With None, for the whole group, only the right one. The takeaway is not part of it.
        """

    def solution(self, q: Q, order: str) -> str:
        """The right answer, as ``in_words``."""
        return self.in_words(q, order, self.key(q))

    def spread(self, q: Q, order: str, given_counts: Mapping[str, int]) -> tuple[Bar, ...]:
        """How a group answered: here shares of right, partly right and wrong answers.

        ``given_counts`` counts stored answers. Empty when nobody answered; percentages only
        from five answers on.
        """
        counts: Counter[str] = Counter()
        for given, count in given_counts.items():
            grade = self.grade(q, given)
            kind = "right" if grade.correct else "partly-right" if grade.partly else "wrong"
            counts[kind] += count
        total = counts.total()
        if total == 0:
            return ()
        kinds = [("right", say("right")), ("wrong", say("wrong"))]
        if counts["partly-right"]:
            kinds.insert(1, ("partly-right", say("partly-right")))
        return tuple(share_bar(words, counts[kind], total) for kind, words in kinds)
