"""Many members at once, several channels, and things that happen at the same moment."""

from __future__ import annotations

import asyncio

from tests.features.bench import Bench
from tests.features.conftest import OpenBench
from tests.features.course import only
from tests.inside import add_channel


async def test_thirty_members_answer_at_once_and_each_counts_once(
    open_bench: OpenBench,
) -> None:
    bench = await open_bench(only("single"))
    await bench.set_up()
    await bench.at("2026-11-23 09:00")
    members = [bench.join(f"M{n:02}") for n in range(30)]
    message = await bench.question_message()
    right = [await bench.choose(bench.ben)]
    action = next(c.action for c in right[0].controls if c.label == "Sure")
    press = f"1.answer.{action.split('.')[2]}.B"
    twice = [member for member in members for _ in range(2)]
    await asyncio.gather(*(bench.chat.press_action(m, message, press) for m in twice))
    await asyncio.gather(*(bench.chat.press_action(m, message, action) for m in twice))
    await bench.app.tick()
    assert "31 answered" in (await bench.question_message()).text
    tally = await bench.store.rounds.tally((await bench.posed()).id)
    assert (tally.answered, tally.correct) == (31, 30)
    assert [await bench.points(m) for m in members] == [10] * 30


async def test_a_group_with_two_channels_studies_as_one(group: Bench) -> None:
    await add_channel(group.store, 1, group.general)
    await group.at("2026-11-23 09:00")
    for where in (group.study, group.general):
        assert group.titles(where)[-2:] == ["Speech to text", "Question of the day"]
    here, there = (group.last("Question of the day", w) for w in (group.study, group.general))
    first = await group.answer_at(group.ben, here, right=True)
    await group.chat.press(group.ben, first, "Sure")
    second = await group.answer_at(group.cleo, there, right=True)
    await group.chat.press(group.cleo, second, "Sure")
    group.pass_seconds(6)
    await group.app.tick()
    for where in (group.study, group.general):
        assert "2 answered" in group.last("Question of the day", where).text
    await group.at("2026-11-24 09:00")
    for where in (group.study, group.general):
        assert "2 answers, 2 right" in group.last("Results", where).text
        assert "2 of 2 right" in group.last("Text to speech", where).text
    assert (await group.group()).position == 2


async def test_one_closed_channel_does_not_stop_the_other(group: Bench) -> None:
    await add_channel(group.store, 1, group.general)
    group.chat.deny_posts(group.study)
    await group.at("2026-11-24 09:00")
    assert group.titles() == ["Welcome"]
    assert group.titles(group.general)[-2:] == ["Text to speech", "Question of the day"]
