"""The courses: do they load, do they keep the rules, does every group have its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.adapters.common.checkup import Finding, mend, note, ok
from bot.service.course_checks import BotRuntime
from bot.study.group import GroupState
from content.lint import Checked, check
from content.loader import course_folders
from storage.inspection import StudyGroup


def courses(folder: Path, groups: Sequence[StudyGroup]) -> Iterator[Finding]:
    """What the courses in ``folder`` are like, and which groups go without."""
    todo = "Set STUDYHALL_COURSES to a folder of course folders, or leave it out."
    if not folder.is_dir():
        yield mend("folder", f"{folder} is not a folder", todo)
        return
    places = course_folders(folder)
    if not places:
        yield mend("folder", f"there is no course in {folder}", todo)
    loaded: set[str] = set()
    for place in places:
        checked = check(place, BotRuntime())
        if checked.course is not None:
            loaded.add(checked.slug)
        yield _course(checked, place)
    for group in groups:
        if group.state != GroupState.ENDED and group.course not in {place.name for place in places}:
            yield mend(
                f"group {group.id}",
                f"its course {group.course} is not there",
                f"Put the course back into {folder}, or choose another with /study course.",
            )


def _course(checked: Checked, place: Path) -> Finding:
    errors = checked.errors
    about = checked.slug
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        return mend(about, f"{errors[0]}{more}", f"studyhall course lint {place}")
    assert checked.course is not None
    says = f"{len(checked.course.concepts)} concepts, {len(checked.course.questions)} questions"
    warnings = len(checked.findings) - len(errors)
    if warnings:
        return note(about, f"{says}, {warnings} warnings", f"studyhall course lint {place}")
    return ok(about, says)
