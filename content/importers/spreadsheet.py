"""Spreadsheets (.xlsx), such as Kahoot's and Google Forms': read by openpyxl, then as a table."""

from __future__ import annotations

import io
from collections.abc import Iterator

from content.importers.archive import Archive, is_archive
from content.importers.base import LARGEST, CannotImport, Found, Source
from content.importers.table import questions_of

_ROWS = 50_000
_COLUMNS = 60


class Spreadsheet:
    name = "xlsx"
    title = "a spreadsheet (.xlsx)"

    def knows(self, source: Source) -> bool:
        return is_archive(source) and "xl/workbook.xml" in Archive(source).names()

    def read(self, source: Source) -> Iterator[Found]:
        try:
            from openpyxl import load_workbook
        except ImportError as error:
            raise CannotImport(
                f"{source.name} is a spreadsheet: “pip install 'studyhall[courses]'” first, or "
                "save it as CSV."
            ) from error
        archive = Archive(source)
        for name in archive.names():
            archive.read(name, LARGEST)  # a bomb is found before a library unpacks it
        try:
            book = load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            rows = [
                (f"row {number}", ["" if cell is None else str(cell) for cell in row])
                for number, row in enumerate(
                    sheet.iter_rows(max_row=_ROWS, max_col=_COLUMNS, values_only=True), 1
                )
            ]
        except CannotImport:
            raise
        except Exception as error:  # whatever a broken file makes the library raise
            raise CannotImport(f"{source.name} can't be read as a spreadsheet: {error}.") from error
        filled = [row for row in rows if any(cell.strip() for cell in row[1])]
        yield from questions_of(filled, source.name)
