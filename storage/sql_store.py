"""Everything that storage offers, whichever engine runs it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import TypeVar

from bot.study.memory import PastAnswer
from storage.checkpoints import Checkpoints
from storage.connection import Connection
from storage.engine import Access, Act, every, one
from storage.exams import Exams
from storage.figures import Figures, figures
from storage.group_planning import Planning
from storage.membership import Members
from storage.memories import MemoryStore
from storage.persons import People
from storage.progress import Told, nobody
from storage.protocols import (
    Answers,
    Boards,
    Deliveries,
    Drafts,
    Notes,
    Runs,
)
from storage.reminding import ReminderPosts, Reminders
from storage.repositories.answers import AnswersTable
from storage.repositories.boards import BoardsTable
from storage.repositories.checkpoints import CheckpointsTable
from storage.repositories.deliveries import DeliveriesTable
from storage.repositories.exams import ExamsTable
from storage.repositories.group_planning import PlanningTable
from storage.repositories.groups import GroupsTable
from storage.repositories.members import MembersTable
from storage.repositories.memories import MemoriesTable, past_answers
from storage.repositories.people import PeopleTable
from storage.repositories.reminder_posts import ReminderPostsTable
from storage.repositories.reminders import RemindersTable
from storage.repositories.rounds import RoundsTable
from storage.repositories.runs import RunsTable
from storage.repositories.sharing import ClaimsTable, FencedDeliveries, LeasesTable
from storage.repositories.small import DraftsTable, NotesTable
from storage.sharing import Claims, Leases
from storage.study_groups import Groups
from storage.study_rounds import Rounds
from storage.verify import Rebuild, verify
from storage.writer import Committed

T = TypeVar("T")

_COUNTED = ("persons", "groups", "channels", "rounds", "answers", "deliveries", "choices")

_FIRST_ANSWERS = """
SELECT person_id, question_id, given, correct FROM (
  SELECT a.person_id, a.question_id, a.given, a.correct,
    ROW_NUMBER() OVER (PARTITION BY a.person_id, a.question_id ORDER BY a.at, a.id) AS nth
  FROM answers a JOIN rounds r ON r.id = a.round_id
  WHERE a.course = ? AND a.kind <> 'void' AND r.state <> 'void'
) AS ordered
WHERE nth = 1
"""


class SqlStore(ABC):
    """Implements ``storage.protocols.Store``. Belongs to the event loop that opened it."""

    engine: tuple[str, str]
    """What the engine is called, in small letters, and its version."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self.people: People = PeopleTable(access)
        self.groups: Groups = GroupsTable(access)
        self.members: Members = MembersTable(access)
        self.rounds: Rounds = RoundsTable(access)
        self.exams: Exams = ExamsTable(access)
        self.checkpoints: Checkpoints = CheckpointsTable(access)
        self.planning: Planning = PlanningTable(access)
        self.answers: Answers = AnswersTable(access)
        self.memories: MemoryStore = MemoriesTable(access)
        self.boards: Boards = BoardsTable(access)
        self.runs: Runs = RunsTable(access)
        self.deliveries: Deliveries = DeliveriesTable(access)
        self.reminders: Reminders = RemindersTable(access)
        self.reminder_posts: ReminderPosts = ReminderPostsTable(access)
        self.drafts: Drafts = DraftsTable(access)
        self.notes: Notes = NotesTable(access)
        self.claims: Claims = ClaimsTable(access)
        self.leases: Leases = LeasesTable(access)

    async def close(self) -> None:
        """Finishes the writes that were asked for and closes the database."""
        await self._access.readers.stop()
        await self._access.writer.stop()

    async def act(self, act: Act[T]) -> T:
        """See ``storage.protocols.Store.act``."""
        return await self._access.act(act)

    def fenced(self, lease: str, holder: str) -> Deliveries:
        """Deliveries for the process ``holder``: it begins a row only while it has ``lease``."""
        return FencedDeliveries(self._access, lease, holder)

    def fenced_reminders(self, lease: str, holder: str) -> ReminderPosts:
        """Reminders for the process ``holder``, as ``fenced``."""
        return ReminderPostsTable(self._access, lease, holder)

    async def stats(self) -> dict[str, int | str]:
        """Row counts, sizes in bytes, the engine's version and the last migration."""

        def job(db: Connection) -> dict[str, int | str]:
            found: dict[str, int | str] = {
                table: one(db, f"SELECT COUNT(*) FROM {table}", ())[0] for table in _COUNTED
            }
            for state, count in every(
                db, "SELECT state, COUNT(*) FROM deliveries GROUP BY state ORDER BY state", ()
            ):
                found[f"deliveries_{state}"] = count
            found["migration"] = self._migration(db)
            name, version = self.engine
            found[name] = version
            found["file_bytes"], found["log_bytes"] = self._sizes(db)
            return found

        return await self._beside(job)

    async def figures(self, now: int) -> Figures:
        """Numbers of the moment ``now`` (epoch milliseconds) for whoever watches the bot."""
        return await self._beside(lambda db: figures(db, now, *self._sizes(db)))

    @property
    def waiting(self) -> int:
        """How many writes wait for their turn, about."""
        return self._access.writer.waiting

    def watch_commits(self, told: Committed) -> None:
        """``told`` hears of each group of writes that was tried: how many, how many seconds.

        It is called by a thread that writes; it must be quick and never raise.
        """
        self._access.writer.committed = told

    async def first_answers(self, course: str) -> tuple[tuple[int, str, str, bool], ...]:
        """Each person's first answer to each question: person, question, given, whether right.

        Over all groups; answers to withdrawn questions are left out.
        """

        def job(db: Connection) -> tuple[tuple[int, str, str, bool], ...]:
            rows = every(db, _FIRST_ANSWERS, (course,))
            return tuple((row[0], row[1], row[2], bool(row[3])) for row in rows)

        return await self._beside(job)

    async def from_ledger(
        self, read: Callable[[Iterator[PastAnswer]], T], group_id: int | None = None
    ) -> T:
        """What ``read`` makes of the answers that moved memory, of a group's members or of all.

        Person by person, newest first; of each, course by course in the order they were written.
        ``read`` runs in a thread beside everything else and may stop early.
        """
        return await self._beside(lambda db: read(past_answers(db, group_id)))

    async def verify(self, rebuild: Rebuild, told: Told = nobody) -> list[str]:
        """Every difference between ledger and derived rows, in words; empty when all is right.

        ``rebuild`` counts a streak from all study dates of a person, oldest first.
        """

        def job(db: Connection) -> list[str]:
            return verify(db, rebuild, told)

        return await self._beside(job)

    @abstractmethod
    async def _beside(self, job: Callable[[Connection], T]) -> T:
        """Runs something long that reads one moment, so that nobody waits for it."""

    @abstractmethod
    def _sizes(self, db: Connection) -> tuple[int, int]:
        """How large the database is and what is still to be worked into it, in bytes."""

    @abstractmethod
    def _migration(self, db: Connection) -> str:
        """The name of the last migration."""
