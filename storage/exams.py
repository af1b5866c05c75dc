"""What the rest of the program may ask of storage about mock exams and exam dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.study.mock_exam import MockExam, Outcome
from bot.study.round import NewRound


@dataclass(frozen=True, slots=True)
class NewExam:
    """``domains`` name the domain of each of ``rounds``; times are epoch milliseconds."""

    person_id: int
    group_id: int
    course: str
    blueprint: str
    rounds: Sequence[NewRound]
    domains: Sequence[str]
    predicted: Mapping[str, float]
    local_date: str
    started_at: int
    ends_at: int


class Exams(Protocol):
    async def start(self, new: NewExam) -> MockExam:
        """Begins an exam. Raises ``Conflict`` while the person has another one in the group."""
        ...

    async def get(self, exam_id: int) -> MockExam | None: ...

    async def of_round(self, round_id: int) -> MockExam | None: ...

    async def open_of(self, person_id: int, group_id: int) -> MockExam | None: ...

    async def latest(self, person_id: int, group_id: int) -> MockExam | None:
        """The last one that is finished."""
        ...

    async def flag(self, exam_id: int, position: int, on: bool) -> None: ...

    async def finish(self, exam_id: int, at: int, results: Mapping[str, tuple[int, int]]) -> bool:
        """False when it was finished before. What was only chosen is forgotten."""
        ...

    async def overdue(self, now: int, limit: int) -> tuple[int, ...]:
        """Ids of exams whose time is over and that nobody has finished, longest first."""
        ...

    async def open_questions(self, person_id: int) -> frozenset[str]:
        """Ids of the questions of the person's exams that are under way."""
        ...

    async def asked_before(self, person_id: int, course: str) -> frozenset[str]:
        """Ids of questions that earlier exams of the person have asked."""
        ...

    async def outcomes(self, group_id: int | None) -> tuple[Outcome, ...]:
        """All finished exams of a group, or of all."""
        ...

    async def date(self, person_id: int, group_id: int) -> str:
        """The person's own exam date (ISO, local); empty for none."""
        ...

    async def set_date(self, person_id: int, group_id: int, local_date: str) -> None:
        """Empty clears it."""
        ...
