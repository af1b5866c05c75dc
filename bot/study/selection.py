"""Which questions a person gets in practice, and which are kept for the question of the day.

Everything is decided by what is passed in and a seed, so that a plan made twice is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from random import Random
from typing import Protocol

from bot.study.seeds import seed_of
from content.model import Course, Question

__all__ = [
    "RESERVED",
    "AnswerLike",
    "AskedLike",
    "for_daily",
    "kept_of",
    "practice",
    "reserved",
    "seed_of",
]

RESERVED = 2
"""So many questions of a concept, but at most half, are kept for the daily question."""


class AskedLike(Protocol):
    """A daily question of the past (``bot.study.round.Asked``)."""

    @property
    def question_id(self) -> str: ...
    @property
    def concept_id(self) -> str: ...


class AnswerLike(Protocol):
    """A person's last answer to a question (``bot.study.answer.Answer``)."""

    @property
    def correct(self) -> bool: ...
    @property
    def at(self) -> int: ...


def kept_of(course: Course, concept: str) -> int:
    """How many of the concept's questions are kept for the question of the day."""
    return min(RESERVED, len(course.questions_of(concept)) // 2)


def reserved(course: Course, history: Sequence[AskedLike], seed: int) -> frozenset[str]:
    """Ids of questions that practice leaves alone, because a daily question will use them.

    Needs the same ``seed`` as ``policy.choose``. A question is free once it was asked.
    """
    asked = {entry.question_id for entry in history}
    kept: set[str] = set()
    for concept in course.plan:
        first = for_daily(course, concept, seed)[: kept_of(course, concept)]
        kept.update(question.id for question in first)
    return frozenset(kept - asked)


def nothing_known(_: Question) -> float:
    return 0.0


def practice(
    course: Course,
    concepts: Collection[str],
    count: int,
    seed: int,
    *,
    answered: Mapping[str, AnswerLike],
    due: Collection[str] = (),
    excluded: Collection[str] = (),
    recall: Callable[[Question], float] = nothing_known,
) -> tuple[Question, ...]:
    """At most ``count`` questions on ``concepts`` for one person.

    First what was wrong last time and one question on each concept in ``due``, then new ones (of
    a concept those with the weakest facts, by ``recall``, 0 to 1), then known ones, longest ago
    first. ``excluded`` are question ids that must not come: the
    reserved ones and today's open question. Neighbours are about different concepts where that
    can be done.
    """
    rng = Random(seed)
    waiting, wanted = set(due), set(concepts)
    ranked: list[tuple[tuple[int, int, int, float], Question]] = []
    for concept in dict.fromkeys(concept for concept in course.plan if concept in wanted):
        for nth, question in enumerate(
            _unlike_last(course, concept, answered, excluded, recall, rng)
        ):
            before = answered.get(question.id)
            if (before is not None and not before.correct) or (concept in waiting and nth == 0):
                rank = 0
            else:
                rank = 1 if before is None else 2
            age = before.at if rank == 2 and before is not None else 0
            ranked.append(((rank, 0 if rank == 2 else nth, age, rng.random()), question))
    ranked.sort(key=lambda pair: pair[0])
    return tuple(_interleaved([question for _, question in ranked[: max(0, count)]]))


def for_daily(
    course: Course, concept: str, seed: int, withdrawn: Collection[str] = ()
) -> list[Question]:
    """The concept's questions that may be daily, in an order of the group's own: those that are
    kept from practice come first."""
    questions = [
        question
        for question in course.questions_of(concept)
        if question.daily and question.id not in withdrawn
    ]
    return sorted(questions, key=lambda question: seed_of(seed, question.id))


def _unlike_last(
    course: Course,
    concept: str,
    answered: Mapping[str, AnswerLike],
    excluded: Collection[str],
    recall: Callable[[Question], float],
    rng: Random,
) -> list[Question]:
    """The concept's questions: new ones, weakest first and else shuffled, then those answered,
    longest ago first."""
    left = [question for question in course.questions_of(concept) if question.id not in excluded]
    new = [question for question in left if question.id not in answered]
    rng.shuffle(new)
    new.sort(key=recall)
    old = [question for question in left if question.id in answered]
    return new + sorted(old, key=lambda question: answered[question.id].at)


def _interleaved(questions: list[Question]) -> list[Question]:
    """The same questions, nearly in order, no two neighbours on one concept if possible."""
    left = list(questions)
    out: list[Question] = []
    while left:
        last = out[-1].concept if out else None
        concept, most = Counter(question.concept for question in left).most_common(1)[0]
        must = concept if most > len(left) // 2 and concept != last else None
        at = next(
            (
                n
                for n, question in enumerate(left)
                if question.concept != last and must in (None, question.concept)
            ),
            0,
        )
        out.append(left.pop(at))
    return out
