"""Who may read a group and who stands on its boards, with both real adapters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.model import ChannelRef
from tests.contract import slack_driver
from tests.e2e.stage import Side, Stage
from tests.features.bench import shown

NAMES = ["slack", "discord"]
VIEW = 1 << 10  # Discord: topics/permissions, VIEW_CHANNEL


def side_of(stage: Stage, name: str) -> Side:
    return stage.slack if name == "slack" else stage.discord


def make_private(stage: Stage, side: Side) -> ChannelRef:
    """The group's channel is for Ana only; the way to another one, where Ben is."""
    if side is stage.slack:
        server = stage.slack_server
        server.state.channels[side.channel.id].private = True
        server.add_channel("C0LOBBY00", "lobby", slack_driver.ANA, slack_driver.BEN)
        return replace(side.channel, id="C0LOBBY00")
    world = stage.discord_server.world
    channel = world.channels[side.channel.id]
    channel.roles[world.guild] = (0, VIEW)
    channel.roles[world.bot_role] = (VIEW, 0)
    return replace(side.channel, id=world.add_channel("lobby").id)


def leave(stage: Stage, side: Side, *, gone: bool) -> None:
    """Ben leaves the workspace, or comes back to it."""
    if side is stage.slack:
        stage.slack_server.state.users[slack_driver.BEN].deleted = gone
        adapter: Any = side.driver.adapter  # type: ignore[attr-defined]
        adapter._people._known.clear()  # what it remembers for five minutes of real time
    elif gone:
        stage.discord_server.world.gone.add(side.ben.id)
    else:
        stage.discord_server.world.gone.discard(side.ben.id)


async def answer(stage: Stage, side: Side, *, who: str, right: bool = True) -> None:
    member = side.ana if who == "ana" else side.ben
    asked = await stage.choose(side, member, right)
    await side.press(member, asked, "Sure")


@pytest.mark.parametrize("name", NAMES)
async def test_a_private_channels_group_is_its_members(stage: Stage, name: str) -> None:
    side = side_of(stage, name)
    lobby = make_private(stage, side)
    await stage.start()
    await stage.set_up(side)
    await stage.at("2026-11-23 09:30")
    await answer(stage, side, who="ana")
    stem = stage.question(await stage.posed(side)).stem
    for line in ("/leaderboard", "/today", "/quiz", "/progress", "/study status"):
        seen = shown(await side.driver.command(side.ben, line, where=lobby))
        assert "Ana" not in seen.text
        assert stem not in seen.text
        assert "no study group here yet" in seen.text
    mine = shown(await side.driver.command(side.ana, "/leaderboard", where=lobby))
    assert "1. Ana (you)" in mine.text


@pytest.mark.parametrize("name", NAMES)
async def test_a_public_channels_group_is_open_to_the_workspace(running: Stage, name: str) -> None:
    side = side_of(running, name)
    await running.at("2026-11-23 09:30")
    await answer(running, side, who="ana")
    if side is running.slack:
        running.slack_server.add_channel("C0LOBBY00", "lobby", slack_driver.BEN)
        lobby = replace(side.channel, id="C0LOBBY00")
    else:
        lobby = replace(side.channel, id=running.discord_server.world.add_channel("lobby").id)
    seen = shown(await side.driver.command(side.ben, "/leaderboard", where=lobby))
    assert "1. Ana" in seen.text
    assert "Share" not in [control.label for control in seen.controls]


@pytest.mark.parametrize("name", NAMES)
async def test_who_leaves_leaves_the_boards_and_is_back_with_the_points(
    running: Stage, name: str
) -> None:
    side = side_of(running, name)
    await running.at("2026-11-23 09:30")
    await answer(running, side, who="ana", right=False)
    await answer(running, side, who="ben")
    leave(running, side, gone=True)
    await running.at("2026-11-24 10:00")
    await running.settle()
    board = (await side.say(side.ana, "/leaderboard all")).text
    assert "Ben" not in board
    assert "You're the only one here so far." in board
    leave(running, side, gone=False)
    await running.at("2026-11-25 11:00")
    await running.settle()
    board = (await side.say(side.ana, "/leaderboard all")).text
    assert "1. Ben" in board
    assert "You're 2nd of 2." in board
