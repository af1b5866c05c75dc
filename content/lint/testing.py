"""What questions test: R1 and R2."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from content.lint.base import Bench, Breach, Rule, at
from content.lint.texts import alike
from content.model import Question
from content.wording import exact_form

ALIKE = 0.5
"""Two stems on one fact must read less alike than this."""


def stems_differ(bench: Bench) -> Iterator[Breach]:
    for one, other in _pairs(bench):
        share = alike(one.stem, other.stem)
        if share >= ALIKE:
            yield at(other, f"reads {share:.0%} like {one.id}, which tests the same fact", "stem")


def keys_differ(bench: Bench) -> Iterator[Breach]:
    for one, other in _pairs(bench):
        keys = [sorted({exact_form(words) for words, _ in q.right_answers()}) for q in (one, other)]
        if one.type == other.type and set(one.tests) == set(other.tests) and keys[0] == keys[1]:
            told = f"has the type, the right answer and the facts of {one.id}"
            if keys[0]:
                yield at(other, told, "meta", "tests")


def corrections_told(bench: Bench) -> Iterator[Breach]:
    for question in bench.bank:
        doubtful = [f for f in question.tests if bench.course.facts[f].questionable]
        if doubtful and not question.corrected:
            told = f"tests {doubtful[0]}, which corrects a common error: corrected must be true"
            yield at(question, told, "meta")
        if question.corrected and not doubtful:
            told = "says corrected, but no fact it tests is questionable"
            yield at(question, told, "meta", "corrected")


def _pairs(bench: Bench) -> Iterator[tuple[Question, Question]]:
    for one, other in combinations(bench.bank, 2):
        if not set(one.tests).isdisjoint(other.tests):
            yield one, other


RULES = (
    Rule(
        "R1-stem", "Ask about the fact from another side, or retire one of the two.", stems_differ
    ),
    Rule("R1-key", "Change the type or what is right, or retire one of the two.", keys_differ),
    Rule("R2-corrected", "Set corrected to whether the key follows such a fact.", corrections_told),
)
