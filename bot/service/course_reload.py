"""The courses of a running bot, and how new ones get in without a restart."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.i18n import words_of
from bot.model.limits import FIELD_VALUE, clip
from content.knowledge import learn
from content.loader import course_folders
from content.lock import EMPTY
from content.mistakes import CourseErrors
from content.model import Course

if TYPE_CHECKING:
    from content.lint import Checked

log = structlog.get_logger()
say = words_of(__file__)

LOGGED = 20
"""Faults of one attempt that the log names."""

Stamp = tuple[tuple[str, int, int], ...]


class Courses:
    """The shelf: all courses as they are now.

    With a ``folder`` its files are watched. Changed files are loaded and linted beside the running
    courses, which are replaced together and only when nothing is wrong; until then they stay and
    ``problem`` says why.
    """

    def __init__(self, courses: Mapping[str, Course], folder: Path | None = None) -> None:
        self._courses = courses
        self._folder = folder
        self._problem = ""
        self._tried = self._seen = _stamp(folder) if folder else ()
        self._busy = asyncio.Lock()

    @property
    def watched(self) -> bool:
        """Whether there are files to look at."""
        return self._folder is not None

    def all(self) -> Mapping[str, Course]:
        return self._courses

    @property
    def problem(self) -> str:
        """Why the files as they are now are not in use; empty when they are."""
        return self._problem

    async def look(self) -> None:
        """Reloads when files changed and then stayed as they are from one look to the next."""
        if self._folder is None:
            return
        stamp = await asyncio.to_thread(_stamp, self._folder)
        settled, self._seen = stamp == self._seen, stamp
        if settled and stamp != self._tried:
            await self.reload()

    async def reload(self) -> list[str]:
        """Loads and lints the files now; what is wrong with them, empty when they are in use."""
        if self._folder is None:
            return []
        async with self._busy:
            self._tried = self._seen = await asyncio.to_thread(_stamp, self._folder)
            fresh, faults = await asyncio.to_thread(_fresh, self._folder, self._courses)
            if faults:
                self._problem = _told(faults)
                log.warning("courses not reloaded", faults=faults[:LOGGED], number=len(faults))
            else:
                self._courses, self._problem = fresh, ""
                versions = {slug: course.version for slug, course in fresh.items()}
                log.info("courses reloaded", versions=versions)
        return faults


def _fresh(folder: Path, running: Mapping[str, Course]) -> tuple[dict[str, Course], list[str]]:
    """The courses in ``folder`` and everything that speaks against taking them."""
    # The linter is large, and most bots run for weeks without a changed course.
    from bot.service.course_checks import BotRuntime
    from content.lint import check

    try:
        checked = [check(path, BotRuntime()) for path in course_folders(folder)]
    except CourseErrors as error:
        return {}, [str(mistake) for mistake in error.mistakes]
    except Exception as error:  # whatever it is, the running courses must not suffer from it
        log.exception("courses could not be judged")
        return {}, [say("not-judged", error=repr(error))]
    faults = [str(one) for found in checked for one in found.errors]
    fresh = {found.slug: found.course for found in checked if found.course is not None}
    if not faults:
        learn(fresh.values())
    return fresh, faults + _lost(running, fresh, checked)


def _lost(
    running: Mapping[str, Course], fresh: Mapping[str, Course], checked: list[Checked]
) -> list[str]:
    """What a running course has and its new version lacks; scores and memory point at it."""
    out: list[str] = []
    present = {found.slug for found in checked}
    for slug, course in running.items():
        if slug not in present:
            out.append(say("gone", course=slug))
        elif slug in fresh:
            lock = EMPTY.grown(course)
            out += [
                f"{slug}: {problem.question or problem.concept}: {problem.message}"
                for problem in lock.problems(fresh[slug])
                if problem.concept or problem.question not in fresh[slug].questions
            ]
    return out


def _told(faults: list[str]) -> str:
    more = len(faults) - 1
    room = FIELD_VALUE - len(say("not-in-use", fault="", more=more))
    return say("not-in-use", fault=clip(faults[0], room), more=more)


def _stamp(folder: Path) -> Stamp:
    """Changes whenever a file is written, added or removed; editors' hidden files do not count."""
    found: list[tuple[str, int, int]] = []
    for place, _, names in os.walk(folder):  # leaves out what cannot be read, as a fault will tell
        for name in names:
            if name.startswith("."):
                continue
            path = Path(place, name)
            with suppress(OSError):  # gone again since the folder was listed
                stat = path.stat()
                found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(sorted(found))
