"""What goes wrong on one platform stays there."""

from __future__ import annotations

import asyncio

import pytest

from bot.adapters.base import Adapter
from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.slack.adapter import SlackAdapter
from bot.model import ChannelRef
from tests.contract.slack_driver import DictMemory
from tests.e2e.conftest import Faults
from tests.e2e.stage import WITHIN, Side, Stage
from tests.features.bench import shown
from tests.servers.slack.state import APP_TOKEN

NAMES = ["slack", "discord"]
NOWHERE = "http://127.0.0.1:9"


def broken(stage: Stage, name: str, *, down: bool) -> Adapter:
    """An adapter whose platform is away, or whose token is refused."""
    if name == "slack":
        url = f"{NOWHERE}/api/" if down else stage.slack_server.api_url
        return SlackAdapter("xoxb-bad", APP_TOKEN, state=DictMemory(), api_url=url)
    server = stage.discord_server
    return DiscordAdapter(
        "bad.token",
        state=DictMemory(),
        api_url=f"{NOWHERE}/api/v10" if down else server.api_url,
        gateway_url=server.gateway_url,
    )


def sides(stage: Stage, bad: str) -> tuple[Side, Side]:
    """The broken one and the other one."""
    first, second = stage.sides
    return (first, second) if first.name == bad else (second, first)


async def works(stage: Stage, side: Side, day: str = "2026-11-23") -> None:
    """A whole study day on one side."""
    if await stage.store.groups.by_channel(side.channel) is None:
        await stage.set_up(side)
    if stage.clock.now() < stage.moment(f"{day} 09:00"):
        await stage.at(f"{day} 09:00")
    asked = await stage.choose(side, side.ben, right=True)
    assert "Correct!" in (await side.press(side.ben, asked, "Sure")).text


@pytest.mark.parametrize("bad", NAMES)
async def test_a_bad_token_is_named_and_the_other_platform_works(stage: Stage, bad: str) -> None:
    await stage.start(broken(stage, bad, down=False))
    (sentence,) = stage.app.failures()
    assert f"{bad}" in sentence.casefold() and "token" in sentence.casefold()
    assert "\n" not in sentence and "bad" not in sentence.replace(bad, "")
    ill, well = sides(stage, bad)
    assert not stage.adapter_ready(ill)
    await works(stage, well)


@pytest.mark.parametrize("bad", NAMES)
async def test_a_platform_that_is_down_is_waited_for_and_the_other_works(
    stage: Stage, bad: str
) -> None:
    await stage.start(broken(stage, bad, down=True))
    assert stage.app.failures() == []
    ill, well = sides(stage, bad)
    assert not stage.adapter_ready(ill)
    await works(stage, well)


@pytest.mark.parametrize("name", NAMES)
async def test_a_dropped_connection_comes_back_and_presses_work(running: Stage, name: str) -> None:
    side = next(side for side in running.sides if side.name == name)
    await running.at("2026-11-23 09:00")
    async with asyncio.timeout(WITHIN):
        await side.driver.drop_connection()
    for each in running.sides:
        asked = await running.choose(each, each.ben, right=True)
        assert "Correct!" in (await each.press(each.ben, asked, "Sure")).text


async def test_slacks_token_is_revoked_while_the_bot_runs(running: Stage, faults: Faults) -> None:
    running.slack_server.state.revoked = True
    await running.at("2026-11-23 09:00")
    async with asyncio.timeout(WITHIN):
        await running.app.connections.supervisors["slack"].given_up.wait()
    (sentence,) = running.app.failures()
    assert "SLACK_BOT_TOKEN" in sentence
    assert [fault["event"] for fault in faults] == ["platform given up"]
    faults.clear()
    assert running.slack.titles() == ["Welcome"]
    await works(running, running.discord)
    # With a new token the day goes on, once.
    running.slack_server.state.revoked = False
    await running.restart()
    await running.at("2026-11-23 09:01")
    assert running.slack.titles() == ["Welcome", "Speech to text", "Question of the day"]
    await works(running, running.slack)


