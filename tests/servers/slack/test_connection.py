"""Tokens, tickets, refreshes, and what is left when the connection goes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.adapters.base import StartFailed, Unreachable
from bot.adapters.slack import socket
from bot.adapters.slack.adapter import SlackAdapter
from bot.model import Command, Interaction, Nothing
from tests.contract.slack_driver import ANA, BEN, CHANNEL, DictMemory
from tests.servers.slack.bench import Bench, reply
from tests.servers.slack.server import SlackServer
from tests.servers.slack.state import APP_TOKEN, BOT_TOKEN


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        server.add_user(ANA, "Ana")
        server.add_channel(CHANNEL, "general", ANA, BEN)
        yield server


def adapter(
    slack: SlackServer,
    bot: str = BOT_TOKEN,
    app: str = APP_TOKEN,
    *,
    heartbeat: float = 10.0,
    prefix: str = "",
) -> SlackAdapter:
    return SlackAdapter(
        bot,
        app,
        state=DictMemory(),
        api_url=slack.api_url,
        heartbeat=heartbeat,
        command_prefix=prefix,
    )


def ignore(interaction: Interaction) -> bool:
    return False


@pytest.mark.parametrize(
    ("bot", "app", "named"),
    [
        ("xoxb-bad", APP_TOKEN, "SLACK_BOT_TOKEN"),
        (APP_TOKEN, APP_TOKEN, "SLACK_BOT_TOKEN"),
        (BOT_TOKEN, "xapp-bad", "SLACK_APP_TOKEN"),
        (BOT_TOKEN, BOT_TOKEN, "SLACK_APP_TOKEN"),
    ],
)
async def test_a_bad_token_is_named(slack: SlackServer, bot: str, app: str, named: str) -> None:
    bad = adapter(slack, bot, app)
    with pytest.raises(StartFailed, match=named) as failure:
        await bad.start((), ignore)
    assert "api.slack.com/apps" in str(failure.value)
    await bad.stop()


async def test_an_unreachable_slack_can_be_started_later(slack: SlackServer) -> None:
    late = adapter(slack)
    slack.state.fault("auth.test", "503")
    with pytest.raises(Unreachable):
        await late.start((), ignore)
    slack.state.fault("apps.connections.open", "internal_error")
    with pytest.raises(Unreachable):
        await late.start((), ignore)
    await late.start((), ignore)
    await late.stop()
    assert slack.socket.sockets == []


async def test_names_that_slack_cannot_take_stop_the_start(slack: SlackServer) -> None:
    long = adapter(slack, prefix="a" * 40)
    with pytest.raises(StartFailed, match="command name"):
        await long.start((Command(("quiz",), "A quiz"),), ignore)


async def test_the_prefix_is_no_part_of_the_route(slack: SlackServer) -> None:
    came: list[Interaction] = []

    def handler(interaction: Interaction) -> bool:
        came.append(interaction)
        return False

    prefixed = adapter(slack, prefix="sh-")
    await prefixed.start((), handler)
    await slack.acked(await slack.deliver(slack.acts.slash(ANA, CHANNEL, "/sh-quiz", "3")))
    await slack.acked(await slack.deliver(slack.acts.slash(ANA, CHANNEL, "/study", "")))
    assert [(one.route, one.text) for one in came] == [("quiz", "3"), ("study", "")]
    await prefixed.stop()


async def test_stopping_is_harmless_and_ends_closed(slack: SlackServer) -> None:
    one = adapter(slack)
    await one.stop()
    await one.closed()
    await one.start((), ignore)
    ending = asyncio.ensure_future(one.closed())
    await one.stop()
    await asyncio.wait_for(ending, 5)


async def test_an_unanswered_interaction_does_not_hold_the_stop(slack: SlackServer) -> None:
    came = asyncio.Event()

    def handler(interaction: Interaction) -> bool:
        came.set()
        return True

    one = adapter(slack)
    await one.start((), handler)
    act = await slack.deliver(slack.acts.slash(ANA, CHANNEL, "/quiz", ""))
    await came.wait()
    await one.stop()
    assert not act.done.is_set()


async def test_a_dropped_connection_comes_back(bench: Bench) -> None:
    bench.handlers["quiz"] = reply("Back")
    await bench.driver.drop_connection()
    result = await bench.driver.command(bench.driver.ana, "/quiz")
    assert result.replies[0].text == "Title\nBack"


async def test_a_refresh_moves_to_a_new_connection(bench: Bench) -> None:
    socket = bench.driver.server.socket
    hellos = socket.hellos
    await socket.refresh()
    await socket.connected_again(hellos)
    bench.handlers["quiz"] = reply("Moved")
    result = await bench.driver.command(bench.driver.ana, "/quiz")
    assert result.replies[0].text == "Title\nMoved"


async def test_a_dead_ticket_is_replaced(slack: SlackServer) -> None:
    one = adapter(slack, heartbeat=0.2)
    await one.start((), ignore)
    hellos = slack.socket.hellos
    # The next connection is refused with its ticket used up; slack_sdk by itself would try
    # that same ticket for ever.
    slack.socket.refuse_connects = 1
    await slack.socket.drop()
    async with asyncio.timeout(20):
        await slack.socket.connected_again(hellos)
    await one.stop()


async def test_a_connection_that_stays_away_is_given_up_and_started_anew(
    slack: SlackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "GIVE_UP_AFTER", 0.05)
    one = adapter(slack, heartbeat=0.1)
    await one.start((), ignore)
    ending = asyncio.ensure_future(one.closed())
    slack.socket.refuse_connects = 999
    await slack.socket.drop()
    with pytest.raises(Unreachable):
        await asyncio.wait_for(ending, 20)
    slack.socket.refuse_connects = 0
    await one.start((), ignore)
    await slack.acked(act := await slack.deliver(slack.acts.slash(ANA, CHANNEL, "/quiz", "")))
    assert act.acked_after is not None
    await one.stop()


@pytest.mark.parametrize(("which", "named"), [("bot", "BOT"), ("app", "APP")])
async def test_tokens_taken_away_end_the_life(slack: SlackServer, which: str, named: str) -> None:
    one = adapter(slack, heartbeat=0.2)
    await one.start((), ignore)
    ending = asyncio.ensure_future(one.closed())
    if which == "bot":
        slack.state.revoked = True
        slack.socket.refuse_connects = 99
    else:
        slack.state.app_revoked = True
    await slack.socket.drop()
    with pytest.raises(StartFailed, match=f"SLACK_{named}_TOKEN"):
        await asyncio.wait_for(ending, 20)
    await one.stop()


async def test_a_call_that_meets_a_revoked_token_ends_the_life(bench: Bench) -> None:
    bench.driver.server.state.revoked = True
    with pytest.raises(Unreachable):
        await bench.driver.adapter.member(bench.driver.ana)
    with pytest.raises(StartFailed, match="SLACK_BOT_TOKEN"):
        await asyncio.wait_for(bench.driver.adapter.closed(), 5)


async def test_what_is_missed_while_away_is_a_failure_the_member_sees(slack: SlackServer) -> None:
    act = await slack.deliver(slack.acts.slash(ANA, CHANNEL, "/quiz", ""))
    assert act.acked_after is None


async def test_an_acknowledgement_on_another_connection_counts_for_nothing(bench: Bench) -> None:
    """slack_sdk sends it on the new socket after a refresh; that Slack takes it is nowhere said."""
    driver = bench.driver
    inside, go_on = asyncio.Event(), asyncio.Event()

    async def slow(interaction: Interaction) -> Nothing:
        inside.set()
        await go_on.wait()
        return Nothing()

    bench.handlers["quiz"] = slow
    act = await driver.server.deliver(driver.server.acts.slash(ANA, CHANNEL, "/quiz", ""))
    await inside.wait()
    await driver.drop_connection()
    go_on.set()
    async with asyncio.timeout(5):
        await driver.adapter.answered(act.trigger).wait()
    bench.handlers["quiz"] = reply("Second try")
    assert act.acked_after is None
    again = await driver.command(driver.ana, "/quiz")
    assert again.replies[0].text == "Title\nSecond try"


async def test_another_process_with_the_same_app_is_named(
    slack: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    slack.socket.others = 1
    bot = adapter(slack)
    await bot.start((), ignore)
    try:
        assert "2 connections" in caplog.text and "SLACK_APP_TOKEN" in caplog.text
        caplog.clear()
        before = slack.socket.hellos
        slack.socket.others = 0
        await slack.socket.refresh()
        await slack.socket.connected_again(before)
        assert "connections to this app" not in caplog.text
    finally:
        await bot.stop()


async def test_one_connection_is_nobody_elses(
    slack: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    bot = adapter(slack)
    await bot.start((), ignore)
    await bot.stop()
    assert "connections to this app" not in caplog.text
