"""Slack's event connection goes away in every way that it can, while members press."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from bot.adapters.slack import socket as adapter_socket
from tests.contract.driver import SeenMessage
from tests.contract.slack_driver import SlackDriver, WatchedAdapter
from tests.e2e.stage import WITHIN, Side, Stage
from tests.faults.conftest import OpenTally
from tests.faults.outages import scene
from tests.features.course import only
from tests.servers.slack.server import SlackServer
from tests.servers.slack.socket_mode import SocketMode
from tests.servers.slack.state import APP_TOKEN, BOT_TOKEN

SUITE = "socket drops"
HEARTBEAT = 0.4
REASONS = ("warning", "refresh_requested", "too_many_websockets")
CODES = (1000, 1001, 1006, 1011, 1012)

Drop = Callable[[SocketMode], Awaitable[None]]


@pytest.fixture
async def quick(stage: Stage) -> Stage:
    """The bot looks after its connection to Slack several times in a second; Monday, 8:00."""
    course = only("single")
    stage.courses = {course.slug: course}
    driver = stage.slack.driver
    assert isinstance(driver, SlackDriver)
    driver.adapter = WatchedAdapter(
        BOT_TOKEN,
        APP_TOKEN,
        state=driver.state,
        api_url=stage.slack_server.api_url,
        picture_pauses=(0.0,),
        heartbeat=HEARTBEAT,
    )
    await stage.start(driver.adapter)
    for side in stage.sides:
        await stage.set_up(side)
    return stage


def refresh(reason: str) -> Drop:
    async def drop(socket: SocketMode) -> None:
        await socket.refresh(reason)

    return drop


def close(code: int) -> Drop:
    async def drop(socket: SocketMode) -> None:
        for each in [*socket.sockets]:
            if code != 1006:
                await each.close(code=code)
            elif each._req is not None and each._req.transport is not None:
                each._req.transport.abort()

    return drop


async def dead_ticket(socket: SocketMode) -> None:
    """The next connection is turned away with its ticket used up."""
    socket.refuse_connects = 1
    await socket.drop()


async def silence(socket: SocketMode) -> None:
    """Pings get no answer any more, on new connections neither, until one is given up."""
    socket.mute = True
    hellos = socket.hellos
    await socket.refresh()
    await connected_again(socket, hellos)
    hellos = socket.hellos
    await connected_again(socket, hellos)
    socket.mute = False


async def connected_again(socket: SocketMode, hellos: int) -> None:
    async with asyncio.timeout(WITHIN):
        await socket.connected_again(hellos)


def unheard(server: SlackServer) -> None:
    """Acknowledgements that came on a connection that did not know them: seen and settled."""
    server.state.late_acks.clear()


async def acknowledged(side: Side, post: SeenMessage, button: str) -> scene.Sent:
    """Presses as a member does: again, where Slack showed a failure."""
    driver = side.driver
    assert isinstance(driver, SlackDriver)
    for _ in range(5):
        sent = await scene.press(side, side.ben, post, button)
        await driver.server.acked(sent.what)  # type: ignore[arg-type]
        if sent.acknowledged:
            return sent
    raise AssertionError("five presses, each without an acknowledgement")


async def test_after_every_drop_presses_work_and_nothing_is_doubled(
    quick: Stage, tally: OpenTally, full: bool
) -> None:
    counted = tally(SUITE)
    server, side = quick.slack_server, quick.slack
    await scene.open_day(quick)
    drops: list[Drop] = [dead_ticket, silence]
    drops += [refresh(reason) for reason in (REASONS if full else REASONS[:2])]
    drops += [close(code) for code in (CODES if full else (1006,))]
    post, posed = await quick.question_post(side), await quick.posed(side)
    for number, drop in enumerate(drops):
        hellos = server.socket.hellos
        button = scene.option(quick, posed, right=number % 2 == 0)
        first = await scene.press(side, side.ben, post, button)
        await drop(server.socket)
        await connected_again(server.socket, hellos)
        # The answer goes by response URL, so it comes whatever became of the connection, unless
        # the line was dead before the press: then the member saw Slack's own failure.
        with suppress(TimeoutError):
            await first.answered(within=3.0)
        assert first.answers <= 1
        again = await acknowledged(side, post, scene.option(quick, posed))
        assert "How sure are you?" in (await again.answered()).text and again.answers == 1
        counted.faults += 1
    unheard(server)
    assert "Correct!" in await scene.answer(quick, side, side.ben)
    await scene.count(quick, counted, [(side, side.ben)])


@pytest.mark.parametrize("reason", [REASONS[0], *scene.longer(*REASONS[1:])])
async def test_a_refresh_waits_for_what_is_being_answered(
    running: Stage, tally: OpenTally, reason: str
) -> None:
    """The write takes its time; the acknowledgement still goes out on its own connection."""
    counted = tally(SUITE)
    server, side = running.slack_server, running.slack
    await scene.open_day(running)
    post, posed = await running.question_post(side), await running.posed(side)
    hellos = server.socket.hellos
    other = sqlite3.connect(running.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    sent = await scene.press(side, side.ben, post, scene.option(running, posed))
    await server.socket.refresh(reason)
    # Time enough to leave the old connection too early.
    for _ in range(5):
        await running.discord.driver.adapter.member(running.discord.ben)
    other.execute("ROLLBACK")
    other.close()
    asked = await sent.answered()
    await server.acked(sent.what)  # type: ignore[arg-type]
    await connected_again(server.socket, hellos)
    assert sent.acknowledged and sent.answers == 1
    assert "Correct!" in (await side.press(side.ben, asked, "Sure")).text
    counted.faults += 1
    await scene.count(running, counted, [(side, side.ben)])


async def test_switched_off_socket_mode_is_told_and_waited_for(
    quick: Stage, tally: OpenTally, caplog: pytest.LogCaptureFixture
) -> None:
    counted = tally(SUITE)
    server, side = quick.slack_server, quick.slack
    hellos = server.socket.hellos
    server.state.fault("apps.connections.open", "unknown_error", 3)
    await server.socket.refresh("link_disabled")
    await server.socket.drop()
    # The other platform and the posts here go on meanwhile.
    await scene.open_day(quick)
    assert "Correct!" in await scene.answer(quick, quick.discord, quick.discord.ben)
    await connected_again(server.socket, hellos)
    assert adapter_socket.SWITCHED_OFF in caplog.messages
    assert "Correct!" in await scene.answer(quick, side, side.ben)
    counted.faults += 1
    await scene.count(quick, counted, [(each, each.ben) for each in quick.sides])
