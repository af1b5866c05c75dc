"""The post that opens a new week, and leaderboards by more than points."""

from __future__ import annotations

from bot.model import Card, Drawn
from tests.features.bench import Bench, shown
from tests.features.past_days import studied, weekdays

WEEK = ("2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27")


async def a_week(group: Bench) -> None:
    for n, day in enumerate(WEEK):
        await group.at(f"{day} 10:00")
        await group.answer(group.ben)
        await group.answer(group.cleo, right=n == 2)
    await group.at("2026-11-30 09:00")


async def test_last_week_as_picture_and_in_words(group: Bench) -> None:
    await a_week(group)
    post = group.last("Last week")
    card = post.raw
    assert isinstance(card, Card)
    (drawn,) = [block for block in card.blocks if isinstance(block, Drawn)]
    assert drawn.alt.startswith("10 answers, 60% right. Monday: 2 answered, 50% right; Tuesday: ")
    assert "Wednesday: 2 answered, 100% right" in drawn.alt
    assert drawn.drawing.png().startswith(b"\x89PNG")
    assert "1. Ben · " in post.text and "2. Cleo · " in post.text
    assert "Streaks: Ben reached 3 days, Cleo reached 3 days" in post.text
    assert "Hardest question: " in post.text
    assert group.titles().count("Last week") == 1


async def test_a_long_streak_is_told_by_its_highest_milestone(group: Bench) -> None:
    await studied(group, group.ben, weekdays("2026-11-23", 26))
    await a_week(group)
    assert "Ben reached 30 days" in group.last("Last week").text


async def test_a_week_without_answers_is_not_told(group: Bench) -> None:
    await group.at("2026-11-30 09:00")
    assert "Last week" not in group.titles()


async def test_an_organizer_turns_it_off_and_on(group: Bench) -> None:
    menu = await group.say(group.ana, "/study recap")
    assert "Now it's on." in menu.text
    assert "The recap is off" in shown(await group.chat.press(group.ana, menu, "Off")).text
    await a_week(group)
    assert "Last week" not in group.titles()
    assert "The recap is on" in (await group.say(group.ana, "/study recap on")).text
    await group.at("2026-12-01 10:00")
    assert group.titles().count("Last week") == 1, "it's made up for"
    refused = await group.say(group.ben, "/study recap off")
    assert "organizer" in refused.text.lower()


async def test_the_leaderboard_by_reviews(group: Bench) -> None:
    await group.at("2026-11-23 09:00")
    empty = await group.say(group.ben, "/leaderboard week reviews")
    assert empty.text.startswith("Most reviews cleared · week of Nov 23\nNo reviews cleared yet.")
    await group.answer(group.cleo, right=False)
    await group.at("2026-11-24 10:00")
    step = await group.say(group.cleo, "/review")
    choice = await group.answer_at(group.cleo, step, right=True)
    assert "Correct" in shown(await group.chat.press(group.cleo, choice, "Sure")).text
    seen = await group.say(group.cleo, "/leaderboard week reviews")
    assert "1. Cleo (you) · 1 review cleared" in seen.text
    assert [c.label for c in seen.controls] == [
        "Share",
        "Month",
        "All time",
        "Points",
        "Most improved",
    ]
    other = await group.say(group.ben, "/leaderboard reviews")
    assert "1. Cleo · 1 review cleared" in other.text
    assert "You haven't cleared a review here yet." in other.text
    await group.chat.press(group.cleo, seen, "Share")
    await group.settle()
    assert "1. Cleo · 1 review cleared" in group.last("Most reviews cleared · week of Nov 23").text


async def test_the_leaderboard_by_improvement(group: Bench) -> None:
    await group.at("2026-11-23 09:00")
    seen = await group.say(group.ben, "/leaderboard all improved")
    assert seen.text.startswith("Most improved · November 2026\nNobody has improved yet.")
    points = shown(await group.chat.press(group.ben, seen, "Points"))
    assert points.text.startswith("Leaderboard · all time")


async def test_buttons_of_earlier_leaderboards_still_work(group: Bench) -> None:
    await group.at("2026-11-23 09:00")
    await group.answer(group.ben)
    seen = await group.say(group.ben, "/leaderboard")
    old = await group.chat.press_action(group.ben, seen, "1.board.month.1")
    assert shown(old).text.startswith("Leaderboard · November 2026")
