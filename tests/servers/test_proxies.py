"""The proxy of the environment: which way each address is reached, on both platforms."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot.adapters.base import StartFailed, Unreachable
from bot.adapters.common.proxies import proxy_for
from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.probe import Probe
from bot.adapters.slack.adapter import SlackAdapter
from bot.model import Interaction
from tests.contract.discord_driver import KeptInMemory
from tests.contract.slack_driver import DictMemory
from tests.servers.discord import DiscordServer
from tests.servers.discord.bot_for_tests import COMMANDS
from tests.servers.slack.server import SlackServer
from tests.servers.slack.state import APP_TOKEN, BOT_TOKEN

REQUEST = re.compile(rb"[A-Z]+ [a-z]+://[^ ]+ HTTP/1.1")
NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY")
DISCORD, GATEWAY = "https://discord.com/api/v10", "wss://gateway.discord.gg"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    return monkeypatch


def ignore(_: Interaction) -> bool:
    return True


@pytest.mark.parametrize(
    ("given", "url", "proxy"),
    [
        ({}, DISCORD, None),
        ({"HTTPS_PROXY": "http://p:1"}, DISCORD, "http://p:1"),
        ({"https_proxy": "http://p:1"}, DISCORD, "http://p:1"),
        ({"https_proxy": "http://q:1", "HTTPS_PROXY": "http://p:1"}, DISCORD, "http://q:1"),
        ({"HTTP_PROXY": "http://p:1"}, DISCORD, "http://p:1"),
        ({"http_proxy": "p:1"}, GATEWAY, "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1"}, GATEWAY, "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1"}, "http://127.0.0.1:1/api", None),
        ({"HTTPS_PROXY": ""}, DISCORD, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "discord.com"}, DISCORD, None),
        ({"HTTPS_PROXY": "http://p:1", "no_proxy": ".discord.com, x"}, DISCORD, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "discord.com"}, GATEWAY, "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"}, GATEWAY, None),
    ],
)
def test_which_way(
    environment: pytest.MonkeyPatch, given: dict[str, str], url: str, proxy: str | None
) -> None:
    for name, value in given.items():
        environment.setenv(name, value)
    assert proxy_for(url) == proxy


@dataclass
class Seen:
    """A proxy's address, and the request lines that it met."""

    url: str = ""
    lines: list[str] = field(default_factory=list)


@asynccontextmanager
async def running_proxy() -> AsyncIterator[Seen]:
    """Takes absolute addresses and tunnels: enough of a proxy for addresses without TLS."""
    seen, serving = Seen(), set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.add(asyncio.current_task())
        head = await reader.readuntil(b"\r\n\r\n")
        line = head.split(b"\r\n")[0].decode()
        seen.lines.append(line)
        method, target, _ = line.split()
        if method == "CONNECT":
            host, _, port = target.rpartition(":")
        else:
            host, _, port = target.split("/")[2].rpartition(":")
        there, back = await asyncio.open_connection(host, int(port))
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            path = "/" + target.split("/", 3)[3]
            back.write(head.replace(target.encode(), path.encode(), 1))

        async def pump(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
            try:
                while data := await source.read(65536):
                    # A kept connection carries more than one request.
                    seen.lines += [line.decode() for line in REQUEST.findall(data)]
                    to.write(data)
                    await to.drain()
            except OSError:
                pass
            finally:
                to.close()

        await asyncio.gather(pump(reader, back), pump(there, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    seen.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield seen
    finally:
        server.close()
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)


async def test_discord_goes_through_it(environment: pytest.MonkeyPatch) -> None:
    async with running_proxy() as proxy, DiscordServer() as server:
        environment.setenv("HTTP_PROXY", proxy.url)
        adapter = DiscordAdapter(
            server.world.token,
            state=KeptInMemory(),
            api_url=server.api_url,
            gateway_url=server.gateway_url,
        )
        await adapter.start(COMMANDS, ignore)
        assert adapter.listening
        assert any("/users/@me" in line for line in proxy.lines)
        assert any("/gw" in line or line.startswith("CONNECT") for line in proxy.lines)
        await adapter.stop()
        proxy.lines.clear()
        async with Probe(server.world.token, server.api_url) as probe:
            await probe.get("/users/@me")
        assert proxy.lines
        environment.setenv("NO_PROXY", "127.0.0.1")
        proxy.lines.clear()
        await adapter.start(COMMANDS, ignore)
        await adapter.stop()
        assert proxy.lines == []


async def test_slack_goes_through_it(environment: pytest.MonkeyPatch) -> None:
    async with running_proxy() as proxy, SlackServer() as server:
        environment.setenv("http_proxy", proxy.url)
        adapter = SlackAdapter(BOT_TOKEN, APP_TOKEN, state=DictMemory(), api_url=server.api_url)
        await adapter.start((), ignore)
        await adapter.stop()
        assert any("auth.test" in line for line in proxy.lines)
        environment.setenv("no_proxy", "127.0.0.1")
        proxy.lines.clear()
        await adapter.start((), ignore)
        await adapter.stop()
        assert proxy.lines == []


async def test_a_proxy_that_is_away_is_an_outage(environment: pytest.MonkeyPatch) -> None:
    async with DiscordServer() as server:
        environment.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        adapter = DiscordAdapter(
            server.world.token,
            state=KeptInMemory(),
            api_url=server.api_url,
            gateway_url=server.gateway_url,
        )
        with pytest.raises(Unreachable):
            await adapter.start(COMMANDS, ignore)


async def test_a_proxy_of_another_kind_is_told_without_its_password(
    environment: pytest.MonkeyPatch,
) -> None:
    environment.setenv("HTTPS_PROXY", "socks5://me:secret@127.0.0.1:9")
    for adapter in (
        DiscordAdapter("t", state=KeptInMemory()),
        SlackAdapter("xoxb-1", "xapp-1", state=DictMemory()),
    ):
        with pytest.raises(StartFailed) as failed:
            await adapter.start((), ignore)
        assert "HTTPS_PROXY" in str(failed.value) and "secret" not in str(failed.value)
