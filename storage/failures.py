"""Turns what SQLite and the file system say into ``storage.errors``, one sentence each."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import (
    Conflict,
    Damaged,
    DiskFull,
    Locked,
    NotWritable,
    StorageError,
)

_LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
_REFUSED = frozenset(
    {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
)
_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def explain(error: sqlite3.Error, path: Path) -> StorageError:
    """The error of ours that says what to do about ``error``, which happened with ``path``."""
    # The low byte is the kind; the bytes above tell sub-kinds apart (sqlite.org/rescode.html).
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _LOCKED:
        return Locked(
            f"Another program is writing to {path}: close it (another copy of the bot, or a "
            "database browser) and start again."
        )
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(f"There is no room left to write {path}: free some space on that disk.")
    if code in _REFUSED:
        return NotWritable(
            f"{path} cannot be written: give the user that runs the bot write permission on the "
            "file and its folder."
        )
    if code in _BROKEN:
        return Damaged(f"{path} is not a Studyhall database or is damaged: restore a backup.")
    if code == sqlite3.SQLITE_IOERR:
        return StorageError(
            f"The disk under {path} failed ({error}): check its health, its quota and its "
            "free space."
        )
    if isinstance(error, sqlite3.IntegrityError):
        return Conflict(f"The database refused a row that contradicts another one ({error}).")
    return StorageError(f"The database {path} refused a request ({error}): please report this.")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Lets only ``StorageError`` out of the block for what SQLite and the disk refuse."""
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path) from error
    except PermissionError as error:
        raise NotWritable(
            f"{path} cannot be written: give the user that runs the bot write permission on the "
            "file and its folder."
        ) from error
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFull(
                f"There is no room left to write {path}: free some space on that disk."
            ) from error
        if error.errno == errno.EROFS:
            raise NotWritable(
                f"{path} lies on a read-only disk: make the disk writable or choose another place."
            ) from error
        raise NotWritable(
            f"{path} cannot be used as a database file ({error.strerror}): choose another place."
        ) from error
