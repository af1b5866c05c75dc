"""What the rest of the program may ask of storage, one protocol a concern.

All methods are coroutines that never block the event loop; a write has reached the disk
when its coroutine returns. Every one may raise ``storage.errors.StorageError``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Protocol, TypeVar

from bot.model.refs import MessageRef
from bot.study.answer import Answer, AnswerRequest, ConceptScore, Recorded
from bot.study.delivery import Delivery, DeliveryKind, NewDelivery
from bot.study.group import HeldBack
from bot.study.leaderboard import Board, Places, Running
from bot.study.quiz_run import Run
from bot.study.round import Asked, NewRound, Pending
from bot.study.streaks import Streak
from bot.study.study_days import Activity
from storage.checkpoints import Checkpoints
from storage.exams import Exams
from storage.group_planning import Planning
from storage.membership import Members
from storage.memories import MemoryStore
from storage.persons import People
from storage.reminding import ReminderPosts, Reminders
from storage.sharing import Claims, Leases
from storage.study_groups import Groups
from storage.study_rounds import Decide, Rounds

T = TypeVar("T")


class Answers(Protocol):
    async def choose(self, round_id: int, person_id: int, given: str, at: int) -> Answer | None:
        """Keeps a choice to be confirmed; returns the answer instead if there is one already."""
        ...

    async def pending(self, round_id: int, person_id: int) -> Pending | None: ...

    async def record(self, record: AnswerRequest, decide: Decide) -> Recorded:
        """Writes an answer once per round and person, with totals, streak and memory.

        ``decide`` runs inside the transaction, in the writer's thread: it must be pure.
        """
        ...

    async def of(self, round_id: int, person_id: int) -> Answer | None: ...

    async def answered_questions(self, person_id: int, course: str) -> Mapping[str, Answer]:
        """The person's last answer to each question."""
        ...

    async def concept_scores(self, person_id: int, group_id: int) -> tuple[ConceptScore, ...]: ...

    async def on_question(self, group_id: int, question_id: str) -> tuple[int, int]:
        """How often the group's members answered the question, and how often rightly."""
        ...

    async def streak(
        self, group_id: int, person_id: int, today: str
    ) -> tuple[Streak, tuple[tuple[str, bool], ...]]:
        """The stored streak and the study dates since, up to and with ``today``."""
        ...

    async def keep_day(self, group_id: int, person_id: int, local_date: str) -> Streak | None:
        """Makes the group's study date one that counts for the person, without an answer of its
        own. The streak with it; None where it counted already, or is no study date."""
        ...

    async def activities(self, group_id: int, person_id: int, up_to: str) -> tuple[Activity, ...]:
        """Every study date of the group up to ``up_to``, oldest first, with what the person did."""
        ...


class Boards(Protocol):
    async def board(
        self, group_id: int, period: str, person_id: int | None, limit: int = 10
    ) -> Board:
        """``period`` is "all", a week ("2026-W48") or a month ("2026-11")."""
        ...

    async def by_reviews(
        self, group_id: int, period: str, person_id: int | None, limit: int = 10
    ) -> Places:
        """Who cleared most reviews in ``period`` (as for ``board``)."""
        ...

    async def by_improvement(
        self, group_id: int, period: str, person_id: int | None, limit: int = 10
    ) -> Places:
        """Whose share of right answers in a week or a month is most above that of all others."""
        ...

    async def asked(self, group_id: int, first_date: str, last_date: str) -> tuple[Asked, ...]:
        """The daily questions of those local dates that count, with their tallies, oldest first."""
        ...

    async def running(
        self, group_id: int, period: str, first_date: str, last_date: str
    ) -> tuple[Running, ...]:
        """The streaks, longest first, of those on the board of ``period``, with how many of those
        local dates each has counted."""
        ...


class Runs(Protocol):
    async def start(
        self,
        *,
        person_id: int,
        group_id: int,
        topic: str,
        rounds: Sequence[NewRound],
        local_date: str,
        now: int,
    ) -> Run:
        """Ends the person's open run in the group, if any, and starts a new one."""
        ...

    async def get(self, run_id: int) -> Run | None: ...

    async def open_run(self, person_id: int, group_id: int) -> Run | None: ...

    async def finish(self, run_id: int) -> None:
        """Ends the run. Rounds that were not answered go, and a run that has no other too.

        Their ids are never given out again.
        """
        ...

    async def drop(self, round_id: int) -> bool:
        """Takes a question out of its run; False when it is answered, or not there.

        Its round is void until the run ends.
        """
        ...

    async def replace(self, round_id: int, new: NewRound, now: int) -> bool:
        """Puts another question in its place, under an id of its own; False as ``drop``."""
        ...

    async def add(self, run_id: int, new: NewRound, now: int) -> bool:
        """Asks one more question at the end of an open run; False where it is open no more."""
        ...

    async def practised(self, person_id: int, group_id: int, local_date: str) -> int:
        """How many practice answers the person gave in the group on that date."""
        ...

    async def tidy(self, now: int, limit: int) -> int:
        """Ends at most ``limit`` runs that were left open for a month; how many it ended."""
        ...


