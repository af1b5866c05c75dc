"""Reviews that an answer cleared: said in the ledger, counted in the totals.

``cleared`` is 1 where a right answer to practice was about a concept that was due. It's counted
from this version on; older lines say 0.
"""

from __future__ import annotations

from storage.connection import Connection


def apply(db: Connection) -> None:
    db.execute(
        "ALTER TABLE answers ADD COLUMN cleared INTEGER NOT NULL DEFAULT 0 "
        "CHECK (cleared IN (0, 1))"
    )
    db.execute("ALTER TABLE totals ADD COLUMN reviews INTEGER NOT NULL DEFAULT 0")
    db.execute(
        "CREATE INDEX totals_reviews ON totals (group_id, period, hidden, reviews DESC, person_id) "
        "WHERE reviews > 0"
    )
