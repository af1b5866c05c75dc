"""Whatever stands in the files, the loader answers with a course or with mistakes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from content.loader import load_course
from content.mistakes import CourseErrors
from content.model import Course
from tests.content.folder import FILES, write

WORDS = """id section title body takeaway facts related concept meta type bloom tests stem options
text why correct answer items pairs responses accept near_miss plan sections picture"""
KEYS = st.sampled_from(WORDS.split())
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.text(max_size=20),
    st.sampled_from(["single", "matching", "number", "tea.leaves", "brewing", "A", "1e9999"]),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(KEYS, LEAVES.filter(lambda x: x == x)), inner, max_size=5),
    ),
    max_leaves=12,
)
NAMES = st.sampled_from(sorted(FILES))


def answer(changes: dict[str, str | bytes | None]) -> None:
    with tempfile.TemporaryDirectory() as root:
        try:
            assert isinstance(load_course(write(Path(root), changes)), Course)
        except CourseErrors as error:
            assert error.mistakes
            assert all(one.file and one.rule and one.message for one in error.mistakes)
            assert str(error)


@settings(max_examples=70, deadline=None, derandomize=True)
@given(NAMES, st.one_of(st.text(), st.binary()))
def test_any_text(name: str, words: str | bytes) -> None:
    answer({name: words.encode("utf-8", "surrogatepass") if isinstance(words, str) else words})


@settings(max_examples=100, deadline=None, derandomize=True)
@given(NAMES, TREES)
def test_any_tree(name: str, tree: object) -> None:
    answer({name: yaml.safe_dump(tree)})


def paths(tree: object, here: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    found = [here]
    if isinstance(tree, dict):
        for key, value in tree.items():
            found += paths(value, (*here, key))
    elif isinstance(tree, list):
        for number, value in enumerate(tree):
            found += paths(value, (*here, number))
    return found


PLACES = [
    (name, path) for name, words in FILES.items() for path in paths(yaml.safe_load(words)) if path
]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.sampled_from(PLACES), TREES)
def test_any_value_in_any_place(place: tuple[str, tuple[object, ...]], junk: object) -> None:
    name, path = place
    tree = yaml.safe_load(FILES[name])
    inner = tree
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = junk
    answer({name: yaml.safe_dump(tree)})


@settings(max_examples=70, deadline=None, derandomize=True)
@given(NAMES, st.data())
def test_any_piece_cut_out(name: str, data: st.DataObject) -> None:
    words = FILES[name]
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, min(len(words), start + 60)))
    answer({name: words[:start] + data.draw(st.text(max_size=3)) + words[end:]})


HUGE = 100_000


@pytest.mark.parametrize(
    "words",
    [
        "- stem: |\n" + "    ```py\n" * (HUGE // 10),
        '- {id: x, text: "' + " " * HUGE + 'a"}',
        "- {id: x, text: a: " + " " * HUGE + "b",
        "- " + "[" * HUGE,
        "- [\n" * (HUGE // 4),
        "- id: a\n   b: c\n" * (HUGE // 18),
        "- {id: x, tests: [" + "y, " * (HUGE // 3) + "z]}",
        "\t" * HUGE,
        "- id: q\n" + "  k: `\n" * (HUGE // 8),
        "{" * HUGE + "}" * HUGE,
    ],
    ids=range(10),
)
@pytest.mark.parametrize("name", ["questions/basics.yaml", "questions/basics.txt", "glossary.yaml"])
def test_large_junk_is_refused_as_readily_as_small(name: str, words: str) -> None:
    """Reading is about as long as the file: nothing here would end if it were its square."""
    answer({name: words})
