"""/progress on every platform: the picture or its bars, the words, the reasons, the buttons."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contract.conftest import OVER_BOTH, placed
from tests.contract.driver import SeenMessage
from tests.contract.study_group import StudyGroup, study_group
from tests.contract.test_reviews import QUESTIONS, TITLES, missed
from tests.features.course import course
from tests.features.past_days import weekdays, write_days

TODAY = "2026-11-23"


@pytest.fixture(params=OVER_BOTH)
async def group(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[StudyGroup]:
    small = course(QUESTIONS, TITLES)
    path = tmp_path / "study.db"
    async with study_group(placed(request, path), path, small) as opened:
        yield opened


async def streak(group: StudyGroup, days: list[str], missed_days: list[str]) -> None:
    """Ben has studied on ``days``; the group had a question on ``missed_days`` as well."""
    where = group.driver.channel
    found = await group.store.groups.by_channel(where)
    person = await group.store.people.by_member(group.ben, where.workspace)
    assert found is not None and person is not None
    write_days(group.path, found.id, person.id, days, missed_days)


def shows_a_picture_or_bars(seen: SeenMessage) -> bool:
    """The same is told either way, and never twice."""
    if seen.images:
        (alt,) = seen.images
        return alt.startswith("Streak: ") and "█" not in seen.text
    return "█" in seen.text and "✓" in seen.text


async def test_progress_tells_the_same_on_every_platform(group: StudyGroup) -> None:
    assert "Nothing yet" in (await group.say("/progress")).text
    await missed(group, "Speech")
    days = weekdays(TODAY, 6)
    await streak(group, [*days[:3], *days[4:]], [days[3]])
    seen = await group.say("/progress")
    assert shows_a_picture_or_bars(seen)
    for line in (
        "The last 6 study days: 5 done, 1 freeze.",
        "Streak: 5 study days",
        "Right answers: 0 of 1 (0%)",
        "1 of 3 concepts so far, 0 of 1 right",
    ):
        assert line in seen.text, seen.text
    assert [c.label for c in seen.controls] == ["Quiz my weakest section", "Why 5?"]


async def test_the_reasons_and_the_way_back_after_a_restart(group: StudyGroup) -> None:
    await missed(group, "Speech")
    days = weekdays(TODAY, 4)
    await streak(group, [days[0], days[1], days[3]], [days[2]])
    seen = await group.say("/progress")
    await group.restart()
    why = await group.press(seen, "Why 3?")
    assert why.text.split("\n")[0] == "Why your streak is 3 days"
    assert why.text.count("studied. Day") == 3
    assert "missed, but a freeze kept your streak." in why.text
    assert why.private_to == group.ben and why.images == ()
    await group.restart()
    back = await group.press(why, "Back to my progress")
    assert back.text.startswith("Your progress") and shows_a_picture_or_bars(back)


async def test_what_is_due_is_a_button_that_starts_the_review(group: StudyGroup) -> None:
    await missed(group, "Speech", "Bots")
    group.pass_hours(26)
    seen = await group.say("/progress")
    assert "Due for review: 2 questions" in seen.text
    await group.restart()
    step = await group.press(seen, "Review now")
    assert "Question 1 of 2 · Your review" in step.text


async def test_the_weakest_section_is_a_quiz(group: StudyGroup) -> None:
    await missed(group, "Speech")
    seen = await group.say("/progress")
    await group.restart()
    step = await group.press(seen, "Quiz my weakest section")
    assert "Question 1 of" in step.text
