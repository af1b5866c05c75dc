"""A season of the daily policy in advance, day by day: what the linter judges a course by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.study.policy import CHECKPOINT, Choice, checkpoint, choose
from content.model import Course, Question

__all__ = ["REVIEW_DAYS", "Day", "rehearse"]

REVIEW_DAYS = 12
"""Study days after the last concept that are looked at: four weeks of three."""


@dataclass(frozen=True, slots=True)
class Day:
    """One study day. ``concept`` is the card's, empty on a review day."""

    number: int
    concept: str
    questions: tuple[Choice, ...]
    checkpoint: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    question_id: str
    concept_id: str
    local_date: str
    answered: int = 0
    correct: int = 0


def rehearse(
    course: Course,
    seed: int,
    *,
    per_day: int = 1,
    checkpoints: bool = True,
    review_days: int = REVIEW_DAYS,
    answers: Callable[[Question], tuple[int, int]] = lambda question: (0, 0),
) -> list[Day]:
    """The study days of a group: a concept a day, then ``review_days`` without one.

    Every fifth day has a checkpoint where ``checkpoints`` says so. ``answers`` tells (right,
    answered) of a question that is asked; by default nobody answers.
    """
    plan = list(course.plan)
    met = 1 if plan and not course.questions_of(plan[0]) else 0  # the opening card came before
    history: list[_Asked] = []
    days: list[Day] = []
    for number, concept in enumerate([*plan[met:], *[""] * review_days], 1):
        met += bool(concept)
        local = (date(2000, 1, 1) + timedelta(days=number)).isoformat()
        asked: list[Choice] = []
        for _ in range(max(1, per_day)):
            found = choose(
                course, met, history, local, seed, today=concept or None, per_day=per_day
            )
            if found is not None:
                asked.append(found)
                history.append(_entry(found, local, answers))
        mixed: tuple[Choice, ...] = ()
        if checkpoints and number % CHECKPOINT == 0:
            mixed = checkpoint(course, met, history, local, seed, today=concept or None)
            history += [_entry(one, local, answers) for one in mixed]
        days.append(Day(number, concept, tuple(asked), mixed))
    return days


def _entry(choice: Choice, local: str, answers: Callable[[Question], tuple[int, int]]) -> _Asked:
    question = choice.question
    right, answered = answers(question)
    return _Asked(question.id, question.concept, local, answered, right)
