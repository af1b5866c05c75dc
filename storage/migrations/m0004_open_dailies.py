"""Which daily questions are open in a group is asked with each practice answer.

A group keeps all the rounds it ever had; without an index of its own the one that is open is
looked for among them.
"""

from __future__ import annotations

from storage.connection import Connection


def apply(db: Connection) -> None:
    db.execute(
        "CREATE INDEX rounds_open ON rounds (group_id) WHERE kind = 'daily' AND state = 'open'"
    )
