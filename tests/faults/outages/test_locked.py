"""Another program writes to the database: shortly, and for longer than anybody waits."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from storage.errors import Locked
from tests.e2e.conftest import Faults
from tests.e2e.stage import Stage
from tests.faults.conftest import OpenTally
from tests.faults.outages import scene

SUITE = "locked database"
SORRY = "That didn't work\nSomething failed on our side, and nothing of yours was lost."


@contextmanager
def locked(stage: Stage) -> Iterator[None]:
    """As a database browser with an open edit holds it."""
    other = sqlite3.connect(stage.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def patience(stage: Stage, milliseconds: int) -> None:
    """How long the bot waits for the other program; else five seconds."""
    stage.store._access.writer.patience = milliseconds / 1000  # type: ignore[attr-defined]


@pytest.mark.parametrize("seconds", [0.3, *scene.longer(1.8)])
async def test_a_short_lock_is_waited_for(running: Stage, tally: OpenTally, seconds: float) -> None:
    """Within a second and a half nobody notices; after that "thinking" is shown first."""
    counted = tally(SUITE)
    await scene.open_day(running)
    sent = []
    with locked(running):
        for side in running.sides:
            post, posed = await running.question_post(side), await running.posed(side)
            sent.append(await scene.press(side, side.ben, post, scene.option(running, posed)))
        await asyncio.sleep(seconds)  # so long is the fault
        assert [each.answers for each in sent] == [0, 0]
    for each in sent:
        asked = await each.answered()
        await each.handled()
        assert each.acknowledged and each.answers == 1
        assert "Correct!" in (await each.side.press(each.side.ben, asked, "Sure")).text
        counted.faults += 1
    await scene.count(running, counted, [(side, side.ben) for side in running.sides])


async def test_a_long_lock_is_told_and_nothing_is_lost(
    running: Stage, tally: OpenTally, full: bool, faults: Faults
) -> None:
    counted = tally(SUITE)
    if not full:
        patience(running, 100)
    await scene.open_day(running)
    kept = await running.choose(running.slack, running.slack.ana, right=True)
    with locked(running):
        sent = []
        for side in running.sides:
            post, posed = await running.question_post(side), await running.posed(side)
            sent.append(await scene.press(side, side.ben, post, scene.option(running, posed)))
        for each in sent:
            refused = await each.answered()
            await each.handled()
            assert refused.text.startswith(SORRY) and refused.private_to == each.side.ben
            assert each.acknowledged and each.answers == 1
            counted.faults += 1
        # What was there before can still be read.
        assert "Concepts so far" in (await running.slack.say(running.slack.ana, "/concept")).text
    assert {fault["event"] for fault in faults} == {"handler failed"}
    faults.clear()
    assert "Correct!" in (await running.slack.press(running.slack.ana, kept, "Sure")).text
    for side in running.sides:
        assert "Correct!" in await scene.answer(running, side, side.ben)
    answered = [(side, side.ben) for side in running.sides]
    await scene.count(running, counted, [*answered, (running.slack, running.slack.ana)])


async def test_posts_wait_for_the_lock_and_come_once(
    running: Stage, tally: OpenTally, faults: Faults
) -> None:
    counted = tally(SUITE)
    patience(running, 50)
    running.set_clock(running.moment(f"{scene.DAY} 09:00"))
    with locked(running):
        for _ in range(3):
            with pytest.raises(Locked, match="close it"):
                await running.app.tick()
            counted.faults += 1
        assert all(side.titles() == ["Welcome"] for side in running.sides)
    faults.clear()
    await running.settle()
    assert all(side.titles() == [*scene.POSTS] for side in running.sides)
    await scene.count(running, counted, [])
