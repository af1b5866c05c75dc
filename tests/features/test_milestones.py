"""Milestones of a streak: worth seeing, in other words each time, and shared by one press."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from PIL import Image

from bot.adapters.playground import acts
from bot.features import milestones
from bot.model import Drawn
from bot.study.streaks import Streak, rebuild
from bot.study.study_days import MILESTONES
from tests.features.bench import Bench, shown
from tests.features.conftest import OpenBench
from tests.features.course import full
from tests.features.past_days import studied, weekdays
from tests.features.test_crashes import Reaper, killed_during
from tests.inside import idle

TODAY = "2026-11-23"


@pytest.mark.parametrize("days", MILESTONES)
def test_the_same_words_never_come_twice_in_a_row(days: int) -> None:
    streak, told = Streak(), list[str]()
    for begun in range(6):
        streak = streak._replace(current=days, runs=begun + 1)
        told.append(milestones.reached_words(1, streak, days))
    assert all(one != other for one, other in pairwise(told))
    assert len(set(told)) == 3 and all(told)


def test_each_milestone_has_words_of_its_own() -> None:
    said = {
        milestones.reached_words(1, Streak(runs=turn), days)
        for days in MILESTONES
        for turn in range(3)
    }
    assert len(said) == 3 * len(MILESTONES)


def test_counting_anew_comes_to_the_same_words() -> None:
    days = [(f"2026-11-{n:02}", flag == "x") for n, flag in enumerate("xx--xxx", 2)]
    assert rebuild(days).runs == 2


async def test_the_third_day_is_celebrated_once_also_with_a_wrong_answer(group: Bench) -> None:
    await studied(group, group.ben, weekdays(TODAY, 2))
    await group.at(f"{TODAY} 10:00")
    verdict = await group.answer(group.ben, right=False)
    assert any(word in verdict.text for word in ("Three study days", "Day three", "Three in a row"))
    assert "Share" not in str([c.label for c in verdict.controls])
    step = await group.say(group.ben, "/quiz 1")
    again = await group.answer_at(group.ben, step, True)
    assert not any(word in again.text for word in ("Three study", "Day three", "Three in a row"))


async def test_thirty_days_are_a_picture_that_is_shared_once(group: Bench) -> None:
    await studied(group, group.ben, weekdays(TODAY, 29))
    await group.at(f"{TODAY} 10:00")
    verdict = await group.answer(group.ben)
    assert "30-day streak" in verdict.text and "Picture: 30 study days in a row." in verdict.text
    card = shown(await group.chat.press(group.ben, verdict, "Share my 30 days"))
    assert "on their way" in card.text
    await group.settle()
    (post,) = [m for m in group.chat.posts() if m.text.startswith("30 study days")]
    assert "Ben has studied 30 days in a row" in post.text
    assert post.images == ("30 study days in a row.",)
    again = shown(await group.chat.press(group.ben, verdict, "Share my 30 days"))
    assert "Already shared" in again.text
    await group.restart()
    late = shown(await group.chat.press(group.ben, verdict, "Share my 30 days"))
    assert "Already shared" in late.text
    await group.settle()
    assert len([m for m in group.chat.posts() if m.text.startswith("30 study days")]) == 1
    # The leaderboard has a limit of its own.
    board = await group.say(group.ben, "/leaderboard")
    assert "Shared" in shown(await group.chat.press(group.ben, board, "Share")).text


async def test_it_can_be_shared_later_from_where_the_streak_is_explained(group: Bench) -> None:
    await studied(group, group.ben, weekdays(TODAY, 31))
    await group.at(f"{TODAY} 10:00")
    await group.answer(group.ben)
    progress = await group.say(group.ben, "/progress")
    why = shown(await group.chat.press(group.ben, progress, "Why 32?"))
    told = shown(await group.chat.press(group.ben, why, "Share my 30 days"))
    assert told.text.startswith("Shared")
    await group.settle()
    assert [m for m in group.chat.posts() if m.text.startswith("30 study days")]


async def test_the_picture_is_drawn_once_and_reads_on_a_phone(group: Bench) -> None:
    (block,) = milestones.picture_block(100)
    assert isinstance(block, Drawn)
    first = block.drawing.png()
    assert block.drawing.png() is first
    with Image.open(io.BytesIO(first)) as image:
        assert image.width == 1200
    (same,) = milestones.picture_block(100)
    assert same == block and same.drawing.png() is first  # type: ignore[union-attr]


async def test_nobody_shares_what_was_not_reached(group: Bench) -> None:
    await studied(group, group.ben, weekdays(TODAY, 12))
    await group.at(f"{TODAY} 10:00")
    verdict = await group.answer(group.ben)
    number = (await group.group()).id
    for days in ("u", "d", "7"):  # 30, 13 and 7
        forged = await group.chat.press_action(
            group.ben, verdict, f"1.share-streak.{number}.{days}"
        )
        assert "Nothing to share yet" in shown(forged).text
    await group.settle()
    assert not [m for m in group.chat.posts() if "days in a row" in m.text]


async def test_a_member_who_was_removed_meanwhile_is_not_posted(group: Bench) -> None:
    await studied(group, group.ben, weekdays(TODAY, 29))
    await group.at(f"{TODAY} 10:00")
    verdict = await group.answer(group.ben)
    await group.chat.press(group.ben, verdict, "Share my 30 days")
    person = await group.person(group.ben)
    await group.store.members.remove((await group.group()).id, person.id)
    await group.settle()
    assert not [m for m in group.chat.posts() if m.text.startswith("30 study days")]


async def test_killed_at_any_step_of_sharing_it_is_posted_once(open_bench: OpenBench) -> None:
    start = await open_bench(full())
    await start.set_up()
    await studied(start, start.ben, weekdays(TODAY, 29))
    await start.at(f"{TODAY} 10:00")
    verdict = await start.answer(start.ben)
    label = "Share my 30 days"
    action = next(c.action for c in verdict.controls if c.label == label)
    for fatal in range(1, 50):
        bench = await open_bench(like=start)
        reaper = Reaper(bench, fatal)
        acts.press(bench.room, "ben", verdict.id, action)
        await idle(bench.app.dispatcher)
        await killed_during(bench.app.tick())
        finished = reaper.count < fatal
        await bench.kill()
        await bench.start()
        bench.pass_seconds(20)
        again = (await bench.chat.press_action(bench.ben, verdict, action)).replies[-1]
        assert again.text.split("\n")[0] in ("Shared", "Already shared")
        await bench.settle()
        posts = [m for m in bench.chat.posts() if m.text.startswith("30 study days")]
        assert len(posts) == 1, f"killed at step {fatal}"
        await bench.close()
        if finished:
            assert fatal > 3
            return
    raise AssertionError("sharing never came to its end")
