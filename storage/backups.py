"""Backups count once they were put back and looked through; and the way back from one."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage.copying import (
    ASIDE,
    SIDE_FILES,
    Stop,
    ask,
    copy,
    drop,
    drop_side_files,
    need_room,
    never,
)
from storage.database import connect, prepare
from storage.engine import one
from storage.errors import Conflict, Damaged, Locked, StorageError
from storage.failures import explained
from storage.migrations import STEPS
from storage.private import hand_over, new_file, settle, settle_folder
from storage.progress import CHECKING, Told, nobody
from storage.rewind import rewind
from storage.schema import must_be_ours
from storage.verify import Rebuild, damage, differences

COUNTED = ("persons", "groups", "rounds", "answers", "choices", "deliveries")
LOOKS = 100_000
"""SQLite's steps between two looks at ``Stop``; some milliseconds."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a database file holds. ``latest`` is its last trace of life, in epoch ms."""

    rows: tuple[tuple[str, int], ...]
    latest: int | None

    def count(self, table: str) -> int:
        return dict(self.rows)[table]


@dataclass(frozen=True, slots=True)
class Tried:
    """A backup that can be put back. ``differences`` are those that ``db verify`` tells."""

    held: Held
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """``before`` and ``aside``: what was there and where it is now; None for nothing."""

    tried: Tried
    before: Held | None
    aside: Path | None


def make(
    database: Path, target: Path, rebuild: Rebuild, stop: Stop = never, told: Told = nobody
) -> Tried:
    """Copies ``database`` to the new file ``target``, which appears only once it was tried.

    Everything else goes on meanwhile. Raises ``StorageError``: ``Conflict`` when ``target``
    exists, ``Damaged`` when the copy is not whole, ``DiskFull``, ``NotWritable``, ``Stopped``.
    """
    if target.exists():
        raise Conflict(f"{target} exists already: choose another name for the backup.")
    part = target.with_name(target.name + ".part")
    trial = target.with_name(target.name + ".trial")
    try:
        with explained(target):
            part.parent.mkdir(parents=True, exist_ok=True)
            need_room(part.parent, 2 * _size(database))
        with (
            explained(database),
            closing(connect(database, busy_ms=round(WAIT * 1000), read_only=True)) as source,
        ):
            source.execute("BEGIN")
            must_be_ours(source, database)
            was = held(source)
            copy(source, part, stop, told)
        tried = _on_trial(database, part, trial, rebuild, stop, told)
        if look_into(part) != was:
            raise Damaged(f"The backup {target} is not complete: it was thrown away.")
        with explained(target):
            part.replace(target)
            settle_folder(target.parent)
    finally:
        drop(part)
        drop(trial)
    return tried


def _on_trial(
    database: Path, part: Path, trial: Path, rebuild: Rebuild, stop: Stop, told: Told
) -> Tried:
    """The copy shows what is wrong with the database itself."""
    try:
        return put_back(part, trial, rebuild, stop, told)
    except Damaged as error:
        raise Damaged(
            f"{database} is damaged and its backup was thrown away, older ones stay: check the "
            "disk, then restore the newest one."
        ) from error


def examine(file: Path, trial: Path, rebuild: Rebuild, stop: Stop = never) -> Tried:
    """Puts the backup back as ``trial``, looks it through and drops it again.

    Raises ``StorageError`` when it cannot be used.
    """
    try:
        return put_back(file, trial, rebuild, stop)
    finally:
        drop(trial)


def put_back(
    file: Path, target: Path, rebuild: Rebuild, stop: Stop = never, told: Told = nobody
) -> Tried:
    """Makes ``target``, over what is there, a database up to date with what ``file`` holds.

    Raises ``Damaged``, ``NewerDatabase``, ``Foreign`` or another ``StorageError``; then no
    ``target`` is left.
    """
    _must_be_there(file)
    try:
        with explained(file), closing(_opened(file)) as source:
            must_be_ours(source, file)
            copy(source, target, stop, told)
        with explained(file), closing(prepare(target, keep_old=False)) as db:
            return _looked_through(db, file, rebuild, stop, told)
    except BaseException as error:
        drop(target)
        if isinstance(error, Damaged):
            raise Damaged(
                f"{file} cannot be restored: it is not a Studyhall database, or it is damaged. "
                "Choose another backup."
            ) from error
        if isinstance(error, StorageError):  # of the copy, which nobody has heard of
            raise type(error)(str(error).replace(str(target), str(file))) from error
        raise


def _looked_through(
    db: sqlite3.Connection, file: Path, rebuild: Rebuild, stop: Stop, told: Told
) -> Tried:
    db.set_progress_handler(lambda: int(stop()), LOOKS)
    try:
        told(CHECKING, 0.0)
        broken = damage(db)
        if broken:
            raise Damaged(f"{file}: {broken[0]}")
        return Tried(held(db), tuple(differences(db, rebuild, told)))
    except sqlite3.OperationalError:
        ask(stop)  # it was this that interrupted the query
        raise
    finally:
        db.set_progress_handler(None, 0)


