"""A backup put back: the channels did not go back in time, and nothing is posted twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.study import streaks
from storage.backups import make, restore
from tests.e2e.stage import Side, Stage
from tests.faults.conftest import OpenTally
from tests.faults.tally import Tally
from tests.features.bench import shown
from tests.features.course import full

SUITE = "backup put back"


class Past:
    """Goes back to a backup, and knows what stood in the channels meanwhile."""

    def __init__(self, stage: Stage, counted: Tally) -> None:
        self.stage = stage
        self.counted = counted
        self.file = stage.path.with_name("backup.db")

    def save(self) -> None:
        make(self.stage.path, self.file, streaks.rebuild)  # type: ignore[arg-type]

    async def come_back(self) -> None:
        """Stops the bot, puts the backup back, starts the bot: no post is new, none gone."""
        stage = self.stage
        was = self.posts()
        await stage.stop()
        restore(self.file, stage.path, streaks.rebuild, stage.clock.now())  # type: ignore[arg-type]
        await stage.start()
        await stage.settle()
        self.counted.faults += 1
        self.counted.posts(expected=was, found=self.posts())
        assert self.posts() == was

    def posts(self) -> list[str]:
        return [f"{s.name} {m.id}" for s in self.stage.sides for m in s.driver.posts()]

    def titles(self) -> dict[str, list[str]]:
        return {side.name: side.titles() for side in self.stage.sides}


@pytest.fixture
async def past(tmp_path: Path, tally: OpenTally) -> AsyncIterator[Past]:
    """A group on each platform since Monday, 8:00."""
    course = full()
    async with Stage(tmp_path / "data" / "study.db", {course.slug: course}) as stage:
        await stage.start()
        for side in stage.sides:
            await stage.set_up(side)
        yield Past(stage, tally(SUITE))
        await stage.check()


async def answer(stage: Stage, side: Side, right: bool = True) -> str:
    asked = await stage.choose(side, side.ben, right)
    return (await side.press(side.ben, asked, "Sure")).text


async def test_todays_posts_are_taken_over_with_buttons_that_work(past: Past) -> None:
    stage = past.stage
    past.save()
    await stage.at("2026-11-23 09:00")
    for side in stage.sides:
        assert "Correct!" in await answer(stage, side)
    await stage.at("2026-11-23 10:00")
    await past.come_back()
    for side in stage.sides:
        # The answer is lost with the rest; the same message takes a new one.
        assert "Correct!" in await answer(stage, side)
    before = past.posts()
    await stage.at("2026-11-24 09:00")
    for side in stage.sides:
        rows = await stage.rows(side, "question")
        assert [row.state for row in rows] == ["sent"]
        titles = side.titles()
        assert sum(title.startswith("Results") for title in titles) == 1, titles
        assert (await stage.group(side)).position == 2
    assert set(before) < set(past.posts())


async def test_results_and_their_threads_come_once(past: Past) -> None:
    stage = past.stage
    await stage.at("2026-11-23 09:00")
    for side in stage.sides:
        await answer(stage, side)
    await stage.at("2026-11-24 08:00")
    past.save()
    await stage.at("2026-11-24 10:00")
    threads = [m for side in stage.sides for m in side.driver.posts() if m.thread is not None]
    assert len(threads) == 2, "one to talk about the results on each platform"
    await past.come_back()
    for side in stage.sides:
        rows = await stage.store.deliveries.of_day((await stage.group(side)).id, "2026-11-23")
        assert {row.kind: row.state for row in rows}["discuss"] == "sent"
        assert "Correct!" in await answer(stage, side)


async def test_what_the_back_up_still_meant_to_send_is_looked_up(past: Past) -> None:
    stage = past.stage
    stage.set_clock(stage.moment("2026-11-23 09:00"))
    await stage.app.due.plan()
    row = (await stage.rows(stage.slack, "question"))[0]
    assert await stage.store.deliveries.begin(row.id, round(stage.clock.now().timestamp() * 1000))
    past.save()
    await stage.settle()
    await stage.at("2026-11-23 09:30")
    assert len(past.posts()) == 6, "an opening, a concept and a question on each platform"
    await past.come_back()
    for side in stage.sides:
        assert "Correct!" in await answer(stage, side)


async def test_a_post_that_an_organiser_asked_for_early_does_not_come_again(past: Past) -> None:
    stage = past.stage
    past.save()
    for side in stage.sides:
        await side.say(side.ana, "/study post")
    await stage.settle()
    await stage.at("2026-11-23 08:30")
    await past.come_back()
    was = past.posts()
    await stage.at("2026-11-23 09:30")
    past.counted.posts(expected=was, found=past.posts())
    assert past.posts() == was


async def test_days_that_are_lost_stay_lost_and_their_buttons_say_so(past: Past) -> None:
    stage = past.stage
    await stage.at("2026-11-23 10:00")
    past.save()
    await stage.at("2026-11-24 09:00")
    lost = {side.name: await stage.question_post(side) for side in stage.sides}
    await stage.at("2026-11-25 12:00")
    await past.come_back()
    for side in stage.sides:
        press = next(c for c in lost[side.name].controls)
        reply = shown(await side.driver.press(side.ben, lost[side.name], press.label))
        assert "This question is gone" in reply.text
        assert "Correct!" in await answer(stage, side)
    await stage.at("2026-11-26 09:30")
    for side in stage.sides:
        rows = await stage.rows(side, "question")
        assert [row.state for row in rows] == ["sent"]


async def test_last_weeks_leaderboard_comes_once(past: Past) -> None:
    stage = past.stage
    await stage.at("2026-11-27 09:00")
    for side in stage.sides:
        await answer(stage, side)
    past.save()
    await stage.at("2026-12-02 08:00")
    boards = [t for titles in past.titles().values() for t in titles if "week" in t.lower()]
    assert len(boards) == 2, past.titles()
    await past.come_back()
    await stage.at("2026-12-04 10:00")
    again = [t for titles in past.titles().values() for t in titles if "week" in t.lower()]
    assert again == boards


async def test_a_second_return_on_the_same_day(past: Past) -> None:
    stage = past.stage
    past.save()
    await stage.at("2026-11-23 09:00")
    await past.come_back()
    await stage.at("2026-11-23 11:00")
    await past.come_back()
    for side in stage.sides:
        assert "Correct!" in await answer(stage, side)


async def test_where_the_channel_cannot_be_read_nothing_is_posted_again(past: Past) -> None:
    stage = past.stage
    past.save()
    await stage.at("2026-11-23 09:00")
    for side in stage.sides:
        side.driver.hide_history(side.channel)
    await past.come_back()
    for side in stage.sides:
        assert {row.state for row in await stage.rows(side, "question")} == {"failed"}
        direct = await side.driver.adapter.direct(side.ana)  # type: ignore[attr-defined]
        told = [message.text for message in side.driver.posts(direct)]
        assert len(told) == 2, "the concept and the question"
        assert all("can't tell whether" in words for words in told), told


async def test_a_reminder_that_went_out_since_comes_no_second_time(past: Past) -> None:
    stage = past.stage
    await stage.at("2026-11-23 09:00")
    for side in stage.sides:
        asked = await stage.choose(side, side.ben, right=True)
        verdict = await side.press(side.ben, asked, "Sure")
        await side.press(side.ben, verdict, "Remind me each day")
    await stage.at("2026-11-24 17:00")
    past.save()
    await stage.at("2026-11-24 18:00")

    async def reminders() -> list[int]:
        return [
            len(side.driver.posts(await side.driver.adapter.direct(side.ben)))
            for side in stage.sides
        ]

    assert await reminders() == [1, 1]
    await past.come_back()
    stage.set_clock(stage.moment("2026-11-24 18:01"))
    await stage.settle()
    assert await reminders() == [1, 1]
    await stage.at("2026-11-25 18:00")
    assert await reminders() == [2, 2]
