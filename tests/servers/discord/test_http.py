"""Interactions over HTTP: the gate, and what an answer rides in."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
from collections.abc import AsyncIterator, Callable
from typing import cast

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey

from bot.adapters.base import StartFailed
from bot.adapters.common import signed_http
from bot.adapters.common.shared_port import MOST_BODY
from bot.adapters.common.signed_http import Door
from bot.adapters.discord import http as discord_http
from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.http import NO_ENDPOINT, PATH, WRONG_KEY
from tests.contract.discord_http_driver import DiscordHttpDriver, open_driver
from tests.servers.discord import Hook
from tests.servers.discord.bot_for_tests import COMMANDS, Bot
from tests.servers.discord.http_mode import HttpMode


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    bot = Bot()
    async with open_driver(COMMANDS, bot) as driver:
        bot.driver = driver
        yield bot
        assert driver.breaches() == []


def driver_of(bot: Bot) -> DiscordHttpDriver:
    return cast(DiscordHttpDriver, bot.driver)


def wire(bot: Bot) -> HttpMode:
    return bot.driver.server.http


def slash(bot: Bot, name: str = "quiz") -> Hook:
    world, driver = bot.driver.world, bot.driver
    data = {"id": "1", "name": name, "type": 1, "options": []}
    return world.hook(2, driver.ana.id, world.channels[driver.channel.id], data, None)


def body_of(hook: Hook) -> bytes:
    return json.dumps(hook.payload).encode()


async def status(bot: Bot, body: bytes, **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    found, _, text = await wire(bot).send(body, named)
    assert found == 200 or text == "", "a refusal says nothing"
    return found


FORGED = "00" * 64


async def test_the_portal_takes_the_address_and_keeps_it(bot: Bot) -> None:
    """One that let a wrong signature through would be refused, and dropped later."""
    assert await wire(bot).check_again()
    assert bot.driver.server.gateway.identified == 0 and bot.driver.adapter.listening
    assert len(bot.unread) == 2 and all("401" in why for why in bot.unread)


async def test_the_same_request_again_is_not_answered_even_after_a_restart(bot: Bot) -> None:
    body = body_of(slash(bot))
    headers = wire(bot).headers(body)
    found, kind, text = await wire(bot).send(body, headers)
    assert (found, kind, json.loads(text)["type"]) == (200, "application/json", 4)
    assert (await wire(bot).send(body, headers))[::2] == (202, "")
    bot.seen.clear()
    await bot.driver.restart()
    assert (await wire(bot).send(body, headers))[::2] == (202, "")
    assert bot.seen == []


Change = Callable[[dict[str, str]], dict[str, str]]
REFUSED: dict[str, Change] = {
    "no signature": lambda given: {"X-Signature-Ed25519": ""},
    "no time": lambda given: {"X-Signature-Timestamp": ""},
    "a shorter signature": lambda given: {"X-Signature-Ed25519": given["X-Signature-Ed25519"][:-2]},
    "a changed signature": lambda given: {"X-Signature-Ed25519": FORGED},
    "no digits": lambda given: {"X-Signature-Ed25519": "zz" * 64},
    "spaces": lambda given: {"X-Signature-Ed25519": given["X-Signature-Ed25519"][:-2] + " \t"},
    "no letters": lambda given: {"X-Signature-Ed25519": "ü" * 128},
    "another's": lambda given: {
        "X-Signature-Ed25519": SigningKey.generate().sign(b"x").signature.hex()
    },
    "a later time": lambda given: {
        "X-Signature-Timestamp": str(int(given["X-Signature-Timestamp"]) + 1)
    },
    "a time of words": lambda given: {"X-Signature-Timestamp": "noon"},
}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_discord_did_not_sign_is_refused_and_counted(bot: Bot, name: str) -> None:
    before = len(bot.unread)
    body = body_of(slash(bot))
    assert await status(bot, body, **REFUSED[name](wire(bot).headers(body))) == 401
    assert bot.seen == [] and len(bot.unread) == before + 1
    assert "401" in bot.unread[-1] and bot.driver.ana.id not in bot.unread[-1]


@pytest.mark.parametrize("seconds", [301, -302])  # the header has whole seconds
async def test_an_old_request_and_one_from_the_future_are_refused(bot: Bot, seconds: int) -> None:
    from datetime import timedelta

    body = body_of(slash(bot))
    headers = wire(bot).headers(body)
    bot.driver.world.advance(timedelta(seconds=seconds))
    assert await status(bot, body, **headers) == 401
    assert bot.seen == []


BROKEN = {
    "no JSON": b"{",
    "no text": b"\xff\xfe",
    "a list": b"[]",
    "too deep": b"[" * 100_000,
    "a giant number": b"9" * 10_000,
    "nothing": b"",
    "another kind": b'{"type":9}',
    "no kind": b"{}",
    "a kind of words": b'{"type":"2"}',
    "nobody": b'{"type":2,"data":{"name":"quiz"},"channel_id":"7"}',
}


@pytest.mark.parametrize("name", BROKEN)
async def test_nothing_is_parsed_before_the_signature_is_checked(bot: Bot, name: str) -> None:
    assert await status(bot, BROKEN[name], X_Signature_Ed25519=FORGED) == 401
    assert await status(bot, BROKEN[name]) == 400
    assert bot.seen == []


@pytest.mark.parametrize("cut", [1, 40, 400])
async def test_half_a_body_is_refused_as_it_came(bot: Bot, cut: int) -> None:
    """The signature is over the whole; a shorter body does not fit it."""
    body = body_of(slash(bot))
    assert await status(bot, body[:-cut], **wire(bot).headers(body)) == 401
    assert bot.seen == []


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=300).filter(lambda body: b"1" not in body))
def test_whatever_is_signed_gets_an_answer(body: bytes) -> None:
    async def run() -> None:
        bot = Bot()
        async with open_driver(COMMANDS, bot) as driver:
            bot.driver = driver
            assert await status(bot, body) == 400
            assert bot.seen == []

    asyncio.run(run())


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data", "", "application/xml"])
async def test_content_of_another_type_is_refused(bot: Bot, kind: str) -> None:
    body = body_of(slash(bot))
    assert await status(bot, body, Content_Type=kind, X_Signature_Ed25519=FORGED) == 401
    assert await status(bot, body, Content_Type=kind) == 415
    assert bot.seen == []


async def test_a_packed_body_is_not_unpacked(bot: Bot) -> None:
    packed = gzip.compress(b'"' + b"0" * 50_000_000)
    assert await status(bot, packed, Content_Encoding="gzip", X_Signature_Ed25519=FORGED) == 401
    assert await status(bot, packed, Content_Encoding="gzip") == 400
    assert bot.seen == []


async def test_a_body_beyond_the_limit_is_not_read(bot: Bot) -> None:
    assert await status(bot, b"x" * (MOST_BODY + 1)) == 413


async def test_a_body_that_drips_is_given_up(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed_http, "READ_WITHIN", 0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", bot.driver.adapter.port)
    headers = wire(bot).headers(b"") | {"Host": "localhost", "Content-Length": "100"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"POST {PATH} HTTP/1.1\r\n{lines}\r\nab".encode())
    async with asyncio.timeout(10):
        answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 408") and b"Connection: close" in answer
    writer.close()


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("POST", "/", 404),
        ("POST", f"{PATH}/", 404),
        ("POST", "/slack/events", 404),
        ("GET", PATH, 405),
        ("PUT", PATH, 405),
    ],
)
async def test_other_paths_and_methods(bot: Bot, method: str, path: str, expected: int) -> None:
    base = f"http://127.0.0.1:{bot.driver.adapter.port}"
    body = body_of(slash(bot))
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, base + path, data=body, headers=wire(bot).headers(body)) as got,
    ):
        assert got.status == expected
    assert bot.seen == []


# what an answer rides in


async def test_an_answer_rides_in_the_response(bot: Bot) -> None:
    result = await bot.driver.command(bot.driver.ana, "/quiz tea")
    assert wire(bot).statuses == [200] and len(result.replies) == 1
    pressed = await bot.driver.press(bot.driver.ana, result.replies[0], "Again")
    assert pressed.updated is not None, "type 7"
    form = (await bot.driver.press(bot.driver.ana, pressed.updated, "Type")).form
    assert form is not None, "type 9"
    await bot.driver.press(bot.driver.ana, pressed.updated, "Quiet")
    assert await bot.driver.suggest(bot.driver.ana, "/quiz te", "topic")
    assert wire(bot).statuses == [200] * 5
    assert not [r for r in bot.driver.server.rest.requests if "/callback" in r]


async def test_what_an_edit_follows_is_a_request_of_its_own(bot: Bot) -> None:
    """Only Discord's answer to it tells that the edit will find something."""
    result = await bot.driver.command(bot.driver.ana, "/slow")
    assert result.thinking and len(result.replies) == 1
    await bot.driver.press(bot.driver.ana, result.replies[0], "Slow")
    assert wire(bot).statuses == [202, 202]
    requests = bot.driver.server.rest.requests
    assert len([r for r in requests if "/callback" in r]) == 2
    assert bot.errors == []


