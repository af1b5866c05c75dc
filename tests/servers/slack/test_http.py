"""Requests over HTTP: the gate, then the same as over a socket."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import quote, urlencode

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.base import StartFailed
from bot.adapters.common import signed_http
from bot.adapters.common.shared_port import MOST_BODY
from bot.adapters.common.signed_http import Door
from bot.adapters.slack.adapter import SlackAdapter
from bot.model import Ack, Interaction, Nothing
from tests.contract.slack_driver import ANA, CHANNEL, DictMemory
from tests.contract.slack_http_driver import SlackHttpDriver
from tests.servers.slack.bench import Bench, card, open_bench, reply
from tests.servers.slack.http_mode import HttpMode, body_of
from tests.servers.slack.state import BOT_TOKEN, SIGNING_SECRET


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with open_bench(SlackHttpDriver) as opened:
        yield opened


def wire(bench: Bench) -> HttpMode:
    return bench.driver.server.http


def slash(bench: Bench, command: str = "/quiz") -> bytes:
    return body_of(bench.driver.server.acts.slash(ANA, CHANNEL, command, ""))


async def status(bench: Bench, body: bytes, **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    found, _, text = await wire(bench).send(body, named)
    assert found == 200 or text == "", "a refusal says nothing"
    return found


# the gate


async def test_a_signed_command_is_answered_and_the_same_request_again_is_not(
    bench: Bench,
) -> None:
    bench.handlers["quiz"] = reply("Hello")
    body = slash(bench)
    headers = wire(bench).headers(body)
    found, kind, text = await wire(bench).send(body, headers)
    assert (found, kind) == (200, "application/json") and "Hello" in text
    assert await wire(bench).send(body, headers) == (200, "application/octet-stream", "")
    assert len(bench.came) == 1


Change = Callable[[dict[str, str]], dict[str, str]]
REFUSED: dict[str, Change] = {
    "no signature": lambda given: {"X-Slack-Signature": ""},
    "no time": lambda given: {"X-Slack-Request-Timestamp": ""},
    "a changed signature": lambda given: {"X-Slack-Signature": given["X-Slack-Signature"][:-1]},
    "no letters": lambda given: {"X-Slack-Signature": "v0=ü"},
    "a later time": lambda given: {
        "X-Slack-Request-Timestamp": str(int(given["X-Slack-Request-Timestamp"]) + 1)
    },
    "a time of words": lambda given: {"X-Slack-Request-Timestamp": "noon"},
}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_slack_did_not_sign_is_refused_and_counted(bench: Bench, name: str) -> None:
    body = slash(bench)
    assert await status(bench, body, **REFUSED[name](wire(bench).headers(body))) == 401
    assert bench.came == [] and len(bench.unread) == 1
    assert "401" in bench.unread[0] and ANA not in bench.unread[0]


@pytest.mark.parametrize("seconds", [301, -302])  # the header has whole seconds
async def test_an_old_request_and_one_from_the_future_are_refused(
    bench: Bench, seconds: float
) -> None:
    body = slash(bench)
    headers = wire(bench).headers(body)
    bench.driver.server.state.advance(seconds)
    assert await status(bench, body, **headers) == 401
    assert bench.came == []


async def test_a_replay_is_refused_after_a_restart_too(bench: Bench) -> None:
    bench.handlers["quiz"] = Nothing()
    body = slash(bench)
    headers = wire(bench).headers(body)
    assert await status(bench, body, **headers) == 200
    await bench.driver.restart()
    assert await status(bench, body, **headers) == 200
    assert len(bench.came) == 1


BROKEN = {
    "no form": b"\xff\xfe%",
    "no JSON": b"payload=%7B",
    "half a character": b"payload=%FF",
    "a list": b"payload=[]",
    "too deep": b"payload=" + b"[" * 100_000,
    "a giant number": b"payload=" + b"9" * 10_000,
    "another kind": b'payload={"type":"dialog_cancellation"}',
    "nobody": b'payload={"type":"block_actions","user":[]}',
    "half a command": b"command=/quiz",
    "nothing": b"",
    "too many fields": b"&".join(b"a=b" for _ in range(500)),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_nothing_is_parsed_before_the_signature_is_checked(bench: Bench, name: str) -> None:
    assert await status(bench, BROKEN[name], X_Slack_Signature="v0=0") == 401
    assert await status(bench, BROKEN[name]) == 400
    assert bench.came == [] and len(bench.unread) == 2


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=300))
def test_whatever_is_signed_gets_an_answer(body: bytes) -> None:
    async def run() -> None:
        async with open_bench(SlackHttpDriver) as bench:
            assert await status(bench, body) in (200, 400)
            assert await status(bench, b"payload=" + quote(body).encode()) == 400
            assert bench.came == []

    asyncio.run(run())


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data", "", "application/xml"])
async def test_content_of_another_type_is_refused(bench: Bench, kind: str) -> None:
    body = slash(bench)
    assert await status(bench, body, Content_Type=kind, X_Slack_Signature="v0=0") == 401
    assert await status(bench, body, Content_Type=kind) == 415
    assert bench.came == []


async def test_a_packed_body_is_not_unpacked(bench: Bench) -> None:
    packed = gzip.compress(b"payload=" + b"0" * 50_000_000)
    assert await status(bench, packed, Content_Encoding="gzip", X_Slack_Signature="v0=0") == 401
    assert await status(bench, packed, Content_Encoding="gzip") == 400
    assert bench.came == []


async def test_a_body_beyond_the_limit_is_not_read(bench: Bench) -> None:
    assert await status(bench, b"payload=" + b"x" * MOST_BODY) == 413

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(MOST_BODY // 1024 + 1):
            yield b"x" * 1024

    async with aiohttp.ClientSession() as session:
        headers = wire(bench).headers(b"")
        async with session.post(wire(bench).url, data=endless(), headers=headers) as answer:
            assert answer.status == 413


async def test_a_body_that_drips_is_given_up(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed_http, "READ_WITHIN", 0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", bench.driver.adapter.port)
    headers = wire(bench).headers(b"") | {"Host": "localhost", "Content-Length": "100"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"POST /slack/events HTTP/1.1\r\n{lines}\r\nab".encode())
    async with asyncio.timeout(10):
        answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 408") and b"Connection: close" in answer
    writer.close()


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("POST", "/", 404),
        ("POST", "/slack/events/", 404),
        ("POST", "/slack/events/../events2", 404),
        ("GET", "/slack/events", 405),
        ("PUT", "/slack/events", 405),
    ],
)
async def test_other_paths_and_methods(bench: Bench, method: str, path: str, expected: int) -> None:
    base = f"http://127.0.0.1:{bench.driver.adapter.port}"
    body = slash(bench)
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, base + path, data=body, headers=wire(bench).headers(body)) as got,
    ):
        assert got.status == expected
    assert bench.came == []


# what Slack asks of an address


async def test_slack_checks_the_address(bench: Bench) -> None:
    asked = json.dumps({"type": "url_verification", "token": "x", "challenge": "3eZbrw"}).encode()
    as_json = {"Content-Type": "application/json; charset=utf-8"}
    found, _, text = await wire(bench).send(asked, as_json)
    assert (found, json.loads(text)) == (200, {"challenge": "3eZbrw"})
    assert (await wire(bench).send(asked, as_json | {"X-Slack-Signature": "v0=0"}))[0] == 401
    for other in (b"[]", b'{"type":"event_callback"}', b'{"type":"url_verification"}', b"{"):
        assert (await wire(bench).send(other, as_json))[::2] == (400, "")
    assert await status(bench, urlencode({"ssl_check": 1, "token": "x"}).encode()) == 200
    assert bench.came == []


# afterwards it is as over a socket (the contract suite runs over it too)


async def test_what_takes_long_is_acknowledged_and_follows_by_its_url(bench: Bench) -> None:
    bench.handlers["slow"] = reply("At last")
    bench.deferring["slow"] = Ack.PRIVATE
    result = await bench.driver.command(bench.driver.ana, "/slow")
    assert result.thinking and [seen.text for seen in result.replies] == ["Title\nAt last"]


async def test_an_answer_that_never_comes_is_no_acknowledgement(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.adapters.slack.intake.ACK_WITHIN", 0.05)
    forever = asyncio.Event()

    async def handler(_: Interaction) -> Nothing:
        await forever.wait()
        return Nothing()

    bench.handlers["stuck"] = handler
    assert await status(bench, slash(bench, "/stuck")) == 504
    forever.set()


async def test_a_repeat_that_says_so_is_acknowledged_without_an_answer(bench: Bench) -> None:
    bench.handlers["quiz"] = reply("Hello")
    first = await bench.driver.command(bench.driver.ana, "/quiz")
    again = await bench.driver.repeat(first.interaction_id)
    assert again.acked_after is not None and again.replies == []
    assert len(bench.came) == 1


async def test_without_storage_nothing_is_acknowledged(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(key: str) -> bool:
        raise RuntimeError("the disk is full")

    bench.handlers["quiz"] = reply("Hello")
    monkeypatch.setattr(bench.driver.state, "claim_once", broken)
    await bench.driver.restart()
    assert await status(bench, slash(bench)) == 503
    assert bench.came == []


async def test_stopping_lets_an_answer_on_the_way_out(bench: Bench) -> None:
    began, may_end = asyncio.Event(), asyncio.Event()

    async def handler(_: Interaction) -> object:
        began.set()
        await may_end.wait()
        return reply("Still here")

    bench.handlers["quiz"] = handler  # type: ignore[assignment]
    asking = asyncio.create_task(wire(bench).send(slash(bench)))
    await began.wait()
    may_end.set()
    assert "Still here" in (await asking)[2]
    await bench.driver.adapter.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await wire(bench).send(slash(bench))
    assert bench.driver.adapter.port == 0


# starting


@asynccontextmanager
async def taken_port() -> AsyncIterator[int]:
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def test_a_port_in_use_is_told_by_the_setting(bench: Bench) -> None:
    async with taken_port() as port:
        for host in ("127.0.0.1", "no.such.host.invalid"):
            adapter = SlackAdapter(
                BOT_TOKEN,
                state=DictMemory(),
                door=Door(SIGNING_SECRET, host, port),
                api_url=bench.driver.server.api_url,
            )
            with pytest.raises(StartFailed, match=f"SLACK_HTTP_PORT {port} cannot be listened on"):
                await adapter.start((), bench)


async def test_a_revoked_token_ends_it(bench: Bench) -> None:
    bench.driver.server.state.revoked = True
    ended = asyncio.create_task(bench.driver.adapter.closed())
    with pytest.raises(Exception, match="token"):
        await bench.driver.adapter.post(bench.driver.channel, card("x"), key="k")
    with pytest.raises(StartFailed, match="SLACK_BOT_TOKEN"):
        await ended


def test_the_secret_is_not_shown() -> None:
    assert SIGNING_SECRET not in repr(Door(SIGNING_SECRET))
