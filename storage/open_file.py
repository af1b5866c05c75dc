"""Notices that the database's files are not the ones any more that were opened.

A file that is deleted or replaced while it is open can still be written to, and SQLite does
so in WAL mode: everything would seem to work, and all of it would be gone with the process.
"""

from __future__ import annotations

import os
from pathlib import Path

from storage.errors import Vanished

Identity = tuple[int, int]


class OpenFile:
    """The database at ``path`` and its log, as they were when first seen."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Identity] = {}
        self._files = (str(path), str(path.with_name(path.name + "-wal")))
        self.check()

    def check(self) -> None:
        """Raises ``Vanished`` unless the same files are still there."""
        for file in self._files:
            now = _identity(file)
            before = self._known.get(file)
            if before is None:
                if now is not None:
                    self._known[file] = now
            elif now != before:
                raise Vanished(
                    f"{self._path} was moved, deleted or replaced while the bot was running: put "
                    "the file back as it was, or start the bot again to go on with what is there."
                )


def _identity(file: str) -> Identity | None:
    try:
        found = os.stat(file)  # noqa: PTH116 - a path object takes twice as long, with each commit
    except OSError:
        return None
    return found.st_dev, found.st_ino
