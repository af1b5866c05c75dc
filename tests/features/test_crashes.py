"""The bot is killed at every single step; afterwards nothing is doubled and nothing lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.adapters.playground import acts
from tests.features.bench import Bench
from tests.features.conftest import OpenBench
from tests.features.course import full
from tests.inside import idle


class Killed(BaseException):
    """Not an Exception: nothing in the bot may catch it, as nothing catches a power cut."""


class Reaper:
    """Counts what leaves the process (writes, posts, edits) and ends it at one of these steps.

    From the fatal one on nothing is done; what is done before it, is done to its end.
    """

    def __init__(self, bench: Bench, fatal: int) -> None:
        self.count = 0
        self._fatal = fatal
        adapter: Any = bench.app.connections.adapter("playground")
        writer: Any = bench.store._access.writer
        for owner, name in ((writer, "run"), (adapter, "post"), (adapter, "edit")):
            setattr(owner, name, self._watched(getattr(owner, name)))

    def _watched(self, call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def watched(*args: Any, **named: Any) -> Any:
            self.count += 1
            if self.count >= self._fatal:
                raise Killed
            return await call(*args, **named)

        return watched


async def killed_during(work: Awaitable[None]) -> bool:
    """Runs ``work``; whether it was killed. What it had begun beside itself ends as well."""
    before = asyncio.all_tasks()
    try:
        await work
    except Killed:
        return True
    finally:
        await asyncio.gather(*(asyncio.all_tasks() - before), return_exceptions=True)
    return False


async def before_the_day(bench: Bench, rhythm: str) -> None:
    """Monday with a right, a wrong and an unconfirmed answer, and a week before it."""
    times = "9:00, 12:30, 17:00" if rhythm == "spread" else "9:00"
    await bench.set_up(rhythm=rhythm, times=times)
    await bench.at("2026-11-27 13:00")
    await bench.answer(bench.ben)
    await bench.answer(bench.cleo, right=False)
    await bench.choose(bench.dan)
    if rhythm == "spread":
        await bench.at("2026-11-27 16:59")


async def picture(bench: Bench) -> object:
    """All that people and organizers could tell apart."""
    group = await bench.group()
    return (
        [m.text for m in bench.chat.posts() if m.thread is None],
        [m.text for m in bench.chat.posts() if m.thread is not None],
        [await bench.points(who) for who in (bench.ben, bench.cleo, bench.dan)],
        [(await bench.streak(who)).current for who in (bench.ben, bench.cleo, bench.dan)],
        (group.position, group.state, group.due_at),
        (await bench.posed()).question_id,
    )


@pytest.mark.parametrize(
    ("rhythm", "moment"),
    [("morning", "2026-11-30 09:00"), ("spread", "2026-11-27 17:00")],
)
async def test_killed_at_any_step_of_a_tick_it_goes_on_where_it_was(
    open_bench: OpenBench, rhythm: str, moment: str
) -> None:
    start = await open_bench(full())
    await before_the_day(start, rhythm)
    calm = await open_bench(like=start)
    await calm.at(moment)
    calm.pass_seconds(20)
    await calm.settle()
    expected = await picture(calm)
    for fatal in range(1, 200):
        bench = await open_bench(like=start)
        bench.clock.set(bench.moment(moment))
        Reaper(bench, fatal)
        was_killed = await killed_during(bench.app.tick())
        await bench.kill()
        await bench.start()
        bench.pass_seconds(20)
        await bench.settle()
        assert await picture(bench) == expected, f"killed at step {fatal}"
        assert await bench.verify() == []
        await bench.close()
        if not was_killed:
            assert fatal > 5
            return
    raise AssertionError("the tick never came to its end")


async def test_killed_at_any_step_of_an_answer_it_counts_once(open_bench: OpenBench) -> None:
    start = await open_bench(full())
    await start.set_up()
    await start.at("2026-11-23 10:00")
    asked = await start.choose(start.ben)
    for fatal in range(1, 50):
        bench = await open_bench(like=start)
        reaper = Reaper(bench, fatal)
        acts.press(bench.room, "ben", asked.id, asked.controls[0].action)
        await idle(bench.app.dispatcher)
        finished = reaper.count < fatal
        await bench.kill()
        await bench.start()
        pressed = await bench.chat.press(bench.ben, asked, "Sure")
        assert pressed.updated is not None
        assert "Correct!" in pressed.updated.text
        standing = await bench.standing(bench.ben)
        assert standing is not None
        assert standing.answers == 1
        assert await bench.verify() == []
        await bench.close()
        if finished:
            return
    raise AssertionError("the answer never came to its end")


async def test_where_it_cannot_know_it_does_not_post_twice_and_says_so(group: Bench) -> None:
    group.clock.set(group.moment("2026-11-23 09:00"))
    adapter: Any = group.app.connections.adapter("playground")
    post = adapter.post

    async def posted_and_gone(*args: Any, **named: Any) -> Any:
        await post(*args, **named)
        raise Killed

    adapter.post = posted_and_gone
    assert await killed_during(group.app.tick())
    await group.kill()
    group.chat.hide_history(group.study)
    await group.start()
    group.pass_seconds(20)
    await group.settle()
    assert group.titles() == ["Welcome", "Speech to text", "Question of the day"]
    (told,) = group.chat.posts(group.room.channels["dm-ana"].ref)
    assert "The bot can't tell whether the concept for Mon, Nov 23 went out" in told.text
    status = await group.say(group.ana, "/study status")
    assert "The concept may not have gone out. It counts as posted" in status.text


async def test_a_connection_that_breaks_is_mended_and_nothing_doubled(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    await group.chat.drop_connection()
    await group.answer(group.ben)
    await group.at("2026-11-24 10:00")
    assert group.titles() == [
        "Welcome",
        "Speech to text",
        "Results",
        "Text to speech",
        "Question of the day",
    ]


async def test_two_ticks_at_once_do_the_work_of_one(group: Bench) -> None:
    group.clock.set(group.moment("2026-11-23 09:00"))
    await asyncio.gather(*(group.app.tick() for _ in range(4)))
    assert group.titles() == ["Welcome", "Speech to text", "Question of the day"]


async def test_a_second_bot_by_mistake_doubles_nothing(group: Bench) -> None:
    first = group.app
    await group.start()
    group.clock.set(group.moment("2026-11-23 09:00"))
    await asyncio.gather(first.tick(), group.app.tick())
    await group.settle()
    titles = group.titles()
    await first.stop()
    assert titles == ["Welcome", "Speech to text", "Question of the day"]
