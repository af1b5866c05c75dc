"""The machine's clock jumps by an hour while the bot runs; the platforms' clocks stay right."""

from __future__ import annotations

import sqlite3
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest

from bot.adapters.slack import incoming
from tests.e2e.stage import Side, Stage
from tests.faults.conftest import OpenTally
from tests.faults.outages import scene

SUITE = "clock jumps"
HOUR = timedelta(hours=1)


def jump(stage: Stage, by: timedelta) -> None:
    """Only here: what a platform writes down, it writes down by the right time."""
    stage.clock.set(stage.clock.now() + by)


async def pass_time(stage: Stage, hours: float, step: float = 10.0) -> None:
    """Time goes by everywhere, with a tick every ``step`` minutes."""
    for _ in range(round(hours * 60 / step)):
        later(stage, timedelta(minutes=step))
        await stage.app.tick()


def later(stage: Stage, step: timedelta) -> None:
    stage.clock.set(stage.clock.now() + step)
    stage.slack_server.state.advance(step.total_seconds())
    stage.discord_server.world.advance(step)


def cut_after_accepting(stage: Stage) -> None:
    """The next post arrives on both platforms, but the bot does not hear so."""
    stage.slack_server.state.fault("chat.postMessage", "drop-after")
    stage.discord_server.drop_after_accept("POST /channels", 1)


async def everybody(stage: Stage) -> list[tuple[Side, object]]:
    for side in stage.sides:
        assert "Correct!" in await scene.answer(stage, side, side.ben)
    return [(side, side.ben) for side in stage.sides]


@pytest.mark.parametrize(
    "by", [-HOUR, *scene.longer(HOUR, 25 * HOUR)], ids=["back", "forward", "a day forward"]
)
async def test_a_jump_after_the_posts_doubles_none_and_no_button_dies(
    running: Stage, tally: OpenTally, by: timedelta
) -> None:
    counted = tally(SUITE)
    await scene.open_day(running)
    asked = {s.name: await running.choose(s, s.ben, right=True) for s in running.sides}
    jump(running, by)
    await pass_time(running, 3)
    counted.faults += 1
    answered = []
    for side in running.sides:
        verdict = await side.press(side.ben, asked[side.name], "Sure")
        # A day ahead the question closes, and the choice counts as it was made in time.
        assert "Correct!" in verdict.text
        answered.append(await scene.expected_answer_of_day(running, side, side.ben, scene.DAY))
    jump(running, -by)
    await pass_time(running, 1)
    found = [one for one in scene.posted(running) if scene.DAY in one and "discuss" not in one]
    counted.posts([f"{s.name} {scene.DAY} {k}" for s in running.sides for k in scene.KINDS], found)
    counted.answers(answered, scene.ledger(running))


@pytest.mark.parametrize(
    "restarted", [True, *scene.longer(False)], ids=["restarted later", "runs on"]
)
async def test_a_post_made_by_a_clock_an_hour_ahead_is_found_again(
    running: Stage, tally: OpenTally, restarted: bool
) -> None:
    """The platform has it under an earlier time than the bot wrote down."""
    counted = tally(SUITE)
    jump(running, HOUR)
    cut_after_accepting(running)
    running.clock.set(running.moment(f"{scene.DAY} 09:00"))
    await running.app.tick()
    assert all(len(side.titles()) == 2 for side in running.sides)
    counted.faults += 2
    jump(running, -HOUR)
    if restarted:
        await running.abandon()
        later(running, 2 * HOUR)
        await running.start()
    await pass_time(running, 2)
    for side in running.sides:
        assert side.titles() == [*scene.POSTS]
    await scene.count(running, counted, await everybody(running))


async def test_the_time_comes_twice_when_the_clock_was_set_back_before_it(
    running: Stage, tally: OpenTally
) -> None:
    """Nine o'clock by a clock that runs ahead, corrected, and nine o'clock again."""
    counted = tally(SUITE)
    running.clock.set(running.moment(f"{scene.DAY} 09:00"))
    await running.settle()
    assert all(side.titles() == [*scene.POSTS] for side in running.sides)
    jump(running, -HOUR)
    counted.faults += 1
    await pass_time(running, 3)
    assert all(side.titles() == [*scene.POSTS] for side in running.sides)
    await scene.count(running, counted, await everybody(running))


@pytest.mark.parametrize("by", [-3600.0, *scene.longer(3600.0)], ids=["back", "forward"])
async def test_a_jump_in_the_middle_of_an_answer(
    running: Stage, tally: OpenTally, by: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deadlines are measured with a clock that nobody sets."""
    counted = tally(SUITE)
    await scene.open_day(running)
    shift = [0.0]
    clock = SimpleNamespace(time=lambda: time.time() + shift[0], monotonic=time.monotonic)
    monkeypatch.setattr(incoming, "time", clock)
    other = sqlite3.connect(running.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    sent = []
    for side in running.sides:
        post, posed = await running.question_post(side), await running.posed(side)
        sent.append(await scene.press(side, side.ben, post, scene.option(running, posed)))
    for _ in range(5):
        await running.discord.driver.adapter.member(running.discord.ben)
    shift[0] = by
    jump(running, timedelta(seconds=by))
    other.execute("ROLLBACK")
    other.close()
    counted.faults += 2
    for each in sent:
        asked = await each.answered()
        await each.handled()
        assert each.acknowledged and each.answers == 1
        assert "Correct!" in (await each.side.press(each.side.ben, asked, "Sure")).text
    await scene.count(running, counted, [(each.side, each.side.ben) for each in sent])
