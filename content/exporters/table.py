"""A table (CSV) with the header that ``content.importers.table`` reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from string import ascii_lowercase

from content.exporters.base import Entry, Export
from content.model import Course

_OPTIONS = 6
HEADER = ("id", "question", *ascii_lowercase[:_OPTIONS], "answer", "why", "topic")


class Table:
    name = "csv"
    title = "a table (CSV)"
    ending = ".csv"

    def write(self, course: Course, entries: Sequence[Entry]) -> Export:
        out, text = Export(), io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(HEADER)
        for entry in entries:
            item = entry.item
            options = [option.text for option in item.options]
            why = item.why
            if options:
                letters = zip(ascii_lowercase, item.options, strict=False)
                answer = ", ".join(letter.upper() for letter, o in letters if o.right)
                why = " ".join(option.why for option in item.right)
                out.lose(entry, "reasons of wrong options")
            elif item.statement is not None:
                answer = "true" if item.statement else "false"
            elif item.accept and not any("|" in words or ";" in words for words in item.accept):
                answer = "|".join(item.accept)
                out.lose(entry, "what to say to near misses" if item.near else "")
            else:
                out.leave(entry, "a table has no room for questions of this kind")
                continue
            cells = [*options, *[""] * (_OPTIONS - len(options))]
            row = (item.where, item.stem, *cells, answer, why, entry.topic)
            rows.writerow([_safe(cell) for cell in row])
            out.lose(entry, "the picture on its card" if entry.picture else "")
            out.written += 1
        out.data = text.getvalue().encode("utf-8-sig")
        return out


def _safe(cell: str) -> str:
    """A spreadsheet takes what begins like this for a formula (OWASP: "CSV injection")."""
    return f"'{cell}" if cell[:1] in ("=", "+", "@", "\t", "\r") else cell
