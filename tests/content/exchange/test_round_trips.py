"""A course leaves in a format and comes back the same, as far as the format can hold it."""

from __future__ import annotations

import sqlite3
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest

from content.exporters import EXPORTERS, Export, export
from content.exporters.base import Entry, entries_of
from content.importers import Item, Option, Source, importer_of
from content.importers.plain import one_line
from content.loader import BUNDLED, load_course
from content.model import Course
from content.wording import same_form

ENDINGS = {one.name: one.ending for one in EXPORTERS}


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(BUNDLED / "aws-ml-ramp-up")


def back(made: Export, name: str) -> dict[str, Item]:
    source = Source(f"c{ENDINGS[name]}", made.data)
    found = importer_of(source, name).read(source)
    items = [one for one in found if isinstance(one, Item)]
    assert len(items) == made.written
    return {_form(item.stem): item for item in items}


def kept(made: Export, course: Course) -> list[Entry]:
    left = {id_ for id_, _ in made.left}
    return [entry for entry in entries_of(course) if entry.item.where not in left]


def _form(words: str) -> str:
    """Prose as it reads; Moodle and tables know no code."""
    return same_form(words.replace("_", " "))


def _bare(options: tuple[Option, ...]) -> list[tuple[str, bool]]:
    return sorted((_form(option.text), option.right) for option in options)


@pytest.mark.parametrize("name", ["gift", "moodle", "csv"])
def test_what_the_format_holds_comes_back(course: Course, name: str) -> None:
    made = export(course, name)
    found = back(made, name)
    for entry in kept(made, course):
        item, again = entry.item, found[_form(entry.item.stem)]
        assert _bare(again.options) == _bare(item.options), item.where
        assert again.statement == item.statement
        assert [*again.pairs] == [*item.pairs]
        assert {*again.spare} == {*item.spare}
        if not item.number:
            assert again.accept == item.accept
        if name != "csv":
            whys = {_form(option.text): option.why for option in again.options}
            assert all(whys[_form(o.text)] == one_line(o.why) for o in item.options)


@pytest.mark.parametrize("name", ENDINGS)
def test_every_question_is_written_or_told(course: Course, name: str) -> None:
    made = export(course, name)
    asked = [entry.item.where for entry in entries_of(course)]
    left = [id_ for id_, _ in made.left]
    assert made.written + len(left) == len(asked)
    assert {*left} | {id_ for id_, _ in made.losses} <= {*asked}


def test_choices_in_markdown_come_back(course: Course) -> None:
    source = Source("c.md", export(course, "markdown").data)
    found = {
        _form(one.stem): one
        for one in importer_of(source, "markdown").read(source)
        if isinstance(one, Item)
    }
    for entry in entries_of(course):
        if entry.item.options:
            again = found[_form(entry.item.stem)]
            assert _bare(again.options) == _bare(entry.item.options), entry.item.where


def test_an_anki_deck_has_pictures_and_ids_that_stay(course: Course, tmp_path: Path) -> None:
    guids = []
    for nth in range(2):
        archive = zipfile.ZipFile(BytesIO(export(course, "anki").data))
        file = tmp_path / f"{nth}.db"
        file.write_bytes(archive.read("collection.anki2"))
        db = sqlite3.connect(file)
        guids.append(db.execute("SELECT guid, mid FROM notes ORDER BY guid").fetchall())
        db.close()
        assert len(archive.namelist()) > 10
    assert guids[0] == guids[1]
    assert len(guids[0]) == len(list(entries_of(course)))


def test_a_spreadsheet_gets_no_formula(course: Course) -> None:
    from content.exporters.table import Table

    entry = next(entries_of(course))
    evil = replace(entry, item=replace(entry.item, stem='=HYPERLINK("x")'))
    assert b"'=HYPERLINK" in Table().write(course, [evil]).data


def test_a_page_escapes_what_it_shows(course: Course) -> None:
    from content.exporters.page import Page

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag != "script"

    entry = next(entries_of(course))
    evil = replace(entry, item=replace(entry.item, stem="<script>x</script>"), takeaway="<script>")
    Tags().feed(Page().write(course, [evil]).data.decode())
