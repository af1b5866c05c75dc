"""Posed questions: opening, closing, withdrawing."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot.model.refs import ChannelRef, MemberRef
from bot.study.delivery import NewDelivery
from bot.study.round import Asked, NewRound, Pending, Round, RoundContext, Tally
from storage.engine import Access, changed, every, one
from storage.errors import Missing
from storage.repositories.days import forget_streaks_counted_over, forget_streaks_counted_past
from storage.repositories.ids import next_id
from storage.repositories.planning import plan
from storage.repositories.recording import write_answer
from storage.repositories.rows import (
    ASKED,
    GROUP,
    PERSON,
    ROUND,
    place,
    to_group,
    to_person,
    to_round,
)
from storage.study_rounds import KNOWN_FOR, Settle

_SCENE = f"""
SELECT c.channel IS NOT NULL, s.person_id IS NOT NULL, {ROUND}, {GROUP}, {PERSON}
FROM rounds r
JOIN groups g ON g.id = r.group_id
LEFT JOIN channels c ON c.channel = ? AND c.group_id = g.id
LEFT JOIN members m ON m.member = ?
LEFT JOIN persons p ON p.id = m.person_id
LEFT JOIN memberships s ON s.person_id = p.id AND s.group_id = g.id AND s.away = 0
WHERE r.id = ?
"""
_UNANSWERED = """
WITH near (workspace) AS (
  SELECT workspace FROM channels WHERE group_id = :here
  UNION SELECT workspace FROM remembered_groups WHERE person_id = :who
  UNION SELECT c.workspace FROM memberships m JOIN channels c ON c.group_id = m.group_id
    WHERE m.person_id = :who
  UNION SELECT c.workspace FROM organisers o JOIN channels c ON c.group_id = o.group_id
    WHERE o.person_id = :who
)
SELECT DISTINCT r.question_id, r.concept_id
FROM near n
JOIN channels c ON c.workspace = n.workspace
JOIN groups g ON g.id = c.group_id
JOIN rounds r ON r.group_id = c.group_id AND r.kind = 'daily' AND r.state = 'open'
WHERE NOT EXISTS (SELECT 1 FROM answers a
    WHERE a.round_id = r.id AND a.person_id = :who AND a.kind <> 'void')
  AND NOT EXISTS (SELECT 1 FROM answers a
    WHERE a.person_id = :who AND a.course = g.course AND a.question_id = r.question_id
    AND a.at >= r.opened_at - CASE WHEN a.group_id = r.group_id THEN 0 ELSE :known END
    AND a.kind <> 'void')
"""
# Daily rounds "o" with the question of the round "r" in other groups of its workspaces.
_NEAR = """
FROM rounds r
JOIN channels c ON c.group_id = r.group_id
JOIN channels n ON n.workspace = c.workspace AND n.group_id <> r.group_id
JOIN rounds o ON o.group_id = n.group_id AND o.kind = 'daily'
  AND o.question_id = r.question_id AND o.concept_id = r.concept_id
