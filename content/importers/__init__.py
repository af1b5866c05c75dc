"""Questions from other programs. One file a format, and a line here for each."""

from __future__ import annotations

from pathlib import Path

from content.importers.aiken import Aiken
from content.importers.anki import Anki
from content.importers.base import (
    MOST_ITEMS,
    CannotImport,
    Found,
    Importer,
    Item,
    LeftOut,
    Option,
    Source,
    source_of,
)
from content.importers.gift import Gift
from content.importers.h5p import H5p
from content.importers.markdown_list import MarkdownList
from content.importers.moodle import Moodle
from content.importers.qti import Qti
from content.importers.quiz_json import Kotoba, OpenTrivia
from content.importers.red import RedTrivia
from content.importers.spreadsheet import Spreadsheet
from content.importers.table import Table

__all__ = [
    "IMPORTERS",
    "CannotImport",
    "Found",
    "Importer",
    "Item",
    "LeftOut",
    "Option",
    "Source",
    "importer_of",
    "read_file",
]

IMPORTERS: tuple[Importer, ...] = (
    Anki(),
    H5p(),
    Spreadsheet(),
    Qti(),
    Moodle(),
    OpenTrivia(),
    Kotoba(),
    RedTrivia(),
    Gift(),
    Aiken(),
    Table(),
    MarkdownList(),
)
"""In the order in which they are asked whether a file is theirs."""


def importer_of(source: Source, name: str = "") -> Importer:
    """The importer called ``name``, or the one that knows the file. Raises ``CannotImport``."""
    known = ", ".join(one.name for one in IMPORTERS)
    if name:
        found = next((one for one in IMPORTERS if one.name == name), None)
        if found is None:
            raise CannotImport(f"There is no format “{name}”, only {known}.")
        return found
    found = next((one for one in IMPORTERS if one.knows(source)), None)
    if found is None:
        raise CannotImport(
            f"{source.name} is of no format that Studyhall knows; --format names one of {known}."
        )
    return found


def read_file(path: Path, name: str = "") -> tuple[Importer, list[Found]]:
    """All that is in the file. Raises ``CannotImport``."""
    source = source_of(path)
    importer = importer_of(source, name)
    found: list[Found] = []
    for one in importer.read(source):
        found.append(one)
        if len(found) > MOST_ITEMS:
            raise CannotImport(f"{path.name} has more than {MOST_ITEMS:,} entries: divide it.")
    if not found:
        raise CannotImport(f"{path.name} looks like {importer.title}, and has no question in it.")
    return importer, found
