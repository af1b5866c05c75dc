"""What lies beside the database: the lock of its running copies, and each one's sign of life."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bot.service.errors import StartError
from bot.service.processes import CAN_SHARE, hold, runs
from storage.failures import explained
from storage.private import empty_file

JOIN_WITHIN = 10.0
"""Seconds that a copy waits for another one that makes or upgrades the database."""


def alive_file(database: Path, *, shared: bool = False) -> Path:
    """Touched with every tick; its age tells a health check whether the loop runs.

    With ``shared`` each copy has its own, named after its host and process.
    """
    own = f".{socket.gethostname()}.{os.getpid()}" if shared else ""
    return database.with_name(f"{database.name}{own}.alive")


def alive_files(database: Path) -> list[Path]:
    """The signs of life of the copies that should be running on this host now."""
    host = socket.gethostname()
    found = [alive_file(database)]
    for path in database.parent.glob(f"{database.name}.{host}.*.alive"):
        number = path.name.removesuffix(".alive").rpartition(".")[2]
        if number.isdecimal() and runs(int(number)):
            found.append(path)
    return [path for path in found if path.exists()]


class CopyLock:
    """The database's ``.lock`` file, held. The system frees it however the program ends.

    ``alone`` says that no other copy runs, so that the database may be upgraded.
    """

    def __init__(self, file: IO[str] | None = None, *, alone: bool = True) -> None:
        self.alone = alone
        self._file = file

    def share(self) -> None:
        """Lets other copies in that share as well."""
        if self._file is not None:
            self.alone = False
            hold(self._file, shared=True)


@contextmanager
def only_copy(database: Path, *, shared: bool = False) -> Iterator[CopyLock]:
    """Holds the lock alone, or with ``shared`` as well together with others that share.

    Raises ``StartError`` while a copy holds it that does not fit, ``StorageError`` where the
    folder cannot be written. Where there are no such locks (some network disks; on Windows
    none that can be shared) nothing is checked.
    """
    path = database.with_name(f"{database.name}.lock")
    with explained(database):
        opened = empty_file(path)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        yield _held(file, database, shared)


@contextmanager
def no_file(database: Path) -> Iterator[CopyLock]:
    """For a database that is no file: only signs of life lie where it would be."""
    database.parent.mkdir(parents=True, exist_ok=True)
    yield CopyLock()


def _held(file: IO[str], database: Path, shared: bool) -> CopyLock:
    if shared and not CAN_SHARE:
        return CopyLock()
    try:
        return CopyLock(file) if hold(file) else CopyLock()
    except BlockingIOError as error:
        if not shared or not _joined(file):
            raise StartError(_refusal(database, shared)) from error
    return CopyLock(file, alone=False)


def _joined(file: IO[str]) -> bool:
    """Whether other copies share. One that has just begun to run makes the database first."""
    until = time.monotonic() + JOIN_WITHIN
    while True:
        try:
            return hold(file, shared=True)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.05)


def _refusal(database: Path, shared: bool) -> str:
    if shared:
        return (
            f"Another copy of the bot is running alone on {database}: stop it, and start it again "
            "with STUDYHALL_COPIES=many as well."
        )
    return (
        f"Another copy of the bot is running on {database}: stop it first, or give this one a "
        "database of its own with STUDYHALL_DATABASE."
    )
