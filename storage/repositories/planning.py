"""Writing planned posts; shared by the deliveries themselves and by rounds that end."""

from __future__ import annotations

from collections.abc import Sequence

from bot.study.delivery import DeliveryState, NewDelivery
from storage.connection import Connection
from storage.engine import one
from storage.errors import Missing
from storage.repositories.rows import place
from storage.rewind import RESTORED_AT, looked_up_from

_INSERT = (
    "INSERT INTO deliveries (group_id, season, channel, place, kind, local_date, sequence, key, "
    "due_at, round_id, subject, target, expires_at, sending_at, state) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (group_id, channel, kind, local_date, sequence) DO NOTHING"
)


_OF_GROUP = "SELECT season, zone, (SELECT value FROM notes WHERE key = ?) FROM groups WHERE id = ?"


def plan(db: Connection, group_id: int, deliveries: Sequence[NewDelivery]) -> None:
    """Adds the rows that are not there yet.

    After a back-up was put back, what may be posted already begins with a look-up.
    """
    if not deliveries:
        return
    row = one(db, _OF_GROUP, (RESTORED_AT, group_id))
    if row is None:
        raise Missing(f"There is no study group {group_id}.")
    season, zone, restored = row
    dates = {new.local_date for new in deliveries}
    looked_up = {day: looked_up_from(restored, zone, day) for day in dates}
    lost = [None if new.target else looked_up[new.local_date] for new in deliveries]
    db.executemany(
        _INSERT,
        [
            (
                group_id,
                season,
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
                since,
                DeliveryState.PLANNED if since is None else DeliveryState.SENDING,
            )
            for new, since in zip(deliveries, lost, strict=True)
        ],
    )
