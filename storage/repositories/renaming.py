"""A channel that its platform gave another id: everything about it goes by the new one."""

from __future__ import annotations

from dataclasses import replace

from bot.model.refs import ChannelRef, MessageRef
from storage.connection import Connection
from storage.engine import changed, every, one
from storage.repositories.rows import place


def rename(db: Connection, old: ChannelRef, new: ChannelRef) -> bool:
    """False when no group is in ``old``, or one is in ``new`` already. Changes all or nothing.

    Unlike a move this takes messages along that were sent already: they are still there.
    """
    before, after = place(old), place(new)
    if before == after or one(db, "SELECT 1 FROM channels WHERE channel = ?", (after,)):
        return False
    moved = changed(
        db,
        "UPDATE channels SET channel = ?, workspace = ?, problem = '', looked_at = 0 "
        "WHERE channel = ?",
        (after, new.workspace.key, before),
    )
    if not moved:
        return False

    def here(channel: ChannelRef) -> ChannelRef:
        return replace(new, thread=channel.thread) if place(channel) == before else channel

    rows = every(
        db, "SELECT id, channel, message, target FROM deliveries WHERE place = ?", (before,)
    )
    for row_id, channel, *messages in rows:
        found = [MessageRef.parse(key) if key else None for key in messages]
        there = here(ChannelRef.parse(channel)).key
        keys = [replace(m, channel=here(m.channel)).key if m else None for m in found]
        # A group that was in the new channel before may have the same post there: that one stays.
        changed(
            db,
            "UPDATE deliveries SET channel = ?, place = ?, message = ?, target = ? "
            "WHERE id = ? AND NOT EXISTS (SELECT 1 FROM deliveries o "
            "WHERE o.group_id = deliveries.group_id AND o.channel = ? AND o.kind = deliveries.kind "
            "AND o.local_date = deliveries.local_date AND o.sequence = deliveries.sequence)",
            (there, after, *keys, row_id, there),
        )
    return True
