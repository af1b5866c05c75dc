"""Pages of other sites read nothing of the monitor's, whatever name they give it."""

from __future__ import annotations

import asyncio
import socket

import pytest

from bot.service.monitor.names import ours
from tests.monitor.conftest import Watched

FOREIGN = (
    *("evil.example", "evil.example:9420", "127.0.0.1.nip.io", "localhost.evil.example", "[::1"),
    *("a b", "http://127.0.0.1", "user@127.0.0.1", "bot.com:9420", "evil.local.example"),
)
OURS = (
    *("127.0.0.1", "127.0.0.1:9420", "localhost:1", "LOCALHOST", "[::1]:9420", "10.0.0.7:9420"),
    *("bot:9420", "studyhall_bot_1", "nas.local", "nas.home.arpa.", "bot.monitoring.svc"),
)


@pytest.mark.parametrize("path", ["/metrics", "/healthz", "/readyz", "/"])
@pytest.mark.parametrize("host", ["evil.example", "evil.example:9420", "127.0.0.1.nip.io"])
async def test_a_foreign_name_gets_nothing(watched: Watched, host: str, path: str) -> None:
    async with watched.client.get(watched.server.url + path, headers={"Host": host}) as answer:
        assert answer.status == 421
        assert "studyhall_" not in await answer.text()


async def test_no_name_at_all_gets_nothing(watched: Watched) -> None:
    host, port = watched.server.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"GET /metrics HTTP/1.0\r\n\r\n")
    assert b" 421 " in await reader.readline()
    writer.close()


@pytest.mark.parametrize("host", FOREIGN)
def test_names_that_a_stranger_can_have(host: str) -> None:
    assert not ours(host, "127.0.0.1")


@pytest.mark.parametrize("host", OURS)
def test_names_that_only_we_can_have(host: str) -> None:
    assert ours(host, "0.0.0.0")


def test_the_name_that_is_listened_on_and_the_machines_own() -> None:
    assert ours("metrics.example.com:443", "metrics.example.com")
    assert not ours("metrics.example.com:443", "0.0.0.0")
    assert ours(socket.gethostname(), "0.0.0.0")
