"""What grading looks up in word lists is looked up by a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.service import word_lists
from content.loader import load_courses
from content.spelling import lexicon

COURSES = Path(__file__).parents[2] / "content" / "courses"


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """As at the start of a process: nothing was looked up yet."""
    for found in lexicon._found.values():
        found.clear()
    lexicon._list.cache_clear()
    yield


async def test_no_list_is_read_here() -> None:
    courses = load_courses(COURSES)
    with capture_logs() as said:
        await word_lists.look_up(COURSES, courses.values())
    assert said == []
    assert lexicon._found["others"]
    assert lexicon._list.cache_info().misses == 0


async def test_where_no_process_can_be_started_it_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(word_lists.sys, "executable", "/nowhere/python")
    with capture_logs() as said:
        await word_lists.look_up(COURSES, load_courses(COURSES).values())
    assert [line["event"] for line in said] == ["word lists are read here"]
    assert lexicon._found["others"]


def test_what_was_told_is_what_was_found() -> None:
    found = lexicon.others("bake", "en"), lexicon.has("bake", "en"), lexicon.has("xqz", "en")
    told = lexicon.told()
    for kept in lexicon._found.values():
        kept.clear()
    lexicon._list.cache_clear()
    lexicon.take(told)
    again = lexicon.others("bake", "en"), lexicon.has("bake", "en"), lexicon.has("xqz", "en")
    assert again == found
    assert found[1:] == (True, False)
    assert lexicon._list.cache_info().misses == 0
