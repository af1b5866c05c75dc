"""What one person knows of a course: memory per question and per concept, facts in between.

Each answer leaves a memory on its question and one on its concept (``bot.study.memory``). A
*fact* is as well known as the question on it that was answered last; a fact nobody asked about
borrows a part (``TRANSFER``) from its concept, because practice on one fact helps its neighbors a
little (retrieval-induced facilitation: Chan, McDermott & Roediger 2006). A *concept* is known when
all its facts are, so one lucky question does not hide five open ones.

What was wrong although the person was sure comes back first: such errors are corrected well by
feedback, and return within a week unless they are asked again (Butler, Fazio & Marsh 2011).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from bot.study.memory import Key, MemoryKind, Remembered
from bot.study.recall import Model
from content.model import Course, Question

__all__ = ["KNOWN", "Knowledge", "Remembered", "facts_of"]

KNOWN = 0.8
"""A fact is known from this chance of recall on; a concept when all its facts are."""

TRANSFER = 0.5
"""The share of a concept's recall that a fact has before anybody asked about it."""


def facts_of(course: Course, concept: str) -> tuple[str, ...]:
    """The facts that questions in use on ``concept`` test, in the order of the questions."""
    found = (fact for question in course.questions_of(concept) for fact in question.tests)
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Knowledge:
    """One person's memory of one course. ``questions`` and ``concepts`` are by id."""

    course: Course
    questions: Mapping[str, Remembered] = field(default_factory=dict)
    concepts: Mapping[str, Remembered] = field(default_factory=dict)
    model: Model = field(default_factory=Model)

    @classmethod
    def of(
        cls, course: Course, memories: Mapping[Key, Remembered], model: Model | None = None
    ) -> Knowledge:
        """From memories of both kinds; those of what the course has no more are left out."""
        kinds: dict[MemoryKind, dict[str, Remembered]] = {kind: {} for kind in MemoryKind}
        for (kind, id_), remembered in memories.items():
            there = course.questions if kind is MemoryKind.QUESTION else course.concepts
            if id_ in there:
                kinds[kind][id_] = remembered
        return cls(course, kinds[MemoryKind.QUESTION], kinds[MemoryKind.CONCEPT], model or Model())

    @cached_property
    def _by_fact(self) -> dict[str, Remembered]:
        """The question on each fact that was answered last."""
        out: dict[str, Remembered] = {}
        for id_, remembered in self.questions.items():
            question = self.course.questions.get(id_)
            for fact in question.tests if question is not None else ():
                if fact not in out or out[fact].at <= remembered.at:
                    out[fact] = remembered
        return out

    def of_fact(self, fact: str) -> Remembered | None:
        """The memory of a fact; None where no question on it was answered."""
        return self._by_fact.get(fact)

    def fact_recall(self, fact: str, concept: str, at: datetime) -> float:
        """The chance that a fact of ``concept`` is remembered at ``at``; 0 before any answer."""
        own = self._by_fact.get(fact)
        if own is not None:
            return own.recall(at, self.model)
        whole = self.concepts.get(concept)
        return TRANSFER * whole.recall(at, self.model) if whole is not None else 0.0

    def recall(self, concept: str, at: datetime) -> float:
        """The share of the concept's facts that is remembered at ``at``.

        Where only the concept's own memory is there (older ledgers), that is what counts.
        """
        facts = facts_of(self.course, concept)
        if facts and not self._by_fact.keys().isdisjoint(facts):
            return sum(self.fact_recall(fact, concept, at) for fact in facts) / len(facts)
        whole = self.concepts.get(concept)
        return whole.recall(at, self.model) if whole is not None else 0.0

    def weak_facts(self, concept: str, at: datetime) -> tuple[str, ...]:
        """The facts of the concept that are not known at ``at``, weakest first."""
        told = {
            fact: self.fact_recall(fact, concept, at) for fact in facts_of(self.course, concept)
        }
        return tuple(
            sorted((f for f, recall in told.items() if recall < KNOWN), key=told.__getitem__)
        )

    def known(self, concept: str, at: datetime) -> bool:
        """Whether every fact of the concept that is asked about is known at ``at``."""
        return bool(facts_of(self.course, concept)) and not self.weak_facts(concept, at)

    def question_recall(self, question: Question, at: datetime) -> float:
        """The mean recall of the facts that the question tests."""
        told = [self.fact_recall(fact, question.concept, at) for fact in question.tests]
        return sum(told) / len(told) if told else 0.0

    def missed(self, concept: str) -> tuple[str, ...]:
        """Facts of the concept whose last question was answered wrong."""
        return tuple(
            fact
            for fact in facts_of(self.course, concept)
            if (own := self._by_fact.get(fact)) is not None and own.missed
        )

    def sure_wrong(self, concept: str) -> bool:
        """Whether a fact of the concept was answered wrong last, with the person sure of it."""
        return any(
            (own := self._by_fact.get(fact)) is not None and own.sure_wrong
            for fact in facts_of(self.course, concept)
        )

    def last_asked(self, concept: str) -> str | None:
        """The question on the concept that was answered last."""
        there = [q.id for q in self.course.questions_of(concept) if q.id in self.questions]
        return max(there, key=lambda id_: self.questions[id_].at, default=None)

    def met(self) -> Iterable[str]:
        """The concepts with any memory, in the order of the plan."""
        asked = {q.concept for id_ in self.questions if (q := self.course.questions.get(id_))}
        return [c for c in self.course.plan if c in asked or c in self.concepts]
