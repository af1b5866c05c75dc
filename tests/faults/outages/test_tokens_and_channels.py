"""Tokens, channels and permissions that are taken away while the bot runs, and given back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.contract import slack_driver
from tests.contract.driver import SeenMessage
from tests.e2e.conftest import Faults
from tests.e2e.stage import WITHIN, Side, Stage
from tests.faults.conftest import OpenTally
from tests.faults.outages import scene
from tests.features.bench import shown
from tests.servers.discord.world import SEND, VIEW
from tests.servers.slack.state import BOT_USER

SUITE = "tokens and channels"
NEXT = "2026-11-24"

Switch = Callable[[Stage, bool], None]


def kicked(stage: Stage, away: bool) -> None:
    stage.slack.driver.deny_posts(stage.slack.channel, away)


def archived(stage: Stage, away: bool) -> None:
    stage.slack_server.state.channels[stage.slack.channel.id].archived = away


def read_only(stage: Stage, away: bool) -> None:
    stage.slack_server.state.channels[stage.slack.channel.id].read_only = away


def made_private(stage: Stage, away: bool) -> None:
    channel = stage.slack_server.state.channels[stage.slack.channel.id]
    channel.private = away
    (channel.members.discard if away else channel.members.add)(BOT_USER)


def without_scope(stage: Stage, away: bool) -> None:
    scopes = stage.slack_server.state.scopes
    (scopes.discard if away else scopes.add)("chat:write")


def denied(bits: int) -> Switch:
    def switch(stage: Stage, away: bool) -> None:
        channel = stage.discord_server.world.channels[stage.discord.channel.id]
        channel.denied = channel.denied | bits if away else channel.denied & ~bits

    return switch


def removed(stage: Stage, away: bool) -> None:
    """Out of the server: every channel of it is out of sight, private words go nowhere."""
    denied(VIEW)(stage, away)
    stage.discord_server.world.people[stage.discord.ana.id].closed = away


CASES = {
    "kicked": ("slack", kicked, "/invite"),
    "archived": ("slack", archived, "archived"),
    "read-only": ("slack", read_only, "read-only"),
    "private": ("slack", made_private, "/invite"),
    "scope": ("slack", without_scope, "the scope chat:write"),
    "send": ("discord", denied(SEND), "Send Messages"),
    "view": ("discord", denied(VIEW), "View Channel"),
    "removed": ("discord", removed, "View Channel"),
}
UNSEEN = ("kicked",)
"""A public channel is joined again by /study resume."""


def ill_and_well(stage: Stage, name: str) -> tuple[Side, Side]:
    first, second = stage.sides
    return (first, second) if first.name == name else (second, first)


async def notices(side: Side) -> list[SeenMessage]:
    """What the organizer was told in private."""
    try:
        direct = await side.driver.adapter.direct(side.ana)
    except Exception:
        return []
    return [m for m in side.driver.posts(direct) if "can't post in its channel" in m.text]


def more(*values: object) -> list[object]:
    return [pytest.param(*values, marks=pytest.mark.longer)]


QUICK = (("archived", True), ("removed", False))


@pytest.mark.parametrize(
    ("case", "second_day"),
    [*QUICK, *(p for c in CASES for d in (False, True) if (c, d) not in QUICK for p in more(c, d))],
)
async def test_a_permission_is_taken_away_and_given_back(
    running: Stage, tally: OpenTally, case: str, second_day: bool
) -> None:
    """Before the question is posted, or while it is open."""
    counted = tally(SUITE)
    name, switch, words = CASES[case]
    ill, well = ill_and_well(running, name)
    day, answered = scene.DAY, []
    if second_day:
        await scene.open_day(running)
        for side in running.sides:
            assert "Correct!" in await scene.answer(running, side, side.ben)
            answered.append(await scene.expected_answer(running, side, side.ben))
        day = NEXT
    before = ill.titles()
    switch(running, True)
    counted.faults += 1
    for minute in ("00", "01", "02", "30"):
        await running.at(f"{day} 09:{minute}")
    assert len(ill.titles()) == len(before), "nothing new in the channel"
    assert well.titles()[-1] == "Question of the day"
    assert "Correct!" in await scene.answer(running, well, well.ana)
    answered.append(await scene.expected_answer(running, well, well.ana))
    if case == "removed":
        status = await ill.say(ill.ana, "/study status")
        assert "Notice: The bot can't post" in status.text and words in status.text
        assert "Notice:" not in (await ill.say(ill.ana, "/study status")).text
    elif case != "scope":  # without it nothing at all can be written, in private neither
        (told,) = await notices(ill)
        assert words in told.text and "/study resume" in told.text
    else:
        status = await ill.say(ill.ana, "/study status")
        assert words in status.text
    if case not in UNSEEN:
        # Not mended yet: the organizer is told so, and nothing goes out.
        early = await ill.say(ill.ana, "/study resume")
        assert "Posting again" not in early.text and words.casefold() in early.text.casefold()
    switch(running, False)
    resumed = await ill.say(ill.ana, "/study resume")
    assert "Posting again" in resumed.text
    for minute in ("31", "32"):
        await running.at(f"{day} 09:{minute}")
    assert ill.titles()[-1] == "Question of the day"
    assert "Correct!" in await scene.answer(running, ill, ill.ana)
    answered.append(await scene.expected_answer(running, ill, ill.ana))
    wanted = [f"{side.name} {scene.DAY} {kind}" for side in running.sides for kind in scene.KINDS]
    if second_day:
        kinds = ("concept", "question")
        wanted += [f"{side.name} {day} {kind}" for side in running.sides for kind in kinds]
        assert ill.titles().count("Results") == 1, "in the old message or in a new one"
    found = scene.posted(running)
    # Results stand in the old message, or in a new one where that could not be edited; a thread
    # to talk in is left out where there was trouble.
    extra = [one for one in found if one.endswith(("results", "discuss"))]
    assert len(extra) == len(set(extra))
    counted.posts(wanted, [one for one in found if one not in extra])
    counted.answers(answered, scene.ledger(running))
    assert len(await notices(ill)) <= 1


@pytest.mark.parametrize("name", ["discord", *scene.longer("slack")])
async def test_a_token_is_revoked_while_members_press(
    running: Stage, tally: OpenTally, name: str, faults: Faults
) -> None:
    """What members pressed is answered without it; posts wait for the new one, and come once."""
    counted = tally(SUITE)
    ill, well = ill_and_well(running, name)
    await scene.open_day(running)
    world, state = running.discord_server.world, running.slack_server.state
    good = world.token
    if ill is running.slack:
        state.revoked = True
    else:
        running.discord_server.revoke_token()
    counted.faults += 1
    assert "Correct!" in await scene.answer(running, ill, ill.ben)
    answered = [await scene.expected_answer(running, ill, ill.ben)]
    await running.at(f"{NEXT} 09:00")
    async with asyncio.timeout(WITHIN):
        await running.app.connections.supervisors[name].given_up.wait()
    (sentence,) = running.app.failures()
    assert "token" in sentence.casefold() and "\n" not in sentence
    assert {fault["event"] for fault in faults} == {"platform given up"}
    faults.clear()
    await running.at(f"{NEXT} 09:01")
    assert well.titles()[-1] == "Question of the day" and len(well.titles()) == 5
    assert "Correct!" in await scene.answer(running, well, well.ben)
    answered.append(await scene.expected_answer(running, well, well.ben))
    assert len(ill.titles()) == 3
    state.revoked, world.token = False, good
    await running.restart()
    await running.at(f"{NEXT} 09:05")
    assert "Correct!" in await scene.answer(running, ill, ill.ben)
    answered.append(await scene.expected_answer(running, ill, ill.ben))
    wanted = [f"{side.name} {scene.DAY} {kind}" for side in running.sides for kind in scene.KINDS]
    kinds = ("concept", "question")
    wanted += [f"{side.name} {NEXT} {kind}" for side in running.sides for kind in kinds]
    wanted.append(f"{ill.name} {scene.DAY} discuss")
    counted.posts(wanted, scene.posted(running))
    counted.answers(answered, scene.ledger(running))
    assert [side.titles().count("Results") for side in running.sides] == [1, 1]


@pytest.mark.parametrize("name", ["discord", *scene.longer("slack")])
async def test_a_deleted_channel_is_told_once_and_the_group_moves_on(
    running: Stage, tally: OpenTally, name: str
) -> None:
    counted = tally(SUITE)
    ill, well = ill_and_well(running, name)
    await scene.open_day(running)
    for side in running.sides:
        assert "Correct!" in await scene.answer(running, side, side.ben)
    answered = [await scene.expected_answer(running, side, side.ben) for side in running.sides]
    server = running.slack_server
    if ill is running.slack:
        del server.state.channels[ill.channel.id]
        server.add_channel("C0ANOTHER", "another", slack_driver.ANA, slack_driver.BEN)
        new = "C0ANOTHER"
    else:
        del running.discord_server.world.channels[ill.channel.id]
        new = running.discord_server.world.add_channel("another").id
    counted.faults += 1
    for minute in ("00", "01", "30"):
        await running.at(f"{NEXT} 09:{minute}")
    assert well.titles()[-1] == "Question of the day"
    (told,) = await notices(ill)
    assert "/study resume" in told.text
    where = replace(ill.channel, id=new)
    asked = shown(await ill.driver.command(ill.ana, "/study move", where=where))
    moved = await ill.press(ill.ana, asked, asked.controls[0].label)
    print(moved.text)
    await running.at(f"{NEXT} 09:31")
    titles = [m.text.split("\n")[0] for m in ill.driver.posts(where)]
    assert titles.count("Question of the day") == 1, titles
    assert len(await notices(ill)) == 1
    counted.answers(answered, scene.ledger(running))
    counted.posts(["question"], ["question"] * titles.count("Question of the day"))