async def test_an_answer_that_never_comes_is_no_acknowledgement(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord_http, "ACK_WITHIN", 0.05)
    bot.hold.clear()
    assert await status(bot, body_of(slash(bot))) == 504
    bot.hold.set()


async def test_without_storage_nothing_is_acknowledged(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(key: str) -> bool:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(bot.driver.state, "claim_once", broken)
    await bot.driver.restart()
    assert await status(bot, body_of(slash(bot))) == 503
    assert bot.seen == []


async def test_a_token_of_fifteen_minutes_is_no_use_after_sixteen(bot: Bot) -> None:
    from datetime import timedelta

    bot.hold.clear()
    hook = await bot.driver.server.command(
        bot.driver.ana.id,
        bot.driver.world.channels[bot.driver.channel.id],
        {"id": "1", "name": "slow", "type": 1, "options": []},
    )
    assert hook.request is not None and await hook.request == 202
    await bot.driver.world.wait_for(lambda: hook.first == 5)
    bot.driver.world.advance(timedelta(minutes=16))
    bot.hold.set()
    await asyncio.gather(*bot.tasks)
    assert [type(error).__name__ for error in bot.errors] == ["Expired"]


# starting


def adapter_on(driver: DiscordHttpDriver, key: str, port: int = 0) -> DiscordAdapter:
    return DiscordAdapter(
        driver.world.token,
        state=driver.state,
        api_url=driver.server.api_url,
        door=Door(key, port=port),
    )


async def test_the_key_of_another_application_is_told_at_the_start(bot: Bot) -> None:
    other = SigningKey.generate().verify_key.encode().hex()
    with pytest.raises(StartFailed) as told:
        await adapter_on(driver_of(bot), other).start(COMMANDS, bot)
    assert str(told.value) == WRONG_KEY


async def test_a_missing_endpoint_is_told_at_the_start(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    bot.driver.world.endpoint_url = None
    with caplog.at_level(logging.WARNING):
        await bot.driver.adapter.start(COMMANDS, bot)
    assert NO_ENDPOINT in caplog.text


async def test_a_port_in_use_is_told_by_the_setting(bot: Bot) -> None:
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(StartFailed, match="DISCORD_HTTP_PORT"):
            await adapter_on(driver_of(bot), wire(bot).public_key, port).start(COMMANDS, bot)


async def test_a_token_that_dies_ends_the_adapter(bot: Bot) -> None:
    adapter = bot.driver.adapter
    bot.driver.server.revoke_token()
    with pytest.raises(Exception, match="401"):
        await adapter.inspect(bot.driver.channel)
    with pytest.raises(StartFailed, match="token"):
        await adapter.closed()
    assert not adapter.listening
