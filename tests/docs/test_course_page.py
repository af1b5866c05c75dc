"""The course that docs/write-a-course.md shows is a course."""

from __future__ import annotations

from pathlib import Path

from bot.service.course_checks import BotRuntime
from content.lint import check
from content.loader import load_course
from content.questions import TYPES
from tests.docs.blocks import ROOT, blocks, put


def test_the_blocks_are_one_sound_course_with_every_type(tmp_path: Path) -> None:
    for block in blocks("write-a-course.md"):
        put(block, tmp_path)
    checked = check(tmp_path / "tea", BotRuntime())
    assert [str(one) for one in checked.findings] == []
    course = load_course(tmp_path / "tea")
    assert {question.type for question in course.questions.values()} == set(TYPES)


def test_every_question_type_is_described() -> None:
    page = (ROOT / "docs" / "write-a-course.md").read_text(encoding="utf-8")
    assert [word for word in TYPES if f"`{word}`" not in page] == []
