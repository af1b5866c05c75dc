"""Right and wrong answers to any question, found by trying."""

from __future__ import annotations

import itertools

from bot.study.questions import BadInput, type_of
from bot.study.round import Round
from content.model import Question


def given_values(
    question: Question, posed: Round | str, right: bool
) -> tuple[str, dict[str, tuple[str, ...]]]:
    """A right or wholly wrong answer: as it is stored, and as a form sends it.

    ``posed`` may be the order alone.
    """
    kind = type_of(question)
    order = posed if isinstance(posed, str) else posed.order
    fields = kind.fields(question, order)
    choices: list[list[tuple[str, ...]]] = []
    for field in fields:
        values = [option.value for option in getattr(field, "options", ())]
        if not values:
            values = ["imputation", "1200", "something else", "7", kind.key(question)]
        sizes = (2,) if getattr(field, "many", False) else (1,)
        choices.append([c for size in sizes for c in itertools.combinations(values, size)])
    for filled in itertools.product(*choices):
        typed = dict(zip([f.key for f in fields], filled, strict=True))
        try:
            given = kind.read(question, order, typed)
        except BadInput:
            continue
        if kind.grade(question, given).credit == (1 if right else 0):
            return given, typed
    raise AssertionError(f"no {'right' if right else 'wrong'} answer to {question.id}")
