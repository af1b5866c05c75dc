"""The glossary's file: a sound one loads, and every mistake in it is named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.model.text import Strong
from content.glossary import LONGEST_ID
from content.loader import load_course
from content.mistakes import CourseErrors
from tests.content.folder import write

GLOSSARY = """\
- term: "Green tea"
  also: ["unoxidised tea", sencha]
  text: "Tea from leaves **heated** soon after picking."
  concept: brewing
- {term: "Leaf", text: "What goes into the pot.", concept: opening}
"""


def test_terms_are_read_in_order(tmp_path: Path) -> None:
    green, leaf = load_course(write(tmp_path, {"glossary.yaml": GLOSSARY})).glossary
    assert (green.id, green.names) == ("green-tea", ("Green tea", "unoxidised tea", "sencha"))
    assert green.text.plain == "Tea from leaves heated soon after picking."
    assert Strong("heated") in green.text.nodes
    assert (leaf.name, leaf.also, leaf.concept) == ("Leaf", (), "opening")


def test_the_file_may_be_left_out_and_counts_in_the_version(tmp_path: Path) -> None:
    without = load_course(write(tmp_path / "a"))
    assert without.glossary == ()
    one = load_course(write(tmp_path / "b", {"glossary.yaml": GLOSSARY}))
    changed = GLOSSARY.replace("the pot", "a cup")
    other = load_course(write(tmp_path / "c", {"glossary.yaml": changed}))
    assert len({without.version, one.version, other.version}) == 3


@pytest.mark.parametrize(
    ("old", "new", "rule", "key", "line"),
    [
        ('term: "Leaf", ', "", "shape", "2.term", 5),
        ('"Leaf"', '"Green  tea"', "duplicate", "Green  tea.term", 5),
        ('"Leaf"', '"sencha"', "duplicate", "sencha.term", 5),
        ("sencha", '"Green tea"', "duplicate", "Green tea.also", 2),
        ('"Leaf"', '"\\u200b"', "shape", "", 5),
        ('"Leaf"', f'"{"L" * 61}"', "R13", "", 5),
        ("sencha", f"{'s' * 61}", "R13", "Green tea.also", 2),
        ("sencha", "a, b, c, d, e, f, g, h", "R13", "Green tea.also", 2),
        ("concept: opening", "concept: milk", "reference", "Leaf.concept", 5),
        (", concept: opening", "", "shape", "Leaf.concept", 5),
        ("What goes", "word " * 31, "R13", "Leaf.text", 5),
        ("What goes", "w" * 301, "R13", "Leaf.text", 5),
        ('"What goes into the pot."', '"- a list"', "markdown", "Leaf.text", 5),
        ('"What goes into the pot."', '"# Title"', "markdown", "Leaf.text", 5),
        ('"What goes into the pot."', '" "', "card", "Leaf.text", 5),
        ("concept: opening", "concept: opening, see: x", "unknown-key", "Leaf.see", 5),
    ],
)
def test_a_mistake_is_named(
    tmp_path: Path, old: str, new: str, rule: str, key: str, line: int
) -> None:
    assert old in GLOSSARY
    folder = write(tmp_path, {"glossary.yaml": GLOSSARY.replace(old, new, 1)})
    with pytest.raises(CourseErrors) as caught:
        load_course(folder)
    found = [one for one in caught.value.mistakes if one.rule == rule]
    assert found, caught.value.mistakes
    assert found[0].file == "tea/glossary.yaml"
    assert found[0].line == line
    assert not key or found[0].key == key


def test_names_may_differ_in_signs_or_case_alone(tmp_path: Path) -> None:
    names = ["C", "C++", "c", "C#", "=", "==", "++", "H₂O", "H2O", "می‌خواهم", "میخواهم", "ﷺ" * 8]
    lines = [f'- {{term: "{name}", text: "A name.", concept: opening}}\n' for name in names]
    terms = load_course(write(tmp_path, {"glossary.yaml": "".join(lines)})).glossary
    assert [term.name for term in terms] == names
    assert len({term.id for term in terms}) == len(names)
    assert all(0 < len(term.id) <= LONGEST_ID for term in terms)


@pytest.mark.parametrize("words", ["", "term: x", "- [", "- 1", b"\xff"])
def test_a_file_that_is_no_glossary(tmp_path: Path, words: str | bytes) -> None:
    with pytest.raises(CourseErrors) as caught:
        load_course(write(tmp_path, {"glossary.yaml": words}))
    assert {one.file for one in caught.value.mistakes} == {"tea/glossary.yaml"}
