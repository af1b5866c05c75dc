"""A date has one daily question that counts; one that was withdrawn makes room for another."""

from __future__ import annotations

from storage.connection import Connection


def apply(db: Connection) -> None:
    db.execute("DROP INDEX rounds_daily")
    db.execute(
        "CREATE UNIQUE INDEX rounds_daily ON rounds (group_id, local_date) "
        "WHERE kind = 'daily' AND state <> 'void'"
    )
    db.execute("CREATE INDEX rounds_days ON rounds (group_id, local_date) WHERE kind = 'daily'")
