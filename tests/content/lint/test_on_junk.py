"""Whatever stands in the files, the linter answers with findings."""

from __future__ import annotations

import tempfile
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.service.course_checks import BotRuntime
from content.lint import check
from content.lock import FILE
from tests.content.folder import FILES, write
from tests.content.lint.conftest import TODAY
from tests.content.test_loader_on_junk import PLACES

WORDS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["a", "An", "10 to 20", "10 to", "under 5 %", "all", "NOT", "?", ".", "…", "١٢", "1,2,3"]
    ),
)


def answer(changes: dict[str, str | bytes | None]) -> None:
    with tempfile.TemporaryDirectory() as root:
        checked = check(write(Path(root), changes), BotRuntime(), day=TODAY)
        assert checked.course is not None or checked.errors
        assert all(one.rule and one.message and one.file for one in checked.findings)


TEXTS = [
    (name, path)
    for name, path in PLACES
    if name.startswith(("questions", "concepts"))
    and path[-1] in ("text", "stem", "why", "takeaway", "body", "prompt", "short", "title", 0, 1)
]


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.sampled_from(TEXTS), WORDS)
def test_any_words_in_any_text(place: tuple[str, tuple[object, ...]], words: str) -> None:
    name, path = place
    tree = yaml.safe_load(FILES[name])
    inner = tree
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = words
    answer({name: yaml.safe_dump(tree)})


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.one_of(st.text(), st.binary()))
def test_any_lock(words: str | bytes) -> None:
    answer({FILE: words.encode("utf-8", "surrogatepass") if isinstance(words, str) else words})