"""
_ROUND = ROUND.count(",") + 1
_GROUP = _ROUND + GROUP.count(",") + 1


class RoundsTable:
    """Implements ``storage.study_rounds.Rounds``."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def open_daily(
        self,
        group_id: int,
        new: NewRound,
        *,
        local_date: str,
        opened_at: int,
        closes_at: int | None,
    ) -> Round:
        def job(db: sqlite3.Connection) -> Round:
            added = changed(
                db,
                "INSERT INTO rounds (id, group_id, kind, question_id, revision, concept_id, "
                "option_order, local_date, opened_at, closes_at) "
                "VALUES (?, ?, 'daily', ?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (group_id, local_date) WHERE kind = 'daily' AND state <> 'void' "
                "DO NOTHING",
                (
                    next_id(db, "rounds"),
                    group_id,
                    new.question_id,
                    new.revision,
                    new.concept_id,
                    new.order,
                    local_date,
                    opened_at,
                    closes_at,
                ),
            )
            if added:
                forget_streaks_counted_past(db, group_id, local_date)
            found = _select(
                db,
                "WHERE r.group_id = ? AND r.local_date = ? AND r.kind = 'daily' "
                "AND r.state <> 'void'",
                (group_id, local_date),
            )
            return found[0]

        return await self._access.write(job)

    async def get(self, round_id: int) -> Round | None:
        return await self._first("WHERE r.id = ?", (round_id,))

    async def context(
        self, round_id: int, member: MemberRef, channel: ChannelRef
    ) -> RoundContext | None:
        given = (channel.workspace.key, place(channel), member.key, round_id)

        def job(db: sqlite3.Connection) -> RoundContext | None:
            row = one(db, _SCENE, given)
            if row is None:
                return None
            here, joined, *row = row
            posed, group, person = row[:_ROUND], row[_ROUND:_GROUP], row[_GROUP:]
            known = to_person(person) if person[0] is not None else None
            return RoundContext(to_round(posed), to_group(group), known, bool(here), bool(joined))

        return await self._access.read(job)

    async def open_dailies(self, group_id: int) -> tuple[Round, ...]:
        return await self._access.read(
            lambda db: _select(
                db,
                "WHERE r.group_id = ? AND r.kind = 'daily' AND r.state = 'open' "
                "ORDER BY r.local_date",
                (group_id,),
            )
        )

    async def unanswered(self, person_id: int, group_id: int) -> frozenset[tuple[str, str]]:
        given = {"who": person_id, "here": group_id, "known": KNOWN_FOR}

        def job(db: sqlite3.Connection) -> frozenset[tuple[str, str]]:
            return frozenset((row[0], row[1]) for row in db.execute(_UNANSWERED, given))

        return await self._access.read(job)

    async def open_elsewhere(self, round_id: int) -> bool:
        sql = f"SELECT 1 {_NEAR} AND o.state = 'open' WHERE r.id = ? LIMIT 1"
        return await self._access.read(lambda db: one(db, sql, (round_id,))) is not None

    async def held_back(self, round_id: int) -> tuple[Round, ...]:
        where = (
            f"WHERE r.id IN (SELECT o.id {_NEAR} AND o.state = 'closed' "
            "AND o.closed_at >= r.opened_at WHERE r.id = ?) ORDER BY r.id"
        )
        return await self._access.read(lambda db: _select(db, where, (round_id,)))

    async def latest_daily(self, group_id: int) -> Round | None:
        return await self._first(
            "WHERE r.group_id = ? AND r.kind = 'daily' AND r.state <> 'void' "
            "ORDER BY r.local_date DESC LIMIT 1",
            (group_id,),
        )

    async def set_closes(self, round_id: int, closes_at: int | None) -> None:
        sql = "UPDATE rounds SET closes_at = ? WHERE id = ? AND state = 'open'"
        await self._access.write(lambda db: changed(db, sql, (closes_at, round_id)))

    async def history(self, group_id: int) -> tuple[Asked, ...]:
        sql = (
            f"SELECT {ASKED} FROM rounds r "
            "LEFT JOIN answers a ON a.round_id = r.id AND a.kind = 'daily' "
            "WHERE r.group_id = ? AND r.kind = 'daily' GROUP BY r.id ORDER BY r.local_date, r.id"
        )
        rows = await self._access.read(lambda db: every(db, sql, (group_id,)))
        return tuple(Asked(*row) for row in rows)

    async def tally(self, round_id: int) -> Tally:
        # Right answers are counted among the confirmed ones: a choice is not judged yet.
        sql = (
            "SELECT given, COUNT(*), SUM(correct) FROM ("
            "SELECT given, correct FROM answers WHERE round_id = ? AND kind = 'daily' "
            "UNION ALL SELECT given, 0 FROM choices WHERE round_id = ?) AS both "
            "GROUP BY given ORDER BY COUNT(*) DESC, given"
        )
        rows = await self._access.read(lambda db: every(db, sql, (round_id, round_id)))
        return Tally(
            answered=sum(row[1] for row in rows),
            correct=sum(row[2] for row in rows),
            given={row[0]: row[1] for row in rows},
        )

    async def close(
        self, round_id: int, at: int, settle: Settle, deliveries: Sequence[NewDelivery]
    ) -> bool:
        return await self._access.write(lambda db: _close(db, round_id, at, settle, deliveries))

    async def void(self, round_id: int, at: int, deliveries: Sequence[NewDelivery]) -> int:
        return await self._access.write(lambda db: _void(db, round_id, at, deliveries))

    async def _first(self, rest: str, given: Sequence[object]) -> Round | None:
        found = await self._access.read(lambda db: _select(db, rest, given))
        return found[0] if found else None


