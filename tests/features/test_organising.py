"""What organizers do with a running group."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.adapters.playground import acts
from bot.model import ChannelRef, WorkspaceRef
from bot.study.round import NewRound
from tests.contract.driver import SeenMessage
from tests.features.bench import Bench, shown
from tests.features.conftest import OpenBench
from tests.features.course import full
from tests.features.deeds import schedule, withdraw

COMMANDS = (
    "schedule",
    "pause",
    "resume",
    "status",
    "post",
    "skip",
    "questions",
    "withdraw",
    "move",
    "organisers",
    "course",
)


@pytest.mark.parametrize("command", COMMANDS)
async def test_ordinary_members_are_sent_to_the_organisers(group: Bench, command: str) -> None:
    refused = await group.say(group.ben, f"/study {command}")
    assert refused.text.startswith("This is for organizers")
    assert "Ana" in refused.text


async def test_forged_organisers_buttons_are_refused(group: Bench) -> None:
    await group.at("2026-11-23 09:00")
    own = await group.say(group.ben, "/today")
    for action in ("1.withdraw.1", "1.move.1", "1.course-start.small", "1.organiser-add"):
        refused = shown(await group.chat.press_action(group.ben, own, action))
        assert refused.text.startswith("This is for organizers")
    assert (await group.posed()).state == "open"


async def test_who_manages_another_place_has_no_say_in_this_group(bench: Bench) -> None:
    await bench.set_up()
    elsewhere = await bench.set_up_elsewhere()
    ana = await bench.person(bench.ana)
    posed = await bench.store.rounds.open_daily(
        elsewhere.id,
        NewRound("q1-single", 1, "c1", "A,B,C,D"),
        local_date="2026-11-23",
        opened_at=0,
        closes_at=None,
    )
    own = await bench.say(bench.ana, "/today")
    await bench.store.groups.add_organizer(elsewhere.id, ana.id)
    press = await bench.chat.press_action(bench.ana, own, f"1.pick-answer.{posed.id}.B")
    await bench.chat.press(bench.ana, shown(press), "Sure")
    await bench.store.groups.remove_organizer(elsewhere.id, ana.id)
    # Ana studies there and manages this workspace; here there is no group in reach but theirs.
    await bench.store.groups.move_channel(
        1, bench.study, ChannelRef(WorkspaceRef("playground", "third"), "gone")
    )
    await bench.store.people.remember_group(ana.id, bench.study.workspace, elsewhere.id)
    refused = await bench.say(bench.ana, "/study pause")
    assert refused.text.startswith("This is for organizers")
    assert "Zoe" in refused.text


async def test_move_takes_the_group_to_another_channel(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    await group.answer(group.ben)
    ask = await group.say(group.ana, "/study move", where=group.general)
    done = shown(await group.chat.press(group.ana, ask, "Move"))
    assert done.text.startswith("Moved")
    await group.at("2026-11-23 12:00")
    assert group.titles(group.general) == []
    await group.at("2026-11-24 09:00")
    assert group.titles(group.general) == ["Text to speech", "Question of the day"]
    assert group.titles() == ["Welcome", "Speech to text", "Results"]
    assert await group.points(group.ben) > 0


async def test_a_move_between_concept_and_question_repeats_no_concept(bench: Bench) -> None:
    await bench.set_up(rhythm="spread", times="9:00, 12:30, 17:00")
    await bench.at("2026-11-23 10:00")
    ask = await bench.say(bench.ana, "/study move", where=bench.general)
    await bench.chat.press(bench.ana, ask, "Move")
    await bench.at("2026-11-23 12:30")
    assert bench.titles(bench.general) == ["Question of the day"]
    await bench.at("2026-11-24 09:00")
    assert bench.titles(bench.general)[-1] == "Text to speech"


async def test_move_says_where_to_type_it(group: Bench) -> None:
    assert "The group is already here" in (await group.say(group.ana, "/study move")).text
    direct = await group.chat.adapter_direct(group.ana)
    seen = await group.say(group.ana, "/study move", where=direct)
    assert "Please do this in a channel" in seen.text


async def test_move_to_a_closed_channel_names_what_is_missing(group: Bench) -> None:
    ask = await group.say(group.ana, "/study move", where=group.general)
    group.chat.deny_posts(group.general)
    refused = shown(await group.chat.press(group.ana, ask, "Move"))
    assert "Missing: Post messages." in refused.text
    group.chat.deny_posts(group.general, denied=False)
    done = shown(await group.chat.press(group.ana, refused, "Try again"))
    assert done.text.startswith("Moved")


async def test_a_person_of_another_workspace_is_no_organizer(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    await group.answer(group.ben)
    adapter: Any = group.app.connections.adapter("playground")
    real = adapter.member

    async def member(*asked: Any) -> Any:
        return replace(await real(*asked), guest=True, outside=True)

    adapter.member = member
    seen = await group.say(group.ana, "/study organizers")
    seen = shown(await group.chat.choose(group.ana, seen, "Ben"))
    assert seen.text.startswith("That person is from another workspace")
    adapter.member = real
    assert "Ben" not in (await group.say(group.ana, "/study organizers")).text.split("Add")[0]


async def test_organisers_add_and_remove_each_other_and_the_last_one_stays(group: Bench) -> None:
    seen = await group.say(group.ana, "/study organizers")
    assert seen.text.startswith("Organizers\nAna")
    assert seen.controls == ()
    await group.at("2026-11-23 10:00")
    await group.answer(group.ben)
    seen = await group.say(group.ana, "/study organizers")
    seen = shown(await group.chat.choose(group.ana, seen, "Ben"))
    assert "Ana, Ben" in seen.text
    assert "Paused" in (await group.say(group.ben, "/study pause")).text
    remove = next(c for c in seen.controls if c.label == "Remove an organizer")
    ana = dict(remove.options)["Ana"]
    for _ in range(2):
        await press_select(group, seen, remove.action, ana)
    refused = await group.say(group.ana, "/study organizers")
    assert "Organizers\nBen" in refused.text, "Ana still may: she manages the place"
    ben = str((await group.person(group.ben)).id)
    last = await press_select(group, refused, remove.action, ben)
    assert "One organizer has to stay" in last.text


async def press_select(bench: Bench, message: SeenMessage, action: str, value: str) -> SeenMessage:
    exchange = acts.press(bench.room, "ana", message.id, action, [value], forged=True)
    return shown(await bench.chat._result(exchange))


async def test_somebody_who_is_not_in_the_group_cannot_be_made_organiser(group: Bench) -> None:
    seen = await group.say(group.ana, "/study organizers")
    for value in ("999", "x", ""):
        refused = await press_select(group, seen, "1.organiser-add", value)
        assert "/study organizers" in refused.text or "type the command again" in refused.text


async def test_another_course_starts_a_new_season(open_bench: OpenBench) -> None:
    bench = await open_bench(full(), full("tea", "Tea course"))
    await bench.set_up(course="small")
    await bench.at("2026-11-24 10:00")
    await bench.answer(bench.ben)
    points = await bench.points(bench.ben)
    seen = await bench.say(bench.ana, "/study course")
    sure = shown(await bench.chat.choose(bench.ana, seen, "Tea course"))
    assert "Tea course, from its first concept." in sure.text
    done = shown(await bench.chat.press(bench.ana, sure, "Start"))
    assert "A new season begins" in done.text
    await bench.settle()
    assert bench.titles()[-2:] == ["Question of the day", "Welcome"], "and its opening card"
    assert await bench.points(bench.ben) == points
    await bench.at("2026-11-25 09:00")
    assert "1 answer, 1 right" in bench.last("Results").text, "the open one is told"
    assert bench.titles()[-2:] == ["Speech to text", "Question of the day"]
    assert (await bench.posed()).question_id.startswith("tea-")
    group = await bench.group()
    assert (group.season, group.position) == (2, 1)


async def test_an_open_question_is_answered_over_a_change_of_course(
    open_bench: OpenBench,
) -> None:
    bench = await open_bench(full(), full("tea", "Tea course"))
    await bench.set_up(course="small")
    await bench.at("2026-11-23 10:00")
    seen = await bench.say(bench.ana, "/study course")
    sure = shown(await bench.chat.choose(bench.ana, seen, "Tea course"))
    await bench.chat.press(bench.ana, sure, "Start")
    assert (await bench.answer(bench.ben)).text.startswith("Correct!")
    await bench.choose(bench.cleo)
    await bench.at("2026-11-24 10:00")
    assert "2 answers, 2 right" in bench.last("Results").text


async def test_status_tells_how_all_is(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    await group.answer(group.ben)
    await schedule(group, free="2026-12-24")
    seen = (await group.say(group.ana, "/study status")).text
    for words in (
        "Course: Small course: 2 of 8 concepts",
        "Schedule: 09:00, Monday to Friday, Europe/Berlin",
        "State: running",
        "Next: Tue, Nov 24, 09:00",
        "Open question: 1 answer so far",
        "Organizers: Ana",
        "Free days: Thu, Dec 24",
    ):
        assert words in seen
    await group.say(group.ana, "/study pause 2026-12-01")
    assert "State: paused through Mon, Nov 30" in (await group.say(group.ana, "/study status")).text


async def test_help_has_organizers_commands_for_organizers_only(group: Bench) -> None:
    for_all = (await group.say(group.ben, "/study help")).text
    whole = (await group.say(group.ana, "/study help")).text
    for command in group.app.router.commands:
        usage = "/" + " ".join(command.path)
        assert f"\n• {usage}" in whole
        assert (f"\n• {usage}" in for_all) == (not command.for_organizers)
    assert whole.index("/today") < whole.index("For organizers") < whole.index("/study setup")
    assert "Want a group of your own? Type /study setup" in for_all


async def test_where_there_is_no_group_help_shows_a_manager_how_to_begin(bench: Bench) -> None:
    assert "• /study setup" in (await bench.say(bench.ana, "/study help")).text
    assert "• /study setup" not in (await bench.say(bench.ben, "/study help")).text


async def test_withdraw_is_asked_in_the_groups_own_words_after_a_course_change(
    open_bench: OpenBench,
) -> None:
    bench = await open_bench(full(), full("tea", "Tea course"))
    await bench.set_up(course="small")
    await bench.at("2026-11-23 10:00")
    await bench.answer(bench.ben)
    seen = await bench.say(bench.ana, "/study course")
    sure = shown(await bench.chat.choose(bench.ana, seen, "Tea course"))
    await bench.chat.press(bench.ana, sure, "Start")
    done = await withdraw(bench)
    assert "1 answer lost its points." in done.text
    assert await bench.points(bench.ben) == 0
