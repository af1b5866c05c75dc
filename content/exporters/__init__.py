"""Courses for other programs. One file a format, and a line here for each."""

from __future__ import annotations

from content.exporters.anki import Anki
from content.exporters.base import CannotExport, Entry, Export, Exporter, entries_of
from content.exporters.gift import Gift
from content.exporters.markdown import Markdown
from content.exporters.moodle import Moodle
from content.exporters.page import Page
from content.exporters.table import Table
from content.model import Course

__all__ = ["EXPORTERS", "CannotExport", "Entry", "Export", "Exporter", "export", "exporter_of"]

EXPORTERS: tuple[Exporter, ...] = (Anki(), Table(), Gift(), Page(), Markdown(), Moodle())


def exporter_of(name: str) -> Exporter:
    """Raises ``CannotExport`` for a format that there is not."""
    found = next((one for one in EXPORTERS if one.name == name), None)
    if found is None:
        known = ", ".join(one.name for one in EXPORTERS)
        raise CannotExport(f"There is no format “{name}”, only {known}.")
    return found


def export(course: Course, name: str) -> Export:
    """The course in the format ``name``. Raises ``CannotExport``."""
    exporter, entries = exporter_of(name), list(entries_of(course))
    made = exporter.write(course, [entry for entry in entries if entry.item.answered])
    for entry in entries:
        if not entry.item.answered:
            made.leave(entry, "no other program has questions of this kind")
    return made
