"""Files that only the bot's own user may read, also where others can write beside them.

A name in a folder that others can write may be turned into a link at any moment. So nothing here
follows a link in the last part of a path, and a new file is really new.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
_CLOSED_BY_EXEC = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def new_file(path: Path) -> int:
    """Makes an empty file, its user's alone; a handle that the caller closes.

    Raises ``FileExistsError`` for any name in use, a dangling link too.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _NO_LINKS | _CLOSED_BY_EXEC, 0o600)


def same(path: Path, handle: int) -> bool:
    """Whether ``path`` itself, not what a link leads to, is the file that is open as ``handle``.

    While it is open its number cannot go to another file.
    """
    try:
        there, ours = path.lstat(), os.fstat(handle)
    except OSError:
        return False
    return (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)


def make_private(path: Path) -> None:
    """Makes ``path`` where it is missing, and takes everybody else's rights to it away.

    What a link leads to is left as it is: a database may be one, and its target is its owner's.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | _CLOSED_BY_EXEC, 0o600))
    found = path.lstat()
    user = getattr(os, "geteuid", lambda: None)()
    if found.st_uid == user and stat.S_ISREG(found.st_mode) and found.st_mode & 0o077:
        path.chmod(0o600)


def empty_file(path: Path) -> int:
    """Opens ``path`` for writing, emptied, its user's alone; a handle that the caller closes.

    Raises ``OSError`` where it is a link.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_RDWR | os.O_CREAT | _NO_LINKS | _CLOSED_BY_EXEC
    handle = os.open(path, flags, 0o600)
    try:
        os.ftruncate(handle, 0)
        os.utime(handle if os.utime in os.supports_fd else path)
    except OSError:
        os.close(handle)
        raise
    return handle


def hand_over(path: Path, like: Path) -> None:
    """Gives what root has made to the owner of ``like``: the bot, as a rule, is not root.

    Only a folder or a file with one name is given away, and never what a link leads to.
    """
    if sys.platform == "win32" or getattr(os, "geteuid", lambda: None)() != 0:
        return
    owner = like.stat()
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        found = os.fstat(handle)
        if stat.S_ISDIR(found.st_mode) or (stat.S_ISREG(found.st_mode) and found.st_nlink == 1):
            os.fchown(handle, owner.st_uid, owner.st_gid)
    finally:
        os.close(handle)


def settle(path: Path) -> None:
    """Returns when the file is on the disk."""
    _sync(path, os.O_RDWR)  # Windows syncs only what is open for writing


def settle_folder(folder: Path) -> None:
    """Returns when new and changed names in ``folder`` are on the disk."""
    if os.name != "nt":  # which has no such call
        _sync(folder, os.O_RDONLY)


def _sync(path: Path, how: int) -> None:
    handle = os.open(path, how | _CLOSED_BY_EXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
