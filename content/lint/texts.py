"""The texts of a course, each with the path to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from content.inline import without_code
from content.model import Course
from content.sources import Kind
from content.wording import same_form

_CHOOSE = re.compile(r"\s*\(Choose \d+\.\)$")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


class Passage(NamedTuple):
    """A text of a course and where it stands."""

    words: str
    kind: Kind
    entry: str
    path: tuple[str, ...]


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
        for piece in (*question.answers(), *question.reasons()):
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
