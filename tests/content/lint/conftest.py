"""The linter as it runs in the bot, on courses made for one test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.service.course_checks import BotRuntime
from content.lint import Checked, check
from content.scaffold import make_course

TODAY = date(2026, 11, 24)
Lint = Callable[..., Checked]


@pytest.fixture
def lint() -> Lint:
    def go(folder: Path, against: str = "") -> Checked:
        return check(folder, BotRuntime(), day=TODAY, against=against)

    return go


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The course that ``studyhall course new`` makes."""
    return make_course(tmp_path, "small")


def edit(folder: Path, file: str, *changes: tuple[str, str]) -> None:
    """Replaces the first place where each old text stands, which must be there."""
    path = folder / file
    words = path.read_text("utf-8")
    for old, new in changes:
        assert old in words, old
        words = words.replace(old, new, 1)
    path.write_text(words, encoding="utf-8")
