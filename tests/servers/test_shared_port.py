"""Two platforms on one port: each comes and goes without the other."""

from __future__ import annotations

import asyncio
from contextlib import closing
from socket import socket

import aiohttp
import pytest
from aiohttp import web

from bot.adapters.common.shared_port import port_of


def says(word: str):  # type: ignore[no-untyped-def]
    async def handler(_: web.Request) -> web.Response:
        return web.Response(text=word)

    return handler


def free_port() -> int:
    with closing(socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def ask(port: int, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def test_one_port_serves_both_until_the_last_has_gone() -> None:
    port = free_port()
    one, other = port_of("127.0.0.1", port), port_of("127.0.0.1", port)
    # Both start at once, as the platforms do.
    await asyncio.gather(one.add("/a", says("a")), other.add("/b", says("b")))
    assert one is other and one.port == port
    assert [await ask(port, path) for path in ("/a", "/b", "/c")] == [
        (200, "a"),
        (200, "b"),
        (404, ""),
    ]
    assert one.close("/a") is None
    assert [await ask(port, path) for path in ("/a", "/b")] == [(404, ""), (200, "b")]
    again = port_of("127.0.0.1", port)
    await again.add("/a", says("anew"))
    assert await ask(port, "/a") == (200, "anew")
    assert other.close("/b") is None
    listener = again.close("/a")
    assert listener is not None
    await listener.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await ask(port, "/a")
    assert port_of("127.0.0.1", port) is not one


async def test_a_path_is_served_once() -> None:
    shared = port_of("127.0.0.1", free_port())
    await shared.add("/a", says("a"))
    with pytest.raises(OSError, match="/a is served already"):
        await shared.add("/a", says("b"))
    listener = shared.close("/a")
    assert listener is not None
    await listener.stop()
