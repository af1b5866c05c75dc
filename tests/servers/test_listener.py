"""Callers that are slow, silent or many wear no listener out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import pytest
from aiohttp import web

from bot.adapters.common import listener as listening
from bot.adapters.common.listener import Listener

HALF = b"POST /slow HTTP/1.1\r\nHost: x\r\nX-A: "
WHOLE = b"GET /quick HTTP/1.1\r\nHost: x\r\n\r\n"
SOON = 0.05
NEVER = 3600.0

Caller = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class House:
    """A listener with one quick path and one whose answer waits for ``answer``."""

    def __init__(self, listener: Listener, answer: asyncio.Event, begun: asyncio.Semaphore) -> None:
        self.listener, self.answer, self.begun = listener, answer, begun
        self.callers: list[asyncio.StreamWriter] = []

    async def call(self, first: bytes = b"") -> Caller:
        caller = await asyncio.open_connection(*self.listener.address)
        self.callers.append(caller[1])
        caller[1].write(first)
        await caller[1].drain()
        return caller


Open = Callable[..., Awaitable[House]]


@pytest.fixture
async def open_house() -> AsyncIterator[Open]:
    async with AsyncExitStack() as stack:

        async def open_(**options: float) -> House:
            return await stack.enter_async_context(house(**options))

        yield open_


@asynccontextmanager
async def house(**options: float) -> AsyncIterator[House]:
    answer, begun = asyncio.Event(), asyncio.Semaphore(0)

    async def quick(_: web.Request) -> web.Response:
        return web.Response(text="quick")

    async def slow(_: web.Request) -> web.Response:
        begun.release()
        await answer.wait()
        return web.Response(text="slow")

    app = web.Application()
    app.router.add_get("/quick", quick)
    app.router.add_get("/slow", slow)
    listener = Listener(app, **options)  # type: ignore[arg-type]
    await listener.start("127.0.0.1", 0)
    opened = House(listener, answer, begun)
    try:
        yield opened
    finally:
        answer.set()
        for caller in opened.callers:
            caller.close()
        await listener.stop()


async def said(caller: Caller, ending: bytes) -> None:
    async with asyncio.timeout(10):
        await caller[0].readuntil(ending)


async def ended(caller: Caller) -> None:
    async with asyncio.timeout(10):
        with suppress(ConnectionResetError):
            assert await caller[0].read() == b""


async def test_two_hundred_half_sent_heads_are_closed_and_others_served(open_house: Open) -> None:
    opened = await open_house(head_within=SOON)
    half = [await opened.call(HALF) for _ in range(200)]
    whole = await opened.call(WHOLE)
    await said(whole, b"quick")
    for caller in half:
        await ended(caller)


async def test_a_head_that_drips_is_not_waited_for_longer(open_house: Open) -> None:
    opened = await open_house(head_within=SOON)
    caller = await opened.call(HALF)
    dripping = asyncio.create_task(drip(caller))
    await ended(caller)
    dripping.cancel()


async def drip(caller: Caller) -> None:
    while True:
        caller[1].write(b"a")
        await asyncio.sleep(SOON / 10)


async def test_who_sends_nothing_is_closed_too(open_house: Open) -> None:
    opened = await open_house(head_within=SOON)
    await ended(await opened.call())


async def test_a_later_head_has_no_more_time_than_the_first(open_house: Open) -> None:
    opened = await open_house(head_within=SOON)
    caller = await opened.call(WHOLE)
    await said(caller, b"quick")
    caller[1].write(HALF)
    await ended(caller)


async def test_an_answer_takes_the_time_it_takes(open_house: Open) -> None:
    opened = await open_house(head_within=SOON)
    caller = await opened.call(WHOLE.replace(b"quick", b"slow"))
    await opened.begun.acquire()
    await ended(await opened.call(HALF))  # so long it has been by now
    opened.answer.set()
    await said(caller, b"slow")


async def test_beyond_the_limit_the_oldest_half_head_goes(open_house: Open) -> None:
    opened = await open_house(head_within=NEVER, most=3)
    busy = await opened.call(WHOLE.replace(b"quick", b"slow"))
    await opened.begun.acquire()
    half = [await opened.call(HALF) for _ in range(2)]
    whole = await opened.call(WHOLE)
    await said(whole, b"quick")
    await ended(half[0])
    assert opened.listener.connections == 3
    # Then the other one, and then those that rest.
    for _ in range(4):
        await said(await opened.call(WHOLE), b"quick")
    await ended(half[1])
    opened.answer.set()
    await said(busy, b"slow")


async def test_what_is_being_answered_is_not_cut_off_for_others(open_house: Open) -> None:
    opened = await open_house(head_within=NEVER, most=2)
    busy = [await opened.call(WHOLE.replace(b"quick", b"slow")) for _ in range(2)]
    for _ in busy:
        await opened.begun.acquire()
    await ended(await opened.call(WHOLE))
    opened.answer.set()
    for caller in busy:
        await said(caller, b"slow")


async def test_one_address_of_the_internet_gets_a_share_only(
    open_house: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "_public", lambda _: True)
    monkeypatch.setattr(listening, "MOST_EACH", 2)
    opened = await open_house(head_within=NEVER)
    half = [await opened.call(HALF) for _ in range(3)]
    await ended(half[0])
    assert opened.listener.connections == 2


@pytest.mark.parametrize(
    ("peer", "public"),
    [("127.0.0.1", False), ("10.1.2.3", False), ("::1", False), ("fe80::1%eth0", False),
     ("93.184.216.34", True), ("2606:4700::1111", True), ("", False)],
)  # fmt: skip
def test_whose_addresses_have_a_share(peer: str, public: bool) -> None:
    assert listening._public(peer) is public


async def test_a_stopped_listener_can_be_made_anew(open_house: Open) -> None:
    first = await open_house()
    port = first.listener.address[1]
    await first.listener.stop()
    assert first.listener.address == ("", 0)
    other = Listener(web.Application())
    await other.start("127.0.0.1", port)
    await other.stop()
