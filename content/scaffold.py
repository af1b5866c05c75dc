"""A new course: a small one that loads, lints clean and can be studied at once."""

from __future__ import annotations

import shutil
from pathlib import Path

from content.loader import BUNDLED
from content.reader import ID, LONGEST_ID, text_troubles
from content.wording import doubtful

TEMPLATE = BUNDLED / "_template"
TITLE = 60
"""Characters of a title."""


class CannotMake(Exception):
    """Why there is no new course, in a sentence."""


def checked_title(title: str) -> str:
    """``title`` on one line. Raises ``CannotMake`` where it can't be a title."""
    name = " ".join(title.split())
    if troubles := [*text_troubles(name, TITLE), *filter(None, [doubtful(name)])]:
        raise CannotMake(f"The title {troubles[0]}.")
    return name


def make_course(root: Path, slug: str, title: str = "") -> Path:
    """Writes a new course to ``root/slug`` and returns its folder. Raises ``CannotMake``.

    Nothing that exists is touched.
    """
    if not ID.fullmatch(slug) or len(slug) > LONGEST_ID:
        raise CannotMake(
            f"“{slug}” cannot be a course's id: use small letters and digits, joined by hyphens."
        )
    folder = root / slug
    if folder.exists():
        raise CannotMake(f"{folder} exists already.")
    name = " ".join(title.split()) or slug.replace("-", " ").replace(".", " ").capitalize()
    checked_title(name)
    try:
        shutil.copytree(TEMPLATE, folder)
        (folder / "images").mkdir()
        plan = folder / "course.yaml"
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        plan.write_text(plan.read_text("utf-8").replace("TITLE", quoted, 1), encoding="utf-8")
    except OSError as error:
        raise CannotMake(f"{folder} cannot be written: {error.strerror or error}.") from error
    return folder
