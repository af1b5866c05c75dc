"""/leaderboard, its periods and places, and sharing it."""

from __future__ import annotations

import re

import pytest

from tests.features.bench import Bench, shown


@pytest.fixture
async def open_question(group: Bench) -> Bench:
    await group.at("2026-11-23 09:00")
    return group


def lines(words: str) -> list[str]:
    return [line for line in words.split("\n") if " point" in line and "right" in line]


async def test_nobody_has_points_yet(group: Bench) -> None:
    seen = await group.say(group.ben, "/leaderboard")
    assert seen.text.startswith("Leaderboard · week of Nov 23\nNo points yet.")
    rankings = ["Most improved", "Reviews"]
    assert [c.label for c in seen.controls] == ["Month", "All time", *rankings]


async def test_equal_points_and_accuracy_share_a_place(open_question: Bench) -> None:
    for name, points in (("Gus", 30), ("Hal", 20), ("Ida", 20), ("Joy", 10)):
        await open_question.grant(name, points)
    seen = await open_question.say(open_question.ben, "/leaderboard")
    assert [line.split(" · ")[0] for line in lines(seen.text)] == [
        "1. Gus",
        "2. Hal",
        "2. Ida",
        "4. Joy",
    ]
    assert "You don't have any points yet." in seen.text


async def test_points_then_accuracy_decide(open_question: Bench) -> None:
    await open_question.grant("Gus", 10, correct=False)
    await open_question.grant("Hal", 10)
    seen = await open_question.say(open_question.ben, "/leaderboard all")
    assert [line.split(" · ")[0] for line in lines(seen.text)] == ["1. Hal", "2. Gus"]


async def test_below_the_top_ten_the_own_place_has_its_neighbours(open_question: Bench) -> None:
    members = [await open_question.grant(f"P{n:02}", 100 - n) for n in range(15)]
    seen = await open_question.say(members[12], "/leaderboard week")
    shown_lines = [line.split(" · ")[0] for line in lines(seen.text)]
    assert shown_lines[:10] == [f"{n + 1}. P{n:02}" for n in range(10)]
    assert shown_lines[10:] == ["11. P10", "12. P11", "13. P12 (you)", "14. P13", "15. P14"]
    assert "You're 13th of 15." in seen.text


async def test_in_the_top_ten_the_own_line_stands_once(open_question: Bench) -> None:
    members = [await open_question.grant(f"P{n:02}", 100 - n) for n in range(15)]
    seen = await open_question.say(members[9], "/leaderboard")
    assert len(lines(seen.text)) == 10
    assert "10. P09 (you)" in seen.text


async def test_a_hidden_member_sees_the_own_place_and_nobody_else_does(
    open_question: Bench,
) -> None:
    group = open_question
    await group.answer(group.ben)
    await group.answer(group.cleo, right=False)
    form = (await group.chat.command(group.ben, "/study me")).form
    assert form is not None
    saved = await group.chat.submit(group.ben, form, {"verdict": ("ask",), "shown": ("hide",)})
    assert "You're hidden from the leaderboard." in shown(saved).text
    own = await group.say(group.ben, "/leaderboard")
    places = [line.split(" · ")[0] for line in lines(own.text)]
    assert places == ["1. Ben (you)", "2. Cleo"], "everybody once, with one place each"
    assert "You're hidden" in own.text
    others = await group.say(group.cleo, "/leaderboard")
    assert "Ben" not in others.text
    assert "1. Cleo (you)" in others.text
    assert "You're the only one here so far." in others.text
    await group.chat.press(group.ben, own, "Share")
    await group.settle()
    assert "Ben" not in group.last("Leaderboard · week of Nov 23").text


async def test_a_new_week_starts_on_monday_in_the_groups_zone(bench: Bench) -> None:
    await bench.set_up(zone="New York", days="1 2 3 4 5 6 7")
    await bench.at("2026-11-29 23:59")
    await bench.answer(bench.ben)
    await bench.at("2026-11-30 00:01")
    assert "No points yet" in (await bench.say(bench.ben, "/leaderboard")).text
    assert await bench.points(bench.ben, "2026-W48") > 0
    await bench.at("2026-11-30 10:00")
    await bench.answer(bench.cleo)
    seen = await bench.say(bench.cleo, "/leaderboard")
    assert seen.text.startswith("Leaderboard · week of Nov 30")
    assert "Ben" not in seen.text


async def test_a_new_month_starts_at_the_groups_midnight(bench: Bench) -> None:
    await bench.set_up(zone="New York", days="1 2 3 4 5 6 7")
    await bench.at("2026-11-30 23:30")
    await bench.answer(bench.ben)
    assert "1. Ben (you)" in (await bench.say(bench.ben, "/leaderboard month")).text
    await bench.at("2026-12-01 00:30")
    seen = await bench.say(bench.ben, "/leaderboard month")
    assert seen.text.startswith("Leaderboard · December 2026\nNo points yet.")
    assert "1. Ben (you)" in (await bench.say(bench.ben, "/leaderboard week")).text