def restore(
    file: Path, database: Path, rebuild: Rebuild, now: datetime, told: Told = nobody
) -> Restored:
    """Puts the backup ``file`` in the place of ``database``, which is put aside, not deleted.

    Nobody else may have ``database`` open. At every moment, whatever ends the program, the
    one or the other is there as a whole (``storage.database.prepare`` tidies up). What may
    have been posted since the backup is looked up before it is posted, see
    ``storage.rewind``. Raises ``StorageError``, with everything as it was.
    """
    _must_be_there(file)
    if database.exists() and file.samefile(database):
        raise Conflict(f"{file} is the database itself: name a backup.")
    fresh = database.with_name(database.name + ".restoring")
    try:
        with explained(database):
            fresh.parent.mkdir(parents=True, exist_ok=True)
            need_room(fresh.parent, 2 * _size(file))
        tried = put_back(file, fresh, rebuild, told=told)
        with explained(fresh), closing(connect(fresh)) as db:
            rewind(db, tried.held.latest or 0, round(now.timestamp() * 1000))
            db.execute("PRAGMA journal_mode = DELETE")
        settle(fresh)
        with explained(database):
            hand_over(fresh, database if database.exists() else database.parent)
            aside = _set_aside(database, now)
            try:
                before = _settled(database)
                for suffix in SIDE_FILES:  # which would spoil the new file
                    database.with_name(database.name + suffix).unlink(missing_ok=True)
            except BaseException:
                drop(aside)
                raise
            if before is not None:
                drop_side_files(aside)
            fresh.replace(database)
            settle_folder(database.parent)
    finally:
        drop(fresh)
    return Restored(tried, before, aside if aside.exists() else None)


def _must_be_there(file: Path) -> None:
    if not file.is_file():
        raise StorageError(f"There is no file {file}: “studyhall db backups” lists the backups.")


def held(db: sqlite3.Connection) -> Held:
    """Counts what the file holds."""
    rows = tuple((name, one(db, f"SELECT COUNT(*) FROM {name}", ())[0]) for name in COUNTED)
    latest = one(
        db,
        "SELECT MAX(at) FROM (SELECT MAX(at) AS at FROM answers "
        "UNION ALL SELECT MAX(sent_at) FROM deliveries "
        "UNION ALL SELECT MAX(opened_at) FROM rounds WHERE kind = 'practice' "
        "UNION ALL SELECT MAX(created_at) FROM persons) AS traces",
        (),
    )[0]
    return Held(rows, latest)


def look_into(file: Path) -> Held | None:
    """What a file holds, without changing it; None when it is no database of ours."""
    try:
        with closing(_opened(file)) as db:
            return held(db)
    except (sqlite3.Error, OSError):
        return None


def is_older(file: Path) -> bool:
    """Whether opening the database would upgrade it."""
    try:
        with closing(_opened(file)) as db:
            applied = db.execute("SELECT name FROM _sqlite_migrations").fetchall()
    except (sqlite3.Error, OSError):
        return False  # opening it tells what is wrong
    return bool(applied) and not {name for name, _ in STEPS} <= {row[0] for row in applied}


WAIT = 5.0
"""Seconds for which a program that holds the file is waited for."""


def _opened(file: Path) -> sqlite3.Connection:
    """A connection that only reads, also where nothing may be written."""
    log = file.with_name(file.name + "-wal")
    how = "mode=ro" if log.exists() else "mode=ro&immutable=1"
    return sqlite3.connect(
        f"{file.absolute().as_uri()}?{how}", uri=True, timeout=WAIT, isolation_level=None
    )


def _settled(database: Path) -> Held | None:
    """Brings the present database into one file; what it holds, None where it is unreadable.

    Raises ``Locked``.
    """
    if not database.exists():
        return None
    try:
        with explained(database), closing(connect(database)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except Locked:
        raise
    except StorageError:
        return None  # broken, which is a reason to restore a backup
    if database.with_name(database.name + "-wal").exists():
        raise Locked(f"Another program has {database} open: close it and try again.")
    return look_into(database)


def _set_aside(database: Path, now: datetime) -> Path:
    """A second name for what is there; the first one stays until it is replaced.

    Log and index go with it: a broken database may need them.
    """
    aside = _free(database, now)
    for suffix in ("", *SIDE_FILES):
        old = database.with_name(database.name + suffix)
        if old.exists():
            _link(old, aside.with_name(aside.name + suffix))
    settle_folder(database.parent)
    return aside


def _free(database: Path, now: datetime) -> Path:
    stamp = f"{now.astimezone(UTC):%Y%m%d-%H%M%S}"
    aside, n = database.with_name(f"{database.name}{ASIDE}{stamp}"), 1
    while aside.exists():
        n += 1
        aside = database.with_name(f"{database.name}{ASIDE}{stamp}-{n}")
    return aside


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError:  # a disk without links
        new.unlink(missing_ok=True)
        os.close(new_file(new))
        shutil.copyfile(old, new)
        settle(new)


def _size(database: Path) -> int:
    log = database.with_name(database.name + "-wal")
    return database.stat().st_size + (log.stat().st_size if log.exists() else 0)
