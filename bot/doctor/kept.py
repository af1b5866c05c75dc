"""Whether there are back-ups, and how old the newest good one is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.adapters.checkup import Finding, mend, note, ok
from bot.backups.folder import Folder

STALE = timedelta(hours=26)
"""A night is missed when the newest good back-up is older."""


def kept(folder: Path | None, database: Path, now: datetime, *, runs: bool) -> Iterator[Finding]:
    """What is in ``folder``; ``runs`` is whether a bot is at work that should make them."""
    if folder is None:
        todo = "Unless you make your own, take STUDYHALL_BACKUPS=off away."
        yield note("nightly", "switched off", todo)
        return
    place = next(p for p in (folder.absolute(), *folder.absolute().parents) if p.exists())
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        yield mend(
            "folder",
            f"{folder} cannot be written",
            f"Give the user that runs the bot write permission on {place}, or choose another "
            "STUDYHALL_BACKUPS.",
        )
    here = Folder(folder, database)
    every = here.kept()
    good = here.newest(now)
    if every and every[0].doubtful:
        yield mend("newest", f"{every[0].path.name} does not add up", "Run “studyhall db verify”.")
    if good is None:
        yield _missing(database, folder, runs)
    elif now - good > STALE and runs:
        todo = "Look for “back-up failed” in the bot's log."
        yield mend("newest", f"{_age(now - good)} old in {folder}", todo)
    else:
        count = sum(not each.doubtful for each in every)
        yield ok("newest", f"{_age(now - good)} old, {count} in {folder}")


def _missing(database: Path, folder: Path, runs: bool) -> Finding:
    if runs:
        todo = "Look for “back-up failed” in the bot's log."
        return mend("newest", f"there is none in {folder}", todo)
    if database.exists():
        return note("newest", f"there is none in {folder}", "“studyhall db backup” makes one.")
    return ok("newest", "the first one is made when the bot starts")


def _age(age: timedelta) -> str:
    hours = max(0, round(age.total_seconds() / 3600))
    return f"{hours} hours" if hours < 48 else f"{hours // 24} days"
