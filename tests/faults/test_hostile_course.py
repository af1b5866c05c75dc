"""Course folders that want more than to be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from content.loader import LARGEST_FILE, load_course
from content.mistakes import CourseErrors
from tests.content.folder import CONCEPTS, FILES, write
from tests.faults.conftest import OpenTally
from tests.faults.nasty import CORPUS, GONE, LONG, TEXTS, changed, deep, paths
from tests.faults.tally import Tally

SUITE = "hostile courses"
HOSTILE = sorted((CORPUS / "yaml").glob("*.yaml"))


def refused(tally: Tally, folder: Path) -> list[str]:
    """The mistakes that the loader names; it raises nothing else."""
    tally.inputs += 1
    with pytest.raises(CourseErrors) as caught:
        load_course(folder)
    tally.refused += 1
    assert all(one.file and one.message for one in caught.value.mistakes)
    return [str(one) for one in caught.value.mistakes]


@pytest.mark.parametrize("path", HOSTILE, ids=[path.stem for path in HOSTILE])
def test_hostile_yaml_is_named_and_nothing_of_it_runs(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tally: OpenTally
) -> None:
    monkeypatch.chdir(tmp_path)
    counted = tally(SUITE)
    for place in FILES:
        mistakes = refused(counted, write(tmp_path, {place: path.read_bytes()}))
        assert not [line for line in mistakes if "root:" in line]
    assert not (tmp_path / "pwned").exists()
    assert not (tmp_path / "tea" / "pwned").exists()


def test_what_is_too_large_or_too_deep(tmp_path: Path, tally: OpenTally) -> None:
    counted = tally(SUITE)
    for words in (
        "- " * 200_000,
        "[" * 100_000,
        "{a: " * 50_000,
        "- {id: a, text: " + "x" * LARGEST_FILE + "}",
        "a: " + "9" * 900_000,
        "- {id: q, stem: '" + "\U0001f4a5" * 100_000 + "'}",
        *(f"- {{id: {text!r}}}" for text in LONG),
    ):
        refused(counted, write(tmp_path, {"questions/more.yaml": words}))


@pytest.mark.timeout(180)
def test_any_nasty_word_as_any_value(tmp_path: Path, full: bool, tally: OpenTally) -> None:
    """In an entry of each kind: refused, or shown as words and nothing else."""
    import yaml

    counted = tally(SUITE)
    words = TEXTS[::5] if full else TEXTS[::13]
    for name in FILES:
        tree = yaml.safe_load(FILES[name])
        places = [*paths(tree)]
        for number, text in enumerate(words):
            where = places[number * 13 % len(places)]
            for put in (text, [text], {text: text}, GONE, deep(20)):
                # As a file has it: what YAML itself cannot hold is escaped.
                spoilt = yaml.safe_dump(changed(tree, where, put), allow_unicode=False)
                counted.inputs += 1
                try:
                    load_course(write(tmp_path, {name: spoilt.encode("utf-8", "surrogatepass")}))
                except CourseErrors as error:
                    counted.refused += 1
                    assert error.mistakes


@pytest.mark.parametrize(
    "name",
    ["../../secret.png", "/etc/passwd", "..\\secret.png", "a/../../secret.png", "secret.png\0.png",
     "~/secret.png", "file:///secret.png", "https://evil.example/x.png", ".png", "-rf.png"],
)  # fmt: skip
def test_pictures_come_from_the_images_folder(name: str, tmp_path: Path, tally: OpenTally) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    escaped = name.replace("\\", "\\\\").replace("\0", "\\0")
    picture = f'  picture: {{file: "{escaped}", alt: "A picture."}}\n'
    spoilt = CONCEPTS.replace('  takeaway: "Tea is simple."\n', picture + '  takeaway: "Tea."\n')
    folder = write(tmp_path, {"concepts/basics.yaml": spoilt})
    (folder / "images").mkdir()
    assert any("picture" in line for line in refused(tally(SUITE), folder))


def test_links_lead_nowhere_outside(tmp_path: Path, tally: OpenTally) -> None:
    counted = tally(SUITE)
    secret = tmp_path / "secret"
    secret.write_text("root:x:0:0:secret")
    picture = '  picture: {file: map.png, alt: "A map."}\n'
    shown = CONCEPTS.replace('  takeaway: "Tea is simple."\n', picture + '  takeaway: "Tea."\n')
    folder = write(tmp_path, {"concepts/basics.yaml": shown})
    (folder / "images").mkdir()
    (folder / "images" / "map.png").symlink_to(secret)
    assert any("leads out" in line for line in refused(counted, folder))
    (folder / "images" / "map.png").unlink()
    (folder / "images" / "real.png").write_bytes(b"png")
    (folder / "images" / "map.png").symlink_to("real.png")
    assert load_course(folder).concepts["opening"].picture is not None, "links inside are fine"
    for target in (secret, Path("/dev/zero"), Path("/dev/stdin"), tmp_path / "nothing"):
        entry = folder / "facts" / "more.yaml"
        entry.symlink_to(target)
        mistakes = refused(counted, folder)
        assert not [line for line in mistakes if "root:" in line]
        entry.unlink()
    ring = folder / "facts" / "ring.yaml"
    ring.symlink_to(ring)
    refused(counted, folder)
    ring.unlink()
    if hasattr(os, "mkfifo"):  # reading one would wait for ever
        os.mkfifo(folder / "facts" / "pipe.yaml")
        assert any("no ordinary file" in line for line in refused(counted, folder))
