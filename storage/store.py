"""Everything that storage offers, over one SQLite file."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from bot.study.memory import PastAnswer
from storage.checkpoints import Checkpoints
from storage.database import BUSY_MS, connect, prepare
from storage.engine import Access, Act, every, one
from storage.exams import Exams
from storage.failures import explained
from storage.figures import Figures, figures, log_bytes
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
from storage.reader import Readers
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
from storage.writer import Committed, Writer

T = TypeVar("T")

READERS = 2
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


class SqliteStore:
    """Implements ``storage.protocols.Store``. Belongs to the event loop that opened it."""

    def __init__(self, path: Path, access: Access) -> None:
        self._path = path
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

    @classmethod
    async def open(cls, path: Path, *, busy_ms: int = BUSY_MS, upgrade: bool = True) -> SqliteStore:
        """Opens the file, making or upgrading it as needed; ``upgrade`` False refuses to upgrade.

        Raises ``NewerDatabase``, ``Outdated``, ``Locked``, ``DiskFull``, ``NotWritable`` or
        ``Damaged``.
        """
        writing, reading = await asyncio.to_thread(_connections, path, busy_ms, upgrade)
        return cls(path, Access(Writer(writing, path), Readers(reading, path)))

    async def close(self) -> None:
        """Finishes the writes that were asked for and closes the file."""
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
        """Row counts, file sizes in bytes, the SQLite version and the last migration."""

        def job(db: sqlite3.Connection) -> dict[str, int | str]:
            found: dict[str, int | str] = {
                table: one(db, f"SELECT COUNT(*) FROM {table}", ())[0] for table in _COUNTED
            }
            for state, count in every(
                db, "SELECT state, COUNT(*) FROM deliveries GROUP BY state ORDER BY state", ()
            ):
                found[f"deliveries_{state}"] = count
            found["migration"] = one(
                db, "SELECT name FROM _sqlite_migrations ORDER BY id DESC LIMIT 1", ()
            )[0]
            found["sqlite"] = sqlite3.sqlite_version
            found["file_bytes"] = self._path.stat().st_size
            found["log_bytes"] = log_bytes(self._path)
            return found

        return await self._beside(job)

    async def figures(self, now: int) -> Figures:
        """Numbers of the moment ``now`` (epoch milliseconds) for whoever watches the bot."""
        return await self._beside(lambda db: figures(db, self._path, now))

    @property
    def waiting(self) -> int:
        """How many writes wait for their turn, about."""
        return self._access.writer.waiting

    def watch_commits(self, told: Committed) -> None:
        """``told`` hears of each group of writes that was tried: how many, how many seconds.

        It is called by the writer's thread; it must be quick and never raise.
        """
        self._access.writer.committed = told

    async def first_answers(self, course: str) -> tuple[tuple[int, str, str, bool], ...]:
        """Each person's first answer to each question: person, question, given, whether right.

        Over all groups; answers to withdrawn questions are left out.
        """

        def job(db: sqlite3.Connection) -> tuple[tuple[int, str, str, bool], ...]:
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

        def job(db: sqlite3.Connection) -> list[str]:
            db.execute("BEGIN")
            return verify(db, rebuild, told)

        return await self._beside(job)

    async def _beside(self, job: Callable[[sqlite3.Connection], T]) -> T:
        """Runs something long over a connection of its own, so that nobody waits for it."""

        def run() -> T:
            with explained(self._path), closing(connect(self._path, read_only=True)) as db:
                return job(db)

        return await asyncio.to_thread(run)


def _connections(
    path: Path, busy_ms: int, upgrade: bool
) -> tuple[sqlite3.Connection, tuple[sqlite3.Connection, ...]]:
    writing = prepare(path, busy_ms=busy_ms, upgrade=upgrade)
    reading: list[sqlite3.Connection] = []
    try:
        with explained(path):
            while len(reading) < READERS:
                reading.append(connect(path, busy_ms=busy_ms, read_only=True))
    except BaseException:
        for connection in (writing, *reading):
            connection.close()
        raise
    return writing, tuple(reading)
