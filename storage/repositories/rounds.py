"""Posed questions: opening, closing, withdrawing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.refs import ChannelRef, MemberRef
from bot.study.delivery import NewDelivery
from bot.study.round import Asked, NewRound, Round, RoundContext, Tally
from storage.connection import Connection
from storage.engine import Access, changed, every, one
from storage.repositories.closing import close_round, settle_some
from storage.repositories.days import forget_streaks_counted_past
from storage.repositories.ids import next_id
from storage.repositories.rows import (
    ASKED,
    GROUP,
    PERSON,
    ROUND,
    place,
    to_asked,
    to_group,
    to_person,
    to_round,
)
from storage.repositories.situation import standing, to_situation
from storage.repositories.voiding import WITHDRAWN, void
from storage.study_rounds import KNOWN_FOR, Settle

_COLUMNS, _JOINS = standing("g.course", "r.local_date")
_SCENE = f"""
SELECT c.channel IS NOT NULL, m.away = 0, {ROUND}, {GROUP}, {PERSON}, {_COLUMNS}
FROM rounds r
JOIN groups g ON g.id = r.group_id
LEFT JOIN channels c ON c.channel = ? AND c.group_id = g.id
LEFT JOIN members i ON i.member = ?
LEFT JOIN persons p ON p.id = i.person_id
{_JOINS}
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
_PERSON = _GROUP + 5


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
        return await self._access.write(
            lambda db: open_daily(
                db,
                group_id,
                new,
                local_date=local_date,
                opened_at=opened_at,
                closes_at=closes_at,
            )
        )

    async def get(self, round_id: int) -> Round | None:
        return await self._first("WHERE r.id = ?", (round_id,))

    async def context(
        self, round_id: int, member: MemberRef, channel: ChannelRef
    ) -> RoundContext | None:
        given = (channel.workspace.key, place(channel), member.key, round_id)

        def job(db: Connection) -> RoundContext | None:
            row = one(db, _SCENE, given)
            if row is None:
                return None
            here, joined, *row = row
            posed, group, person = row[:_ROUND], row[_ROUND:_GROUP], row[_GROUP:_PERSON]
            known = None
            if person[0] is not None:
                known = to_person(person)
                situation = to_situation(row[_PERSON:])
                self._access.note(situation.key, situation)
            return RoundContext(to_round(posed), to_group(group), known, bool(here), bool(joined))

        return await self._access.read(job)

    async def open_dailies(self, group_id: int) -> tuple[Round, ...]:
        return await self._access.read(
            lambda db: _select(
                db,
                "WHERE r.group_id = ? AND r.kind = 'daily' AND r.state = 'open' "
                "ORDER BY r.local_date, r.position, r.id",
                (group_id,),
            )
        )

    async def unanswered(self, person_id: int, group_id: int) -> frozenset[tuple[str, str]]:
        given = {"who": person_id, "here": group_id, "known": KNOWN_FOR}

        def job(db: Connection) -> frozenset[tuple[str, str]]:
            return frozenset((row[0], row[1]) for row in db.execute(_UNANSWERED, given))

        return await self._access.read(job)

    async def open_elsewhere(self, round_id: int) -> bool:
        sql = f"SELECT 1 {_NEAR} AND o.state = 'open' WHERE r.id = ? LIMIT 1"
        return await self._access.read(lambda db: one(db, sql, (round_id,))) is not None

    async def closes_elsewhere(self, round_id: int) -> int | None:
        sql = (
            f"SELECT MAX(o.closes_at), COUNT(*), COUNT(o.closes_at) {_NEAR} AND o.state = 'open' "
            "WHERE r.id = ?"
        )
        row = await self._access.read(lambda db: one(db, sql, (round_id,)))
        return int(row[0]) if row and row[1] and row[1] == row[2] else None

    async def withdrawn(self, group_id: int) -> frozenset[tuple[str, int]]:
        rows = await self._access.read(lambda db: every(db, WITHDRAWN, (group_id,)))
        return frozenset((row[0], row[1]) for row in rows)

    async def latest_dailies(self, group_id: int) -> tuple[Round, ...]:
        where = (
            "WHERE r.group_id = ? AND r.kind = 'daily' AND r.state <> 'void' AND r.local_date = ("
            "SELECT MAX(l.local_date) FROM rounds l WHERE l.group_id = ? AND l.kind = 'daily' "
            "AND l.state <> 'void') ORDER BY r.position"
        )
        return await self._access.read(lambda db: _select(db, where, (group_id, group_id)))

    async def set_closes(self, round_id: int, closes_at: int | None) -> None:
        sql = "UPDATE rounds SET closes_at = ? WHERE id = ? AND state = 'open'"
        await self._access.write(lambda db: changed(db, sql, (closes_at, round_id)))

    async def history(self, group_id: int) -> tuple[Asked, ...]:
        sql = (
            f"SELECT {ASKED} FROM rounds r "
            "WHERE r.group_id = ? AND r.kind = 'daily' ORDER BY r.local_date, r.id"
        )
        rows = await self._access.read(lambda db: every(db, sql, (group_id,)))
        return tuple(map(to_asked, rows))

    async def tally(self, round_id: int) -> Tally:
        # Right answers are counted among the confirmed ones: a choice is not judged yet.
        sql = (
            "SELECT given, COUNT(*), SUM(correct) FROM ("
            "SELECT given, correct FROM answers "
            "WHERE round_id = ? AND kind <> 'void' AND kind = 'daily' "
            "UNION ALL SELECT given, 0 FROM choices WHERE round_id = ?) AS given_so_far "
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
        return await self._access.write(
            lambda db: close_round(db, round_id, at, settle, deliveries)
        )

    async def settle_some(self, round_id: int, settle: Settle, most: int) -> bool:
        return await self._access.write(lambda db: settle_some(db, round_id, settle, most))

    async def void(self, round_id: int, at: int, deliveries: Sequence[NewDelivery]) -> int:
        return await self._access.write(lambda db: void(db, round_id, at, deliveries))

    async def _first(self, rest: str, given: Sequence[object]) -> Round | None:
        found = await self._access.read(lambda db: _select(db, rest, given))
        return found[0] if found else None


def _select(db: Connection, rest: str, given: Sequence[object]) -> tuple[Round, ...]:
    return tuple(map(to_round, every(db, f"SELECT {ROUND} FROM rounds r {rest}", given)))


def open_daily(
    db: Connection,
    group_id: int,
    new: NewRound,
    *,
    local_date: str,
    opened_at: int,
    closes_at: int | None,
    position: int = 0,
) -> Round:
    """The question of the day at ``position``, opened once."""
    found = every(
        db,
        "INSERT INTO rounds (id, group_id, kind, question_id, revision, concept_id, "
        "option_order, local_date, opened_at, closes_at, position) "
        "VALUES (?, ?, 'daily', ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (group_id, local_date, position) WHERE kind = 'daily' AND state <> 'void' "
        f"DO NOTHING RETURNING {ROUND.replace('r.', '')}",
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
            position,
        ),
    )
    if found:
        forget_streaks_counted_past(db, group_id, local_date)
        return to_round(found[0])
    return _select(
        db,
        "WHERE r.group_id = ? AND r.local_date = ? AND r.position = ? AND r.kind = 'daily' "
        "AND r.state <> 'void'",
        (group_id, local_date, position),
    )[0]
