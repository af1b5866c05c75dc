"""A study day may have several questions; each has a position of its own, the first one 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def apply(db: Database) -> None:
    db.execute("DROP INDEX rounds_daily")
    db.execute(
        "CREATE UNIQUE INDEX rounds_daily ON rounds (group_id, local_date, position) "
        "WHERE kind = 'daily' AND state <> 'void'"
    )
