"""Answers: what is known before one is judged, what is written, what came of it.

Times are epoch milliseconds (UTC); local dates are ISO strings in the group's zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.study.memory import Key, Rated, Remembered
from bot.study.streaks import Streak


class AnswerKind(StrEnum):
    """What an answer was to."""

    DAILY = "daily"
    """The question of the day, in time."""
    LATE = "late"
    """The question of the day, after its close."""
    PRACTICE = "practice"
    VOID = "void"
    """Its question was withdrawn: it counts for nothing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the ledger. ``credit`` is 0 to 1."""

    id: int
    round_id: int
    person_id: int
    group_id: int
    question_id: str
    concept_id: str
    kind: AnswerKind
    given: str
    correct: bool
    credit: float
    points: int
    sure: bool | None
    local_date: str
    at: int


@dataclass(frozen=True, slots=True)
class Memories:
    """A person's memories of a course, and the ``parameters`` (as text, see
    ``bot.study.recall.model_of``) of the group that they were asked for; None are the defaults.
    """

    known: Mapping[Key, Remembered]
    parameters: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerRequest:
    """What is known before an answer is judged.

    ``study_date`` is the study day that the answer would keep in the streak (the round's
    own for a daily question, today for practice). ``local_date`` is today; ``week`` and
    ``month`` are its leaderboard periods ("2026-W48", "2026-11").
    """

    round_id: int
    person_id: int
    given: str
    kind: AnswerKind
    course: str
    concepts: tuple[str, ...]
    local_date: str
    study_date: str
    week: str
    month: str
    at: int


@dataclass(frozen=True, slots=True)
class Prior:
    """What the database knows when an answer is judged, read in the same transaction.

    ``days`` are the group's study dates (oldest first) after ``streak.through`` up to
    ``study_date``, each with whether the person was active. When ``study_date`` lies at or
    before ``through`` the streak is started afresh: ``streak`` is empty and ``days`` has
    all dates up to the later of both. What was practiced today is counted for an answer of
    practice only, without quick retries. ``memory`` has what there is of the question and of the
    concepts that the answer is about, and ``parameters`` are those of the group
    (``bot.study.recall.model_of``). ``results_at`` is when the group was last told the answer
    (epoch ms), for an answer of practice only.
    """

    streak: Streak
    days: tuple[tuple[str, bool], ...]
    memory: Mapping[Key, Remembered]
    last_on_question: Answer | None
    practice_answers_today: int
    practice_right_today: int
    practice_points_today: int
    parameters: str | None = None
    results_at: int | None = None


@dataclass(frozen=True, slots=True)
class Judgment:
    """What ``decide`` wants written. ``active`` marks ``study_date`` as studied; ``rated`` is how
    the answer moves memory, None where it moves none. ``cleared`` says that it was right on
    something that was due for review."""

    correct: bool
    credit: float
    points: int
    sure: bool | None
    active: bool
    streak: Streak
    rated: Rated | None = None
    cleared: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """``fresh`` is False when the person had answered this round before: nothing changed.

    ``due_at`` is when the first of the concepts that a fresh answer has moved is due, in epoch
    milliseconds; None where it moved none.
    """

    answer: Answer
    fresh: bool
    streak: Streak
    right: int = 0  # the person's right answers in the group, a fresh one among them
    due_at: int | None = None


@dataclass(frozen=True, slots=True)
class ConceptScore:
    concept_id: str
    answers: int
    correct: int
