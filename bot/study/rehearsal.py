"""A whole season in advance: which concept and which question a group gets on each study day."""

from __future__ import annotations

from dataclasses import dataclass

from bot.study.selection import daily
from content.model import Course

REVIEW_DAYS = 12
"""Study days after the last concept that are looked at: four weeks of three."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What one study day shows; an id is empty where there is nothing."""

    concept_id: str
    question_id: str


@dataclass(frozen=True, slots=True)
class _Asked:
    question_id: str
    concept_id: str


def rehearse(course: Course, seed: int, *, review_days: int = REVIEW_DAYS) -> list[Rehearsed]:
    """The study days of a group with this seed that answers everything right.

    A concept a day, with the question about an earlier one; an opening card comes before the
    first day.
    """
    plan = list(course.plan)
    met = 1 if plan and not course.questions_of(plan[0]) else 0
    history: list[_Asked] = []
    days: list[Rehearsed] = []
    for concept in [*plan[met:], *[""] * review_days]:
        met += bool(concept)
        question = daily(course, met, history, seed, today=concept or None)
        if question is None and concept:
            question = daily(course, met, history, seed)  # better the day's own than none
        if question is not None:
            history.append(_Asked(question.id, question.concept))
        days.append(Rehearsed(concept, question.id if question else ""))
    return days
