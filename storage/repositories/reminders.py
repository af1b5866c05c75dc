"""What each person chose about reminders, and which are due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.model.refs import ChannelRef, MemberRef
from bot.study.delivery import DeliveryState
from bot.study.reminders import (
    PAUSE_AFTER,
    Occasion,
    Reminder,
    ReminderState,
    ReminderText,
    address,
)
from storage.connection import Connection
from storage.engine import Access, changed, every, one
from storage.reminding import Decide, Look
from storage.repositories.rows import Row
from storage.rewind import restored_at

REMINDER = "r.person_id, r.member, r.minutes, r.zone, r.state, r.local_date, r.next_at"
KEPT = timedelta(days=100)
"""How long a reminder's row is kept: seven in a row may be weeks apart."""
FAR = 3 * 24 * 3_600_000
"""Milliseconds ahead beyond which no reminder can be: a clock was set back since."""
MOST_NEWS = 5_000

_LOOK = f"""
SELECT
  EXISTS (SELECT 1 FROM reminders WHERE next_at <= ?)
    OR EXISTS (SELECT 1 FROM reminders WHERE next_at > ?),
  EXISTS (SELECT 1 FROM reminder_posts WHERE state = 'planned' AND due_at <= ?)
    OR EXISTS (SELECT 1 FROM reminder_posts WHERE state = 'sending'),
  (SELECT GROUP_CONCAT(member, ' ') FROM
    (SELECT member FROM reminders WHERE news = 1 LIMIT {MOST_NEWS}) AS untold)
"""
_DUE = f"""
SELECT {REMINDER}, r.since FROM reminders r WHERE r.person_id IN (
  SELECT person_id FROM reminders WHERE next_at <= ?
  UNION ALL SELECT person_id FROM reminders WHERE next_at > ?)
ORDER BY r.next_at, r.person_id LIMIT ?
"""
_LATEST = f"""
SELECT COUNT(*), MIN(at) FROM (
  SELECT COALESCE(p.sent_at, p.sending_at) AS at FROM reminder_posts p
  WHERE p.person_id = ? AND p.state IN ('sent', 'failed') AND p.sending_at >= ?
  ORDER BY p.local_date DESC LIMIT {PAUSE_AFTER}) AS latest
"""
_ANSWERED = """
SELECT EXISTS (SELECT 1 FROM memberships m JOIN answers a
  ON a.person_id = m.person_id AND a.group_id = m.group_id AND a.local_date >= ?
  WHERE m.person_id = ? AND a.kind <> 'void' AND a.at > ?)
"""
_PLAN = """
INSERT INTO reminder_posts
  (person_id, address, local_date, subject, state, key, due_at, expires_at, sending_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (person_id, local_date) DO NOTHING
"""
_TURN_ON = """
INSERT INTO reminders (person_id, member, minutes, zone, state, local_date, next_at, since)
VALUES (?, ?, ?, ?, 'on', ?, ?, ?)
ON CONFLICT (person_id) DO UPDATE SET
  conversation = CASE WHEN reminders.member = excluded.member THEN reminders.conversation END,
  member = excluded.member, minutes = excluded.minutes, zone = excluded.zone, state = 'on',
  local_date = excluded.local_date, next_at = excluded.next_at, since = excluded.since, news = 0
"""
_DROP_PLANNED = (
    "UPDATE reminder_posts SET state = 'skipped', error = 'turned off' "
    "WHERE person_id = ? AND state = 'planned'"
)


