"""A person's reviews: what is due, which question asks about it, and when the next is due.

A session is "five for today", never a backlog. What comes, in this order:

1. concepts with an error: first those where the person was sure, then other errors, from the day
   after until right once; but no more than ``MOST_ERRORS`` lead a session (when every error led,
   errors crowded out everything else: a trial of it in the simulation lost a tenth of all recall);
2. the other errors, and concepts whose memory is due (recall down to 90%), weakest recall first.
   Facts that nobody asked about count as weak.

Each concept comes once a session, with another question than last time, weak facts first; what was
answered within the hour does not come. Neighbors are from different sections where possible
(interleaving: Rohrer & Taylor 2007).

**With an exam date** recall on that day is what counts, not recall forever. Then the five are
chosen by what asking about a concept now *gains* on the day (``bot.study.worth``), times its weight
in the exam, with facts nobody asked about yet among them; errors that are among the five come
first. What gains less than ``LEAST_GAIN`` is left for later, which leaves little to do months
before and fills the last weeks. In the last ``EXAM_LIKE`` the questions are exam-like (those that
use the fact come before those that ask for it) and all domains are mixed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from types import MappingProxyType

from bot.study.knowledge import TRANSFER, Knowledge, facts_of
from bot.study.rating import RETRY
from bot.study.seeds import seed_of
from bot.study.worth import gain
from content.model import Course, Question

__all__ = ["FIVE", "Pick", "Session", "Why", "again", "due", "interleaved", "next_due", "session"]

FIVE = 5
"""Questions of one session."""

EARLY = timedelta(hours=6)
"""So long before its time a concept is due already, for who studies a bit earlier today."""

MOST_ERRORS = 2
"""Without an exam date: so many errors lead a session, the others wait their turn by weakness."""

MOST_TRIES = 3
"""So often a question is asked in one session, however often it is wrong; it is due tomorrow."""

LEAST_GAIN = 0.02
"""With an exam date: a review that adds less recall than this on the day can wait."""

EXAM_LIKE = timedelta(days=14)
"""The last days before the exam are like the exam."""

_DAY = timedelta(days=1)
_EVEN: Mapping[str, float] = MappingProxyType({})


class Why(IntEnum):
    """Why a concept comes; a smaller one comes earlier."""

    SURE_AND_WRONG = 0
    MISSED = 1
    FORGETTING = 2
    EXAM = 3


@dataclass(frozen=True, slots=True)
class Pick:
    """A question with the reason why it comes. ``recall`` is the concept's, 0 to 1, now."""

    question: Question
    why: Why
    recall: float


@dataclass(frozen=True, slots=True)
class Session:
    """``picks`` in the order to ask them. ``next_due`` is when something is due after them
    (aware UTC), at the earliest now; None where nothing was ever answered."""

    picks: tuple[Pick, ...]
    next_due: datetime | None


@dataclass(frozen=True, slots=True)
class _Due:
    concept: str
    why: Why
    recall: float
    worth: float


def session(
    knowledge: Knowledge,
    at: datetime,
    seed: int,
    *,
    count: int = FIVE,
    exam: datetime | None = None,
    weights: Mapping[str, float] = _EVEN,
    excluded: Collection[str] = (),
) -> Session:
    """The next ``count`` reviews at ``at`` (aware), the same for equal input and seed.

    ``exam`` is the moment of the exam; one that is over counts as none. ``weights`` are the
    concepts' shares of the exam (any unit; 1 where missing). ``excluded`` are question ids that
    must not come: open daily questions and those kept for an exam.
    """
    picks: list[Pick] = []
    for one in _ranked(knowledge, at, exam, weights):
        if len(picks) == max(0, count):
            break
        question = _question(knowledge, one.concept, at, seed, exam, excluded)
        if question is not None:
            picks.append(Pick(question, one.why, one.recall))
    picks.sort(key=lambda pick: min(pick.why, Why.FORGETTING))  # errors first, else as ranked
    taken = {pick.question.concept for pick in picks}
    return Session(
        tuple(interleaved(picks, knowledge.course)), next_due(knowledge, at, without=taken)
    )


def due(
    knowledge: Knowledge,
    at: datetime,
    *,
    exam: datetime | None = None,
    weights: Mapping[str, float] = _EVEN,
) -> tuple[str, ...]:
    """All concepts that are due at ``at``, in the order of need."""
    return tuple(one.concept for one in _ranked(knowledge, at, exam, weights))


def next_due(
    knowledge: Knowledge, at: datetime, *, without: Collection[str] = ()
) -> datetime | None:
    """When the next concept is due, at the earliest ``at``; those ``without`` are left out.

    Right after a session its concepts have moved, so pass none then.
    """
    times = [_due_at(knowledge, c) for c in knowledge.met() if c not in without]
    known = [time for time in times if time is not None]
    return max(at, min(known)) if known else None


def again(results: Iterable[tuple[str, bool]]) -> tuple[str, ...]:
    """Questions of a session to be asked again before it ends: wrong, and not right since.

    ``results`` are the answers so far, oldest first. The question answered last comes last, so
    that it does not follow itself while another one waits. These retries move no memory and earn
    no points (``bot.study.rating``); they end in a right answer (successive relearning), or after
    ``MOST_TRIES``: nobody is held up for ever.
    """
    waiting: dict[str, None] = {}
    tries: Counter[str] = Counter()
    for question, right in results:
        tries[question] += 1
        waiting.pop(question, None)
        if not right and tries[question] < MOST_TRIES:
            waiting[question] = None
    return tuple(waiting)


