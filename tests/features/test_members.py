"""Who takes part: lists that reach everybody, who left, who was taken off, points begun anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.adapters.base import Unreachable
from bot.adapters.playground import acts
from bot.model import Member, MemberRef, WorkspaceRef
from tests.contract.driver import SeenMessage
from tests.features.bench import Bench, filled, shown
from tests.features.conftest import OpenBench
from tests.features.course import full


@pytest.fixture
async def crowd(group: Bench) -> Bench:
    """Thirty members with points, of whom the last one hides."""
    await group.at("2026-11-23 10:00")
    for number in range(30):
        await group.grant(f"Member {number:02}", 10)
    last = await group.store.people.by_member(MemberRef("playground", "member 29"))
    assert last is not None
    await group.store.people.set_preferences(last.id, hidden=True)
    return group


def labels(message: SeenMessage, placeholder: str) -> list[str]:
    (control,) = [c for c in message.controls if c.label == placeholder]
    return [label for label, _ in control.options]


async def test_every_member_can_be_made_an_organizer_the_hidden_one_too(crowd: Bench) -> None:
    seen = await crowd.say(crowd.ana, "/study organizers")
    assert len(labels(seen, "Add an organizer")) == 25
    turned = shown(await crowd.chat.press(crowd.ana, seen, "5 more ▶"))
    assert labels(turned, "Add an organizer") == [f"Member {n}" for n in range(25, 30)]
    back = shown(await crowd.chat.press(crowd.ana, turned, "◀ Back"))
    assert "Member 00" in labels(back, "Add an organizer")
    added = shown(await crowd.chat.choose(crowd.ana, turned, "Member 29"))
    assert added.text.startswith("Organizers\nAna, Member 29")


async def test_a_member_is_found_by_a_part_of_the_name(crowd: Bench) -> None:
    seen = await crowd.say(crowd.ana, "/study organizers member 2")
    assert labels(seen, "Add an organizer") == [f"Member {n}" for n in range(20, 30)]
    none = await crowd.say(crowd.ana, "/study organizers Xaver")
    assert "Nobody in this group is called “Xaver”." in none.text
    members = await crowd.say(crowd.ana, "/study members member 29")
    assert labels(members, "Choose a member") == ["Member 29"]


async def test_the_pages_of_a_search_stay_in_it(crowd: Bench) -> None:
    seen = await crowd.say(crowd.ana, "/study members memb")
    turned = shown(await crowd.chat.press(crowd.ana, seen, "5 more ▶"))
    assert labels(turned, "Choose a member") == [f"Member {n}" for n in range(25, 30)]


async def test_two_of_one_name_are_told_apart(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    for name in ("Sam", "SAM ", "Ute"):
        await group.grant(name, 10)
    card = (await group.say(group.ana, "/study members")).raw
    (select,) = card.rows  # type: ignore[attr-defined]
    by = {option.value: option for option in select.options}
    sams = [o for o in by.values() if o.label.strip().casefold() == "sam"]
    assert len({option.description for option in sams}) == 2
    assert all("Joined Nov 23 · account …" in option.description for option in sams)
    (ute,) = [o for o in by.values() if o.label == "Ute"]
    assert ute.description == ""


async def test_taken_off_the_boards_and_put_back(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    await group.answer(group.ben)
    await group.answer(group.cleo, right=False)
    seen = await group.say(group.ana, "/study members")
    sure = shown(await group.chat.choose(group.ana, seen, "Ben"))
    assert sure.text.startswith("Take Ben off the boards?")
    cancelled = shown(await group.chat.press(group.ana, sure, "Cancel"))
    assert cancelled.text.startswith("Canceled")
    assert "Ben" in (await group.say(group.cleo, "/leaderboard")).text
    off = shown(await group.chat.press_action(group.ana, sure, off_action(sure)))
    assert off.text.startswith("Ben is off the boards")
    board = await group.say(group.cleo, "/leaderboard")
    assert "Ben" not in board.text
    assert "1. Cleo (you)" in board.text
    await group.at("2026-11-24 10:00")
    await group.answer(group.ben)
    assert "Ben" not in (await group.say(group.cleo, "/leaderboard")).text, "not by answering"
    again = await group.say(group.ana, "/study members ben")
    sure = shown(await group.chat.choose(group.ana, again, "Ben"))
    assert "They were taken off by an organizer." in sure.text
    await group.chat.press(group.ana, sure, "Put back")
    assert "1. Ben" in (await group.say(group.cleo, "/leaderboard")).text


def off_action(message: SeenMessage) -> str:
    return next(c.action for c in message.controls if c.label == "Take off")


async def test_points_start_over_once_a_card(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    await group.answer(group.ben)
    ask = await group.say(group.ana, "/study reset")
    assert "start from zero, for 1 member." in ask.text
    assert [c.label for c in ask.controls] == ["Start over", "Cancel"]
    stale = await group.say(group.ana, "/study reset")
    done = shown(await group.chat.press(group.ana, ask, "Start over"))
    assert done.text.startswith("All points start over")
    assert await group.points(group.ben) == 0
    assert (await group.streak(group.ben)).current == 1
    await group.answer(group.cleo)
    seen = await group.say(group.cleo, "/leaderboard all")
    assert seen.text.startswith("Leaderboard · since Nov 23\n1. Cleo (you)")
    refused = shown(await group.chat.press(group.ana, stale, "Start over"))
    assert refused.text.startswith("This is out of date")
    assert await group.points(group.cleo) > 0
    tomorrow = await group.say(group.ana, "/study reset")
    await group.at("2026-11-24 10:00")
    refused = shown(await group.chat.press(group.ana, tomorrow, "Start over"))
    assert refused.text.startswith("This is out of date")
    assert await group.verify() == []


async def test_who_left_leaves_the_boards_within_a_day_and_comes_back_with_the_points(
    group: Bench,
) -> None:
    await group.at("2026-11-23 10:00")
    await group.answer(group.ben)
    await group.answer(group.cleo)
    here = {"ben": True}
    adapter: Any = group.app.connections.adapter("playground")
    known = adapter.member
    asked: list[str] = []

    async def member(ref: MemberRef, workspace: WorkspaceRef | None = None) -> Member:
        asked.append(ref.id)
        found = await known(ref, workspace)
        return replace(found, present=here.get(ref.id, True))

    adapter.member = member
    here["ben"] = False
    await group.at("2026-11-24 12:00")
    assert asked.count("ben") == asked.count("cleo") == 1
    board = await group.say(group.cleo, "/leaderboard")
    assert "Ben" not in board.text
    assert "You're the only one here so far." in board.text
    await group.settle()
    assert asked.count("ben") == 1, "once a day"
    await group.at("2026-11-30 09:00")
    assert "Ben" not in group.last("Last week").text
    here["ben"] = True
    await group.at("2026-12-01 12:00")
    points = await group.points(group.ben)
    assert points > 0
    assert "Ben" in (await group.say(group.cleo, "/leaderboard all")).text
    here["ben"] = False
    await group.at("2026-12-02 13:00")
    assert "Ben" not in (await group.say(group.cleo, "/leaderboard all")).text
    await group.say(group.ben, "/today")  # back, and active in the channel
    assert "Ben" in (await group.say(group.cleo, "/leaderboard all")).text
    assert await group.points(group.ben) == points


async def test_somebody_without_a_name_here_gets_the_platforms(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    person = await group.store.people.ensure(group.ben, "", 0)
    await group.store.members.join(1, person.id, 1)
    posed = await group.posed()
    assert await group.store.members.name(1, person.id) == ""
    await group.answer_unnamed(person.id, posed)
    assert "Somebody" in (await group.say(group.cleo, "/leaderboard")).text
    await group.at("2026-11-24 12:00")
    assert "1. Ben" in (await group.say(group.cleo, "/leaderboard")).text


@pytest.mark.parametrize("error", [Unreachable("not now"), KeyError("odd")])
async def test_a_platform_that_cannot_be_asked_takes_nobody_off(
    group: Bench, error: Exception
) -> None:
    await group.at("2026-11-23 10:00")
    await group.answer(group.ben)
    adapter: Any = group.app.connections.adapter("playground")

    async def member(ref: MemberRef, workspace: WorkspaceRef | None = None) -> Member:
        raise error

    adapter.member = member
    await group.at("2026-11-25 12:00")
    assert "Ben" in (await group.say(group.cleo, "/leaderboard")).text


def many() -> list[Any]:
    return [full(), *(full(f"course{n:02}", f"Course number {n:02}") for n in range(30))]


async def test_with_more_courses_than_a_menu_holds_setup_takes_a_name(
    open_bench: OpenBench,
) -> None:
    bench = await open_bench(*many())
    form = (await bench.chat.command(bench.ana, "/study setup")).form
    assert form is not None
    wrong = await bench.chat.submit(bench.ana, form, filled(form, zone="Berlin", course="number 2"))
    assert "Which one do you mean: Course number 20," in wrong.errors["course"]
    assert wrong.form is not None
    lost = await bench.chat.submit(
        bench.ana, wrong.form, filled(wrong.form, zone="Berlin", course="cuorse numbr 27")
    )
    assert "Course number 27" in lost.errors["course"]
    assert lost.form is not None
    preview = await bench.chat.submit(
        bench.ana, lost.form, filled(lost.form, zone="Berlin", course="NUMBER 29")
    )
    assert "Course number 29" in shown(preview).text
    await bench.chat.press(bench.ana, shown(preview), "Start")
    assert (await bench.group()).course == "course29"


async def test_the_last_of_many_courses_can_be_chosen(open_bench: OpenBench) -> None:
    bench = await open_bench(*many())
    await bench.set_up(course="small course")
    seen = await bench.say(bench.ana, "/study course")
    turned = shown(await bench.chat.press(bench.ana, seen, "6 more ▶"))
    sure = shown(await bench.chat.choose(bench.ana, turned, "Course number 29"))
    assert [c.label for c in sure.controls] == ["Start", "Cancel"]
    done = shown(await bench.chat.press(bench.ana, sure, "Start"))
    assert done.text.startswith("A new season begins")
    assert (await bench.group()).course == "course29"


async def test_a_season_is_begun_once_a_card(open_bench: OpenBench) -> None:
    bench = await open_bench(full(), full("tea", "Tea course"))
    await bench.set_up(course="small")
    seen = await bench.say(bench.ana, "/study course")
    sure = shown(await bench.chat.choose(bench.ana, seen, "Tea course"))
    await bench.chat.press(bench.ana, sure, "Start")
    for action in ("1.course-start.tea.1.1", "1.course-start.tea"):
        again = shown(await bench.chat.press_action(bench.ana, seen, action))
        assert again.text.startswith("The season has already changed")
    assert (await bench.group()).season == 2


async def test_an_old_list_of_organizers_removes_nobody_twice(group: Bench) -> None:
    for who in (group.ben, group.cleo):
        await group.say(who, "/today")
        await group.store.groups.add_organizer(1, (await group.person(who)).id)
    old = await group.say(group.ana, "/study organizers")
    ben = str((await group.person(group.ben)).id)
    for title in ("Organizers", "Ben isn't an organizer anymore"):
        pressed = acts.press(group.room, "ana", old.id, "1.organiser-remove.1", [ben], forged=True)
        assert shown(await group.chat._result(pressed)).text.startswith(title)


async def test_a_card_keeps_to_the_group_it_was_shown_for(group: Bench) -> None:
    preview = await group.preview(where=group.general, times="11:00")
    await group.chat.press(group.ana, preview, "Start")
    direct = await group.chat.adapter_direct(group.ana)
    first, second = await group.store.groups.all()
    ana = await group.person(group.ana)
    await group.store.people.remember_group(ana.id, direct.workspace, first.id)
    ask = await group.say(group.ana, "/study reset", where=direct)
    await group.store.people.remember_group(ana.id, direct.workspace, second.id)
    await group.chat.press(group.ana, ask, "Start over")
    groups = await group.store.groups.all()
    assert [bool(g.settings.points_since) for g in groups] == [True, False]