class Deliveries(Protocol):
    async def plan(self, group_id: int, deliveries: Sequence[NewDelivery]) -> None:
        """Adds rows that are not there yet."""
        ...

    async def next_due(
        self,
        now: int,
        limit: int,
        *,
        platform: str,
        edits: bool,
        after: str,
        besides: Collection[str],
    ) -> tuple[Delivery, ...]:
        """Planned posts (or edits) of one platform whose time has come and whose channel has no
        problem, in turn: one of each workspace.

        Inside a workspace the oldest come first. Each round of turns begins with the
        workspace whose key follows ``after``; ``besides`` are keys of channels to leave out.
        """
        ...

    async def held_back(self, now: int) -> tuple[HeldBack, ...]:
        """Channels with a problem for which posts are due that are still worth sending."""
        ...

    async def interrupted(self) -> tuple[Delivery, ...]:
        """Rows left in "sending" by a crash."""
        ...

    async def begin(self, delivery_id: int, at: int) -> bool:
        """planned → sending; False when somebody else was quicker."""
        ...

    async def sent(self, delivery_id: int, message: MessageRef, at: int) -> None:
        """→ sent. The first concept sent on a local date moves the group's position on by one.

        A row in "sending" that nobody has begun is of a back-up that was put back: what was
        found on the platform shows a lost row's card, so → planned as an edit of ``message``.
        """
        ...

    async def fail(self, delivery_id: int, error: str) -> None: ...

    async def skip(self, delivery_id: int, reason: str) -> None: ...

    async def put_off(self, delivery_id: int, due_at: int, expires_at: int) -> None:
        """A planned row gets a new time and a new end."""
        ...

    async def hasten(self, round_id: int, kind: DeliveryKind, due_at: int) -> None:
        """Planned rows of ``kind`` for a round that are due later become due at ``due_at``."""
        ...

    async def retry(self, delivery_id: int, due_at: int, error: str, *, posted: bool) -> None:
        """sending → planned again. ``posted`` False forgets the edit target: post anew."""
        ...

    async def of_round(self, round_id: int, kind: DeliveryKind) -> tuple[Delivery, ...]:
        """Rows of ``kind`` for a round, sent ones with their messages."""
        ...

    async def of_day(self, group_id: int, local_date: str) -> tuple[Delivery, ...]: ...

    async def last_sent(self, group_id: int, kind: DeliveryKind) -> Delivery | None: ...


class Drafts(Protocol):
    """Small texts that a button refers to by id (a refused form, a command to go on with).

    A body is JSON; its "owner" says whose it is. One owner has few at a time: the oldest make
    way, and after a week all do.
    """

    async def put(self, body: str, now: int) -> int: ...

    async def get(self, draft_id: int) -> str | None: ...

    async def tidy(self, now: int) -> None:
        """Forgets what is older than a week."""
        ...


class Notes(Protocol):
    """Key and value for adapters."""

    async def get(self, key: str) -> str | None: ...

    async def put(self, key: str, value: str) -> None: ...


class Store(Protocol):
    """Everything at once, as the composition root hands it out."""

    @property
    def people(self) -> People: ...
    @property
    def groups(self) -> Groups: ...
    @property
    def members(self) -> Members: ...
    @property
    def rounds(self) -> Rounds: ...
    @property
    def planning(self) -> Planning: ...
    @property
    def exams(self) -> Exams: ...
    @property
    def checkpoints(self) -> Checkpoints: ...
    @property
    def answers(self) -> Answers: ...
    @property
    def memories(self) -> MemoryStore: ...
    @property
    def boards(self) -> Boards: ...
    @property
    def runs(self) -> Runs: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def reminders(self) -> Reminders: ...
    @property
    def reminder_posts(self) -> ReminderPosts: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def claims(self) -> Claims: ...
    @property
    def leases(self) -> Leases: ...
    async def act(self, act: Callable[[], Awaitable[T]]) -> T:
        """Runs ``act`` as one transaction: all that it reads and writes is one step.

        It may run more than once, and may await nothing but this store (``RuntimeError``).
        What it raises is raised here, with everything that it wrote undone. An act inside an
        act is a part of it. While another program holds the database, an act that only reads
        goes on; one that writes waits, and is refused (``Locked``) after five seconds.
        """
        ...

    def fenced(self, lease: str, holder: str) -> Deliveries:
        """Deliveries of which the process ``holder`` begins a row only while it has ``lease``."""
        ...

    def fenced_reminders(self, lease: str, holder: str) -> ReminderPosts:
        """The same for reminders."""
        ...
