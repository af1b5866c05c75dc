"""The playground put together: a group in the middle of its course, and time to move."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.adapters.playground import acts
from bot.adapters.playground.state import Exchange, OpenedForm
from bot.cli.main import _hints
from bot.service.demo import CHANNEL, EMPTY, YOU, Demo, playground
from bot.service.errors import StartError
from bot.study import streaks
from bot.study.group import Group
from content.model import Course
from tests.features.course import full
from tests.inside import latest_daily

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
        posed = await latest_daily(demo.app.store.rounds, group.id)
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
        posed = await latest_daily(demo.app.store.rounds, first.id)
        assert posed is not None and posed.local_date == "2026-11-25"
        assert titles(demo).count("Question of the day") == 1
        assert await demo.app.store.verify(streaks.rebuild) == []  # type: ignore[attr-defined]


async def test_a_port_that_is_taken_is_told_before_anything_is_made(tmp_path: Path) -> None:
    async with playground(COURSES, port=0, study_days=0, zone="UTC", now=NOW) as demo:
        port = int(demo.url.rstrip("/").rpartition(":")[2])
        other = playground(COURSES, port=port, database=tmp_path / "other.db", now=NOW)
        with pytest.raises(
            StartError, match=f"Port {port} is in use: choose another one, with make demo PORT="
        ):
            await other.__aenter__()
    assert os.listdir(tmp_path) == []  # noqa: PTH208 (a test may wait for the disk)


async def type_(demo: Demo, words: str, channel: str = CHANNEL.id) -> Exchange:
    exchange = acts.command(demo.room, YOU, channel, words)
    assert exchange is not None
    async with asyncio.timeout(10):
        await exchange.settled.wait()
    return exchange


def form_in(demo: Demo) -> OpenedForm:
    (form,) = demo.room.forms_of(YOU)
    return form


async def submit(demo: Demo, **values: tuple[str, ...]) -> None:
    """The open form as it is, but for ``values``."""
    form = form_in(demo)
    filled: dict[str, tuple[str, ...]] = {}
    for field in form.form.fields:
        chosen = tuple(o.value for o in getattr(field, "options", ()) if o.selected)
        filled[field.key] = chosen or (getattr(field, "value", ""),)
    exchange = acts.submit(demo.room, YOU, form.id, filled | values)
    async with asyncio.timeout(10):
        await exchange.settled.wait()


async def shown(demo: Demo, true: Callable[[], bool]) -> None:
    """Returns once the page's clock says so."""
    news = asyncio.Event()
    stop = demo.room.watch(news.set)
    async with asyncio.timeout(10):
        while not true():
            await news.wait()
            news.clear()
    stop()


def coming(demo: Demo) -> str:
    at = demo.time.next_post_at()
    return at.strftime("%a %H:%M") if at else "none"


async def test_the_clock_shows_the_true_next_post_at_once() -> None:
    async with playground(COURSES, port=0, study_days=2, zone="UTC", now=NOW) as demo:
        assert coming(demo) == "Wed 09:00"
        await type_(demo, "/study schedule")
        await submit(demo, free=("2026-11-25",))
        await shown(demo, lambda: coming(demo) == "Thu 09:00")
        await type_(demo, "/study pause")
        await shown(demo, lambda: coming(demo) == "none")
        await type_(demo, "/study resume")
        await shown(demo, lambda: coming(demo) == "Thu 09:00")
        await type_(demo, "/study schedule")
        await submit(demo, times=("17:30",))
        # Today has had its question, and tomorrow is free.
        await shown(demo, lambda: coming(demo) == "Thu 17:30")
        before = titles(demo)
        await demo.time.next_post()
        assert demo.time.now().strftime("%a %H:%M") == "Thu 17:30"
        assert len(titles(demo)) > len(before)
        assert coming(demo) == "Fri 17:30"


async def test_time_goes_on_while_nothing_is_planned() -> None:
    async with playground(COURSES, port=0, study_days=1, zone="UTC", now=NOW) as demo:
        await type_(demo, "/study pause")
        await shown(demo, lambda: coming(demo) == "none")
        before = titles(demo)
        await demo.time.next_post()
        assert demo.time.now().date() == NOW.date()
        await demo.time.next_day()
        assert demo.time.now().strftime("%a %H:%M") == "Wed 09:00"
        assert "Question of the day" not in titles(demo)[len(before) :]


async def test_there_is_an_empty_channel_to_set_up_and_to_move_to() -> None:
    async with playground(COURSES, port=0, study_days=1, zone="UTC", now=NOW) as demo:
        assert [c.id for c in demo.room.channels.values()][:2] == [CHANNEL.id, EMPTY.id]
        assert all(m.channel != EMPTY for m in demo.room.messages.values())
        await type_(demo, "/study setup", EMPTY.id)
        assert form_in(demo).form.fields


async def test_a_group_that_was_moved_is_found_again(tmp_path: Path) -> None:
    kept = tmp_path / "demo.db"
    async with playground(
        COURSES, port=0, database=kept, study_days=1, zone="UTC", now=NOW
    ) as demo:
        group = await group_of(demo)
        await demo.app.store.groups.move_channel(group.id, CHANNEL.ref, EMPTY.ref)
    later = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
    async with playground(
        COURSES, port=0, database=kept, study_days=1, zone="UTC", now=later
    ) as demo:
        assert len(await demo.app.store.groups.all()) == 1
        found = await demo.app.store.groups.by_channel(EMPTY.ref)
        assert found is not None and found.id == group.id


@pytest.mark.parametrize("database", [None, Path("kept.db")])
def test_three_lines_say_what_to_try_what_stays_and_how_to_choose_a_port(
    database: Path | None,
) -> None:
    first, second, third = _hints(database)
    assert first.startswith("Try this: ") and "#empty" in first and "/study setup" in first
    assert ("gone when you stop it" in second) == (database is None)
    assert (str(database) in second) == (database is not None)
    assert "make demo PORT=" in third
