"""The back-ups: is there a good one, and is it young enough."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.adapters.checkup import Finding, mend, note, ok
from bot.backups.folder import Folder
from bot.doctor.disk import in_words

OLD = timedelta(hours=26)
"""One is made each night; a little more than a day is no cause for alarm."""
NOW = "studyhall db backup makes one now; see the log for why the bot made none."


def backups(folder: Path | None, database: Path, now: datetime) -> Iterator[Finding]:
    """``folder`` is None where none are wanted."""
    if folder is None:
        todo = "Take STUDYHALL_BACKUPS=off out, unless something else copies the database."
        yield note("newest", "the bot makes none", todo)
        return
    if not database.exists():
        yield ok("newest", "the first is made soon after the bot's first start")
        return
    kept = Folder(folder, database).kept()
    good = [one for one in kept if not one.doubtful]
    if kept and kept[0].doubtful:
        says = f"{kept[0].path.name} does not add up: points differ from the answers"
        yield mend("newest", says, "studyhall db verify lists what differs.")
    if not good:
        yield note("newest", f"there is none in {folder} yet", NOW)
        return
    age = now - good[0].made
    says = f"{_hours(age)} old, {in_words(good[0].size)}, one of {len(good)} in {folder}"
    yield ok("newest", says) if age <= OLD else mend("newest", says, NOW)


def _hours(age: timedelta) -> str:
    hours = age / timedelta(hours=1)
    return f"{hours:.0f} hours" if hours < 72 else f"{hours / 24:.0f} days"
