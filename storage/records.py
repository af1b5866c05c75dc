"""Rows as the rest of the program sees them.

Times are epoch milliseconds (UTC); local dates are ISO strings in the group's zone; a
``given`` answer is the text form that the question type wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.model.refs import ChannelRef, MessageRef


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who studies; has one or more members (accounts) on chat platforms.

    ``name`` is what the workspace (or group) asked about calls them, empty where it was never
    told: a name stays where it came from.
    """

    id: int
    name: str
    hidden: bool = False
    straight: bool = False  # verdict at once, without asking sure or not
    welcomed: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a group studies, in its own time zone.

    ``days`` are ISO weekdays (1 = Monday); ``times`` are minutes after local midnight: one
    for the rhythms "morning" and "questions", three (concept, question, results) for "spread".
    """

    zone: str
    days: tuple[int, ...]
    rhythm: str
    times: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """``state`` is "active", "paused" or "ended"; ``position`` counts concepts posted so far.

    ``due_at`` is the next moment at which the planner has to look at the group.
    ``paused_until`` is the first local date on which a paused group posts again.
    ``season`` counts from 1; ``settings`` holds rarely used switches as plain strings.
    """

    id: int
    course: str
    schedule: Schedule
    state: str
    created_at: int
    due_at: int | None
    position: int = 0
    season: int = 1
    paused_until: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupChannel:
    """``problem`` is empty while the bot can post; else what is missing, in words.

    ``private`` tells whether only those whom the channel lets in can see it, as of ``looked_at``
    (epoch milliseconds); None when nobody knows yet. ``shown`` is how members know it ("#tea").
    """

    channel: ChannelRef
    group_id: int
    problem: str = ""
    private: bool | None = None
    shown: str = ""
    looked_at: int = 0


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A channel that cannot be posted to, and the local date of the latest post it waits for."""

    channel: ChannelRef
    problem: str
    local_date: str


@dataclass(frozen=True, slots=True)
class Round:
    """A posed question with its option order fixed.

    ``kind`` is "daily" (the group's) or "practice" (one person's, part of run ``run_id`` at
    ``position``). ``order`` lists the option ids as shown, joined by ",". ``state`` is
    "open", "closed" or "void" (withdrawn).
    """

    id: int
    group_id: int
    kind: str
    question_id: str
    revision: int
    concept_id: str
    order: str
    local_date: str
    opened_at: int
    closes_at: int | None = None
    closed_at: int | None = None
    state: str = "open"
    person_id: int | None = None
    run_id: int | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
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
class Answer:
    """One line of the ledger. ``kind`` is "daily", "late" or "practice"; ``credit`` is 0 to 1."""

    id: int
    round_id: int
    person_id: int
    group_id: int
    question_id: str
    concept_id: str
    kind: str
    given: str
    correct: bool
    credit: float
    points: int
    sure: bool | None
    local_date: str
    at: int


class StreakRow(NamedTuple):
    """Same shape as ``bot.study.streaks.Streak``. ``through`` is the last study date counted."""

    current: int = 0
    best: int = 0
    freezes: int = 0
    toward_freeze: int = 0
    through: str = ""


@dataclass(frozen=True, slots=True)
class MemoryRow:
    """A person's memory of a concept: ``state`` is the scheduler's own JSON."""

    concept_id: str
    state: str
    due_at: int


@dataclass(frozen=True, slots=True)
class Record:
    """What is known before an answer is judged.

    ``study_date`` is the study day that the answer would keep in the streak (the round's
    own for a daily question, today for practice). ``local_date`` is today; ``week`` and
    ``month`` are its leaderboard periods ("2026-W48", "2026-11").
    """

    round_id: int
    person_id: int
    given: str
    kind: str
    course: str
    concepts: tuple[str, ...]
    local_date: str
    study_date: str
    week: str
    month: str
    at: int


@dataclass(frozen=True, slots=True)
class Prior:
    """What the database knows when an answer is judged, read in the same transaction.

    ``days`` are the group's study dates (oldest first) after ``streak.through`` up to
    ``study_date``, each with whether the person was active. When ``study_date`` lies at or
    before ``through`` the streak is started afresh: ``streak`` is empty and ``days`` has
    all dates up to the later of both.
    """

    streak: StreakRow
    days: tuple[tuple[str, bool], ...]
    memory: Mapping[str, MemoryRow]
    last_on_question: Answer | None
    practice_answers_today: int
    practice_points_today: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What ``decide`` wants written. ``active`` marks ``study_date`` as studied."""

    correct: bool
    credit: float
    points: int
    sure: bool | None
    active: bool
    streak: StreakRow
    memory: tuple[MemoryRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """``fresh`` is False when the person had answered this round before: nothing changed."""

    answer: Answer
    fresh: bool
    streak: StreakRow
    right: int = 0  # the person's right answers in the group, a fresh one among them


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
class NewDelivery:
    """``target`` is set when an existing message is to be edited.

    Unique by (group, channel, kind, local_date, sequence): a second insert changes nothing.
    After ``expires_at`` it is not sent any more but skipped.
    """

    channel: ChannelRef
    kind: str
    local_date: str
    sequence: int
    due_at: int
    key: str
    round_id: int | None = None
    subject: str = ""
    target: MessageRef | None = None
    expires_at: int | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """``state`` is "planned", "sending", "sent", "skipped" or "failed"."""

    id: int
    group_id: int
    channel: ChannelRef
    kind: str
    local_date: str
    sequence: int
    state: str
    key: str
    due_at: int
    round_id: int | None = None
    subject: str = ""
    target: MessageRef | None = None
    expires_at: int | None = None
    message: MessageRef | None = None
    sending_at: int | None = None
    sent_at: int | None = None
    attempts: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of a leaderboard. Equal points and accuracy share a rank (1, 2, 2, 4)."""

    rank: int
    person_id: int
    name: str
    points: int
    correct: int
    answers: int


@dataclass(frozen=True, slots=True)
class Board:
    """``near`` holds the person's own line with up to two above and two below."""

    top: tuple[Standing, ...]
    own: Standing | None
    near: tuple[Standing, ...]
    members: int


@dataclass(frozen=True, slots=True)
class Run:
    """One person's quiz. ``state`` is "open" or "done"; ``rounds`` in the order they are asked."""

    id: int
    person_id: int
    group_id: int
    topic: str
    state: str
    started_at: int
    rounds: tuple[Round, ...]
    answers: Mapping[int, Answer]  # by round id


@dataclass(frozen=True, slots=True)
class ConceptScore:
    concept_id: str
    answers: int
    correct: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A daily question of the group's past, oldest first in a history.

    ``answered`` and ``correct`` count the ledger's answers of kind "daily".
    """

    question_id: str
    concept_id: str
    local_date: str
    state: str
    answered: int = 0
    correct: int = 0
