"""How questions behave in practice: figures from members' first answers (rule R22).

A question with too few first answers is not judged. The bounds are the item-writing rules'
own; discrimination is the correlation between getting this question right and the share of
the person's other questions that were right (corrected item-total correlation).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import StatisticsError, correlation

from content.model import Course, Question
from content.questions import OptionSet

ENOUGH = 100
"""First answers, over all groups, from which a question is judged."""
HARD, EASY = 0.30, 0.95
IDLE = 0.03
"""A wrong option chosen by fewer than this share deceives nobody."""
EASY_FOR_IDLE = 0.90
FLAT = 0.10


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """A person's first answer to a question; ``given`` as the question type wrote it."""

    person_id: int
    question_id: str
    given: str
    correct: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """``right`` is a share; ``flags`` say in words what to look at, empty when all is well."""

    question: Question
    answers: int
    right: float
    discrimination: float | None
    flags: tuple[str, ...]


def measure(
    course: Course, answers: Iterable[FirstAnswer], enough: int = ENOUGH
) -> tuple[Measured, ...]:
    """Every question in use with ``enough`` first answers, those to look at first."""
    by_question: dict[str, list[FirstAnswer]] = defaultdict(list)
    scores: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for answer in answers:
        by_question[answer.question_id].append(answer)
        scores[answer.person_id][0] += answer.correct
        scores[answer.person_id][1] += 1
    found = [
        _measured(question, by_question[question.id], scores)
        for question in course.questions.values()
        if not question.retired and len(by_question[question.id]) >= enough
    ]
    return tuple(sorted(found, key=lambda m: (not m.flags, m.right, m.question.id)))


def _measured(
    question: Question, answers: list[FirstAnswer], scores: dict[int, list[int]]
) -> Measured:
    right = sum(answer.correct for answer in answers) / len(answers)
    discrimination = _discrimination(answers, scores)
    flags: list[str] = []
    if right < HARD:
        flags.append(f"only {right:.0%} right: check key and stem")
    elif right > EASY:
        flags.append(f"{right:.0%} right: it asks nothing")
    chosen = [question.chosen(answer.given) for answer in answers]
    for place, shown in enumerate(question.option_sets()):
        if len(shown.right) == 1:
            picked = Counter(ids[place] for ids in chosen if len(ids) > place)
            flags += _options(shown, picked, len(answers))
    if discrimination is not None and discrimination < FLAT:
        flags.append(f"discrimination {discrimination:.2f}: who knows more is not right more often")
    return Measured(question, len(answers), right, discrimination, tuple(flags))


def _options(shown: OptionSet, chosen: Counter[str], answers: int) -> list[str]:
    flags = []
    where = "option" if not shown.after else f"{' '.join(shown.path[:2])}, option"
    right = sum(chosen[option.id] for option in shown.right) / answers
    for option in shown.wrong:
        share = chosen[option.id] / answers
        if share > right:
            flags.append(f"{where} {option.id} is chosen more often than the key")
        elif share < IDLE and right < EASY_FOR_IDLE:
            flags.append(f"{where} {option.id} is chosen by {share:.0%}: it deceives nobody")
    return flags


def _discrimination(answers: list[FirstAnswer], scores: dict[int, list[int]]) -> float | None:
    """None where it cannot be told: too few people with other answers, or all alike."""
    own: list[float] = []
    rest: list[float] = []
    for answer in answers:
        right, total = scores[answer.person_id]
        if total > 1:
            own.append(float(answer.correct))
            rest.append((right - answer.correct) / (total - 1))
    try:
        return correlation(own, rest)
    except StatisticsError:
        return None
