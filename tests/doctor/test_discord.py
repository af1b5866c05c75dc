"""The check-up on Discord finds each thing that is wrong there, and says what to do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.adapters.common.checkup import Checkup, Finding, Place, State
from bot.adapters.discord.check import check
from bot.adapters.discord.commands import payload
from bot.adapters.discord.permissions import ALL, named
from bot.features.catalogue import declared
from bot.model import ChannelRef, WorkspaceRef
from tests.servers.discord import DiscordServer
from tests.servers.discord.shapes import BOT, VIEW
from tests.servers.discord.world import Channel

MUST = ("view_channel", "send_messages", "attach_files", "read_message_history")


def bit(flag: str) -> int:
    return discord.Permissions(**{flag: True}).value


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as running:
        running.world.commands = [{"id": "1", **entry} for entry in payload(declared())]
        yield running
        assert running.world.breaches == []


@pytest.fixture
def general(server: DiscordServer) -> Channel:
    return server.world.add_channel("general")


def place(server: DiscordServer, channel: Channel, problem: str = "") -> Place:
    workspace = WorkspaceRef("discord", server.world.guild)
    return Place(ChannelRef(workspace, channel.id), "tea", problem)


async def look(server: DiscordServer, *places: Place, token: str = "") -> Checkup:
    values = {
        "discord_bot_token": token or server.world.token,
        "discord_api_url": server.api_url,
    }
    return await check(values, declared(), places)


def only(checkup: Checkup, about: str) -> Finding:
    (found,) = [finding for finding in checkup.findings if finding.about == about]
    return found


def states(checkup: Checkup) -> set[State]:
    return {finding.state for finding in checkup.findings}


async def test_all_is_well(server: DiscordServer, general: Channel) -> None:
    found = await look(server, place(server, general))
    assert states(found) == {State.OK}
    abouts = ["DISCORD_BOT_TOKEN", "application", "commands", "connections", "#general (tea)"]
    assert [finding.about for finding in found.findings] == abouts
    assert found.ahead == 0


async def test_it_only_asks_and_opens_no_gateway(server: DiscordServer, general: Channel) -> None:
    await look(server, place(server, general))
    assert all(line.startswith("GET ") for line in server.rest.requests)
    assert server.gateway.identified == 0


async def test_a_token_that_is_refused(server: DiscordServer, general: Channel) -> None:
    found = await look(server, place(server, general), token="old.token")
    (token,) = found.findings
    assert token.state is State.MEND and token.about == "DISCORD_BOT_TOKEN"
    assert "Reset it" in token.todo


async def test_an_endpoint_url_silences_the_bot(server: DiscordServer) -> None:
    server.world.endpoint_url = "https://elsewhere.example/interactions"
    found = only(await look(server), "application")
    assert found.state is State.MEND and "Interactions Endpoint URL" in found.todo


async def test_commands_that_are_not_registered(server: DiscordServer) -> None:
    server.world.commands = [c for c in server.world.commands if c["name"] != "quiz"]
    found = only(await look(server), "commands")
    assert found.state is State.NOTE and found.says == "not registered: /quiz"


@pytest.mark.parametrize(("left", "state"), [(1000, "ok"), (49, "note"), (0, "mend")])
async def test_connections_left_for_today(server: DiscordServer, left: int, state: str) -> None:
    server.world.starts_left = left
    assert only(await look(server), "connections").state == state


# servers and channels


async def test_a_server_without_the_bot(server: DiscordServer, general: Channel) -> None:
    server.world.joined = False
    found = only(await look(server, place(server, general)), f"{general.id} (tea)")
    assert found.state is State.MEND and "not a member" in found.says
    assert "https://discord.com/oauth2/authorize" in found.todo


@pytest.mark.parametrize("flag", ALL)
@pytest.mark.parametrize("how", ["role", "everyone", "bot's role here", "bot here"])
async def test_a_permission_that_is_missing_is_named(
    server: DiscordServer, general: Channel, flag: str, how: str
) -> None:
    off = bit(flag)
    if how == "role":
        server.world.bot_bits &= ~off
        if flag == "view_channel":
            general.roles[server.world.guild] = (0, off)
    elif how == "everyone":
        # Only what the role does not give back is missing.
        server.world.bot_bits &= ~off
        general.roles[server.world.guild] = (0, off)
    elif how == "bot's role here":
        general.roles[server.world.bot_role] = (0, off)
    else:
        general.denied = off
    (found,) = [
        f for f in (await look(server, place(server, general))).findings if "tea" in f.about
    ]
    assert named([flag])[0] in found.says
    assert found.state is (State.MEND if flag in MUST else State.NOTE)
    assert found.todo


async def test_what_everybody_lacks_the_bots_role_can_give(
    server: DiscordServer, general: Channel
) -> None:
    general.roles[server.world.guild] = (0, BOT | VIEW)
    general.roles[server.world.bot_role] = (BOT | VIEW, 0)
    assert only(await look(server, place(server, general)), "#general (tea)").state is State.OK


async def test_an_administrator_lacks_nothing(server: DiscordServer, general: Channel) -> None:
    server.world.bot_bits = bit("administrator") | VIEW
    general.roles[server.world.bot_role] = (0, bit("send_messages"))
    assert only(await look(server, place(server, general)), "#general (tea)").state is State.OK


async def test_a_channel_that_is_gone(server: DiscordServer) -> None:
    gone = Channel("424242", "gone")
    found = only(await look(server, place(server, gone)), "424242 (tea)")
    assert found.state is State.MEND and found.says == "the channel is gone"


@pytest.mark.parametrize(("kind", "words"), [(15, "a forum"), (4, "a category")])
async def test_a_channel_that_takes_no_messages(
    server: DiscordServer, general: Channel, kind: int, words: str
) -> None:
    general.kind = kind
    found = only(await look(server, place(server, general)), "#general (tea)")
    assert found.state is State.MEND and words in found.says


async def test_a_bot_that_was_timed_out(server: DiscordServer, general: Channel) -> None:
    server.world.silenced_until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    found = only(await look(server, place(server, general)), "#general (tea)")
    assert found.state is State.MEND and "timed out" in found.says
    server.world.silenced_until = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    assert only(await look(server, place(server, general)), "#general (tea)").state is State.OK


async def test_a_channel_that_was_mended_but_not_resumed(
    server: DiscordServer, general: Channel
) -> None:
    found = await look(server, place(server, general, "missing: Send Messages"))
    assert "/study resume" in only(found, "#general (tea)").todo


# Discord itself


async def test_discord_that_cannot_be_reached() -> None:
    async with DiscordServer() as running:
        url = running.api_url
    values = {"discord_bot_token": "test.token", "discord_api_url": url}
    (found,) = (await check(values, (), ())).findings
    assert found.state is State.MEND and "Discord cannot be reached" in found.says


async def test_discord_that_fails(server: DiscordServer, general: Channel) -> None:
    server.fail(f"GET /channels/{general.id}", 1, 503)
    found = only(await look(server, place(server, general)), f"{general.id} (tea)")
    assert found.state is State.MEND and "cannot be reached" in found.says


async def test_an_answer_that_is_cut(server: DiscordServer) -> None:
    server.drop_after_accept("GET /gateway/bot", times=3)
    assert "cannot be reached" in only(await look(server), "connections").says


async def test_a_short_rate_limit_is_waited_out(server: DiscordServer) -> None:
    server.limit("GET /gateway/bot", 1, 0.01)
    assert only(await look(server), "connections").state is State.OK


async def test_a_long_rate_limit_is_told(server: DiscordServer) -> None:
    server.limit("GET /gateway/bot", 1, 600)
    assert only(await look(server), "connections").state is State.NOTE


@pytest.mark.parametrize("seconds", [-3600, -10, 10, 86400])
async def test_a_clock_that_differs_is_measured(server: DiscordServer, seconds: int) -> None:
    server.world.advance(timedelta(seconds=seconds))
    found = await look(server)
    assert found.ahead is not None and abs(found.ahead + seconds) < 2


# interactions over HTTP

KEY = "DISCORD_PUBLIC_KEY"
URL = "https://study.example/discord/interactions"


@pytest.mark.parametrize(
    ("url", "own_key", "todo"),
    [
        (URL, True, ""),
        (URL, False, "Copy Public Key"),
        (None, True, "Set it to your public address with /discord/interactions"),
        ("https://study.example/slack/events", True, "Correct it"),
    ],
)
async def test_how_interactions_arrive_over_http(
    server: DiscordServer, url: str | None, own_key: bool, todo: str
) -> None:
    server.world.endpoint_url = url
    key = server.http.public_key
    values = {
        "discord_bot_token": server.world.token,
        "discord_api_url": server.api_url,
        "discord_public_key": key.upper() if own_key else key[::-1],
    }
    found = await check(values, declared(), ())
    about = only(found, KEY)
    assert (about.state is State.MEND) == bool(todo) and todo in about.todo
    assert "connections" not in {one.about for one in found.findings}, "no gateway is opened"
