"""Everybody has a freeze from the first day: streaks are counted anew.

They follow from study dates and active days, which stay; a streak without a row is counted from
the start with its next look or answer. ``runs`` counts the streaks that were begun, ``unsaid`` the
freezes spent that no verdict has told yet.
"""

from __future__ import annotations

from storage.connection import Connection


def apply(db: Connection) -> None:
    db.execute("DELETE FROM streaks")
    db.execute("ALTER TABLE streaks ADD COLUMN runs INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE streaks ADD COLUMN unsaid INTEGER NOT NULL DEFAULT 0")
