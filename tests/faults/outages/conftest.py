"""A bot on both local servers whose questions all have buttons, with today's still to come."""

from __future__ import annotations

import pytest

from bot.adapters.discord.client import Connection
from tests.e2e.conftest import faults, stage
from tests.e2e.stage import Stage
from tests.features.course import only

__all__ = ["at_once", "faults", "running", "stage"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is marked with ``longer`` belongs to the full run: more of what the short one tries."""
    if config.getoption("--full"):
        return
    for item in items:
        if item.get_closest_marker("longer"):
            item.add_marker(pytest.mark.skip(reason="part of the full run"))


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py waits five seconds before it identifies again, so that identifies keep apart."""

    async def hook(*_: object, **__: object) -> None: ...

    monkeypatch.setattr(Connection, "before_identify_hook", hook)


@pytest.fixture
async def running(stage: Stage) -> Stage:
    """A group on each platform, set up by its form; Monday, 8:00."""
    course = only("single")
    stage.courses = {course.slug: course}
    await stage.start()
    for side in stage.sides:
        await stage.set_up(side)
    return stage