def _select(db: sqlite3.Connection, rest: str, given: Sequence[object]) -> tuple[Round, ...]:
    return tuple(map(to_round, every(db, f"SELECT {ROUND} FROM rounds r {rest}", given)))


def _close(
    db: sqlite3.Connection,
    round_id: int,
    at: int,
    settle: Settle,
    deliveries: Sequence[NewDelivery],
) -> bool:
    row = one(
        db,
        "UPDATE rounds SET state = 'closed', closed_at = ? WHERE id = ? AND state = 'open' "
        "RETURNING group_id",
        (at, round_id),
    )
    if row is None:
        return False
    choices = every(
        db,
        "SELECT person_id, given, at FROM choices WHERE round_id = ? ORDER BY at, person_id",
        (round_id,),
    )
    for choice in choices:
        record, decide = settle(Pending(*choice))
        write_answer(db, record, decide)
    changed(db, "DELETE FROM choices WHERE round_id = ?", (round_id,))
    plan(db, row[0], deliveries)
    return True


def _void(db: sqlite3.Connection, round_id: int, at: int, deliveries: Sequence[NewDelivery]) -> int:
    row = one(
        db,
        "UPDATE rounds SET state = 'void', closed_at = COALESCE(closed_at, ?) "
        "WHERE id = ? AND state <> 'void' RETURNING group_id, local_date, kind",
        (at, round_id),
    )
    if row is None:
        if one(db, "SELECT 1 FROM rounds WHERE id = ?", (round_id,)) is None:
            raise Missing(f"There is no round {round_id}.")
        return 0
    group_id, local_date, kind = row
    withdrawn = _take_back(db, round_id, at)
    changed(db, "DELETE FROM choices WHERE round_id = ?", (round_id,))
    if kind == "daily":
        forget_streaks_counted_over(db, group_id, local_date)
    changed(
        db,
        "UPDATE deliveries SET state = 'skipped', error = 'the question was withdrawn' "
        "WHERE round_id = ? AND state = 'planned'",
        (round_id,),
    )
    plan(db, group_id, deliveries)
    return withdrawn


def _take_back(db: sqlite3.Connection, round_id: int, at: int) -> int:
    """Adds the correcting lines and takes them from the totals of the same periods."""
    lines = every(
        db,
        "INSERT INTO answers (round_id, person_id, group_id, course, question_id, concept_id, "
        "kind, given, correct, credit, points, sure, local_date, week, month, at) "
        "SELECT round_id, person_id, group_id, course, question_id, concept_id, 'void', given, "
        "correct, credit, -points, sure, local_date, week, month, ? "
        "FROM answers WHERE round_id = ? AND kind <> 'void' "
        "RETURNING person_id, group_id, week, month, correct, points",
        (at, round_id),
    )
    whose = "person_id = ? AND group_id = ? AND period IN ('all', ?, ?)"
    # What was answered before the points were begun anew is in no total.
    counted = every(
        db,
        "SELECT a.person_id FROM answers a JOIN groups g ON g.id = a.group_id "
        "WHERE a.round_id = ? AND a.kind <> 'void' AND a.id > g.counted_after",
        (round_id,),
    )
    for person_id, group_id, week, month, correct, points in lines:
        if (person_id,) not in counted:
            continue
        where = (person_id, group_id, week, month)
        # Somebody with no answer left stands on no leaderboard.
        db.execute(f"DELETE FROM totals WHERE {whose} AND answers = 1", where)
        db.execute(
            "UPDATE totals SET points = points + ?, correct = correct - ?, answers = answers - 1, "
            f"accuracy = CAST(correct - ? AS DOUBLE PRECISION) / (answers - 1) WHERE {whose}",
            (points, correct, correct, *where),
        )
    return len(lines)
