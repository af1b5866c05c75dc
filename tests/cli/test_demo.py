"""The playground put together: a group in the middle of its course, and time to move."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.demo import CHANNEL, Demo, playground
from bot.errors import StartError
from bot.study import streaks
from content.model import Course
from storage.records import Group
from tests.features.course import full

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""Tuesday, 11:00 in Berlin."""
PEOPLE = {"Priya", "Mateo", "Yuki", "Amara", "Jonas"}
COURSES: Mapping[str, Course] = {"small": full()}


def titles(demo: Demo) -> list[str]:
    """The channel's posts, thread posts and private messages left out."""
    return [
        message.card.title
        for message in demo.room.messages.values()
        if message.card is not None and message.channel == CHANNEL and message.thread is None
    ]


async def group_of(demo: Demo) -> Group:
    group = await demo.app.store.groups.by_channel(CHANNEL.ref)
    assert group is not None
    return group


async def points(demo: Demo) -> dict[str, int]:
    board = await demo.app.store.boards.board((await group_of(demo)).id, "all", None, 10)
    return {row.name: row.points for row in board.top}


@pytest.mark.parametrize("days", [0, 3, 6])
async def test_it_opens_in_the_middle_of_a_course(days: int) -> None:
    async with playground(COURSES, port=0, study_days=days, zone="Europe/Berlin", now=NOW) as demo:
        shown = titles(demo)
        assert shown.count("Results") == days
        assert shown[-1] == "Question of the day"
        assert abs((demo.time.now() - NOW).total_seconds()) < 60
        group = await group_of(demo)
        posed = await demo.app.store.rounds.latest_daily(group.id)
        assert posed is not None
        assert (posed.state, posed.local_date) == ("open", "2026-11-24")
        assert set(await points(demo)) <= PEOPLE
        if days >= 3:
            assert set(await points(demo)) == PEOPLE
            assert len(set((await points(demo)).values())) > 1
        answers = (await demo.app.store.rounds.tally(posed.id)).answered
        assert 1 <= answers <= len(PEOPLE)
        async with aiohttp.ClientSession() as session, session.get(demo.url) as page:
            assert page.status == 200
            assert "Studyhall" in await page.text()


async def test_the_past_takes_little_time(tmp_path: Path) -> None:
    before = time.process_time()
    async with playground(COURSES, port=0, study_days=8, zone="Europe/Berlin", now=NOW):
        assert time.process_time() - before < 5


async def test_time_moves_to_the_next_post_and_the_next_day() -> None:
    async with playground(
        COURSES, port=0, study_days=2, zone="Europe/Berlin", now=NOW, rhythm="spread"
    ) as demo:
        due = demo.time.next_post_at()
        assert due is not None and due.hour == 11 and due.minute == 30  # 12:30 in Berlin
        before = titles(demo)
        await demo.time.next_post()
        assert demo.time.now() >= due
        assert titles(demo) == [*before, "Question of the day"]
        await demo.time.next_day()
        assert demo.time.now().date().isoformat() == "2026-11-25"
        assert titles(demo).count("Results") == before.count("Results") + 1
        assert len(titles(demo)) > len(before) + 1


async def test_a_kept_database_is_gone_on_with(tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "demo.db"
    async with playground(
        COURSES, port=0, database=kept, study_days=3, zone="Europe/Berlin", now=NOW
    ) as demo:
        first, scored = await group_of(demo), await points(demo)
        moved = demo.time.now()
    # The clock of the second one is later than all that was done in the first.
    later = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
    assert later > moved
    async with playground(
        COURSES, port=0, database=kept, study_days=3, zone="Europe/Berlin", now=later
    ) as demo:
        assert (await group_of(demo)).id == first.id
        now = await points(demo)
        assert set(now) == set(scored)
        assert all(now[name] >= scored[name] for name in scored)
        posed = await demo.app.store.rounds.latest_daily(first.id)
        assert posed is not None and posed.local_date == "2026-11-25"
        assert titles(demo).count("Question of the day") == 1
        assert await demo.app.store.verify(streaks.rebuild) == []  # type: ignore[attr-defined]


async def test_a_port_that_is_taken_is_told_before_anything_is_made(tmp_path: Path) -> None:
    async with playground(COURSES, port=0, study_days=0, zone="UTC", now=NOW) as demo:
        port = int(demo.url.rstrip("/").rpartition(":")[2])
        other = playground(COURSES, port=port, database=tmp_path / "other.db", now=NOW)
        with pytest.raises(StartError, match=f"Port {port} is taken"):
            await other.__aenter__()
    assert os.listdir(tmp_path) == []  # noqa: PTH208 (a test may wait for the disk)
