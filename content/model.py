"""A course as data: sections, facts, concepts (cards) and questions.

Everything here is read once from a course folder by ``content.loader`` and never changes
afterwards. Ids are stable for ever; scores, memory and plans point at them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.model.text import Text
from content.blueprint import Blueprint, Domain
from content.questions import Choice, NearMiss, Question

__all__ = [
    "Blueprint",
    "Choice",
    "Concept",
    "Course",
    "Domain",
    "Fact",
    "NearMiss",
    "Picture",
    "Question",
    "Section",
    "Term",
]


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One teachable statement. ``questionable`` says in a sentence what was wrong with the
    common wording, where ``text`` corrects it; empty otherwise. ``illustrates`` names the fact
    a figure or a link belongs to, and ``tested`` is false for what no question asks."""

    id: str
    section: str
    text: str
    kind: str
    tested: bool = True
    questionable: str = ""
    illustrates: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A file inside the course folder (absolute path) and what a reader who cannot see it hears."""

    path: Path
    alt: str


@dataclass(frozen=True, slots=True)
class Concept:
    """One card, one sitting's idea: the unit of memory and of review.

    ``body`` is the card without its takeaway. ``facts`` and ``related`` are ids.
    """

    id: str
    title: str
    section: str
    body: Text
    takeaway: str
    facts: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    exam_tasks: tuple[str, ...] = ()
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the glossary: a key term with one sentence.

    ``id`` is the name in plain small letters, one of a kind in its course. ``also`` are other
    names for the same thing; no two terms share a name. ``concept`` is the id of the concept
    whose card says more.
    """

    id: str
    name: str
    text: Text
    concept: str
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name and all synonyms."""
        return (self.name, *self.also)


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """A whole course. ``plan`` is the order in which concepts are taught (every concept once);
    ``confusable`` are sets of concept ids that learners mix up; ``glossary`` has the key terms,
    none where a course has no such file; ``blueprints`` say what it covers of which exam.
    A ``draft`` is still being written: no group is offered it, and the linter's errors are
    warnings. ``version`` is a hash of all the
    files it was read from: equal versions mean equal courses."""

    slug: str
    title: str
    description: str
    version: str
    sections: tuple[Section, ...]
    facts: Mapping[str, Fact]
    concepts: Mapping[str, Concept]
    questions: Mapping[str, Question]
    plan: tuple[str, ...]
    confusable: tuple[frozenset[str], ...] = ()
    glossary: tuple[Term, ...] = ()
    blueprints: tuple[Blueprint, ...] = ()
    draft: bool = False
    _in_use: Mapping[str, tuple[Question, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # Asked for with every quiz and every plan, for all concepts one after another.
        in_use: dict[str, list[Question]] = {}
        for question in self.questions.values():
            if not question.retired:
                in_use.setdefault(question.concept, []).append(question)
        object.__setattr__(self, "_in_use", {c: tuple(found) for c, found in in_use.items()})

    def section(self, section_id: str) -> Section:
        """The section with this id. Raises ``KeyError`` when there is none."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)

    def questions_of(self, concept_id: str) -> tuple[Question, ...]:
        """The questions in use (not retired) on one concept, in file order."""
        return self._in_use.get(concept_id, ())