async def test_discords_token_is_revoked_while_the_bot_runs(running: Stage, faults: Faults) -> None:
    world = running.discord_server.world
    good = world.token
    running.discord_server.revoke_token()
    await running.at("2026-11-23 09:00")
    async with asyncio.timeout(WITHIN):
        await running.app.connections.supervisors["discord"].given_up.wait()
    assert "token" in running.app.failures()[0]
    assert [fault["event"] for fault in faults] == ["platform given up"]
    faults.clear()
    await works(running, running.slack)
    world.token = good
    await running.restart()
    await running.at("2026-11-23 09:01")
    assert running.discord.titles() == ["Welcome", "Speech to text", "Question of the day"]
    await works(running, running.discord)


def accept_then_cut(stage: Stage, name: str) -> None:
    """The next post arrives, but the line dies before the bot hears so."""
    if name == "slack":
        stage.slack_server.state.fault("chat.postMessage", "drop-after")
    else:
        stage.discord_server.drop_after_accept("/messages", 1)


@pytest.mark.parametrize("cleanly", [None, True, False], ids=["runs on", "stopped", "abandoned"])
@pytest.mark.parametrize("name", NAMES)
async def test_a_post_whose_answer_is_lost_goes_out_once(
    running: Stage, name: str, cleanly: bool | None
) -> None:
    accept_then_cut(running, name)
    await running.at("2026-11-23 09:00")
    if cleanly is not None:
        await running.restart(cleanly=cleanly)
    await running.at("2026-11-23 09:01")
    for side in running.sides:
        assert side.titles() == ["Welcome", "Speech to text", "Question of the day"]
        assert await states(running, side) == {"sent"}


@pytest.mark.parametrize("name", NAMES)
async def test_an_outage_at_nine_delays_the_posts_and_doubles_none(
    running: Stage, name: str
) -> None:
    if name == "slack":
        running.slack_server.state.fault("chat.postMessage", "503", 2)
    else:
        running.discord_server.fail(f"POST /channels/{running.discord.channel.id}", 2, 503)
    await running.at("2026-11-23 09:00")
    ill, well = sides(running, name)
    assert well.titles() == ["Welcome", "Speech to text", "Question of the day"]
    for minute in range(1, 5):
        await running.at(f"2026-11-23 09:0{minute}")
    assert ill.titles() == ["Welcome", "Speech to text", "Question of the day"]


async def states(stage: Stage, side: Side) -> set[str]:
    group = await stage.group(side)
    return {row.state for row in await stage.store.deliveries.of_day(group.id, "2026-11-23")}


async def test_a_channel_that_refuses_posts_stops_alone_and_an_organiser_hears(
    running: Stage,
) -> None:
    ill, well = running.slack, running.discord
    ill.driver.deny_posts(ill.channel)
    await running.at("2026-11-23 09:00")
    assert ill.titles() == ["Welcome"]
    assert well.titles()[-1] == "Question of the day"
    direct: ChannelRef = await ill.driver.adapter.direct(ill.ana)
    (told,) = ill.driver.posts(direct)
    assert "The bot can't post in its channel" in told.text
    # Back again: the organizer resumes and the day's posts come.
    ill.driver.deny_posts(ill.channel, denied=False)
    resumed = shown(await ill.driver.command(ill.ana, "/study resume"))
    assert "cannot" not in resumed.text.casefold()
    await running.settle()
    assert ill.titles() == ["Welcome", "Speech to text", "Question of the day"]


async def test_a_group_follows_its_channels_new_id(running: Stage) -> None:
    """A channel that is shared with an organization gets another id."""
    side = running.slack
    await running.at("2026-11-23 09:00")
    await running.slack_server.change_id(side.channel.id, "C0NEWID00")
    new = ChannelRef(side.channel.workspace, "C0NEWID00")
    await running.at("2026-11-23 18:00")
    await running.at("2026-11-24 09:00")
    titles = [m.text.split("\n")[0] for m in side.driver.posts(new)]
    assert titles.count("Question of the day") + titles.count("Results") == 2
    assert titles.count("Text to speech") == 1
    group = await running.store.groups.by_channel(new)
    assert group is not None
    assert [c.problem for c in await running.store.groups.channels(group.id)] == [""]


