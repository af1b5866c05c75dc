"""``studyhall course import``: questions from other programs as a draft of a course."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.service.errors import StartError
from bot.service.settings import load_settings
from content.loader import BUNDLED
from content.scaffold import CannotMake, checked_title

if TYPE_CHECKING:
    from content.importers.draft import Note

SHOWN = 10
"""Lines of each kind that are printed; the report has all."""


def take(
    files: Annotated[list[Path], typer.Argument(help="What to import.", metavar="FILE...")],
    slug: Annotated[
        str, typer.Option("--as", help="The course's id. [the first file's name]")
    ] = "",
    title: Annotated[str, typer.Option(help="The course's title.")] = "",
    into: Annotated[
        Path | None, typer.Option(help="The folder of courses. [STUDYHALL_COURSES or courses]")
    ] = None,
    form: Annotated[
        str, typer.Option("--format", help="The format, where it isn't recognized.")
    ] = "",
) -> None:
    """Makes a draft of a course from Anki, GIFT, Moodle, QTI, tables, Markdown and more."""
    from content.importers import CannotImport
    from content.importers.draft import slug_of
    from content.importers.folder import REPORT, import_course

    own = load_settings().studyhall_courses
    root = into or (own if own != BUNDLED else Path("courses"))
    try:
        name = checked_title(title) if title else ""
        folder, draft = import_course(files, root, slug or slug_of(files[0].stem), name, form)
    except (CannotImport, CannotMake) as error:
        raise StartError(str(error)) from error
    typer.echo(f"A draft of a course is in {folder}.")
    typer.echo(f"Taken: {draft.taken}.")
    _tell("Taken, with something lost", draft.losses)
    _tell("Left out", draft.left)
    _tell("Left out, as it was there already", draft.twins)
    typer.echo(f"All of it is in {folder / REPORT}. Now write what says TODO:")
    typer.echo(f"  studyhall course lint {root}")
    typer.echo("When nothing is left, remove “draft: true” from course.yaml.")


def _tell(heading: str, notes: list[Note]) -> None:
    if notes:
        typer.echo(f"{heading}: {len(notes)}.")
        for note in notes[:SHOWN]:
            typer.echo(f"  {note.where}: {note.what}")
        if len(notes) > SHOWN:
            typer.echo(f"  … and {len(notes) - SHOWN} more")
