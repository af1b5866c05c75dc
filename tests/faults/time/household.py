"""The whole bot for a simulation of years: real App, room and SQL, one thread."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bot.adapters.playground.adapter import PlaygroundAdapter
from bot.service.app import App
from content.model import Course
from storage.database import prepare
from storage.engine import Access
from storage.store import SqliteStore
from tests.features.bench import Bench
from tests.features.course import course, single

T = TypeVar("T")
LONG = 800
"""More concepts than a life has days."""


def long_course() -> Course:
    """A course that does not end; questions are on its first concepts."""
    titles = [f"Concept {n}" for n in range(LONG)]
    return course([single(f"q{n}", f"c{n}", 1 + n % 3) for n in range(1, 13)], titles)


class Inline:
    """Runs jobs at once, in the caller's thread, each in a transaction of its own.

    It stands for the writer's and the readers' threads, which have tests of their own: over
    years of simulated time, handing jobs to threads would be most of the work.
    """

    def __init__(self, connection: sqlite3.Connection, *, writes: bool) -> None:
        self.connection = connection
        self._writes = writes

    async def run(
        self, job: Callable[[sqlite3.Connection], T], *, may_only_read: bool = False
    ) -> T:
        if not self._writes:
            return job(self.connection)
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            outcome = job(self.connection)
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")
        return outcome

    async def stop(self) -> None:
        if self._writes:
            self.connection.close()


class Household(Bench):
    """A bench whose storage keeps to one thread, and whose life begins at ``start``."""

    def __init__(self, path: Path, own: Course, start: datetime) -> None:
        super().__init__(path, {own.slug: own})
        self.clock.set(start)
        self.connection: sqlite3.Connection

    async def start(self) -> None:
        self.connection = prepare(self.path)
        self.connection.execute("PRAGMA synchronous = OFF")
        write, read = (Inline(self.connection, writes=writes) for writes in (True, False))
        self.stores.append(SqliteStore(self.path, Access(write, read)))  # type: ignore[arg-type]
        self.app = App(self.store, self.courses, self.clock)
        self.app.add(PlaygroundAdapter(self.room))
        await self.app.start()

    def forget_private_words(self) -> None:
        """Drops what only one member can see: years of it would slow the room down."""
        messages = self.room.messages
        for id_ in [id_ for id_, m in messages.items() if m.private_to is not None]:
            del messages[id_]

    def rows(self, sql: str, *given: object) -> list[tuple[object, ...]]:  # type: ignore[override]
        return self.connection.execute(sql, given).fetchall()
