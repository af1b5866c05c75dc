"""The post that opens a new week, on every platform: once, with a picture or its words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.runtime.clock import millis
from tests.contract.conftest import PLATFORMS
from tests.contract.driver import SeenMessage
from tests.contract.study_group import StudyGroup, one, study_group
from tests.contract.test_reviews import QUESTIONS, TITLES, missed
from tests.features.course import course

TO_WEDNESDAY = 36
"""Hours from the beginning (Monday evening) to Wednesday, when the group's day begins."""
TO_MONDAY = 5 * 24


@pytest.fixture(params=PLATFORMS)
async def group(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[StudyGroup]:
    small = course(QUESTIONS, TITLES)
    async with study_group(request.param, tmp_path / "study.db", small) as opened:
        yield opened


async def look(group: StudyGroup) -> None:
    """The group is looked at now, and what is due goes out."""
    found = await group.store.groups.by_channel(group.driver.channel)
    assert found is not None
    await group.store.groups.set_due(found.id, millis(group.clock.now()))
    await group.app.tick()


def titled(group: StudyGroup, title: str) -> list[SeenMessage]:
    return [post for post in group.driver.posts() if title in post.text]


async def test_last_week_is_told_once(group: StudyGroup) -> None:
    group.pass_hours(12.5)  # Tuesday's concept, so that there is something to ask about
    await look(group)
    group.pass_hours(TO_WEDNESDAY - 12)
    await look(group)
    (asked,) = [post for post in titled(group, "Question of the day") if post.controls][-1:]
    face = next(c.label for c in asked.controls if c.label.endswith("Polly"))
    choice = one(await group.driver.press(group.ben, asked, face))
    assert "Correct!" in (await group.press(choice, "Sure")).text
    group.pass_hours(TO_MONDAY)
    await look(group)
    await group.restart()
    await look(group)
    (post,) = titled(group, "Last week")
    assert "1. " in post.text and "Ben" in post.text
    told = [*post.images, post.text]
    assert any("1 answer, 100% right" in words for words in told)
    assert len(post.images) <= 1


async def test_rankings_and_their_buttons(group: StudyGroup) -> None:
    await missed(group, "Speech")
    group.pass_hours(26)
    step = await group.say("/review")
    verdict = await group.press(await group.answer(step, True), "Sure")
    assert "Correct!" in verdict.text
    seen = await group.say("/leaderboard week reviews")
    assert "1 review cleared" in seen.text
    points = await group.press(seen, "Points")
    assert "Leaderboard · week of" in points.text
    improved = await group.press(points, "Most improved")
    assert "Nobody has improved yet." in improved.text
    await group.restart()
    assert "1 review cleared" in (await group.press(improved, "Reviews")).text
