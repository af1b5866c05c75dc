"""Reminders as deliveries: each a row first, then a message."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from urllib.parse import quote

from bot.model.refs import ChannelRef, MessageRef
from bot.study.delivery import DeliveryState
from bot.study.reminders import ReminderPost, ReminderText
from storage.connection import Connection
from storage.engine import Access, besides_of, changed, every, one
from storage.repositories.deliveries import MOST_LEFT_OUT
from storage.repositories.rows import Row, message_or_none
from storage.repositories.sharing import has_lease

POST = (
    "d.id, d.person_id, d.address, d.local_date, d.subject, d.state, d.key, d.due_at, "
    "d.expires_at, d.message, d.sending_at, d.sent_at, d.attempts, d.error"
)


class ReminderPostsTable:
    """Implements ``storage.reminding.ReminderPosts``.

    With ``lease`` and ``holder`` a row is begun only while that process has the lease, as in
    ``storage.repositories.sharing.FencedDeliveries``.
    """

    def __init__(self, access: Access, lease: str = "", holder: str = "") -> None:
        self._access = access
        self._lease = lease
        self._holder = holder

    async def next_due(
        self,
        now: int,
        limit: int,
        *,
        platform: str,
        edits: bool,
        after: str,
        besides: Collection[str],
    ) -> tuple[ReminderPost, ...]:
        if edits:
            return ()  # a reminder is never edited
        begins = f"{quote(platform, safe='')}:"
        left_out = sorted(besides)[:MOST_LEFT_OUT]
        return await self._select(
            "WHERE d.state = 'planned' AND d.due_at <= ? "
            "AND SUBSTR(d.address, 1, CAST(? AS INTEGER)) = ? "
            f"{besides_of('d.address', left_out)} ORDER BY d.due_at, d.id LIMIT ?",
            (now, len(begins), begins, *left_out, limit),
        )

    async def interrupted(self) -> tuple[ReminderPost, ...]:
        return await self._select("WHERE d.state = 'sending' ORDER BY d.id", ())

    async def of_person(self, person_id: int) -> tuple[ReminderPost, ...]:
        return await self._select("WHERE d.person_id = ? ORDER BY d.local_date", (person_id,))

    async def begin(self, delivery_id: int, at: int) -> bool:
        def job(db: Connection) -> bool:
            if self._lease and not has_lease(db, self._lease, self._holder, at):
                return False
            sql = (
                "UPDATE reminder_posts SET state = 'sending', sending_at = ?, "
                "attempts = attempts + 1 WHERE id = ? AND state = 'planned'"
            )
            return changed(db, sql, (at, delivery_id)) == 1

        return await self._access.write(job)

    async def sent(self, delivery_id: int, message: MessageRef, at: int) -> None:
        def job(db: Connection) -> None:
            sql = (
                "UPDATE reminder_posts SET state = 'sent', message = ?, sent_at = ?, error = '' "
                "WHERE id = ? AND state <> 'sent' RETURNING person_id, subject, due_at"
            )
            _pause_after(db, one(db, sql, (message.key, at, delivery_id)))

        await self._access.write(job)

    async def fail(self, delivery_id: int, error: str) -> None:
        def job(db: Connection) -> None:
            sql = (
                "UPDATE reminder_posts SET state = 'failed', error = ? "
                "WHERE id = ? AND state IN ('planned', 'sending') "
                "RETURNING person_id, subject, due_at"
            )
            _pause_after(db, one(db, sql, (error, delivery_id)))

        await self._access.write(job)

    async def skip(self, delivery_id: int, reason: str) -> None:
        sql = (
            "UPDATE reminder_posts SET state = 'skipped', error = ? "
            "WHERE id = ? AND state IN ('planned', 'sending')"
        )
        await self._access.write(lambda db: changed(db, sql, (reason, delivery_id)))

    async def put_off(self, delivery_id: int, due_at: int, expires_at: int) -> None:
        sql = (
            "UPDATE reminder_posts SET due_at = ?, expires_at = ? "
            "WHERE id = ? AND state = 'planned'"
        )
        given = (due_at, expires_at, delivery_id)
        await self._access.write(lambda db: changed(db, sql, given))

    async def retry(self, delivery_id: int, due_at: int, error: str, *, posted: bool) -> None:
        sql = (
            "UPDATE reminder_posts SET state = 'planned', due_at = ?, error = ? "
            "WHERE id = ? AND state = 'sending'"
        )
        await self._access.write(lambda db: changed(db, sql, (due_at, error, delivery_id)))

    async def _select(self, rest: str, given: Sequence[object]) -> tuple[ReminderPost, ...]:
        sql = f"SELECT {POST} FROM reminder_posts d {rest}"
        return await self._access.read(lambda db: tuple(map(to_post, every(db, sql, given))))


def to_post(row: Row) -> ReminderPost:
    values = list(row)
    values[2] = ChannelRef.parse(values[2])
    values[4] = ReminderText(values[4])
    values[5] = DeliveryState(values[5])
    values[9] = message_or_none(values[9])
    return ReminderPost(*values)


def _pause_after(db: Connection, row: Row | None) -> None:
    """Reminders pause with the one that says so, unless they were turned on again since."""
    if row is None or row[1] != ReminderText.PAUSE:
        return
    changed(
        db,
        "UPDATE reminders SET state = 'paused', next_at = NULL "
        "WHERE person_id = ? AND state = 'on' AND since <= ?",
        (row[0], row[2]),
    )
