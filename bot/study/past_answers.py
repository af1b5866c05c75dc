"""What a person knows, worked out from their answers: the ledger is all that is needed.

Nothing of it is stored, so that a withdrawn question or a corrected answer never leaves a memory
behind, and an older ledger knows as much as a new one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from bot.study.answer import Answer, AnswerKind
from bot.study.knowledge import Knowledge, Remembered
from bot.study.questions import type_of
from bot.study.rating import Part, by_concept, rate
from bot.study.recall import Model
from content.model import Course, Question

__all__ = ["knowledge_of", "parts_of"]


def knowledge_of(
    course: Course, answers: Iterable[Answer], model: Model | None = None
) -> Knowledge:
    """The memory that ``answers`` (oldest first, none of a withdrawn question) leave behind.

    Answers to questions that the course has no more are left out.
    """
    model = model or Model()
    questions: dict[str, Remembered] = {}
    concepts: dict[str, Remembered] = {}
    for answer in answers:
        question = course.questions.get(answer.question_id)
        if question is not None:
            _learn(question, answer, model, questions, concepts)
    return Knowledge(course, questions, concepts, model)


def parts_of(question: Question, answer: Answer) -> dict[str, Part]:
    """What the answer shows of each concept that it is about."""
    told = type_of(question).learned(question, answer.given)
    if not told:
        return {question.concept: _whole(question, answer)}
    return by_concept(
        Part(concept, 1.0 if right else 0.0, question.chance) for concept, right in told.items()
    )


def _whole(question: Question, answer: Answer) -> Part:
    share = 1.0 if answer.correct else min(answer.credit, 0.999)
    return Part(question.concept, share, question.chance)


def _learn(
    question: Question,
    answer: Answer,
    model: Model,
    questions: dict[str, Remembered],
    concepts: dict[str, Remembered],
) -> None:
    at = datetime.fromtimestamp(answer.at / 1000, UTC)
    before = questions.get(question.id)
    shown = None if before is None else at - before.at
    public = answer.kind is AnswerKind.LATE

    def rated(part: Part, known: Remembered | None) -> Remembered | None:
        past = {} if known is None else {"past": known.past}
        rating = rate(part, sure=answer.sure, since_shown=shown, public=public, **past)
        if rating is None:
            return known
        return Remembered.after(known, rating, at, model, sure=answer.sure)

    for concept, part in parts_of(question, answer).items():
        moved = rated(part, concepts.get(concept))
        if moved is not None:
            concepts[concept] = moved
    whole = rated(_whole(question, answer), before)
    if whole is not None:
        questions[question.id] = whole
