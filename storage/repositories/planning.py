"""Writing planned posts; shared by the deliveries themselves and by rounds that end."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from storage.access import one
from storage.errors import Missing
from storage.records import NewDelivery
from storage.repositories.rows import place

_INSERT = (
    "INSERT INTO deliveries (group_id, season, channel, place, kind, local_date, sequence, key, "
    "due_at, round_id, subject, target, expires_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (group_id, channel, kind, local_date, sequence) DO NOTHING"
)


def plan(db: sqlite3.Connection, group_id: int, deliveries: Sequence[NewDelivery]) -> None:
    """Adds the rows that are not there yet."""
    if not deliveries:
        return
    row = one(db, "SELECT season FROM groups WHERE id = ?", (group_id,))
    if row is None:
        raise Missing(f"There is no study group {group_id}.")
    db.executemany(
        _INSERT,
        [
            (
                group_id,
                row[0],
                new.channel.key,
                place(new.channel),
                new.kind,
                new.local_date,
                new.sequence,
                new.key,
                new.due_at,
                new.round_id,
                new.subject,
                new.target.key if new.target else None,
                new.expires_at,
            )
            for new in deliveries
        ],
    )
