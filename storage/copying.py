"""Copies of a whole database, complete under their names or not there at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from storage.errors import Conflict, DiskFull, NotWritable, Stopped
from storage.failures import explained
from storage.private import new_file, same, settle, settle_folder
from storage.progress import COPYING, Told, nobody

Stop = Callable[[], bool]
"""Asked all the time while something long runs; True ends it with ``Stopped``."""

PAGES = 1_024
"""Pages that are copied between two looks at ``Stop``."""
SPARE = 32_000_000
"""Bytes that a copy leaves free on the disk, because the bot itself must go on writing."""
ASIDE = ".replaced-"
"""Between the database's name and the moment at which a backup took its place."""
SIDE_FILES = ("-wal", "-shm", "-journal")


def never() -> bool:
    return False


def back_up(source: sqlite3.Connection, target: Path, stop: Stop = never) -> None:
    """Copies the whole database as of now into the new file ``target``; writers go on.

    The copy appears under its name only when it is complete and on the disk. Raises
    ``StorageError``: ``Conflict`` when ``target`` exists, ``Stopped`` when ``stop`` says so.
    """
    if target.exists():
        raise Conflict(f"{target} exists already: choose another name for the backup.")
    part = target.with_name(target.name + ".part")
    try:
        copy(source, part, stop)
        with explained(target):
            part.replace(target)
            settle_folder(target.parent)
    finally:
        drop(part)


def copy(source: sqlite3.Connection, target: Path, stop: Stop = never, told: Told = nobody) -> None:
    """Makes ``target``, over what is there, one plain file without WAL. Raises ``StorageError``.

    What ``source`` sees is one moment: its transaction's, where it is in one.
    """
    with explained(target):
        drop(target)
        inside = source.in_transaction
        if not inside:
            # Without a transaction of its own each write in between would begin it anew.
            source.execute("BEGIN")
        try:
            source.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
            _fill(target, source, stop, told)
        finally:
            if not inside:
                source.execute("ROLLBACK")
        settle(target)


def _fill(target: Path, source: sqlite3.Connection, stop: Stop, told: Told) -> None:
    def look(_: int, remaining: int, total: int) -> None:
        ask(stop)
        told(COPYING, 1 - remaining / max(total, 1))

    ours = new_file(target)
    try:
        with closing(sqlite3.connect(target)) as new:
            # The file is of no use before it is complete, and then it is synced at once.
            new.execute("PRAGMA synchronous = OFF")
            new.execute("PRAGMA user_version").fetchone()  # which opens the file
            if not same(target, ours):
                raise NotWritable(
                    f"{target} was replaced by another program while it was being written: "
                    "choose a folder that only the bot's own user can write."
                )
            source.backup(new, pages=PAGES, progress=look)
            new.execute("PRAGMA journal_mode = DELETE")
    finally:
        os.close(ours)


def ask(stop: Stop) -> None:
    """Raises ``Stopped`` when the program ends."""
    if stop():
        raise Stopped("The bot is stopping: the backup is made later.")


def need_room(folder: Path, size: int) -> None:
    """Raises ``DiskFull`` before a copy of ``size`` bytes takes the room that the bot needs."""
    free = shutil.disk_usage(folder).free
    if free < size + SPARE:
        raise DiskFull(
            f"There is not enough room in {folder}: {megabytes(size + SPARE)} are needed, "
            f"{megabytes(free)} are free. Free some space on that disk."
        )


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"


def drop(path: Path) -> None:
    """Removes a database file with its side files, as far as they are there."""
    path.unlink(missing_ok=True)
    drop_side_files(path)


def drop_side_files(path: Path) -> None:
    for suffix in SIDE_FILES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def forget_twins(path: Path) -> None:
    """Takes back the second name that an interrupted restore gave to the database ``path``.

    A database that has two names loses its log when it is opened by the other one.
    """
    if not path.exists() or path.stat().st_nlink < 2:
        return
    for twin in [*path.parent.glob(f"{path.name}{ASIDE}*")]:
        if twin.exists() and twin.samefile(path):
            drop(twin)
