"""Posts: each a row first, then a message."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from urllib.parse import quote

from bot.model.refs import ChannelRef, MessageRef
from bot.study.delivery import Delivery, DeliveryKind, DeliveryState, NewDelivery
from bot.study.group import HeldBack
from storage.connection import Connection
from storage.engine import Access, besides_of, changed, every, one
from storage.repositories.planning import plan
from storage.repositories.rows import DELIVERY, to_delivery

MOST_LEFT_OUT = 20_000
"""Parameters that one statement may have."""


class DeliveriesTable:
    """Implements ``storage.protocols.Deliveries``."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def plan(self, group_id: int, deliveries: Sequence[NewDelivery]) -> None:
        await self._access.write(lambda db: plan(db, group_id, deliveries))

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
        begins = f"{quote(platform, safe='')}:"
        left_out = sorted(besides)[:MOST_LEFT_OUT]
        return await self._select(
            "JOIN (SELECT x.id, COALESCE(c.workspace, x.place) AS whose, ROW_NUMBER() OVER ("
            "PARTITION BY COALESCE(c.workspace, x.place) ORDER BY x.due_at, x.id) AS nth "
            "FROM deliveries x LEFT JOIN channels c ON c.channel = x.place "
            "WHERE x.state = 'planned' AND x.due_at <= ? "
            "AND SUBSTR(x.channel, 1, CAST(? AS INTEGER)) = ? "
            f"AND x.target IS {'NOT ' if edits else ''}NULL AND COALESCE(c.problem, '') = '' "
            f"{besides_of('x.channel', left_out)}) w ON w.id = d.id "
            "ORDER BY w.nth, CASE WHEN w.whose > ? THEN 0 ELSE 1 END, w.whose LIMIT ?",
            (now, len(begins), begins, *left_out, after, limit),
        )

    async def held_back(self, now: int) -> tuple[HeldBack, ...]:
        sql = (
            "SELECT c.channel, c.problem, MAX(d.local_date) FROM channels c "
            "JOIN deliveries d ON d.place = c.channel "
            "WHERE c.problem <> '' AND d.state = 'planned' AND d.due_at <= ? "
            "AND (d.expires_at IS NULL OR d.expires_at > ?) "
            "GROUP BY c.channel, c.problem ORDER BY c.channel"
        )
        rows = await self._access.read(lambda db: every(db, sql, (now, now)))
        return tuple(HeldBack(ChannelRef.parse(row[0]), row[1], row[2]) for row in rows)

    async def interrupted(self) -> tuple[Delivery, ...]:
        return await self._select("WHERE d.state = 'sending' ORDER BY d.id", ())

    async def begin(self, delivery_id: int, at: int) -> bool:
        return await self._access.write(lambda db: start(db, delivery_id, at))

    async def sent(self, delivery_id: int, message: MessageRef, at: int) -> None:
        await self._access.write(lambda db: _sent(db, delivery_id, message, at))

    async def fail(self, delivery_id: int, error: str) -> None:
        await self._end(delivery_id, DeliveryState.FAILED, error)

    async def skip(self, delivery_id: int, reason: str) -> None:
        await self._end(delivery_id, DeliveryState.SKIPPED, reason)

    async def put_off(self, delivery_id: int, due_at: int, expires_at: int) -> None:
        sql = "UPDATE deliveries SET due_at = ?, expires_at = ? WHERE id = ? AND state = 'planned'"
        given = (due_at, expires_at, delivery_id)
        await self._access.write(lambda db: changed(db, sql, given))

    async def hasten(self, round_id: int, kind: DeliveryKind, due_at: int) -> None:
        await self._access.write(lambda db: hasten(db, round_id, kind, due_at))

    async def retry(self, delivery_id: int, due_at: int, error: str, *, posted: bool) -> None:
        sql = (
            "UPDATE deliveries SET state = 'planned', due_at = ?, error = ?, "
            "target = CASE WHEN ? = 1 THEN target ELSE NULL END "
            "WHERE id = ? AND state = 'sending'"
        )
        given = (due_at, error, int(posted), delivery_id)
        await self._access.write(lambda db: changed(db, sql, given))

    async def of_round(self, round_id: int, kind: DeliveryKind) -> tuple[Delivery, ...]:
        return await self._select(
            "WHERE d.round_id = ? AND d.kind = ? ORDER BY d.id", (round_id, kind)
        )

    async def of_day(self, group_id: int, local_date: str) -> tuple[Delivery, ...]:
        return await self._select(
            "WHERE d.group_id = ? AND d.local_date = ? ORDER BY d.id", (group_id, local_date)
        )

    async def last_sent(self, group_id: int, kind: DeliveryKind) -> Delivery | None:
        return await self._first(
            "WHERE d.group_id = ? AND d.kind = ? AND d.state = 'sent' "
            "ORDER BY d.sent_at DESC, d.id DESC LIMIT 1",
            (group_id, kind),
        )

    async def _end(self, delivery_id: int, state: DeliveryState, error: str) -> None:
        sql = (
            "UPDATE deliveries SET state = ?, error = ? "
            "WHERE id = ? AND state IN ('planned', 'sending')"
        )
        await self._access.write(lambda db: changed(db, sql, (state, error, delivery_id)))

    async def _select(self, rest: str, given: Sequence[object]) -> tuple[Delivery, ...]:
        # In the reader's thread: many rows would hold the event loop.
        return await self._access.read(
            lambda db: tuple(
                map(to_delivery, every(db, f"SELECT {DELIVERY} FROM deliveries d {rest}", given))
            )
        )

    async def _first(self, rest: str, given: Sequence[object]) -> Delivery | None:
        found = await self._select(rest, given)
        return found[0] if found else None


