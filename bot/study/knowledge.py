"""What one person knows of a course: memory per question and per concept, facts in between.

Each answer leaves a ``Remembered`` on its question and one on its concept (``Remembered.after``).
A *fact* is as well known as the question on it that was answered last; a fact nobody asked about
borrows a part (``TRANSFER``) from its concept, because practice on one fact helps its neighbors a
little (retrieval-induced facilitation: Chan, McDermott & Roediger 2006). A *concept* is known when
all its facts are, so one lucky question does not hide five open ones.

Successive relearning (Rawson & Dunlosky 2011): what was answered wrong stays *missed* and is due
again a day later, until it is right once; from then on the gaps grow. What was wrong although the
person was sure comes back first: such errors are corrected well by feedback, and return within a
week unless they are asked again (Butler, Fazio & Marsh 2011).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

from fsrs import Rating

from bot.study.rating import Past
from bot.study.recall import LEAST_STABILITY, Model, Trace
from content.model import Course, Question

__all__ = ["KNOWN", "Knowledge", "Remembered", "facts_of"]

KNOWN = 0.8
"""A fact is known from this chance of recall on; a concept when all its facts are."""

TRANSFER = 0.5
"""The share of a concept's recall that a fact has before anybody asked about it."""

RETENTION = 0.9
"""A memory is due when the chance of recall has fallen to this."""

MOST_DAYS = 365
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Remembered:
    """A memory of a question or a concept.

    ``at`` is when it was last answered (aware UTC). ``in_a_row`` counts right answers since the
    last wrong one; ``lapses`` counts wrong answers on something that was known; ``sure_wrong``
    says that the last answer was wrong although the person was sure.
    """

    trace: Trace
    at: datetime
    in_a_row: int = 0
    lapses: int = 0
    sure_wrong: bool = False

    @classmethod
    def after(
        cls,
        before: Remembered | None,
        rating: Rating,
        at: datetime,
        model: Model,
        *,
        sure: bool | None = None,
    ) -> Remembered:
        """The memory after an answer at ``at``, rated by ``bot.study.rating``.

        An answer older than the one before counts as given at the same moment.
        """
        at = at.astimezone(UTC)
        wrong = rating == Rating.Again
        if before is None:
            return cls(model.first(rating), at, int(not wrong), 0, wrong and sure is True)
        at = max(at, before.at)
        return cls(
            trace=model.after(before.trace, rating, (at - before.at) // _DAY),
            at=at,
            in_a_row=0 if wrong else before.in_a_row + 1,
            lapses=before.lapses + int(wrong and before.in_a_row > 0),
            sure_wrong=wrong and sure is True,
        )

    @property
    def missed(self) -> bool:
        """Whether the last answer was wrong: asked until right once."""
        return self.in_a_row == 0

    @property
    def past(self) -> Past:
        """What the rating of the next answer has to know."""
        return Past(self.in_a_row, relearning=self.missed and self.lapses > 0)

    def recall(self, at: datetime, model: Model) -> float:
        """The chance, 0 to 1, that it is remembered at ``at``."""
        return model.recall(self.trace, (at - self.at) // _DAY)

    def due_at(self, model: Model, retention: float = RETENTION) -> datetime:
        """When it is due: the day after a miss, else when recall falls to ``retention``."""
        days = 1 if self.missed else round(model.days_until(self.trace, retention))
        return self.at + timedelta(days=max(1, min(days, MOST_DAYS)))

    def to_json(self) -> str:
        """The state as it is stored."""
        return json.dumps(
            {
                "stability": self.trace.stability,
                "difficulty": self.trace.difficulty,
                "last_review": self.at.isoformat(),
                "in_a_row": self.in_a_row,
                "lapses": self.lapses,
                "sure_wrong": self.sure_wrong,
            }
        )

    @classmethod
    def read(cls, state: str | None) -> Remembered | None:
        """The state of ``to_json``, or of a py-fsrs card as older versions stored it.

        None for no state, for one that was never answered and for one that cannot be read. How
        often an old card was right is not known: it counts as right once.
        """
        try:
            data = json.loads(state or "null")
            at = datetime.fromisoformat(data["last_review"])
            stability, difficulty = float(data["stability"]), float(data["difficulty"])
            return cls(
                Trace(max(LEAST_STABILITY, stability), min(10.0, max(1.0, difficulty))),
                at.astimezone(UTC),
                max(0, int(data.get("in_a_row", 1))),
                max(0, int(data.get("lapses", 0))),
                bool(data.get("sure_wrong", False)),
            )
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            return None


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
