"""One person's mock exam, under way or over.

Times are epoch milliseconds (UTC). Shares are 0 to 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.study.answer import Answer
from bot.study.calibration import Forecast
from bot.study.exam import Drawn
from bot.study.round import Round, RoundState

COVERED = ""
"""In predictions the key for the whole of what the course covers."""


@dataclass(frozen=True, slots=True)
class MockExam:
    """``rounds`` are its questions in order, of the domains ``domains``. ``given`` has the answers
    so far by round id; they count once the exam is over. ``flags`` are positions."""

    id: int
    run_id: int
    person_id: int
    group_id: int
    course: str
    blueprint: str
    domains: tuple[str, ...]
    predicted: Mapping[str, float]
    flags: frozenset[int]
    started_at: int
    ends_at: int
    finished_at: int | None
    rounds: tuple[Round, ...]
    given: Mapping[int, str] = field(default_factory=dict)
    results: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def drawn(self) -> tuple[Drawn, ...]:
        """What the report counts: withdrawn questions are left out."""
        return tuple(
            Drawn(posed.question_id, posed.revision, domain)
            for posed, domain in zip(self.rounds, self.domains, strict=True)
            if posed.state != RoundState.VOID
        )

    @property
    def unanswered(self) -> tuple[int, ...]:
        """Positions without an answer so far."""
        return tuple(at for at, posed in enumerate(self.rounds) if posed.id not in self.given)

    def position(self, round_id: int) -> int | None:
        return next((at for at, posed in enumerate(self.rounds) if posed.id == round_id), None)

    def over(self, now: int) -> bool:
        """Whether nothing can be answered any more."""
        return self.finished_at is not None or now >= self.ends_at


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished exam: what was predicted for each domain, and right and asked answers in it."""

    predicted: Mapping[str, float]
    results: Mapping[str, tuple[int, int]]


def minutes_left(exam: MockExam, now: int) -> int:
    """Whole minutes, rounded up; 0 when it is over."""
    return max(0, -(-(exam.ends_at - now) // 60_000))


def forecasts(outcomes: Iterable[Outcome]) -> list[Forecast]:
    """One forecast a question: its domain's predicted share, and whether it was right."""
    found: list[Forecast] = []
    for outcome in outcomes:
        for domain, (right, asked) in outcome.results.items():
            share = outcome.predicted.get(domain)
            if share is not None:
                found += [Forecast(share, at < right) for at in range(asked)]
    return found


def answered_before(answers: Sequence[Answer], since: int) -> frozenset[str]:
    """Ids of questions answered at ``since`` or later: still fresh, so they prove little."""
    return frozenset(answer.question_id for answer in answers if answer.at >= since)
