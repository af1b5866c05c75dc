"""An answer the member types: a short term, or a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, ClassVar, Self

from content.questions.base import Head, NearMiss, Piece, Question, Share, StemForm
from content.questions.exchange import Item, Taken, Unfit
from content.questions.importing import distinct, reason
from content.questions.reading import read_why
from content.questions.rules import Accepts, Fault, TypeRule
from content.reader import Fields
from content.spelling.known import NOTHING, Known, only_capital
from content.spelling.letters import visible
from content.spelling.numbers import meanings, reading, written_alike
from content.spelling.terms import cased, has_signs, term_of, written_one_way
from content.wording import word_count

_FIGURES = re.compile(r"[-+−]?\d[\d., ]*%?")
ANSWER_WORDS = 3
ANSWER_CHARACTERS = 60


def _answers_taken(question: AnswerTyped, accepts: Accepts) -> Iterator[Fault]:
    for answer in question.accept:
        if not accepts(answer):
            yield Fault(f"{answer!r} is refused when somebody types it", ("accept",))
    for miss in question.near_misses:
        if accepts(miss.text):
            yield Fault(f"{miss.text!r} counts as right", ("near_miss", miss.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTyped(Question):
    """What all questions have whose answer is typed. ``known`` is what the course knows."""

    daily: ClassVar[bool] = True
    stem_form: ClassVar[StemForm] = StemForm.WITH_QUESTION
    share: ClassVar[Share | None] = Share("typed or number", 0.08, 0.12)
    rules: ClassVar[tuple[TypeRule, ...]] = (
        TypeRule(
            "R18-graded",
            "Write the answer so that the bot reads it as it is meant.",
            _answers_taken,
        ),
    )

    accept: tuple[str, ...]
    near_misses: tuple[NearMiss, ...]
    why: str
    known: Known = field(default=NOTHING, compare=False, repr=False)

    @property
    def chance(self) -> float:
        return 0.0

    def reasons(self) -> Iterator[Piece]:
        yield Piece(self.why, ("why",))
        for miss in self.near_misses:
            yield Piece(miss.why, ("near_miss", miss.text))

    def answers(self) -> Iterator[Piece]:
        for words in self.accept:
            yield Piece(words, ("accept",))

    def on_screen(self) -> Iterator[str]:
        yield self.stem

    def key_reasons(self) -> Iterator[str]:
        yield self.why

    def spellings(self) -> Iterator[tuple[str, ...]]:
        yield self.accept
        for miss in self.near_misses:
            yield (miss.text,)

    def exchanged(self) -> Item:
        near = tuple((miss.text, miss.why) for miss in self.near_misses)
        number = isinstance(self, NumberQuestion)
        return Item(
            where=self.id,
            stem=self.stem,
            accept=self.accept,
            number=number,
            near=near,
            why=self.why,
        )

    def informed(self, known: Known) -> Question:
        return replace(self, known=known)

    @property
    def course_words(self) -> Known:
        return self.known


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedQuestion(AnswerTyped):
    """Each of ``accept`` is right (at least two, at most three words each); the first is shown
    as the answer. An answer of signs may be the only one, and longer."""

    type: ClassVar[str] = "typed"
    mark: ClassVar[str] = "a"

    def right_answers(self) -> Iterator[Piece]:
        return self.answers()

    def words_judged(self) -> tuple[str, ...]:
        return self.accept

    @classmethod
    def imported(cls, item: Item) -> Taken | None:
        if not item.accept or _numeric(item):
            return None
        fit = [words for words in distinct(item.accept) if _fits(words)]
        if not fit:
            raise Unfit("its answer is too long to type")
        lost = len(distinct(item.accept)) - len(fit)
        near = {
            words: reason(told)
            for words, told in item.near
            if len(words) <= ANSWER_CHARACTERS and not any(_one_answer(words, one) for one in fit)
        }
        if len(fit) == 1 and not written_one_way(fit[0]):
            fit.append(_other_case(fit[0]))
        keys: dict[str, Any] = {"accept": fit} | ({"near_miss": near} if near else {})
        losses = (f"too long ways to write the answer: {lost}",) if lost else ()
        return Taken(keys | {"why": reason(item.why)}, losses=losses)

    @classmethod
    def read(cls, head: Head, fields: Fields, meta: Fields) -> Self:
        accept, near_misses = _answers(fields)
        for words in accept:
            if word_count(words) > ANSWER_WORDS and not has_signs(words):
                fields.note("accept", "R18", f"{words!r} has more than {ANSWER_WORDS} words")
        for miss in near_misses:
            if any(_one_answer(miss.text, words) for words in accept):
                fields.note("near_miss", "R18", f"{miss.text!r} is accepted too")
        return cls(**head, accept=accept, near_misses=near_misses, why=read_why(fields))


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberQuestion(AnswerTyped):
    """``accept`` are ways to write one number; the first is shown as the answer. Every other way
    to write it is right too."""

    type: ClassVar[str] = "number"
    mark: ClassVar[str] = "1"

    @property
    def value(self) -> Fraction:
        """The number itself, as the first of ``accept`` writes it."""
        return number_of(self.accept[0])

    @classmethod
    def imported(cls, item: Item) -> Taken | None:
        if not item.accept or not _numeric(item):
            return None
        words = item.accept[0].strip()
        found = reading(words)
        if found is None:
            raise Unfit(f"its answer {words[:30]!r} is no number that the bot reads")
        other = f"{words[:-1].strip()} %" if words.endswith("%") else f"{words}.0"
        if not words.endswith("%") and "." in words:
            other = f"{words}0"
        same = [one for one in item.accept if written_alike((words, one), item.stem)]
        return Taken({"accept": distinct((*same, other)), "why": reason(item.why)})

    @classmethod
    def read(cls, head: Head, fields: Fields, meta: Fields) -> Self:
        accept, near_misses = _answers(fields)
        right: set[Fraction] = set()
        for words in accept:
            right |= _number(fields, "accept", words)
        if not written_alike(accept, head["stem"]):
            fields.note("accept", "R18", "writes more than one number")
        for miss in near_misses:
            found = _number(fields, "near_miss", miss.text)
            if found and found <= right:
                fields.note("near_miss", "R18", f"{miss.text!r} is accepted too")
        return cls(**head, accept=accept, near_misses=near_misses, why=read_why(fields))


def _answers(fields: Fields) -> tuple[tuple[str, ...], tuple[NearMiss, ...]]:
    accept = fields.texts("accept", characters=ANSWER_CHARACTERS, required=True)
    if len(accept) == 1 and not written_one_way(accept[0]):
        fields.note("accept", "R18", "needs at least two ways to write the answer")
    if len(set(accept)) != len(accept):
        fields.note("accept", "R18", "has an answer twice")
    for words in accept:
        if not visible(words).strip():
            fields.note("accept", "R18", f"{words!r} has nothing that can be typed")
    misses = fields.one("near_miss", required=False)
    names = misses.names() if misses else ()
    near = tuple(NearMiss(name, read_why(misses, name)) for name in names if misses)
    for miss in near:
        if not visible(miss.text).strip() or len(miss.text) > ANSWER_CHARACTERS:
            fields.note("near_miss", "R18", f"{miss.text[:30]!r} is no short answer")
    return accept, near


def _fits(words: str) -> bool:
    return (
        len(words) <= ANSWER_CHARACTERS
        and bool(visible(words).strip())
        and (word_count(words) <= ANSWER_WORDS or has_signs(words))
    )


def _other_case(words: str) -> str:
    """The same answer with a small first letter, or with a capital one; where there are none,
    with a period."""
    for other in (words[:1].lower() + words[1:], words[:1].upper() + words[1:]):
        if other != words:
            return other
    return f"{words}."


def _numeric(item: Item) -> bool:
    return item.number or all(map(_FIGURES.fullmatch, item.accept))


def _one_answer(one: str, other: str) -> bool:
    """Whether two texts are one answer to the bot; case alone may tell Pa from PA."""
    mine, theirs = term_of(one), term_of(other)
    if mine.signs or theirs.signs:
        return bool(mine.codes & theirs.codes)
    if mine.kept != theirs.kept:
        return False
    return cased(one) == cased(other) or only_capital(cased(one), cased(other))


def _number(fields: Fields, key: str, words: str) -> set[Fraction]:
    found = reading(words)
    if found is None:
        fields.note(key, "R18", f"{words[:30]!r} is no number")
        return set()
    return set(meanings(found))


def number_of(words: str) -> Fraction:
    """The number that ``words`` write. Raises ``ValueError`` when they write none."""
    found = reading(words)
    if found is None:
        raise ValueError(f"{words[:30]!r} is no number")
    return found.value
