"""One person's quiz, question by question.

Times are epoch milliseconds (UTC); local dates are ISO strings in the group's zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.study.answer import Answer
from bot.study.round import Round


class RunState(StrEnum):
    """Whether a quiz goes on."""

    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Run:
    """One person's quiz. ``rounds`` in the order they are asked."""

    id: int
    person_id: int
    group_id: int
    topic: str
    state: RunState
    started_at: int
    rounds: tuple[Round, ...]
    answers: Mapping[int, Answer]  # by round id

    @property
    def first_tries(self) -> tuple[Round, ...]:
        """The rounds that ask a question for the first time in this quiz."""
        firsts: dict[str, Round] = {}
        for posed in self.rounds:
            firsts.setdefault(posed.question_id, posed)
        return tuple(firsts.values())
