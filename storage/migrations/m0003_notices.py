"""A notice remembers that it was tried in private.

So a crash between telling an organiser and noting it down never tells them twice in private,
and never not at all: what was tried and not dropped is shown with their next command.
"""

from __future__ import annotations

from storage.connection import Connection


def apply(db: Connection) -> None:
    db.execute("ALTER TABLE notices ADD COLUMN tried_at BIGINT")
    db.execute("CREATE INDEX notices_untried ON notices (id) WHERE tried_at IS NULL")
