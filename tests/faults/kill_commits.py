"""Commits of a bot in another process: counted, and the one after which it kills itself."""

from __future__ import annotations

import mmap
import struct
from pathlib import Path

NEVER = -1


class Commits:
    """What ``tests.faults.launcher`` shares: writes done, and how many are left to live."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.write_bytes(struct.pack("qq", 0, NEVER))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), 16)

    @property
    def done(self) -> int:
        count: int = struct.unpack("qq", self._shared[:16])[0]
        return count

    def die_after(self, left: int) -> None:
        """The bot kills itself after so many more commits; 0: before the next one."""
        self._shared[:16] = struct.pack("qq", self.done, left)
