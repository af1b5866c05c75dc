"""The settings: what is wrong with them, all of it at once."""

from __future__ import annotations

import difflib
import platform
import sqlite3
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from bot.adapters.common.checkup import Finding, mend, note, ok
from bot.adapters.platform import Platform
from bot.service.env_file import away, dangers
from bot.service.errors import StartError
from bot.service.event_loop import accelerators
from bot.service.platforms import PLATFORMS
from bot.service.settings import Settings, given, read_settings, setting_names

ALIKE = 0.8
"""From here on a name that is no setting counts as a slip of the pen."""


def settings(env_file: Path) -> tuple[Settings, list[Platform], list[Finding]]:
    """The settings as far as they can be used, the platforms that are set up, the findings."""
    known, problems = read_settings(env_file)
    found = [_program()]
    found += [_told(problem) for problem in problems]
    connected: list[Platform] = []
    for one in PLATFORMS:
        try:
            if known.complete(one):
                connected.append(one)
        except StartError as error:
            # What cannot be used was told already; that it is missing then goes without saying.
            if not any(str(error).split()[0] in problem.split() for problem in problems):
                found.append(_told(str(error)))
    if not connected and len(found) == 1:
        try:
            known.connected()
        except StartError as error:
            found.append(_told(str(error)))
    found += _slips(env_file)
    if len(found) == 1:
        names = " and ".join(one.name.title() for one in connected)
        found.append(ok("settings", f"all are usable; set up: {names}"))
    found += _about_the_file(env_file, known)
    return known, connected, found


def _program() -> Finding:
    parts = (
        f"Studyhall {version('studyhall')}",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        *accelerators(),
    )
    return ok("program", ", ".join(parts))


def _told(sentence: str) -> Finding:
    """A sentence of the settings: its first word names the setting, its end what to do."""
    says, _, todo = sentence.partition(": ")
    about = says.split()[0] if says.split()[0].isupper() else "settings"
    return mend(about, says, f"{todo[:1].upper()}{todo[1:]}" if todo else "See .env.example.")


def _slips(env_file: Path) -> Iterator[Finding]:
    """Names that look like a setting and are none."""
    known = [name.upper() for name in setting_names()]
    known += [f"{name}_FILE" for name in known]
    families = tuple({f"{name.partition('_')[0]}_" for name in known})
    for name in sorted(given(env_file, [])):
        if name in known or not name.startswith(families):
            continue
        near = difflib.get_close_matches(name, known, 1, ALIKE)
        if near:
            yield note(name, "no such setting", f"Is {near[0]} meant?")


def _about_the_file(env_file: Path, known: Settings) -> Iterator[Finding]:
    if env_file.is_file():
        yield ok("file", f"{env_file.absolute()} was read; the environment goes before it")
    for what, todo in dangers(env_file):
        yield note(str(env_file), what, todo)
    for name, url in away(known):
        yield note(name, f"this platform's token goes to {url}", "Is that address yours?")
