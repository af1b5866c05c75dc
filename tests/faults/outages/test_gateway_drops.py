"""Discord's gateway goes away in every way that it can, while members press."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.adapters.discord.adapter import DiscordAdapter
from tests.e2e.conftest import Faults
from tests.e2e.stage import WITHIN, Stage
from tests.faults.conftest import OpenTally
from tests.faults.outages import scene
from tests.inside import idle
from tests.servers.discord.gateway import Gateway

SUITE = "gateway drops"
# Discord: topics/opcodes-and-status-codes, gateway close event codes
RESUMED = (1000, 1001, 1006, 1011, 1012, 4000, 4001, 4002, 4003, 4005, 4008)
FORGOTTEN = (4007, 4009)
FINAL = (4010, 4011, 4012, 4013, 4014)

Drop = Callable[[Gateway], Awaitable[None]]


def close(code: int) -> Drop:
    async def drop(gateway: Gateway) -> None:
        if code == 1006:  # no close frame at all
            gateway.cut()
        else:
            await gateway.drop(code)

    return drop


async def asked_to_reconnect(gateway: Gateway) -> None:
    await gateway.reconnect()


async def invalid_for_now(gateway: Gateway) -> None:
    await gateway.invalidate(resumable=True)


async def invalid_for_good(gateway: Gateway) -> None:
    await gateway.invalidate(resumable=False)


async def connected_again(stage: Stage, before: int) -> None:
    gateway = stage.discord_server.gateway
    await stage.discord_server.world.wait_for(
        lambda: gateway.resumed + gateway.identified > before and gateway.online.is_set()
    )


@pytest.mark.usefixtures("at_once")
async def test_missed_presses_are_replayed_and_nothing_is_doubled(
    running: Stage, tally: OpenTally, full: bool
) -> None:
    counted = tally(SUITE)
    gateway, side = running.discord_server.gateway, running.discord
    await scene.open_day(running)
    drops: list[Drop] = [asked_to_reconnect, invalid_for_now]
    drops += [close(code) for code in (RESUMED if full else (1000, 1006, 4000))]
    post, posed = await running.question_post(side), await running.posed(side)
    for number, drop in enumerate(drops):
        gateway.replays = 1 + number % 2
        wrong = scene.option(running, posed, right=number % 2 == 0)
        before = gateway.resumed + gateway.identified
        # One is on the way when the line goes, the other is pressed while it is away.
        first = await scene.press(side, side.ben, post, wrong)
        await drop(gateway)
        second = await scene.press(side, side.ana, post, scene.option(running, posed))
        await connected_again(running, before)
        for sent in (first, second):
            assert "How sure are you?" in (await sent.answered()).text
        await idle(running.app.dispatcher)
        assert (first.answers, second.answers) == (1, 1)
        assert first.acknowledged and second.acknowledged
        counted.faults += 1
    assert gateway.identified == 1, "every drop was resumed"
    for who in (side.ana, side.ben):
        last = side.driver.privates(who)[-1]
        assert "Correct!" in (await side.press(who, last, "Sure")).text
    await scene.count(running, counted, [(side, side.ana), (side, side.ben)])


@pytest.mark.usefixtures("at_once")
async def test_after_a_forgotten_session_a_member_presses_again(
    running: Stage, tally: OpenTally, full: bool
) -> None:
    counted = tally(SUITE)
    gateway, side = running.discord_server.gateway, running.discord
    await scene.open_day(running)
    drops: list[Drop] = [invalid_for_good, *(close(c) for c in (FORGOTTEN if full else (4009,)))]
    post, posed = await running.question_post(side), await running.posed(side)
    for drop in drops:
        before = gateway.identified
        gateway.sessions.clear()
        lost = await scene.press(side, side.ben, post, scene.option(running, posed))
        await drop(gateway)
        await connected_again(running, gateway.resumed + before)
        assert gateway.identified == before + 1
        scene.forget(lost)
        again = await scene.press(side, side.ben, post, scene.option(running, posed))
        assert "How sure are you?" in (await again.answered()).text
        counted.faults += 1
    await idle(running.app.dispatcher)
    assert "Correct!" in await scene.answer(running, side, side.ben)
    await scene.count(running, counted, [(side, side.ben)])


async def test_a_connection_that_went_silent_is_left(running: Stage, tally: OpenTally) -> None:
    """No answer to a heartbeat: a zombie, closed with a code that lets it be resumed."""
    counted = tally(SUITE)
    gateway, side = running.discord_server.gateway, running.discord
    await scene.open_day(running)
    adapter = side.driver.adapter
    assert isinstance(adapter, DiscordAdapter) and adapter._connection is not None
    adapter._connection._connection.heartbeat_timeout = 0.3
    gateway.beat_ms = 100
    await gateway.drop(4000)
    await connected_again(running, gateway.resumed)
    gateway.deaf = True
    before = gateway.resumed + gateway.identified
    post, posed = await running.question_post(side), await running.posed(side)
    missed = await scene.press(side, side.ben, post, scene.option(running, posed))
    await running.discord_server.world.wait_for(lambda: 4000 in gateway.close_codes)
    gateway.deaf = False
    await connected_again(running, before)
    asked = await missed.answered()
    assert missed.acknowledged and gateway.identified == 1
    assert "Correct!" in (await side.press(side.ben, asked, "Sure")).text
    counted.faults += 1
    await scene.count(running, counted, [(side, side.ben)])


async def test_a_code_that_ends_it_is_told_and_the_other_platform_goes_on(
    running: Stage, tally: OpenTally, full: bool, faults: Faults
) -> None:
    counted = tally(SUITE)
    gateway, side = running.discord_server.gateway, running.discord
    for number, code in enumerate(FINAL if full else (4013,)):
        await gateway.drop(code)
        async with asyncio.timeout(WITHIN):
            await running.app.connections.supervisors["discord"].given_up.wait()
        (sentence,) = running.app.failures()
        assert str(code) in sentence and "\n" not in sentence
        await running.at(f"{scene.DAY} 09:0{number}")
        assert running.slack.titles() == [*scene.POSTS]
        await running.restart()
        counted.faults += 1
    assert {fault["event"] for fault in faults} == {"platform given up"}
    faults.clear()
    await running.at(f"{scene.DAY} 09:09")
    for each in running.sides:
        assert "Correct!" in await scene.answer(
            running, each, side.ben if each is side else each.ben
        )
    await scene.count(running, counted, [(each, each.ben) for each in running.sides])
