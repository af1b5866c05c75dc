"""What lies beside the database: the lock of the one running copy, and its sign of life."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StartError
from storage.failures import explained


def alive_file(database: Path) -> Path:
    """Touched with every tick; its age tells a health check whether the loop runs."""
    return database.with_name(database.name + ".alive")


@contextmanager
def only_copy(database: Path) -> Iterator[None]:
    """Holds the database's ``.lock`` file. The system frees it however the program ends.

    Raises ``StartError`` while another copy holds it, ``StorageError`` where the folder cannot
    be written. Where there are no such locks (Windows,
    some network disks) nothing is checked.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    path = database.with_name(f"{database.name}.lock")
    with explained(database):
        path.parent.mkdir(parents=True, exist_ok=True)
        opened = path.open("w")
    with opened as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StartError(
                f"Another copy of the bot runs on {database}: stop it first, or give this one a "
                "database of its own with STUDYHALL_DATABASE."
            ) from error
        except OSError:
            pass  # a disk without locks
        yield
