"""The local servers' rate limits are as strict as what the platforms document."""

from __future__ import annotations

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.servers.discord import DiscordServer
from tests.servers.discord.limits import PER_SECOND
from tests.servers.limits import Window, Windows
from tests.servers.slack.limits import BURST, POSTS, TIERS
from tests.servers.slack.server import SlackServer
from tests.servers.slack.state import BOT_TOKEN


class Now:
    """Time that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_a_window_takes_no_more_in_any_stretch_of_its_length() -> None:
    window = Window(3, 1.0)
    for at in (0.0, 0.4, 0.9):
        assert window.wait(at) == 0
        window.take(at)
    assert window.wait(0.95) == pytest.approx(0.05)
    assert window.wait(1.0) == 0
    window.take(1.0)
    assert window.wait(1.1) == pytest.approx(0.3)
    assert (window.left(1.1), window.left(1.4), window.left(3.0)) == (0, 1, 3)


def test_idle_windows_are_forgotten() -> None:
    windows = Windows(1, 1.0)
    for n in range(2_000):
        windows.of(str(n), n * 1.0).take(n * 1.0)
    assert len(windows._windows) < 600


async def test_discords_global_limit_says_how_long_and_spares_answers() -> None:
    async with DiscordServer() as server, aiohttp.ClientSession() as session:
        now = server.limits.clock = Now()
        server.limits.on = True
        me, key = f"{server.api_url}/users/@me", {"Authorization": f"Bot {server.world.token}"}
        for _ in range(PER_SECOND):
            assert (await session.get(me, headers=key)).status == 200
        now.seconds += 0.25
        refused = await session.get(me, headers=key)
        body = await refused.json()
        assert refused.status == 429
        assert (body["global"], body["retry_after"]) == (True, 0.75)
        assert refused.headers["X-RateLimit-Scope"] == "global"
        assert refused.headers["Retry-After"] == "0.750"
        assert "Via" in refused.headers
        answer = await session.post(f"{server.api_url}/interactions/1/x/callback", json={})
        assert answer.status == 404  # unknown, but not limited
        now.seconds += 0.75
        assert (await session.get(me, headers=key)).status == 200
        assert (server.limits.taken, dict(server.limits.refused)) == (PER_SECOND + 1, {"global": 1})


async def test_discords_channels_have_a_bucket_each_and_answers_tell_of_it() -> None:
    async with DiscordServer() as server, aiohttp.ClientSession() as session:
        now = server.limits.clock = Now()
        server.limits.on = True
        one, other = (server.world.add_channel(name).id for name in ("one", "other"))
        key = {"Authorization": f"Bot {server.world.token}"}

        async def post(channel: str) -> aiohttp.ClientResponse:
            url = f"{server.api_url}/channels/{channel}/messages"
            return await session.post(url, headers=key, json={"content": "x"})

        left = [(await post(one)).headers["X-RateLimit-Remaining"] for _ in range(5)]
        assert left == ["4", "3", "2", "1", "0"]
        refused = await post(one)
        assert (refused.status, refused.headers["X-RateLimit-Scope"]) == (429, "user")
        assert (await refused.json())["global"] is False
        assert (await post(other)).status == 200
        now.seconds += 5
        assert (await post(one)).status == 200


async def test_slack_limits_a_channel_a_workspace_and_methods_by_tier() -> None:
    async with SlackServer() as server:
        now = server.limits.clock = Now()
        server.limits.on = True
        for n in range(POSTS):
            server.add_channel(f"C{n:07d}", f"c{n}")
        web = AsyncWebClient(BOT_TOKEN, base_url=server.api_url, retry_handlers=[])

        async def refused(channel: str) -> str:
            with pytest.raises(SlackApiError) as error:
                await web.chat_postMessage(channel=channel, text="x")
            assert error.value.response.status_code == 429
            assert error.value.response["error"] == "ratelimited"
            return error.value.response.headers["Retry-After"]

        for _ in range(BURST):
            posted = await web.chat_postMessage(channel="C0000000", text="x")
        assert await refused("C0000000") == "3"
        for _ in range(TIERS[3]):
            await web.chat_update(channel="C0000000", ts=posted["ts"], text="y")
        with pytest.raises(SlackApiError):
            await web.chat_update(channel="C0000000", ts=posted["ts"], text="y")
        now.seconds += 20
        for n in range(1, POSTS - BURST + 1):
            await web.chat_postMessage(channel=f"C{n:07d}", text="x")
        assert await refused(f"C{POSTS - 1:07d}") == "40"
        now.seconds += 40
        await web.chat_postMessage(channel=f"C{POSTS - 1:07d}", text="x")
        assert server.limits.refused == {"chat.postMessage": 2, "chat.update": 1}
