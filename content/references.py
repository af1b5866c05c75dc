"""Checks what entries say about each other, once all files are read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from content.blueprint import check_tasks
from content.did_you_mean import meant
from content.model import Concept, Fact, Term
from content.parts import Plan
from content.questions import Question
from content.reader import Fields

Entry_co = TypeVar("Entry_co", covariant=True)


class Gaps(NamedTuple):
    """What could not be read: ids that are there all the same, and ``kinds`` of which any id may
    be ("sections", "plan", "facts", "concepts", "questions"). Nobody is told that these lack."""

    ids: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()


MOST_GUESSES = 100
"""Ids that name nothing and come with a suggestion; each is compared with all there are."""

UNTESTABLE = frozenset({"figure", "link"})


class Located(NamedTuple, Generic[Entry_co]):
    """An entry and the fields it was read from, which know file and line."""

    entry: Entry_co
    fields: Fields


class Entries(NamedTuple):
    """All entries of a course by id, and the terms of its glossary in their order."""

    facts: Mapping[str, Located[Fact]]
    concepts: Mapping[str, Located[Concept]]
    questions: Mapping[str, Located[Question]]
    terms: Sequence[Located[Term]] = ()


def check_references(plan: Plan, file: Fields, entries: Entries, gaps: Gaps) -> None:
    """Notes every id that names nothing, on the fields that name it; ``file`` is course.yaml."""
    known = _Known(plan, entries, gaps)
    for fact, fields in entries.facts.values():
        known.check(fields, "section", [fact.section], "sections")
        known.check(fields, "illustrates", [fact.illustrates], "facts")
    for concept, fields in entries.concepts.values():
        known.check(fields, "section", [concept.section], "sections")
        known.check(fields, "facts", concept.facts, "facts")
        known.check(fields, "related", concept.related, "concepts")
        if concept.id in concept.related:
            fields.note("related", "reference", "lists the concept itself")
        if concept.id not in plan.concepts and "plan" not in gaps.kinds:
            fields.note("id", "plan", "is not in the plan (course.yaml)")
    for question, fields in entries.questions.values():
        concepts = dict.fromkeys((question.concept, *question.part_concepts()))
        known.check(fields, "concept", [*concepts], "concepts")
        known.check(fields, "meta", question.tests, "facts", rule="R1")
        for fact_id in question.tests:
            if fact_id in entries.facts and not _testable(entries.facts[fact_id].entry):
                fields.note(
                    "meta",
                    "R1",
                    f"tests {fact_id!r}, a figure, link or “tested: false”: those are never asked",
                )
    for term, fields in entries.terms:
        known.check(fields, "concept", [term.concept], "concepts")
    known.check(file, "plan", plan.concepts, "concepts")
    for ids in plan.confusable:
        known.check(file, "confusable", ids, "concepts")
        if len(ids) == 1:
            file.note(
                "confusable",
                "shape",
                f"has {ids[0]!r} alone: it takes at least two concepts to mix up",
            )

    for exam in plan.blueprints:
        for domain in exam.domains:
            known.check(file, "blueprint", domain.concepts, "concepts")
            known.check(file, "blueprint", domain.sections, "sections")
    if "concepts" not in gaps.kinds and not gaps.ids:
        tasks = {id_: located.entry.exam_tasks for id_, located in entries.concepts.items()}
        check_tasks(plan.blueprints, file, tasks)


def _testable(fact: Fact) -> bool:
    return fact.tested and fact.kind not in UNTESTABLE


class _Known:
    """The ids that there are."""

    def __init__(self, plan: Plan, entries: Entries, gaps: Gaps) -> None:
        self._gaps = gaps
        self._guesses = MOST_GUESSES
        self._ids: dict[str, Collection[str]] = {
            "sections": [section.id for section in plan.sections],
            "facts": entries.facts.keys(),
            "concepts": entries.concepts.keys(),
        }

    def check(
        self, fields: Fields, key: str, ids: Iterable[str], kind: str, rule: str = "reference"
    ) -> None:
        """Notes every one of ``ids`` that is no id of this kind."""
        there = self._ids[kind]
        for one in ids:
            lost = kind in self._gaps.kinds or one in self._gaps.ids
            if one and one not in there and not lost:
                self._guesses -= 1
                guess = meant(one, there) if self._guesses >= 0 else ""
                fields.note(key, rule, f"there is no {one!r} in the {kind}{guess}")
