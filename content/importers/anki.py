"""Anki's packages (.apkg, .colpkg): the notes of their collection, read as a foreign database."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from content.importers.archive import Archive, is_archive
from content.importers.base import LARGEST, MOST_ITEMS, CannotImport, Found, Source
from content.importers.plain import one_line
from content.importers.table import note

_COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
_STEPS = 200_000_000
"""Steps of SQLite's machine that a collection gets: a file can't keep the import busy for ever."""


class Anki:
    name = "anki"
    title = "Anki"

    def knows(self, source: Source) -> bool:
        if source.ending in (".apkg", ".colpkg"):
            return True
        return is_archive(source) and any(n in _COLLECTIONS for n in Archive(source).names())

    def read(self, source: Source) -> Iterator[Found]:
        archive = Archive(source)
        there = {*archive.names()}
        name = next((one for one in _COLLECTIONS if one in there), None)
        if name is None:
            raise CannotImport(f"{source.name} has no Anki collection in it.")
        data = archive.read(name)
        if name.endswith("b"):
            data = _unpacked(data, source.name)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "collection.db"
            path.write_bytes(data)
            notes = _notes(path, source.name)
        for number, (deck, fields) in enumerate(notes, 1):
            yield from note(f"note {number}", fields, deck)


def _unpacked(data: bytes, name: str) -> bytes:
    try:
        import zstandard
    except ImportError as error:
        raise CannotImport(
            f"{name} is packed the new way: “pip install 'studyhall[courses]'” first, or export it "
            "from Anki with “Support older Anki versions”."
        ) from error
    try:
        with zstandard.ZstdDecompressor().stream_reader(data) as stream:
            unpacked: bytes = stream.read(2 * LARGEST + 1)
    except zstandard.ZstdError as error:
        raise CannotImport(f"{name}: its collection is broken.") from error
    if len(unpacked) > 2 * LARGEST:
        raise CannotImport(f"{name} unpacks to more than {2 * LARGEST // 1_000_000} MB.")
    return unpacked


def _notes(path: Path, name: str) -> list[tuple[str, list[str]]]:
    """Deck and fields of each note, in the order they were made."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as db:
            db.execute("PRAGMA trusted_schema = OFF")
            db.execute("PRAGMA cell_size_check = ON")
            steps = iter(range(_STEPS // 100_000))
            db.set_progress_handler(lambda: next(steps, None) is None, 100_000)
            _only_tables(db, name)
            decks = _decks(db)
            found = db.execute(
                "SELECT n.flds, (SELECT c.did FROM cards c WHERE c.nid = n.id LIMIT 1) "
                "FROM notes n ORDER BY n.id LIMIT ?",
                (MOST_ITEMS + 1,),
            ).fetchall()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise CannotImport(f"{name}: its collection can't be read: {error}.") from error
    return [(decks.get(deck, ""), str(fields).split("\x1f")) for fields, deck in found]


def _only_tables(db: sqlite3.Connection, name: str) -> None:
    """A view in place of a table could run whatever its author likes."""
    rows = db.execute(
        "SELECT name, type FROM sqlite_master WHERE name IN ('notes', 'cards', 'col', 'decks')"
    ).fetchall()
    if any(kind != "table" for _, kind in rows) or ("notes", "table") not in rows:
        raise CannotImport(f"{name} has no notes in its collection.")


def _decks(db: sqlite3.Connection) -> dict[int, str]:
    """The last part of each deck's name; newer collections keep decks in a table of their own."""
    tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "decks" in tables:
        rows = db.execute("SELECT id, name FROM decks").fetchall()
        return {int(id_): one_line(str(name).split("\x1f")[-1]) for id_, name in rows}
    (packed,) = db.execute("SELECT decks FROM col").fetchone() or ("{}",)
    try:
        decks = json.loads(packed)
        return {
            int(id_): one_line(str(deck["name"]).rpartition("::")[2]) for id_, deck in decks.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
