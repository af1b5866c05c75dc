"""A private channel's group is its members': nobody else reads anything of it, by any route."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import product

import pytest

from bot.adapters.playground import acts
from bot.model import ChannelRef, OptionKind
from tests.contract.driver import Result
from tests.features.bench import Bench, shown
from tests.features.conftest import OpenBench
from tests.features.course import full

NAMES = ("Ana", "Cleo")
IDS = ("1", "2", "3", "c1", "small", "week", "A", "y", "-")


def set_private(bench: Bench, where: ChannelRef, private: bool = True) -> None:
    """What the platform says of a channel from now on."""
    channel = bench.room.channels[where.id]
    bench.room.channels[where.id] = replace(channel, private=private)


@pytest.fixture
async def private(open_bench: OpenBench) -> AsyncIterator[Bench]:
    """Ana's group in a private channel, in which Ana and Cleo have answered; Ben is not in it."""
    bench = await open_bench(full())
    set_private(bench, bench.study)
    await bench.set_up()
    await bench.at("2026-11-23 10:00")
    await bench.answer(bench.ana)
    await bench.answer(bench.cleo, right=False)
    await bench.say(bench.cleo, "/quiz 2")
    yield bench


def said(result: Result) -> str:
    """All that a member is shown by one act."""
    seen = [message.text for message in result.replies]
    seen += [repr(message.controls) for message in result.replies]
    if result.updated is not None:
        seen += [result.updated.text, repr(result.updated.controls)]
    seen += [repr(result.form), repr(result.errors), repr(result.suggestions)]
    return "\n".join(seen)


async def secrets(bench: Bench) -> list[str]:
    """What nobody else may read: names, and what the open question asks."""
    posed = await bench.posed()
    return [*NAMES, bench.question(posed).stem, "#study-group"]


async def lines(bench: Bench) -> list[str]:
    """Every command, bare and with each of its options."""
    found = []
    for command in bench.app.router.commands:
        usage = "/" + " ".join(command.path)
        found.append(usage)
        for option in command.options:
            values = [choice.value for choice in option.choices] or ["Speech to text", "2"]
            if option.kind is OptionKind.INTEGER:
                values = ["2"]
            found += [f"{usage} {value}" for value in values]
    return found


@pytest.mark.parametrize("place", ["elsewhere", "direct"])
async def test_no_command_gives_a_stranger_anything(private: Bench, place: str) -> None:
    bench = private
    where = bench.general if place == "elsewhere" else await bench.chat.adapter_direct(bench.ben)
    hidden = await secrets(bench)
    posts = bench.titles()
    for line in await lines(bench):
        bench.pass_seconds(30)
        words = said(await bench.chat.command(bench.ben, line, where=where))
        assert [s for s in hidden if s in words] == [], line
    await bench.settle()
    assert bench.titles() == posts


async def test_no_button_gives_a_stranger_anything(private: Bench) -> None:
    bench = private
    hidden = await secrets(bench)
    posts = bench.titles()
    own = shown(await bench.chat.command(bench.ben, "/study help", where=bench.general))
    before = await bench.group()
    for route in bench.app.router.actions:
        for args in ((), *product(IDS), *product(("1", "2"), IDS[:6]), *product("12", "12", "1")):
            bench.pass_seconds(10)
            action = ".".join(("1", route, *args))
            result = await bench.chat.press_action(bench.ben, own, action)
            words = said(result)
            assert [s for s in hidden if s in words] == [], action
        for args, choice in product(((), ("1",), ("1", "1")), ("1", "2", "c1", "small")):
            bench.pass_seconds(10)
            action = ".".join(("1", route, *args))
            pressed = acts.press(bench.room, "ben", own.id, action, [choice], forged=True)
            words = said(await bench.chat._result(pressed))
            assert [s for s in hidden if s in words] == [], (action, choice)
    await bench.settle()
    assert bench.titles() == posts
    assert await bench.group() == before


async def test_suggestions_give_a_stranger_nothing(private: Bench) -> None:
    bench = private
    bench.chat.channel = bench.general
    for line, option in (("/quiz", "topic"), ("/concept", "text")):
        assert (await bench.chat.suggest(bench.ben, line, option)).suggestions in ([], ())


async def test_a_channel_nobody_has_looked_at_yet_is_taken_for_private(group: Bench) -> None:
    """As after an upgrade; the first tick asks the platform."""
    first = await group.group()
    ana = await group.person(group.ana)
    await group.store.groups.move_channel(first.id, group.study, group.general)
    await group.store.members.join(first.id, ana.id, 1)
    assert "no study group" in (await group.say(group.ben, "/leaderboard")).text
    await group.settle()
    assert "No points yet" in (await group.say(group.ben, "/leaderboard")).text


