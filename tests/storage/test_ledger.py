"""Whatever happens in whatever order: the derived rows are what the ledger says."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.study.round import Round
from storage.sql_store import SqlStore
from storage.store import SqliteStore
from tests.postgresql import empty
from tests.storage.house import House, rebuild, settle

T = TypeVar("T")

WHO = st.integers(0, 2)
START = date(2026, 10, 29)  # a week and a month end soon


class Ledger(RuleBasedStateMachine):
    """Beside the store runs the plainest model: which answer has which points."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.store = self.run(self.opened())
        self.house = self.run(House.build(self.store))
        self.people = [self.house.ann, self.house.ben, self.house.cleo]
        self.today = START
        self.dailies: list[Round] = []
        self.points: dict[tuple[int, int], int] = {}
        self.pending: dict[tuple[int, int], str] = {}
        self.void: set[int] = set()
        self.closed: set[int] = set()
        self.at = 100

    async def opened(self) -> SqlStore:
        return await SqliteStore.open(Path(self.folder.name) / "study.db")

    def run(self, what: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(what)

    def teardown(self) -> None:
        self.run(self.store.close())
        self.loop.close()
        self.folder.cleanup()

    def note_answer(self, round_: Round, person_id: int, points: int) -> None:
        self.points.setdefault((round_.id, person_id), points)
        self.pending.pop((round_.id, person_id), None)

    def pick(self, index: int) -> Round:
        return self.dailies[index % len(self.dailies)]

    @rule(days=st.integers(1, 3), posted=st.booleans())
    def another_day(self, days: int, posted: bool) -> None:
        self.today += timedelta(days)
        if posted:
            name = f"q{len(self.dailies) % 3}"
            self.dailies.append(self.run(self.house.daily(self.today.isoformat(), name)))

    @precondition(lambda self: self.dailies)
    @rule(which=st.integers(0, 9), who=WHO, right=st.booleans(), active=st.booleans())
    def answer(self, which: int, who: int, right: bool, active: bool) -> None:
        round_, person = self.pick(which), self.people[who]
        if round_.id in self.void:
            return
        late = round_.id in self.closed
        self.at += 1
        self.run(
            self.house.answer(
                round_,
                person,
                correct=right,
                active=active or not late,
                kind="late" if late else "daily",
                today=self.today.isoformat(),
                at=self.at,
            )
        )
        self.note_answer(round_, person.id, 10 if right else 0)

    @rule(who=WHO, right=st.booleans(), active=st.booleans())
    def practise(self, who: int, right: bool, active: bool) -> None:
        person, today = self.people[who], self.today.isoformat()
        [round_] = self.run(self.house.practice(person, "q1", today=today))
        self.at += 1
        self.run(
            self.house.answer(
                round_,
                person,
                correct=right,
                points=5,
                active=active,
                kind="practice",
                today=today,
                at=self.at,
            )
        )
        self.note_answer(round_, person.id, 5 if right else 0)

    @precondition(lambda self: self.dailies)
    @rule(which=st.integers(0, 9), who=WHO, given=st.sampled_from("ab"))
    def choose(self, which: int, who: int, given: str) -> None:
        round_, person = self.pick(which), self.people[who]
        if round_.id in self.void | self.closed:
            return
        found = self.run(self.store.answers.choose(round_.id, person.id, given, self.at))
        assert (found is None) == ((round_.id, person.id) not in self.points)
        if found is None:
            self.pending[round_.id, person.id] = given

    @precondition(lambda self: self.dailies)
    @rule(which=st.integers(0, 9))
    def close(self, which: int) -> None:
        round_ = self.pick(which)
        done = self.run(self.store.rounds.close(round_.id, self.at, settle(round_), []))
        assert done == (round_.id not in self.void | self.closed)
        if done:
            self.closed.add(round_.id)
            for (round_id, person_id), given in list(self.pending.items()):
                if round_id == round_.id:
                    self.note_answer(round_, person_id, 10 if given == "a" else 0)

    @precondition(lambda self: self.dailies)
    @rule(which=st.integers(0, 9))
    def withdraw(self, which: int) -> None:
        round_ = self.pick(which)
        lost = self.run(self.store.rounds.void(round_.id, self.at, []))
        mine = [key for key in self.points if key[0] == round_.id]
        assert lost == (0 if round_.id in self.void else len(mine))
        self.void.add(round_.id)
        self.pending = {k: v for k, v in self.pending.items() if k[0] != round_.id}

    @rule(who=WHO, hidden=st.booleans())
    def hide(self, who: int, hidden: bool) -> None:
        self.run(self.store.people.set_preferences(self.people[who].id, hidden=hidden))

    @invariant()
    def derived_rows_are_what_the_ledger_says(self) -> None:
        assert self.run(self.store.verify(rebuild)) == []

    @invariant()
    def points_are_those_of_answers_that_count(self) -> None:
        for person in self.people:
            counted = [
                points
                for (round_id, person_id), points in self.points.items()
                if person_id == person.id and round_id not in self.void
            ]
            board = self.run(self.store.boards.board(self.house.group.id, "all", person.id))
            own = (board.own.points, board.own.answers) if board.own else (0, 0)
            assert own == (sum(counted), len(counted))

    @invariant()
    def choices_wait_until_they_are_answers(self) -> None:
        for round_ in self.dailies:
            for person in self.people:
                waiting = self.run(self.store.answers.pending(round_.id, person.id))
                given = waiting.given if waiting else None
                assert given == self.pending.get((round_.id, person.id))


TestLedger = Ledger.TestCase
TestLedger.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)


class PostgresLedger(Ledger):
    url = ""

    async def opened(self) -> SqlStore:
        from storage.postgres.store import PostgresStore

        empty(self.url)
        return await PostgresStore.open(self.url)


@pytest.fixture(scope="class")
def address(schema: str) -> None:
    PostgresLedger.url = schema


@pytest.mark.usefixtures("address")
class TestPostgresLedger(PostgresLedger.TestCase):  # type: ignore[name-defined, misc]
    settings = settings(max_examples=4, stateful_step_count=20, deadline=None)