async def told(side: Side) -> list[str]:
    """What an organizer was told in private about the channel."""
    direct = await side.driver.adapter.direct(side.ana)
    return [m.text for m in side.driver.posts(direct) if "can't post in its channel" in m.text]


async def test_a_timed_out_bot_is_named_and_posts_when_it_is_over(running: Stage) -> None:
    side, world = running.discord, running.discord_server.world
    world.silenced_until = running.moment("2026-11-23 09:20").isoformat()
    for minute in ("00", "01", "15"):
        await running.at(f"2026-11-23 09:{minute}")
    assert side.titles() == ["Welcome"]
    (words,) = await told(side)
    assert "timed out in this server until" in words and "missing" not in words
    for minute in ("21", "22"):
        await running.at(f"2026-11-23 09:{minute}")
    assert side.titles() == ["Welcome", "Speech to text", "Question of the day"]
    assert len(await told(side)) == 1


async def test_removed_and_added_back_it_goes_on_by_itself(running: Stage) -> None:
    side, world = running.discord, running.discord_server.world
    world.joined = False
    for day in ("23", "24"):
        for minute in ("00", "01", "30"):
            await running.at(f"2026-11-{day} 09:{minute}")
    assert side.titles() == ["Welcome"]
    (words,) = await told(side)
    assert "isn't a member of this server" in words and "discord.com" in words
    world.joined = True
    for minute in ("00", "01", "30"):
        await running.at(f"2026-11-25 09:{minute}")
    assert side.titles() == ["Welcome", "Speech to text", "Question of the day"]


@pytest.mark.parametrize("name", NAMES)
async def test_a_firewalls_page_stops_no_group(running: Stage, name: str) -> None:
    """With 403 it is no permission that is missing, with 404 no channel that is gone."""
    ill, _ = sides(running, name)
    if name == "slack":
        running.slack_server.state.fault("chat.postMessage", "403")
        running.slack_server.state.fault("chat.postMessage", "404")
    else:
        running.discord_server.block(f"POST /channels/{ill.channel.id}", 1, 403)
        running.discord_server.block(f"POST /channels/{ill.channel.id}", 1, 404)
    for minute in range(6):
        await running.at(f"2026-11-23 09:0{minute}")
    assert ill.titles() == ["Welcome", "Speech to text", "Question of the day"]
    assert await told(ill) == []


@pytest.mark.parametrize("code", ["team_added_to_org", "message_limit_exceeded"])
async def test_a_passing_state_of_the_workspace_loses_no_post(running: Stage, code: str) -> None:
    running.slack_server.state.fault("chat.postMessage", code, 12)
    for minute in range(0, 90, 5):
        await running.at(f"2026-11-23 {9 + minute // 60:02}:{minute % 60:02}")
    assert running.slack.titles() == ["Welcome", "Speech to text", "Question of the day"]
    assert await told(running.slack) == []


async def test_without_threads_results_come_and_nothing_is_told(
    running: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    side, world = running.discord, running.discord_server.world
    world.channels[side.channel.id].kind = 2
    await works(running, side)
    for when in ("2026-11-24 09:00", "2026-11-24 09:01", "2026-11-24 09:30"):
        await running.at(when)
    assert side.titles().count("Results") == 1
    assert await told(side) == []
    tries = [r for r in running.discord_server.rest.requests if r.endswith("/threads")]
    assert len(tries) == 1


async def test_put_out_of_a_channel_it_waits_to_be_invited_again(running: Stage) -> None:
    side = running.slack
    side.driver.deny_posts(side.channel)
    for day in ("23", "24"):
        for minute in ("00", "01"):
            await running.at(f"2026-11-{day} 09:{minute}")
    assert side.titles() == ["Welcome"] and len(await told(side)) == 1
    side.driver.deny_posts(side.channel, denied=False)
    for minute in ("00", "01"):
        await running.at(f"2026-11-25 09:{minute}")
    assert side.titles() == ["Welcome", "Speech to text", "Question of the day"]
