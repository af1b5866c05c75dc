"""Which question comes next: for the group each study day, for a person in practice.

Everything is decided by what is passed in and a seed, so that a plan made twice is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from random import Random
from types import MappingProxyType
from typing import Protocol

from bot.study.seeds import seed_of
from content.model import Course, Question

__all__ = ["AnswerLike", "AskedLike", "daily", "practice", "reserved", "seed_of"]

WEAK = 0.7
"""A concept with a lower share of right answers in the group is weak."""

RESERVED = 2
"""So many questions of a concept, but at most half, are kept for the daily question."""


IN_SIGHT = 5
"""A question that comes again after fewer study days is one that people still remember."""


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


def daily(
    course: Course,
    position: int,
    history: Sequence[AskedLike],
    seed: int,
    *,
    today: str | None = None,
    accuracy: Mapping[str, float] = MappingProxyType({}),
    not_about: Collection[str] = (),
    withdrawn: Collection[str] = (),
    told: Collection[str] = (),
) -> Question | None:
    """The group's question of the day, about a concept posted before today.

    In turn it is about the newest such concept (once), an older one (weak in the group, else asked
    about longest ago) and one of a confusable set. ``position`` counts the concepts posted;
    ``today`` is the concept posted today where ``position`` counts it already. ``history`` has
    all daily questions before, oldest first, withdrawn ones too. ``accuracy`` is the group's
    share of right answers per concept. ``not_about`` are concepts asked about on this very day
    (by a question withdrawn since), left out where any other has a question. ``withdrawn`` are ids
    of questions that are never asked. ``told`` are ids of those that people near by were asked:
    others come first while there are new ones. None while no earlier concept has a question.

    No question repeats before all on earlier concepts are used up. Then the one asked longest ago
    comes first; where that was only days ago (``IN_SIGHT``), a question on today's own concept
    comes instead if it was asked longer ago or never.
    """
    posted = [concept for concept in course.plan[: max(0, position)] if concept != today]
    bank = {concept: _for_daily(course, concept, seed, withdrawn) for concept in posted}
    others = {concept: asked for concept, asked in bank.items() if concept not in not_about}
    if any(others.values()):
        bank = others
    last = {asked.question_id: at for at, asked in enumerate(history)}
    fresh = {
        concept: left
        for concept, questions in bank.items()
        if (left := [question for question in questions if question.id not in last])
    }
    if not fresh:
        used = [question for questions in bank.values() for question in questions]
        oldest = min(used, key=lambda question: last[question.id], default=None)
        if oldest is None or len(history) - last[oldest.id] >= IN_SIGHT or today is None:
            return oldest
        own = _for_daily(course, today, seed, withdrawn) if today not in not_about else []
        return min([oldest, *own], key=lambda question: last.get(question.id, -1))
    unheard = {
        concept: left
        for concept, questions in fresh.items()
        if (left := [question for question in questions if question.id not in told])
    }
    fresh = unheard or fresh
    about = {asked.concept_id: at for at, asked in enumerate(history)}
    previous = history[-1].concept_id if history else None
    turn = len(history) % 3
    ways = (_newest, _older, _confusable)
    for way in ways[turn:] + ways[:turn]:
        for concept in way(course, posted, about, accuracy):
            if concept in fresh and concept != previous:
                return fresh[concept][0]
    return next(iter(fresh.values()))[0]


def reserved(course: Course, history: Sequence[AskedLike], seed: int) -> frozenset[str]:
    """Ids of questions that practice leaves alone, because a daily question will use them.

    Needs the same ``seed`` as ``daily``. A question is free once it was asked.
    """
    asked = {entry.question_id for entry in history}
    kept: set[str] = set()
    for concept in course.plan:
        most = min(RESERVED, len(course.questions_of(concept)) // 2)
        kept.update(question.id for question in _for_daily(course, concept, seed)[:most])
    return frozenset(kept - asked)


def practice(
    course: Course,
    concepts: Collection[str],
    count: int,
    seed: int,
    *,
    answered: Mapping[str, AnswerLike],
    due: Collection[str] = (),
    excluded: Collection[str] = (),
) -> tuple[Question, ...]:
    """At most ``count`` questions on ``concepts`` for one person.

    First what was wrong last time and one question on each concept in ``due``, then new ones,
    then known ones, longest ago first. ``excluded`` are question ids that must not come: the
    reserved ones and today's open question. Neighbours are about different concepts where that
    can be done.
    """
    rng = Random(seed)
    waiting, wanted = set(due), set(concepts)
    ranked: list[tuple[tuple[int, int, int, float], Question]] = []
    for concept in dict.fromkeys(concept for concept in course.plan if concept in wanted):
        for nth, question in enumerate(_unlike_last(course, concept, answered, excluded, rng)):
            before = answered.get(question.id)
            if (before is not None and not before.correct) or (concept in waiting and nth == 0):
                rank = 0
            else:
                rank = 1 if before is None else 2
            age = before.at if rank == 2 and before is not None else 0
            ranked.append(((rank, 0 if rank == 2 else nth, age, rng.random()), question))
    ranked.sort(key=lambda pair: pair[0])
    return tuple(_interleaved([question for _, question in ranked[: max(0, count)]]))


def _for_daily(
    course: Course, concept: str, seed: int, withdrawn: Collection[str] = ()
) -> list[Question]:
    """The concept's questions that may be daily, in the order in which this group gets them."""
    questions = [
        question
        for question in course.questions_of(concept)
        if question.daily and question.id not in withdrawn
    ]
    return sorted(questions, key=lambda question: seed_of(seed, question.id))


def _newest(
    course: Course, posted: Sequence[str], about: Mapping[str, int], accuracy: Mapping[str, float]
) -> list[str]:
    # Once asked about it is no news any more: after the last concept, reviews are all "older".
    return [concept for concept in posted[-1:] if concept not in about]


def _older(
    course: Course, posted: Sequence[str], about: Mapping[str, int], accuracy: Mapping[str, float]
) -> list[str]:
    weak = [concept for concept in posted if accuracy.get(concept, 1.0) < WEAK]
    weak.sort(key=lambda concept: accuracy[concept])
    rest = sorted(
        (concept for concept in posted if concept not in weak),
        key=lambda concept: about.get(concept, -1),
    )
    return weak + rest


def _confusable(
    course: Course, posted: Sequence[str], about: Mapping[str, int], accuracy: Mapping[str, float]
) -> list[str]:
    known = set(posted)
    paired = {
        concept
        for group in course.confusable
        if len(group & known) >= 2
        for concept in group & known
    }
    in_plan = [concept for concept in posted if concept in paired]
    return sorted(in_plan, key=lambda concept: about.get(concept, -1))


def _unlike_last(
    course: Course,
    concept: str,
    answered: Mapping[str, AnswerLike],
    excluded: Collection[str],
    rng: Random,
) -> list[Question]:
    """The concept's questions: new ones shuffled, then those answered, longest ago first."""
    left = [question for question in course.questions_of(concept) if question.id not in excluded]
    new = [question for question in left if question.id not in answered]
    rng.shuffle(new)
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
