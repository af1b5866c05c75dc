"""The backups: is there a good one, and is it young enough."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.adapters.common.checkup import Finding, mend, note, ok
from bot.service.backups.folder import Folder
from bot.service.doctor.disk import in_words, shared

OLD = timedelta(hours=26)
"""One is made each night; a little more than a day is no cause for alarm."""
FIRST_WITHIN = timedelta(minutes=15)
"""After its start a bot that has missed a night makes one at once."""
NOW = "studyhall db backup makes one now; why the bot made none stands in its log."


def backups(
    folder: Path | None, database: Path, now: datetime, *, runs: datetime | None
) -> Iterator[Finding]:
    """``folder`` is None where none are wanted; ``runs`` is since when a bot
    should be making them; None when none runs."""
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
    expected = runs is not None and now - runs > FIRST_WITHIN
    place = next(p for p in (folder.absolute(), *folder.absolute().parents) if p.exists())
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        todo = f"Give the user that runs the bot write permission on {place}."
        yield mend("folder", f"{folder} cannot be written", todo)
    elif place == folder.absolute() and place != database.absolute().parent:
        yield from shared(place)
    if not good:
        yield (mend if expected else note)("newest", f"there is none in {folder} yet", NOW)
        return
    age = now - good[0].made
    says = f"{_hours(age)} old, {in_words(good[0].size)}, one of {len(good)} in {folder}"
    if age <= OLD:
        yield ok("newest", says)
    else:
        yield (mend if expected else note)("newest", says, NOW)


def _hours(age: timedelta) -> str:
    hours = age / timedelta(hours=1)
    return f"{hours:.0f} hours" if hours < 72 else f"{hours / 24:.0f} days"
