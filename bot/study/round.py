"""A posed question, and how it went.

Times are epoch milliseconds (UTC); local dates are ISO strings in the group's zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.study.group import Group
from bot.study.person import Person


class RoundKind(StrEnum):
    """Who is asked."""

    DAILY = "daily"
    """The group, on a study day."""
    PRACTICE = "practice"
    """One person, as a part of a quiz."""


class RoundState(StrEnum):
    """Whether a question can be answered, and whether its answers count."""

    OPEN = "open"
    CLOSED = "closed"
    VOID = "void"
    """Withdrawn: its answers are worth nothing."""


@dataclass(frozen=True, slots=True)
class Round:
    """A posed question with its option order fixed.

    One of practice is one person's, part of run ``run_id`` at ``position``. ``order`` lists the
    option ids as shown, joined by ",".
    """

    id: int
    group_id: int
    kind: RoundKind
    question_id: str
    revision: int
    concept_id: str
    order: str
    local_date: str
    opened_at: int
    closes_at: int | None = None
    closed_at: int | None = None
    state: RoundState = RoundState.OPEN
    person_id: int | None = None
    run_id: int | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class RoundContext:
    """What a press on a round concerns, read at once. ``person`` is None before first sight.

    ``here`` says that the channel belongs to the round's group, ``member`` that the person is
    known to take part in it.
    """

    round: Round
    group: Group
    person: Person | None
    here: bool
    member: bool = False


@dataclass(frozen=True, slots=True)
class NewRound:
    question_id: str
    revision: int
    concept_id: str
    order: str


@dataclass(frozen=True, slots=True)
class Pending:
    """A choice that was pressed and is not confirmed yet."""

    person_id: int
    given: str
    at: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How a round was answered in time. ``given`` counts the text forms of answers."""

    answered: int
    correct: int
    given: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A daily question of the group's past, oldest first in a history.

    ``answered`` and ``correct`` count the ledger's answers of kind "daily".
    """

    question_id: str
    concept_id: str
    local_date: str
    state: RoundState
    answered: int = 0
    correct: int = 0
