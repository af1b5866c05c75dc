"""A few numbers of the moment, for whoever watches the bot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from storage.connection import Connection
from storage.engine import one

_DUE = (
    "SELECT COUNT(*), MIN(d.due_at) FROM deliveries d LEFT JOIN channels c ON c.channel = d.place "
    "WHERE d.state = 'planned' AND d.due_at <= ? AND COALESCE(c.problem, '') = ''"
)
_UNCERTAIN = "SELECT COUNT(*) FROM deliveries WHERE state = 'sending'"
_BLOCKED = "SELECT COUNT(*) FROM channels WHERE problem <> ''"


@dataclass(frozen=True, slots=True)
class Figures:
    """``due`` posts have not gone out, the oldest since ``due_since`` (epoch milliseconds);
    ``uncertain`` ones were handed to a platform that has not said yes or no; ``blocked`` channels
    are left out of both. Sizes are in bytes."""

    due: int
    due_since: int | None
    uncertain: int
    blocked: int
    file_bytes: int
    log_bytes: int


def figures(db: Connection, now: int, file_bytes: int, log_bytes: int) -> Figures:
    """Counts by index only, so that it costs little however long the history is."""
    due, since = one(db, _DUE, (now,))
    return Figures(
        due,
        since,
        one(db, _UNCERTAIN, ())[0],
        one(db, _BLOCKED, ())[0],
        file_bytes,
        log_bytes,
    )


def log_bytes(path: Path) -> int:
    """The size of the write-ahead log beside the database ``path``; 0 when there is none."""
    log = path.with_name(path.name + "-wal")
    return log.stat().st_size if log.exists() else 0
