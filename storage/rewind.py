"""What a database must know that went back in time: the channels did not go back with it.

Between the backup and its return the bot may have posted what the backup has never heard
of. Such posts are looked up before they are posted: their rows begin in "sending", like those
of a crash, but with no attempt. What is found then still shows what lost rows said and has
their buttons: it is edited. Other buttons of lost rows must not hit new ones, which is why
those get ids far beyond.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from storage.connection import Connection
from storage.engine import changed, every, one

RESTORED_AT = "restored_at"
"""Note: when a backup was put back last, epoch milliseconds."""
RESTORED_FROM = "restored_from"
"""Note: the last trace of life in that backup, epoch milliseconds."""
GAP = 10_000_000
"""So many ids of each kind may have been given out since the backup."""


def rewind(db: Connection, since: int, now: int) -> None:
    """Prepares a backup that knows everything up to ``since`` for going on at ``now``."""
    db.execute("BEGIN IMMEDIATE")
    for name, value in ((RESTORED_AT, now), (RESTORED_FROM, since)):
        changed(
            db,
            "INSERT INTO notes (key, value) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (name, str(value)),
        )
    _look_up_again(db, now)
    _leave_ids_out(db, now)
    db.execute("COMMIT")


def looked_up_from(restored: str | None, zone: str, local_date: str) -> int | None:
    """From when on to look for a post of ``local_date``; None when it cannot be there yet.

    Epoch milliseconds. ``restored`` is the note RESTORED_AT. Posts of the day of the return and of
    days before may be there.
    """
    return None if restored is None else _since(int(restored), zone, local_date)


def restored_at(db: Connection) -> int | None:
    """When a backup was put back last (epoch milliseconds); None where that never happened."""
    row = one(db, "SELECT value FROM notes WHERE key = ?", (RESTORED_AT,))
    return None if row is None else int(row[0])


def _since(restored_at: int, zone: str, local_date: str) -> int | None:
    returned = datetime.fromtimestamp(restored_at / 1000, UTC).astimezone(ZoneInfo(zone))
    if local_date > returned.date().isoformat():
        return None
    day = datetime.combine(datetime.fromisoformat(local_date).date(), time(), ZoneInfo(zone))
    return round(day.timestamp() * 1000)


def _look_up_again(db: Connection, now: int) -> None:
    """Posts that the backup still meant to send, or was sending. Edits may be repeated."""
    changed(db, "UPDATE deliveries SET attempts = 0 WHERE state = 'sending'", ())
    meant = every(
        db,
        "SELECT d.id, g.zone, d.local_date FROM deliveries d JOIN groups g ON g.id = d.group_id "
        "WHERE d.state = 'planned' AND d.target IS NULL",
        (),
    )
    for delivery_id, zone, local_date in meant:
        since = _since(now, zone, local_date)
        if since is not None:
            sql = (
                "UPDATE deliveries SET state = 'sending', attempts = 0, sending_at = ? WHERE id = ?"
            )
            changed(db, sql, (since, delivery_id))
    changed(db, "UPDATE reminder_posts SET attempts = 0 WHERE state = 'sending'", ())
    sql = (
        "UPDATE reminder_posts SET state = 'sending', attempts = 0, sending_at = due_at "
        "WHERE state = 'planned' AND due_at <= ?"
    )
    changed(db, sql, (now,))


def _leave_ids_out(db: Connection, now: int) -> None:
    changed(db, "UPDATE sqlite_sequence SET seq = seq + ?", (GAP,))
    # Rounds and runs go on from the highest id that is there, so a row has to keep the place.
    somebody = one(db, "SELECT person_id, group_id FROM organisers LIMIT 1", ())
    if somebody is None:
        return
    run = one(
        db,
        "INSERT INTO runs (id, person_id, group_id, topic, state, started_at) "
        "SELECT COALESCE(MAX(id), 0) + ?, ?, ?, '', 'done', ? FROM runs RETURNING id",
        (GAP, *somebody, now),
    )[0]
    changed(
        db,
        "INSERT INTO rounds (id, group_id, kind, question_id, revision, concept_id, option_order, "
        "local_date, opened_at, closed_at, state, person_id, run_id) "
        "SELECT COALESCE(MAX(id), 0) + ?, ?, 'practice', '', 0, '', '', '', ?, ?, 'void', ?, ? "
        "FROM rounds",
        (GAP, somebody[1], now, now, somebody[0], run),
    )
