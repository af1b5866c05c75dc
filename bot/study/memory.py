"""What answers leave behind: a memory of each question and of each concept, by FSRS-6.

An answer moves the memory of its question and of the concepts it is about, each by a rating of its
own (``bot.study.rating``). Ratings are written down with the answer, so a memory follows from the
ledger alone: the ratings of a person's answers, folded one after another (``remembered``), whatever
became of the course since. What is stored is kept for speed, and ``studyhall db verify`` folds it
anew. A person has one memory of a course, over all groups.

Successive relearning (Rawson & Dunlosky 2011): what was answered wrong stays *missed* and is due
again a day later, until it is right once; from then on the gaps grow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from bot.study.calendar import local_date, short_date_words, weekday_words
from bot.study.rating import Past, Rating
from bot.study.recall import Model, Trace
from bot.study.words import say

__all__ = [
    "EARLY", "Key", "Line", "MemoryKind", "PastAnswer", "Rated", "Remembered", "back_on",
    "is_due", "moved", "remembered",
]  # fmt: skip

RETENTION = 0.9
"""A memory is due when the chance of recall has fallen to this."""

MOST_DAYS = 365
"""The longest interval between two reviews."""

EARLY = timedelta(hours=6)
"""So long before its time a concept is due already, for who studies a bit earlier today."""

_DAY = timedelta(days=1)
_KEPT = 4096


class MemoryKind(StrEnum):
    """What a memory is of."""

    CONCEPT = "concept"
    QUESTION = "question"


Key = tuple[MemoryKind, str]
"""Of what a memory is: the kind, and the id of the concept or question."""


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


class Rated(NamedTuple):
    """How an answer was rated: its question, that question's concept, and other concepts that
    parts of the answer are about."""

    question: Rating
    concept: Rating
    others: tuple[tuple[str, Rating], ...] = ()

    @property
    def text(self) -> str:
        """As the ledger has it: ``33``, or ``31 polly=3 lex=1``. See ``read``."""
        own = f"{int(self.question)}{int(self.concept)}"
        return " ".join((own, *(f"{name}={int(rating)}" for name, rating in self.others)))

    @staticmethod
    @lru_cache(maxsize=_KEPT)
    def read(text: str) -> Rated:
        """The opposite of ``text``. Raises ``ValueError`` for anything else."""
        own, *others = text.split(" ")
        question, concept = list(own)
        pairs = [other.rpartition("=") for other in others]
        return Rated(
            Rating(int(question)),
            Rating(int(concept)),
            tuple((name, Rating(int(rating))) for name, _, rating in pairs),
        )


class Line(NamedTuple):
    """What the ledger knows of an answer that moves memory. ``at`` is in epoch milliseconds."""

    question_id: str
    concept_id: str
    rated: Rated
    sure: bool | None
    at: int

    @property
    def ratings(self) -> dict[Key, Rating]:
        """How each memory that it is about is moved."""
        concepts = {self.concept_id: self.rated.concept, **dict(self.rated.others)}
        return {(MemoryKind.QUESTION, self.question_id): self.rated.question} | {
            (MemoryKind.CONCEPT, concept): rating for concept, rating in concepts.items()
        }


class PastAnswer(NamedTuple):
    """An answer of the ledger that moved memory, with whose it is and where it was given."""

    person_id: int
    course: str
    group_id: int
    correct: bool
    line: Line


def moved(known: Mapping[Key, Remembered], line: Line, model: Model) -> dict[Key, Remembered]:
    """The memories that an answer has moved, as they are after it."""
    at = datetime.fromtimestamp(line.at / 1000, UTC)
    return {
        key: Remembered.after(known.get(key), rating, at, model, sure=line.sure)
        for key, rating in line.ratings.items()
    }


def remembered(
    lines: Iterable[tuple[int, Line]], model_of: Callable[[int], Model]
) -> dict[Key, Remembered]:
    """Every memory that a person's answers in one course leave, in the order they were written.

    Each line comes with the id of its group; ``model_of`` gives that group's model.
    """
    memories: dict[Key, Remembered] = {}
    for group_id, line in lines:
        memories |= moved(memories, line, model_of(group_id))
    return memories


def is_due(due: datetime, at: datetime) -> bool:
    """Whether a concept due at ``due`` may come at ``at``, ``EARLY`` allowed for."""
    return at + EARLY >= due


def back_on(due: datetime, at: datetime, zone: str) -> str:
    """When a concept comes back, told at ``at``: "today", "tomorrow", "on Thursday", "on Dec 3"."""
    day, today = local_date(due, zone), local_date(at, zone)
    ahead = (day - today).days
    if ahead <= 0:
        return say("today")
    if ahead == 1:
        return say("tomorrow")
    return say("on-day", day=weekday_words(day) if ahead < 7 else short_date_words(day))
