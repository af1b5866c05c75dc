"""What an answer shows of its question and of each concept that it is about, as ratings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.study.memory import Key, MemoryKind, Rated, Remembered
from bot.study.questions import Grade, type_of
from bot.study.rating import NOTHING, Part, moves, rate
from content.model import Question

__all__ = ["rated"]


def rated(
    question: Question,
    given: str,
    grade: Grade,
    known: Mapping[Key, Remembered],
    *,
    sure: bool | None,
    since_shown: timedelta | None = None,
    public: bool = False,
) -> Rated | None:
    """How an answer to ``question`` is rated; None for one that must move no memory.

    ``known`` are the person's memories of what the answer is about, as they were before it.
    ``since_shown`` and ``public`` are those of ``bot.study.rating.rate``. A concept that parts of
    the answer are about moves by these alone; the question, and its own concept where no part is
    about it, by the whole answer.
    """
    whole = Part(question.concept, _share(grade), question.chance)
    parts = {question.concept: whole, **type_of(question).learned(question, given)}
    before = known.get((MemoryKind.QUESTION, question.id))
    own = rate(
        whole,
        sure=sure,
        since_shown=since_shown,
        public=public,
        past=NOTHING if before is None else before.past,
    )
    if own is None:
        return None
    past = {
        concept: there.past
        for concept in parts
        if (there := known.get((MemoryKind.CONCEPT, concept))) is not None
    }
    concepts = moves(parts.values(), sure=sure, public=public, past=past)
    mine = concepts.pop(question.concept)
    return Rated(own, mine, tuple(concepts.items()))


def _share(grade: Grade) -> float:
    # A share may round to 1 without all of it being right.
    return 1.0 if grade.correct else min(grade.credit, 0.999)