def interleaved(picks: Sequence[Pick], course: Course) -> list[Pick]:
    """The same picks, nearly in order, no two neighbors from one section if possible."""
    left, out, last = list(picks), [], ""
    section = {pick.question.id: course.concepts[pick.question.concept].section for pick in picks}
    while left:
        sections = [section[pick.question.id] for pick in left]
        crowded = max(set(sections), key=lambda one: (sections.count(one), one))
        # One that fills more than half of what is left must come now, or it follows itself.
        must = crowded if sections.count(crowded) > len(left) / 2 and crowded != last else None
        fits = (n for n, one in enumerate(sections) if one != last and must in (None, one))
        out.append(left.pop(next(fits, 0)))
        last = section[out[-1].question.id]
    return out


def _ranked(
    knowledge: Knowledge, at: datetime, exam: datetime | None, weights: Mapping[str, float]
) -> list[_Due]:
    if exam is not None and exam > at:
        return _by_gain(knowledge, at, exam, weights)
    found: list[_Due] = []
    for concept in knowledge.met():
        recall = knowledge.recall(concept, at)
        time = _due_at(knowledge, concept)
        error = _error(knowledge, concept, at)
        if error is not None or (time is not None and time <= at + EARLY):
            why = Why.FORGETTING if error is None else error
            found.append(_Due(concept, why, recall, 1 - recall))
    errors = sorted(
        (one for one in found if one.why <= Why.MISSED), key=lambda one: (one.why, -one.worth)
    )
    leading = errors[:MOST_ERRORS]
    rest = [one for one in found if one not in leading]
    return leading + sorted(rest, key=lambda one: -one.worth)


def _by_gain(
    knowledge: Knowledge, at: datetime, exam: datetime, weights: Mapping[str, float]
) -> list[_Due]:
    found: list[_Due] = []
    for concept in knowledge.met():
        worth = _gain(knowledge, concept, at, exam)
        error = _error(knowledge, concept, at)
        if worth >= LEAST_GAIN or (error is not None and worth > 0):
            why = Why.EXAM if error is None else error
            weighed = worth * weights.get(concept, 1.0)
            found.append(_Due(concept, why, knowledge.recall(concept, at), weighed))
    return sorted(found, key=lambda one: -one.worth)


def _error(knowledge: Knowledge, concept: str, at: datetime) -> Why | None:
    """Whether an error on the concept is to be asked about by now, and of which kind."""
    waiting = [knowledge.of_fact(fact) for fact in knowledge.missed(concept)]
    ripe = [one for one in waiting if one is not None and one.at + _DAY <= at + EARLY]
    if any(one.sure_wrong for one in ripe):
        return Why.SURE_AND_WRONG
    return Why.MISSED if ripe else None


def _due_at(knowledge: Knowledge, concept: str) -> datetime | None:
    whole = knowledge.concepts.get(concept)
    times = [whole.due_at(knowledge.model)] if whole is not None else []
    for fact in facts_of(knowledge.course, concept):
        own = knowledge.of_fact(fact)
        if own is not None and (own.missed or whole is None):
            times.append(own.due_at(knowledge.model))
    return min(times, default=None)


def _gain(knowledge: Knowledge, concept: str, at: datetime, exam: datetime) -> float:
    """What one question on the weakest facts of the concept gains on the day of the exam."""
    model, left = knowledge.model, (exam - at) / _DAY
    whole = knowledge.concepts.get(concept)
    if whole is not None and at - whole.at < RETRY:
        return 0.0
    borrowed = TRANSFER * whole.recall(exam, model) if whole is not None else 0.0
    gains: list[float] = []
    for fact in facts_of(knowledge.course, concept):
        own = knowledge.of_fact(fact)
        if own is None:
            gains.append(gain(model, None, 0, left, borrowed=borrowed))
        else:
            gains.append(gain(model, own.trace, (at - own.at) // _DAY, left))
    if not gains and whole is not None:
        gains.append(gain(model, whole.trace, (at - whole.at) // _DAY, left))
    return max(gains, default=0.0)


def _question(
    knowledge: Knowledge,
    concept: str,
    at: datetime,
    seed: int,
    exam: datetime | None,
    excluded: Collection[str],
) -> Question | None:
    """The question on the concept that asks about its weakest facts; last time's only alone."""
    last, missed = knowledge.last_asked(concept), set(knowledge.missed(concept))
    like_exam = exam is not None and timedelta(0) < exam - at <= EXAM_LIKE
    free = [
        question
        for question in knowledge.course.questions_of(concept)
        if question.id not in excluded
        and ((own := knowledge.questions.get(question.id)) is None or at - own.at >= RETRY)
    ]

    def need(question: Question) -> tuple[bool, int, bool, float, int]:
        return (
            question.id == last,
            -len(missed.intersection(question.tests)),
            like_exam and not (question.scenario or question.bloom in ("apply", "analyse")),
            knowledge.question_recall(question, at),
            seed_of(seed, question.id),
        )

    return min(free, key=need, default=None)
