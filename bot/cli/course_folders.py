"""Which courses a command of ``studyhall course`` is about."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.service.errors import StartError
from bot.service.settings import load_settings
from content.loader import course_folders, load_course
from content.model import Course

Folder = Annotated[
    Path | None, typer.Argument(help="A course, or a folder of courses.", show_default=False)
]
Which = Annotated[str, typer.Option("--course", help="The course's id, if there are several.")]


def folders(folder: Path | None) -> list[Path]:
    """The course folders meant: ``folder`` itself or those in it; else those of the settings."""
    root = folder if folder is not None else load_settings().studyhall_courses
    if not root.is_dir():
        raise StartError(f"{root} is not a folder.")
    if (root / "course.yaml").exists():
        return [root]
    found = course_folders(root)
    if not found:
        raise StartError(f"There is no course in {root}: “studyhall course new” makes one.")
    return found


def only(folder: Path | None, which: str) -> Course:
    """The only course, or the one named. Raises ``CourseErrors`` when it cannot be loaded."""
    found = {path.absolute().name: path for path in folders(folder)}
    if not which and len(found) > 1:
        raise StartError(f"Which course? Choose one with --course: {', '.join(found)}.")
    name = which or next(iter(found))
    if name not in found:
        raise StartError(f"There is no course “{name}”, only {', '.join(found)}.")
    return load_course(found[name])