class RemindersTable:
    """Implements ``storage.reminding.Reminders``."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def of(self, person_id: int) -> Reminder | None:
        sql = f"SELECT {REMINDER} FROM reminders r WHERE r.person_id = ?"
        row = await self._access.read(lambda db: one(db, sql, (person_id,)))
        return None if row is None else to_reminder(row)

    async def last_day(self, person_id: int) -> str:
        sql = (
            "SELECT COALESCE(MAX(local_date), '') FROM reminder_posts "
            "WHERE person_id = ? AND state <> 'planned'"
        )
        return str((await self._access.read(lambda db: one(db, sql, (person_id,))))[0])

    async def turn_on(self, reminder: Reminder, now: int) -> None:
        whose = (reminder.person_id, reminder.member.key, reminder.minutes, reminder.zone)

        def job(db: Connection) -> None:
            db.execute(_TURN_ON, (*whose, reminder.day, reminder.next_at, now))
            # What was planned for another time or account makes way for what is chosen now.
            sql = "DELETE FROM reminder_posts WHERE person_id = ? AND state = 'planned'"
            changed(db, sql, (reminder.person_id,))

        await self._access.write(job)

    async def turn_off(self, person_id: int) -> None:
        def job(db: Connection) -> None:
            sql = "UPDATE reminders SET state = 'off', next_at = NULL, news = 0 WHERE person_id = ?"
            changed(db, sql, (person_id,))
            changed(db, _DROP_PLANNED, (person_id,))

        await self._access.write(job)

    async def close(self, person_id: int, error: str) -> None:
        def job(db: Connection) -> None:
            sql = (
                "UPDATE reminders SET state = 'closed', next_at = NULL, news = 1, "
                "conversation = NULL WHERE person_id = ? AND state = 'on'"
            )
            changed(db, sql, (person_id,))
            sql = (
                "UPDATE reminder_posts SET state = 'failed', error = ? "
                "WHERE person_id = ? AND state IN ('planned', 'sending')"
            )
            changed(db, sql, (error, person_id))

        await self._access.write(job)

    async def take_news(self, member: MemberRef) -> bool:
        sql = "UPDATE reminders SET news = 0 WHERE member = ? AND news = 1"
        return await self._access.write(lambda db: changed(db, sql, (member.key,)) > 0)

    async def look(self, now: int) -> Look:
        row = await self._access.read(lambda db: one(db, _LOOK, (now, now + FAR, now)))
        return Look(bool(row[0]), bool(row[1]), frozenset((row[2] or "").split()))

    async def plan_due(self, now: int, limit: int, decide: Decide) -> int:
        def job(db: Connection) -> int:
            found = every(db, _DUE, (now, now + FAR, limit))
            restored = restored_at(db) if found else None
            for *row, since in found:
                _plan(db, to_reminder(row), since, decide, restored)
            return len(found)

        return await self._access.write(job)

    async def conversation(self, member: MemberRef) -> ChannelRef | None:
        sql = "SELECT conversation FROM reminders WHERE member = ? AND conversation IS NOT NULL"
        row = await self._access.read(lambda db: one(db, sql, (member.key,)))
        return None if row is None else ChannelRef.parse(row[0])

    async def keep_conversation(self, member: MemberRef, channel: ChannelRef | None) -> None:
        sql = "UPDATE reminders SET conversation = ? WHERE member = ?"
        given = (None if channel is None else channel.key, member.key)
        await self._access.write(lambda db: changed(db, sql, given))

    async def answered_since(self, person_id: int, at: int) -> bool:
        return await self._access.read(lambda db: _answered_since(db, person_id, at))


def to_reminder(row: Row) -> Reminder:
    person_id, member, minutes, zone, state, day, next_at = row
    whose = MemberRef.parse(member)
    return Reminder(person_id, whose, minutes, zone, ReminderState(state), day, next_at)


def _plan(
    db: Connection, reminder: Reminder, since: int, decide: Decide, restored: int | None
) -> None:
    due, next_at = decide(reminder)
    day = reminder.day if due is None else due.day
    sql = "UPDATE reminders SET local_date = ?, next_at = ? WHERE person_id = ?"
    changed(db, sql, (day, next_at, reminder.person_id))
    if due is not None:
        subject = _text(db, reminder.person_id, since)
        db.execute(_PLAN, _row(reminder, due, subject, restored))
        sql = "DELETE FROM reminder_posts WHERE person_id = ? AND local_date < ?"
        old = (date.fromisoformat(due.day) - KEPT).isoformat()
        changed(db, sql, (reminder.person_id, old))


def _row(
    reminder: Reminder, due: Occasion, subject: ReminderText, restored: int | None
) -> tuple[object, ...]:
    """After a back-up was put back, what may have gone out already begins with a look-up."""
    at = round(due.at.timestamp() * 1000)
    lost = restored is not None and at <= restored
    return (
        reminder.person_id,
        address(reminder.member).key,
        due.day,
        subject,
        DeliveryState.SENDING if lost else DeliveryState.PLANNED,
        key_of(reminder.person_id, due.day),
        at,
        round(due.until.timestamp() * 1000),
        at if lost else None,
    )


def key_of(person_id: int, day: str) -> str:
    """What marks the reminder on the platform, the same whenever it is planned."""
    return f"remind-{person_id}-{day}"


def _text(db: Connection, person_id: int, since: int) -> ReminderText:
    """Whether it is time to pause: the latest ones were all left unanswered."""
    count, first = one(db, _LATEST, (person_id, since))
    if count < PAUSE_AFTER or _answered_since(db, person_id, first):
        return ReminderText.TODAY
    return ReminderText.PAUSE


def _answered_since(db: Connection, person_id: int, at: int) -> bool:
    # Local dates are at most a day from the one in UTC; they find the answers by index.
    day = (datetime.fromtimestamp(at / 1000, UTC) - timedelta(days=1)).date().isoformat()
    return bool(one(db, _ANSWERED, (day, person_id, at))[0])