async def test_members_read_their_group_wherever_they_are(private: Bench) -> None:
    bench = private
    for where in (bench.general, await bench.chat.adapter_direct(bench.cleo)):
        seen = await bench.say(bench.cleo, "/leaderboard", where=where)
        assert "1. Ana" in seen.text
        assert "Cleo (you)" in seen.text


async def test_who_is_let_into_the_channel_reads_from_then_on(private: Bench) -> None:
    bench = private
    assert (
        "no study group here yet"
        in (await bench.say(bench.dan, "/today", where=bench.general)).text
    )
    await bench.say(bench.dan, "/study help")  # in the channel itself
    seen = await bench.say(bench.dan, "/leaderboard", where=bench.general)
    assert "1. Ana" in seen.text


async def test_who_was_taken_off_the_boards_reads_nothing_from_elsewhere(private: Bench) -> None:
    bench = private
    cleo = await bench.person(bench.cleo)
    await bench.store.members.remove(1, cleo.id)
    assert (
        "no study group" in (await bench.say(bench.cleo, "/leaderboard", where=bench.general)).text
    )
    seen = await bench.say(bench.cleo, "/leaderboard")
    assert "An organizer took you off this leaderboard" in seen.text
    assert "Cleo" not in (await bench.say(bench.ana, "/leaderboard")).text


async def test_a_public_channels_group_is_open_to_the_workspace_but_not_to_guests(
    group: Bench,
) -> None:
    await group.at("2026-11-23 10:00")
    await group.answer(group.ana)
    assert "1. Ana" in (await group.say(group.ben, "/leaderboard", where=group.general)).text
    group.room.rights_unsaid = True
    group.room.members["eva"] = replace(group.room.members["eva"], guest=True)
    assert (
        "no study group" in (await group.say(group.eva, "/leaderboard", where=group.general)).text
    )
    assert "1. Ana" in (await group.say(group.dan, "/leaderboard", where=group.general)).text


async def test_a_channel_that_becomes_private_closes_within_minutes(group: Bench) -> None:
    await group.at("2026-11-23 10:00")
    await group.answer(group.ana)
    set_private(group, group.study)
    group.pass_seconds(11 * 60)
    assert (
        "no study group" in (await group.say(group.ben, "/leaderboard", where=group.general)).text
    )
    set_private(group, group.study, private=False)
    group.pass_seconds(25 * 60 * 60)
    await group.settle()
    assert "1. Ana" in (await group.say(group.ben, "/leaderboard", where=group.general)).text


async def test_setting_up_in_a_private_channel_says_what_that_means(bench: Bench) -> None:
    set_private(bench, bench.study)
    preview = await bench.preview()
    assert "Everything is posted in #study-group." in preview.text
    assert "#study-group is private: only its members" in preview.text
    await bench.chat.press(bench.ana, preview, "Start")
    assert "private" in (await bench.say(bench.ana, "/study status")).text


async def test_moving_to_a_public_channel_opens_the_group(private: Bench) -> None:
    bench = private
    ask = await bench.say(bench.ana, "/study move", where=bench.general)
    await bench.chat.press(bench.ana, ask, "Move")
    direct = await bench.chat.adapter_direct(bench.ben)
    assert "1. Ana" in (await bench.say(bench.ben, "/leaderboard", where=direct)).text


async def test_a_person_in_two_workspaces_has_each_ones_name(bench: Bench) -> None:
    """The other workspace's name stays there, on boards, in lists and in refusals."""
    await bench.set_up()
    elsewhere = await bench.set_up_elsewhere()
    there = elsewhere
    ana = await bench.store.people.ensure(
        bench.ana,
        "Captain Secret",
        0,
        (await bench.store.groups.channels(there.id))[0].channel.workspace,
    )
    await bench.store.groups.add_organizer(there.id, ana.id)
    await bench.at("2026-11-23 10:00")
    await bench.answer(bench.ana)
    for who, line in (
        (bench.ben, "/leaderboard"),
        (bench.ben, "/study pause"),
        (bench.ana, "/study organizers"),
        (bench.ana, "/study members"),
        (bench.ana, "/study status"),
    ):
        result = await bench.chat.command(who, line)
        assert "Captain Secret" not in said(result)
        assert "Ana" in said(result)
    organizers = await bench.store.groups.organizers(there.id)
    assert [p.name for p in organizers] == ["Captain Secret", "Zoe"]
