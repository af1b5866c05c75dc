"""The database file: looked at without writing, locking, upgrading or disturbing anybody."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.adapters.common.checkup import Finding, Place, mend, note, ok
from bot.model import ChannelRef
from bot.model.refs import BadKey
from bot.service.doctor.disk import in_words
from bot.study.group import GroupState
from storage.failures import explain
from storage.inspection import Inspection, StudyGroup, inspected, log_of
from storage.migrations import STEPS

CHECK_WITHIN = 10.0
"""Seconds for looking through the whole file; a big one is left to “db verify”."""


@dataclass(slots=True)
class Content:
    """What the other examinations need to know of the database; empty when there is none."""

    groups: list[StudyGroup] = field(default_factory=list)
    places: dict[str, list[Place]] = field(default_factory=dict)


def examine(path: Path) -> tuple[Content, list[Finding]]:
    """Never raises: what is wrong is a finding."""
    content = Content()
    if not path.exists():
        says = f"{path} is not there yet: the bot makes it at its first start"
        return content, [ok("file", says)]
    if not path.is_file():
        todo = "Choose another STUDYHALL_DATABASE."
        return content, [mend("file", f"{path} is not a file", todo)]
    log = log_of(path)
    was_open = log.exists()
    try:
        with inspected(path) as db:
            found = list(_look(db, path))
            if all(finding.about != "migrations" or not finding.todo for finding in found):
                found += _read(db, content)
    except sqlite3.Error as error:
        says, _, todo = str(explain(error, path)).partition(": ")
        return content, [mend("file", says, f"{todo[:1].upper()}{todo[1:]}")]
    if log.exists() != was_open:  # the bot has just started or stopped: what was read may be torn
        return examine(path)
    return content, [_size(path), *found, *_access(path)]


def _look(db: Inspection, path: Path) -> Iterator[Finding]:
    if db.empty:
        yield ok("migrations", "the file is empty: the bot fills it at its first start")
        return
    applied = db.applied()
    if not applied:
        yield mend(
            "migrations",
            f"{path} is a database of another program",
            "Choose another STUDYHALL_DATABASE.",
        )
        return
    finding = migrated(applied)
    yield finding
    if finding.todo:
        return
    if strangers := db.strangers():
        yield mend(
            "extras",
            f"holds what Studyhall did not make: {', '.join(strangers)}",
            "Remove it: backups of such a file are neither made nor restored.",
        )
    yield _whole(db)


def migrated(applied: Sequence[str]) -> Finding:
    """How far the tables are, of which ``applied`` are the migrations."""
    known = [name for name, _ in STEPS]
    newer = sorted(set(applied) - set(known))
    pending = [name for name in known if name not in applied]
    if newer:
        return mend(
            "migrations",
            f"written by a newer Studyhall ({newer[-1]})",
            "Install that version, or restore the backup from before the upgrade.",
        )
    if pending:
        says = f"older than this program: {', '.join(pending)} come with the next start of the bot"
        return note("migrations", says)
    return ok("migrations", f"up to date ({known[-1]})")


def _whole(db: Inspection) -> Finding:
    faults = db.faults(CHECK_WITHIN)
    if faults is None:
        return note("content", "too big to look through here", "Run studyhall db verify.")
    if faults:
        return mend("content", f"damaged: {'; '.join(faults)}", "Restore a backup.")
    return ok("content", "whole")


def _read(db: Inspection, content: Content) -> Iterator[Finding]:
    return taken_in(content, db.groups(), db.channels())


def taken_in(
    content: Content,
    groups: Sequence[StudyGroup],
    channels: Iterable[tuple[str, int, str]],
) -> Iterator[Finding]:
    """Fills ``content`` with what the database holds (channels: key, group, problem)."""
    content.groups += groups
    running = {group.id for group in content.groups if group.state != GroupState.ENDED}
    for key, group, problem in channels:
        if group not in running:
            continue
        try:
            channel = ChannelRef.parse(key)
        except BadKey:
            todo = "Restore a backup, or type /study move in a channel."
            yield mend(f"group {group}", f"its channel {key!r} cannot be understood", todo)
        else:
            place = Place(channel, f"group {group}", problem)
            content.places.setdefault(channel.platform, []).append(place)


def _size(path: Path) -> Finding:
    log = log_of(path)
    more = f", its log {in_words(log.stat().st_size)}" if log.exists() else ""
    return ok("file", f"{path}, {in_words(path.stat().st_size)}{more}")


def _access(path: Path) -> Iterator[Finding]:
    found = path.stat()
    if not os.access(path, os.W_OK):
        yield mend(
            "rights",
            "the user that runs the doctor may not write the file",
            "Run the doctor as the user that runs the bot, or give that user the file.",
        )
    if os.name != "nt" and stat.S_IMODE(found.st_mode) & 0o077:
        todo = f"chmod 600 {path}"
        yield note("rights", "others on this machine can read what members answered", todo)
