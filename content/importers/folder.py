"""Writes an imported draft into a folder of its own, with a report of what became of each entry."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from content.importers import read_file
from content.importers.base import CannotImport, LeftOut
from content.importers.draft import Draft, Drafting, Note
from content.reader import ID, LONGEST_ID

REPORT = "import-report.md"


def import_course(
    files: Iterable[Path], root: Path, slug: str, title: str = "", form: str = ""
) -> tuple[Path, Draft]:
    """Makes ``root/slug`` of all that the files hold. Raises ``CannotImport``, with nothing made.

    ``form`` names the format of all files; without it each file is looked at.
    """
    if not ID.fullmatch(slug) or len(slug) > LONGEST_ID:
        raise CannotImport(
            f"“{slug}” can't be a course's id: use small letters and digits, joined by hyphens."
        )
    folder = root / slug
    if folder.exists():
        raise CannotImport(f"{folder} exists already: choose another id with --as.")
    drafting = Drafting(title or slug.replace("-", " ").replace(".", " ").capitalize())
    paths = [*files]
    for path in paths:
        try:
            _, found = read_file(path, form)
        except CannotImport as error:
            if len(paths) == 1:
                raise
            found = [LeftOut("the whole file", str(error))]
        drafting.take(path.name, found)
    draft = drafting.written()
    if not draft.taken:
        raise CannotImport(_nothing(draft))
    try:
        for name, words in draft.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(words, encoding="utf-8")
        (folder / "images").mkdir()
        (folder / REPORT).write_text(report(draft), encoding="utf-8")
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise CannotImport(f"{folder} can't be written: {error.strerror or error}.") from error
    return folder, draft


def report(draft: Draft) -> str:
    """What became of each entry, in Markdown."""
    return "\n".join(_lines(draft)) + "\n"


def _lines(draft: Draft) -> Iterator[str]:
    yield "# What was imported"
    yield ""
    yield f"Taken: {draft.taken}. What still has to be written begins with TODO."
    for heading, notes in (
        ("Taken, with something lost", draft.losses),
        ("Left out", draft.left),
        ("Left out, as it was there already", draft.twins),
    ):
        if notes:
            yield ""
            yield f"## {heading}: {len(notes)}"
            yield ""
            yield from (f"* {note.where}: {note.what}" for note in notes)


def _nothing(draft: Draft) -> str:
    first: Note | None = next(iter((*draft.left, *draft.twins)), None)
    told = f" The first entry ({first.where}): {first.what}." if first else ""
    return f"Nothing could be taken.{told}"
