"""The texts of a question, each with the path to it, whatever the question's type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from content.inline import without_code
from content.model import (
    Choice,
    Course,
    MatchingQuestion,
    MultipleQuestion,
    NumberQuestion,
    OrderingQuestion,
    Question,
    SingleQuestion,
    TrueFalseQuestion,
    TypedQuestion,
)
from content.sources import Kind
from content.wording import same_form

_CHOOSE = re.compile(r"\s*\(Choose \d+\.\)$")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


class Piece(NamedTuple):
    """A text and where it stands in its entry."""

    words: str
    path: tuple[str, ...]


class Passage(NamedTuple):
    """A text of a course and where it stands."""

    words: str
    kind: Kind
    entry: str
    path: tuple[str, ...]


def options_of(question: Question) -> tuple[Choice, ...]:
    """The options of a question to choose from; none for other types."""
    if isinstance(question, SingleQuestion | MultipleQuestion):
        return question.options
    return ()


def whys_of(question: Question) -> Iterator[Piece]:
    """Every explanation."""
    for option in options_of(question):
        yield Piece(option.why, ("options", option.id, "why"))
    if isinstance(question, TrueFalseQuestion):
        yield Piece(question.why_true, ("why", "true"))
        yield Piece(question.why_false, ("why", "false"))
    elif isinstance(question, MatchingQuestion):
        for number, pair in enumerate(question.pairs, 1):
            yield Piece(pair.why, ("pairs", str(number), "why"))
    elif isinstance(question, OrderingQuestion):
        for step in question.items:
            yield Piece(step.why, ("why", step.id))
    elif isinstance(question, TypedQuestion | NumberQuestion):
        yield Piece(question.why, ("why",))
        for miss in question.near_misses:
            yield Piece(miss.why, ("near_miss", miss.text))


def answers_of(question: Question) -> Iterator[Piece]:
    """Everything a member can give as an answer, right or wrong."""
    for option in options_of(question):
        yield Piece(option.text, ("options", option.id, "text"))
    if isinstance(question, MatchingQuestion):
        for response in question.responses:
            yield Piece(response.text, ("responses", response.id))
        for number, pair in enumerate(question.pairs, 1):
            yield Piece(pair.prompt, ("pairs", str(number), "prompt"))
    elif isinstance(question, OrderingQuestion):
        for step in question.items:
            yield Piece(step.text, ("items", step.id))
    elif isinstance(question, TypedQuestion | NumberQuestion):
        for words in question.accept:
            yield Piece(words, ("accept",))


def keys_of(question: Question) -> Iterator[Piece]:
    """The right answers in words; for matching and ordering there are none to tell apart."""
    for option in options_of(question):
        if option.correct:
            yield Piece(option.text, ("options", option.id, "text"))
    if isinstance(question, TypedQuestion):
        for words in question.accept:
            yield Piece(words, ("accept",))


def asking(stem: str) -> str:
    """The last sentence of a stem, which asks, without "(Choose 2.)" and without code."""
    return _SENTENCE.split(_CHOOSE.sub("", without_code(stem)).rstrip(" …"))[-1]


def passages(course: Course) -> Iterator[Passage]:
    """Every text of the course that somebody reads, retired questions left out."""
    for fact in course.facts.values():
        yield Passage(fact.text, "facts", fact.id, ("text",))
    for concept in course.concepts.values():
        yield Passage(concept.body.plain, "concepts", concept.id, ("body",))
        yield Passage(concept.takeaway, "concepts", concept.id, ("takeaway",))
    for term in course.glossary:
        yield Passage(term.text.plain, "glossary", term.id, ("text",))
    for question in course.questions.values():
        if question.retired:
            continue
        yield Passage(question.stem, "questions", question.id, ("stem",))
        yield Passage(question.takeaway, "questions", question.id, ("takeaway",))
        for piece in (*answers_of(question), *whys_of(question)):
            yield Passage(piece.words, "questions", question.id, piece.path)


def contains(words: str, inner: str) -> bool:
    """Whether ``inner`` stands in ``words`` as a run of whole words."""
    form = same_form(inner)
    return bool(form) and f" {form} " in f" {same_form(words)} "


def trigrams(words: str) -> frozenset[str]:
    """The runs of three characters, without case and punctuation."""
    form = same_form(words)
    return frozenset(form[n : n + 3] for n in range(len(form) - 2))


def alike(one: str, other: str) -> float:
    """How much two texts read alike, 0 to 1 (Jaccard index of their trigrams)."""
    a, b = trigrams(one), trigrams(other)
    return len(a & b) / len(a | b) if a or b else 1.0
