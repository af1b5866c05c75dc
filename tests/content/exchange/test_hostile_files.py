"""Files made to hurt: each is refused in a sentence, or read as plain text."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.importers import IMPORTERS, CannotImport, Importer, Item, Source, importer_of
from content.importers.base import LARGEST, LARGEST_TEXT, source_of
from content.importers.draft import Drafting
from tests.content.exchange.samples import QTI, SAMPLES, zipped

LAUGHS = (
    '<!DOCTYPE q [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><quiz><question>&b;</question></quiz>'
)
OUTSIDE = (
    '<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz><question>&a;</question></quiz>'
)


def taken(source: Source, name: str = "") -> list[object]:
    return list(importer_of(source, name).read(source))


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (Source("q.xml", LAUGHS.encode()), "declares entities"),
        (Source("q.xml", OUTSIDE.encode()), "declares entities"),
        (Source("q.xml", b"<quiz>" + b"<question>" * 100), "inside each other"),
        (Source("q.xml", b'<?xml version="1.0" encoding="klingon"?><quiz><question/>'), "encoding"),
        (Source("q.gift", b"\xe9t\xe9 {=a}"), "is not UTF-8"),
        (Source("q.gift", b"a\x00b {=a}"), "NUL"),
        (Source("q.gift", b"x" * 100_000 + b" {=a}"), "more than 50,000 characters"),
        (Source("q.gift", b"x\n" * (LARGEST_TEXT // 2 + 1)), "MB of text"),
        (Source("q.json", b'{"cards": ' + b"[" * 100_000), "nested too deeply"),
        (Source("q.json", b'{"cards": 3}'), "no list of cards"),
        (Source("q.apkg", b"PK\x03\x04 broken"), "no ZIP archive"),
        (Source("q.apkg", zipped({"x": "y"})), "no Anki collection"),
        (Source("q.apkg", zipped({"collection.anki2": b"not a database at all"})), "can't be read"),
        (Source("q.h5p", zipped({"content/content.json": "["})), "no JSON"),
        (Source("q.csv", b"question,answer\n" + b'"' + b"x" * 60_000), "characters"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refused_in_a_sentence(source: Source, why: str) -> None:
    with pytest.raises(CannotImport, match=why) as refused:
        taken(source)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("name", ["collection.anki2", "content/content.json", "xl/workbook.xml"])
def test_a_bomb_is_not_unpacked(name: str) -> None:
    files: dict[str, str | bytes] = {name: b"0" * (LARGEST + 1_000)}
    data = zipped(files, zipfile.ZIP_DEFLATED)
    assert len(data) < 1_000_000
    ending = {"c": ".apkg", "x": ".xlsx"}[name[0]] if "content" not in name else ".h5p"
    with pytest.raises(CannotImport, match="unpacks to more than"):
        taken(Source(f"bomb{ending}", data))


def test_a_package_full_of_bombs_ends() -> None:
    files = {f"{n}.xml": b" " * LARGEST_TEXT for n in range(20)}
    found = taken(Source("p.zip", zipped({"imsmanifest.xml": "<m/>", **files})))
    assert found and not any(isinstance(one, Item) for one in found)


def test_a_view_in_place_of_notes_is_not_run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "c.db"
        with closing(sqlite3.connect(path)) as db:
            db.execute(
                "CREATE VIEW notes AS WITH RECURSIVE c(id) AS (SELECT 1 UNION ALL "
                "SELECT id + 1 FROM c) SELECT id, 'x' AS flds FROM c"
            )
            db.commit()
        data = path.read_bytes()
    with pytest.raises(CannotImport, match="no notes"):
        taken(Source("q.apkg", zipped({"collection.anki2": data})))


def test_markup_is_text_and_scripts_are_gone() -> None:
    words = '<script>alert(1)</script><b onclick="x()">Which</b> is **it**, @everyone? <@U1>'
    (one,) = taken(
        Source("q.json", json.dumps({"cards": [{"question": words, "answer": ["a"]}]}).encode())
    )
    assert isinstance(one, Item)
    assert "alert" not in one.stem and "onclick" not in one.stem
    assert "@everyone" in one.stem  # plain text, which the bot never turns into a ping


def test_paths_in_a_package_write_nothing(tmp_path: Path) -> None:
    package = zipped({"imsmanifest.xml": "<m/>", "../../evil.xml": QTI})
    file = tmp_path / "p.zip"
    file.write_bytes(package)
    assert len(taken(source_of(file))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["p.zip"]


def test_too_many_bytes_are_not_read(tmp_path: Path) -> None:
    file = tmp_path / "big.gift"
    with file.open("wb") as out:
        out.truncate(LARGEST + 1)
    with pytest.raises(CannotImport, match="larger than"):
        source_of(file)
    with pytest.raises(CannotImport, match="can't be read"):
        source_of(tmp_path / "missing")


@settings(max_examples=60, deadline=None)
@given(
    importer=st.sampled_from(IMPORTERS),
    data=st.binary(max_size=2_000) | st.text(max_size=1_000).map(lambda words: words.encode()),
)
def test_any_bytes(importer: Importer, data: bytes) -> None:
    survived(importer, Source("any", data))


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(sorted(SAMPLES)),
    at=st.floats(0, 1),
    length=st.integers(0, 40),
    new=st.binary(max_size=12)
    | st.sampled_from([b"{", b"}", b"~", b"<", b"]]>", b'"', b"\\", b"\n\n"]),
)
def test_spoilt_files(name: str, at: float, length: int, new: bytes) -> None:
    source = SAMPLES[name]
    place = int(at * len(source.data))
    data = source.data[:place] + new + source.data[place + length :]
    survived(importer_of(source), Source(source.name, data))


def survived(importer: Importer, source: Source) -> None:
    try:
        found = list(importer.read(source))
    except CannotImport as refused:
        assert str(refused)
        return
    drafting = Drafting("Title")
    drafting.take(source.name, found)
    drafting.written()
