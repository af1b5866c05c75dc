"""Checks what entries say about each other, once all files are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from content.model import Concept, Fact, Term
from content.parts import Plan
from content.questions import Question
from content.reader import Fields

Entry_co = TypeVar("Entry_co", covariant=True)

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


def check_references(plan: Plan, file: Fields, entries: Entries) -> None:
    """Notes every id that names nothing, on the fields that name it; ``file`` is course.yaml."""
    sections = {section.id for section in plan.sections}
    for fact, fields in entries.facts.values():
        _known(fields, "section", [fact.section], sections)
        _known(fields, "illustrates", [fact.illustrates], entries.facts)
    for concept, fields in entries.concepts.values():
        _known(fields, "section", [concept.section], sections)
        _known(fields, "facts", concept.facts, entries.facts)
        _known(fields, "related", concept.related, entries.concepts)
        if concept.id in concept.related:
            fields.note("related", "reference", "names the concept itself")
        if concept.id not in plan.concepts:
            fields.note("id", "plan", "is not in the plan")
    for question, fields in entries.questions.values():
        _known(fields, "concept", [question.concept], entries.concepts)
        _known(fields, "meta", question.tests, entries.facts, rule="R1")
        for fact_id in question.tests:
            if fact_id in entries.facts and not _testable(entries.facts[fact_id].entry):
                fields.note("meta", "R1", f"tests {fact_id!r}, which no question may ask")
    for term, fields in entries.terms:
        _known(fields, "concept", [term.concept], entries.concepts)
    _known(file, "plan", plan.concepts, entries.concepts)
    for ids in plan.confusable:
        _known(file, "confusable", ids, entries.concepts)
        if len(ids) == 1:
            file.note("confusable", "shape", f"{ids[0]!r} stands alone")


def _testable(fact: Fact) -> bool:
    return fact.tested and fact.kind not in UNTESTABLE


def _known(
    fields: Fields,
    key: str,
    ids: Iterable[str],
    known: Iterable[str],
    rule: str = "reference",
) -> None:
    for one in ids:
        if one and one not in known:
            fields.note(key, rule, f"there is no {one!r}")
