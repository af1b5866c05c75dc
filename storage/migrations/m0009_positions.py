"""A study day may have several questions; each has a position of its own, the first one 0."""

from __future__ import annotations

from storage.connection import Connection


def apply(db: Connection) -> None:
    db.execute("DROP INDEX rounds_daily")
    db.execute(
        "CREATE UNIQUE INDEX rounds_daily ON rounds (group_id, local_date, position) "
        "WHERE kind = 'daily' AND state <> 'void'"
    )
