"""``studyhall course export``: a course for another program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.course_folders import Folder, Which, only
from bot.service.errors import StartError

SHOWN = 10
"""Lines of each kind that are printed."""


def give(
    to: Annotated[str, typer.Option("--to", help="anki, csv, gift, html, markdown or moodle.")],
    folder: Folder = None,
    which: Which = "",
    file: Annotated[
        Path | None, typer.Option("--file", help="Where to. [the course's id, here]")
    ] = None,
) -> None:
    """Writes a course's questions for Anki, Moodle, a spreadsheet or the printer."""
    from content.exporters import CannotExport, export, exporter_of

    course = only(folder, which)
    try:
        exporter = exporter_of(to)
        made = export(course, to)
    except CannotExport as error:
        raise StartError(str(error)) from error
    target = file or Path(f"{course.slug}{exporter.ending}")
    try:
        with target.open("xb") as out:
            out.write(made.data)
    except FileExistsError as error:
        raise StartError(f"{target} exists already: name another with --file.") from error
    except OSError as error:
        raise StartError(f"{target} can't be written: {error.strerror}.") from error
    typer.echo(f"{target}: {made.written} questions as {exporter.title}.")
    kinds: dict[str, list[str]] = {}
    for id_, loss in made.losses:
        kinds.setdefault(loss, []).append(id_)
    for loss, ids in kinds.items():
        typer.echo(f"Lost: {loss} ({len(ids)}).")
    for id_, why in made.left[:SHOWN]:
        typer.echo(f"Left out: {id_}: {why}.")
    if len(made.left) > SHOWN:
        typer.echo(f"Left out: {len(made.left) - SHOWN} more.")
