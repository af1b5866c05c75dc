"""What members and organizers press reads no table that grows with every answer from end to end.

Every statement that the store sends while all its functions are called is explained by SQLite.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.model.refs import MemberRef, MessageRef
from bot.study.planning.view import Wanted
from bot.study.reminders import Reminder
from storage.store import SqliteStore
from tests.inside import latest_daily
from tests.storage.house import (
    CHANNEL,
    COURSE,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    WORKSPACE,
    House,
    occasion_on,
    planned,
    question,
    settle,
)

GROWS = (
    "answers", "rounds", "runs", "active_days", "choices", "deliveries", "totals", "memory",
    "reminders", "reminder_posts",
)  # fmt: skip


class _Heard(sqlite3.Connection):
    """Keeps the text of each statement it is given."""

    said: set[str]

    def execute(self, sql: str, *given: object) -> sqlite3.Cursor:
        self.said.add(sql)
        return super().execute(sql, *given)  # type: ignore[arg-type]

    def executemany(self, sql: str, *given: object) -> sqlite3.Cursor:
        self.said.add(sql)
        return super().executemany(sql, *given)  # type: ignore[arg-type]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    heard: set[str] = set()
    plain = sqlite3.connect

    def connect(*given: object, **named: object) -> sqlite3.Connection:
        made = plain(*given, factory=_Heard, **named)  # type: ignore[call-overload]
        made.said = heard
        return made  # type: ignore[no-any-return]

    monkeypatch.setattr(sqlite3, "connect", connect)
    return heard


def aliases(sql: str) -> dict[str, str]:
    """What a statement calls the tables that grow."""
    words = sql.replace("(", " ( ").replace(")", " ) ").replace(",", " ").split()
    called = {following: table for table, following in pairwise(words) if table in GROWS}
    return called | {table: table for table in GROWS}


def scans(path: Path, statements: set[str]) -> list[str]:
    found = []
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA foreign_keys = ON")  # which look for what refers to a deleted row
        for sql in sorted(statements):
            if (
                not sql.lstrip()
                .upper()
                .startswith(("SELECT", "WITH", "INSERT", "UPDATE", "DELETE"))
            ):
                continue
            names = aliases(sql)
            given: Any = (
                defaultdict(lambda: 1) if ":" in sql and "?" not in sql else [1] * sql.count("?")
            )
            steps = [step.split() for *_, step in db.execute(f"EXPLAIN QUERY PLAN {sql}", given)]
            made = {words[1] for words in steps if words[0] in ("CO-ROUTINE", "MATERIALIZE")}
            for words in steps:
                if words[0] == "SCAN" and words[1] in made:
                    continue  # rows that a part of the statement found
                if words[0] == "SCAN" and words[1] in names and "USING" not in words:
                    found.append(f"{names[words[1]]}: {sql}")
                elif words[0] == "SCAN" and words[1] in names and words[-1] not in PARTIAL:
                    found.append(f"{names[words[1]]} by {words[-1]}: {sql}")
    return found


PARTIAL = {
    "deliveries_due", "deliveries_sending", "rounds_open", "runs_open", "runs_age",
    "reminders_due", "reminders_news", "reminder_posts_due", "reminder_posts_sending",
}  # fmt: skip
"""Indexes of what is open or due: they stay small."""


async def everything(house: House) -> None:
    """Calls whatever a command, a press, a form or the planner calls."""
    store, group, ann, ben = house.store, house.group.id, house.ann, house.ben
    monday = await house.daily(MONDAY)
    await house.answer(monday, ann)
    await store.answers.choose(monday.id, ben.id, "a", 5)
    await store.answers.pending(monday.id, ben.id)
    await store.answers.of(monday.id, ann.id)
    await store.rounds.settle_some(monday.id, settle(monday), 0)
    await store.rounds.close(monday.id, 90, settle(monday), [planned("results")])
    tuesday = await house.daily(TUESDAY, "q2")
    await house.answer(tuesday, ann)
    await store.rounds.void(tuesday.id, 95, [])
    posed = await house.practice(ann, "q3", "q4", "q5")
    await house.answer(posed[0], ann, kind="practice")
    await store.runs.drop(posed[1].id)
    await store.runs.replace(posed[2].id, question("q6"), 5)
    run = await store.runs.open_run(ann.id, group)
    assert run is not None
    await store.runs.get(run.id)
    await store.runs.practised(ann.id, group, MONDAY)
    await store.runs.add(run.id, question("q7"), 6)
    await store.runs.finish(run.id)
    await store.runs.tidy(10**15, 5)
    rounds, answers, boards = store.rounds, store.answers, store.boards
    await rounds.get(monday.id)
    await rounds.context(monday.id, MemberRef("here", "Ann"), CHANNEL)
    await rounds.open_dailies(group)
    await rounds.unanswered(ann.id, group)
    await rounds.open_elsewhere(monday.id)
    await rounds.closes_elsewhere(monday.id)
    await rounds.withdrawn(group)
    await store.planning.view(Wanted(group, MONDAY, "2026-W48", 99, bank=True))
    await store.planning.due_of(monday.id)
    await latest_daily(rounds, group)
    await rounds.set_closes(monday.id, 5)
    await rounds.history(group)
    await rounds.tally(monday.id)
    await answers.answered_questions(ann.id, COURSE)
    await answers.concept_scores(ann.id, group)
    await answers.on_question(group, "q1")
    await answers.streak(group, ann.id, WEDNESDAY)
    await answers.activities(group, ann.id, WEDNESDAY)
    await answers.keep_day(group, ann.id, WEDNESDAY)
    await store.memories.of(ann.id, COURSE, group)
    await store.memories.sureness(ann.id, COURSE)
    await boards.board(group, "all", ann.id)
    await boards.asked(group, MONDAY, WEDNESDAY)
    await boards.by_reviews(group, "all", ann.id)
    await boards.by_improvement(group, "2026-11", ann.id)
    await boards.running(group, "2026-11", MONDAY, WEDNESDAY)
    posts = store.deliveries
    post = await house.post("question", WEDNESDAY)
    await posts.next_due(99, 5, platform="here", edits=False, after="", besides=())
    await posts.next_due(99, 5, platform="here", edits=True, after="", besides=("x",))
    await posts.held_back(99)
    await posts.interrupted()
    await posts.begin(post.id, 5)
    await posts.retry(post.id, 6, "", posted=False)
    await posts.put_off(post.id, 6, 9)
    await posts.hasten(monday.id, "results", 6)  # type: ignore[arg-type]
    await posts.begin(post.id, 6)
    await posts.sent(post.id, MessageRef(CHANNEL, "m"), 7)
    await posts.skip(post.id, "")
    await posts.of_round(monday.id, "results")  # type: ignore[arg-type]
    await posts.of_day(group, MONDAY)
    await posts.last_sent(group, "question")  # type: ignore[arg-type]
    await reminded(house)
    members, people, groups = store.members, store.people, store.groups
    await members.join(group, ben.id, 5)
    await members.of(group, ann.id)
    await members.roll(group)
    await members.name(group, ann.id)
    await members.unseen(50, 5)
    await members.seen(group, ann.id, away=False, now=5)
    await members.remove(group, ben.id)
    await people.set_preferences(ann.id, hidden=True)
    await people.members(ann.id)
    await people.welcome(ann.id)
    await people.remember_group(ann.id, WORKSPACE, group)
    await people.remembered_group(ann.id, WORKSPACE)
    await groups.by_channel(CHANNEL)
    await groups.in_workspace(WORKSPACE)
    await groups.open_in(WORKSPACE)
    await groups.of_person(ann.id)
    await groups.due(99, 5)
    await groups.channels(group)
    await members.begin_anew(group)


async def reminded(house: House) -> None:
    """A reminder's life."""
    choices, posts, who = house.store.reminders, house.store.reminder_posts, house.ann.id
    member = MemberRef("here", "Ann")
    await choices.turn_on(Reminder(who, member, 540, "UTC", next_at=5), 1)
    await choices.of(who)
    await choices.look(9)
    await choices.plan_due(9, 5, lambda reminder: (occasion_on(MONDAY, 9), 10**9))
    await choices.answered_since(who, 5)
    await choices.last_day(who)
    await choices.keep_conversation(member, CHANNEL)
    await choices.conversation(member)
    (row,) = await posts.next_due(99, 5, platform="here", edits=False, after="", besides=("x",))
    await posts.put_off(row.id, 9, 99)
    await posts.begin(row.id, 9)
    await posts.interrupted()
    await posts.retry(row.id, 9, "", posted=True)
    await posts.begin(row.id, 9)
    await posts.sent(row.id, MessageRef(CHANNEL, "m"), 9)
    await posts.fail(row.id, "")
    await posts.skip(row.id, "")
    await posts.of_person(who)
    await choices.close(who, "closed")
    await choices.take_news(member)
    await choices.turn_off(who)


async def test_no_statement_reads_the_history_from_end_to_end(
    said: set[str], tmp_path: Path
) -> None:
    path = tmp_path / "study.db"
    store = await SqliteStore.open(path)
    house = await House.build(store)
    said.clear()
    await everything(house)
    await store.figures(5)
    await store.close()
    assert len(said) > 100, "statements were heard"
    assert scans(path, said) == []