async def test_the_buttons_change_the_period_in_place(open_question: Bench) -> None:
    group = open_question
    await group.answer(group.ben)
    seen = await group.say(group.ben, "/leaderboard")
    month = shown(await group.chat.press(group.ben, seen, "Month"))
    assert month.id == seen.id
    assert month.text.startswith("Leaderboard · November 2026")
    always = shown(await group.chat.press(group.ben, month, "All time"))
    assert always.text.startswith("Leaderboard · all time")


async def test_an_unknown_period_is_explained(group: Bench) -> None:
    seen = await group.say(group.ben, "/leaderboard year")
    assert "I don't know “year” here. It can be week, month or all." in seen.text
    forged = await group.say(group.ben, "/leaderboard")
    refused = shown(await group.chat.press_action(group.ben, forged, "1.board.year"))
    assert "Try /leaderboard week, month or all." in refused.text


async def test_shared_however_often_within_an_hour_it_is_posted_once(
    open_question: Bench,
) -> None:
    group = open_question
    await group.answer(group.ben)
    await group.answer(group.cleo)
    group.clock.set(group.moment("2026-11-23 10:00:50"))
    screens = [await group.say(who, "/leaderboard") for who in (group.ben, group.cleo) * 2]
    said = []
    for screen, who in zip(screens, (group.ben, group.cleo) * 2, strict=True):
        said.append(shown(await group.chat.press(who, screen, "Share")).text.split("\n")[0])
        group.pass_seconds(12)  # over a full minute's border as well
        await group.settle()
    assert said == ["Shared", *["A leaderboard was shared here a moment ago"] * 3]
    assert group.titles().count("Leaderboard · week of Nov 23") == 1
    group.clock.set(group.moment("2026-11-23 11:00:40"))
    again = await group.say(group.ben, "/leaderboard month")
    refused = shown(await group.chat.press(group.ben, again, "Share"))
    assert "the next one can be shared at 11:00" in refused.text
    group.pass_seconds(60)
    again = await group.say(group.ben, "/leaderboard month")
    assert shown(await group.chat.press(group.ben, again, "Share")).text.startswith("Shared")
    await group.settle()
    shared = group.last("Leaderboard · November 2026")
    assert "1. Ben" in shared.text
    assert "(you)" not in shared.text
    assert shared.pinged == ()


@pytest.mark.parametrize(
    ("trouble", "title"),
    [
        ("paused", "The group is taking a break"),
        ("blocked", "The bot can't post in this channel"),
        ("hidden", "There's nothing to share yet"),
    ],
)
async def test_share_says_so_where_nothing_would_be_posted(
    open_question: Bench, trouble: str, title: str
) -> None:
    group = open_question
    await group.answer(group.ben)
    seen = await group.say(group.ben, "/leaderboard")
    if trouble == "paused":
        await group.say(group.ana, "/study pause")
    elif trouble == "blocked":
        await group.store.groups.set_problem(group.study, "missing: Post messages")
    else:
        ben = await group.person(group.ben)
        await group.store.people.set_preferences(ben.id, hidden=True)
    refused = shown(await group.chat.press(group.ben, seen, "Share"))
    assert refused.text.startswith(title)
    await group.settle()
    assert [t for t in group.titles() if t.startswith("Leaderboard")] == []


async def test_sharing_is_for_the_groups_own_channel(open_question: Bench) -> None:
    group = open_question
    await group.answer(group.ben)
    for where in (group.general, await group.chat.adapter_direct(group.ben)):
        seen = await group.say(group.ben, "/leaderboard", where=where)
        assert "1. Ben (you)" in seen.text
        assert "Share" not in [c.label for c in seen.controls]
        forged = await group.chat.press_action(group.ben, seen, "1.share-board.week.1")
        assert "shared from #study-group" in shown(forged).text
    await group.settle()
    assert [t for t in group.titles() if t.startswith("Leaderboard")] == []


async def test_sharing_an_empty_board_posts_nothing(group: Bench) -> None:
    seen = await group.say(group.ben, "/leaderboard")
    await group.chat.press_action(group.ben, seen, "1.share-board.week")
    await group.settle()
    assert group.titles() == ["Welcome"]


async def test_progress_starts_empty_and_then_tells(group: Bench) -> None:
    seen = await group.say(group.ben, "/progress")
    assert "Your first answer gets it going" in seen.text
    await group.at("2026-11-23 10:00")
    await group.answer(group.ben)
    await group.at("2026-11-24 10:00")
    await group.answer(group.ben, right=False)
    seen = await group.say(group.ben, "/progress")
    assert "Streak: 2 study days" in seen.text
    assert "Right answers: 1 of 2 (50%)" in seen.text
    told = r"First part · \d+% known · [12] of 3 concepts so far, 1 of 2 right\."
    assert re.search(told, seen.text)
    assert "Second part" not in seen.text
    await group.at("2026-11-27 10:00")
    seen = await group.say(group.ben, "/progress")
    assert "Streak: 0 study days (best: 2)" in seen.text
