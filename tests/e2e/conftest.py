"""The stage, and what must hold at the end of every test on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from tests.e2e.stage import Stage
from tests.features.course import full

Faults = list[dict[str, Any]]


@pytest.fixture
def faults() -> Faults:
    """What the bot logged as errors; a test that expects some takes them out."""
    return []


@pytest.fixture
async def stage(tmp_path: Path, faults: Faults) -> AsyncIterator[Stage]:
    """Both local servers, no bot yet."""
    course = full()

    def keep(_: object, __: str, event: Any) -> Any:
        if event.get("log_level") == "error" or event.get("exc_info"):
            faults.append(dict(event))
        raise structlog.DropEvent

    before = structlog.get_config()["processors"]
    structlog.configure(processors=[structlog.stdlib.add_log_level, _named, keep])
    try:
        async with Stage(tmp_path / "data" / "study.db", {course.slug: course}) as opened:
            yield opened
            if opened.apps:
                await opened.check()
    finally:
        structlog.configure(processors=before)
    assert faults == []


def _named(_: object, __: str, event: Any) -> Any:
    event["log_level"] = event.pop("level", "")
    return event


@pytest.fixture
async def running(stage: Stage) -> Stage:
    """The bot on both platforms, a group on each, set up by its form; Monday, 8:00."""
    await stage.start()
    for side in stage.sides:
        await stage.set_up(side)
    return stage
