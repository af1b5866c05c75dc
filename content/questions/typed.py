"""An answer the member types: a short term, or a number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Self

from content.questions.base import Head, NearMiss, Question, read_why
from content.reader import Fields
from content.wording import same_form, word_count

ANSWER_WORDS = 3
ANSWER_CHARACTERS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedQuestion(Question):
    """Each of ``accept`` is right (at least two, at most three words each); the first is shown
    as the answer. Compare without case, hyphens and articles."""

    accept: tuple[str, ...]
    near_misses: tuple[NearMiss, ...]
    why: str

    @property
    def type(self) -> str:
        return "typed"

    @classmethod
    def read(cls, head: Head, fields: Fields, meta: Fields) -> Self:
        accept, near_misses = _answers(fields)
        for words in accept:
            if word_count(words) > ANSWER_WORDS:
                fields.note("accept", "R18", f"{words!r} has more than {ANSWER_WORDS} words")
            if not same_form(words):
                fields.note("accept", "R18", f"{words!r} has no letter or digit")
        right = {same_form(words) for words in accept}
        for miss in near_misses:
            if same_form(miss.text) in right:
                fields.note("near_miss", "R18", f"{miss.text!r} is accepted too")
        return cls(**head, accept=accept, near_misses=near_misses, why=read_why(fields))


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberQuestion(Question):
    """``accept`` are ways to write one number; the first is shown as the answer."""

    accept: tuple[str, ...]
    near_misses: tuple[NearMiss, ...]
    why: str

    @property
    def type(self) -> str:
        return "number"

    @property
    def value(self) -> Decimal:
        """The number itself, thousands separators removed."""
        return number_of(self.accept[0])

    @classmethod
    def read(cls, head: Head, fields: Fields, meta: Fields) -> Self:
        accept, near_misses = _answers(fields)
        right = {_number(fields, "accept", words) for words in accept} - {None}
        if len(right) > 1:
            fields.note("accept", "R18", "writes more than one number")
        for miss in near_misses:
            if _number(fields, "near_miss", miss.text) in right:
                fields.note("near_miss", "R18", f"{miss.text!r} is accepted too")
        return cls(**head, accept=accept, near_misses=near_misses, why=read_why(fields))


def _answers(fields: Fields) -> tuple[tuple[str, ...], tuple[NearMiss, ...]]:
    accept = fields.texts("accept", characters=ANSWER_CHARACTERS, required=True)
    if len(accept) == 1:
        fields.note("accept", "R18", "needs at least two ways to write the answer")
    if len(set(accept)) != len(accept):
        fields.note("accept", "R18", "has an answer twice")
    misses = fields.one("near_miss", required=False)
    names = misses.names() if misses else ()
    near = tuple(NearMiss(name, read_why(misses, name)) for name in names if misses)
    for miss in near:
        if not same_form(miss.text) or len(miss.text) > ANSWER_CHARACTERS:
            fields.note("near_miss", "R18", f"{miss.text[:30]!r} is no short answer")
    return accept, near


def _number(fields: Fields, key: str, words: str) -> Decimal | None:
    try:
        found = number_of(words)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found) >= 10**15:
        fields.note(key, "R18", f"{words[:30]!r} is no number")
        return None
    return found


def number_of(words: str) -> Decimal:
    """The number that ``words`` write; spaces, thousands commas and a final % are dropped.

    Raises ``decimal.InvalidOperation`` when it is none.
    """
    return Decimal("".join(words.removesuffix("%").replace(",", "").split()))