_TAKE_OVER = (
    "UPDATE deliveries SET state = 'planned', target = ?, expires_at = NULL "
    "WHERE id = ? AND state = 'sending' AND attempts = 0"
)
"""For a post that a look-up found and that this database has not begun, see ``storage.rewind``."""


def hasten(db: Connection, round_id: int, kind: DeliveryKind, due_at: int) -> None:
    """Planned rows of a round that are due later become due at ``due_at``."""
    sql = (
        "UPDATE deliveries SET due_at = ? "
        "WHERE round_id = ? AND kind = ? AND state = 'planned' AND due_at > ?"
    )
    changed(db, sql, (due_at, round_id, kind, due_at))


def start(db: Connection, delivery_id: int, at: int) -> bool:
    """planned → sending; False for a row that is not planned."""
    sql = (
        "UPDATE deliveries SET state = 'sending', sending_at = ?, attempts = attempts + 1 "
        "WHERE id = ? AND state = 'planned'"
    )
    return changed(db, sql, (at, delivery_id)) == 1


def _sent(db: Connection, delivery_id: int, message: MessageRef, at: int) -> None:
    if changed(db, _TAKE_OVER, (message.key, delivery_id)):
        return
    row = one(
        db,
        "UPDATE deliveries SET state = 'sent', message = ?, sent_at = ?, error = '' "
        "WHERE id = ? AND state <> 'sent' "
        "RETURNING group_id, kind, local_date, season, round_id, channel",
        (message.key, at, delivery_id),
    )
    if row is None:
        return
    group_id, kind, local_date, season, round_id, channel = row
    if kind == DeliveryKind.QUESTION:
        # What was planned for it while nobody knew whether it went out (its results).
        changed(
            db,
            "UPDATE deliveries SET target = ? WHERE round_id = ? AND channel = ? "
            "AND state = 'planned' AND target IS NULL AND id <> ?",
            (message.key, round_id, channel, delivery_id),
        )
    if kind == DeliveryKind.CONCEPT:
        # A concept of an earlier course that arrives late must not move the new one on.
        changed(
            db,
            "UPDATE groups SET position = position + 1, concept_date = ? "
            "WHERE id = ? AND season = ? AND concept_date <> ?",
            (local_date, group_id, season, local_date),
        )
