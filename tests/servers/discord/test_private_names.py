"""What the adapter takes from discord.py beyond its documented interface, name by name.

discord.py is pinned below 2.8. Before that pin moves, whatever fails here has to be looked at
first: the message says where it is used and what for.
"""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import discord
import pytest
from discord import gateway, http, utils
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from bot.adapters.discord import client, frames

CLIENT, FRAMES, WIRE = (f"bot/adapters/discord/{name}.py" for name in ("client", "frames", "wire"))


def changed(where: str, what: str) -> str:
    return f"discord.py {discord.__version__} has changed what {where} relies on: {what}"


def source(of: Callable[..., Any]) -> str:
    return inspect.getsource(of)


def parameters(of: Callable[..., Any]) -> list[str]:
    return [name for name in inspect.signature(of).parameters if name != "self"]


@pytest.fixture
async def connection() -> AsyncIterator[client.Connection]:
    async def handler(_: Any) -> None: ...

    made = client.Connection(handler, lambda _: None, aiohttp.TraceConfig())
    yield made
    await made.shut()


async def test_the_client_makes_its_back_off_from_the_name_that_is_replaced() -> None:
    told = changed(CLIENT, "Client.connect waits as discord.client.ExponentialBackoff says")
    assert discord.client.ExponentialBackoff is client._Backoff, told  # type: ignore[attr-defined]
    assert "backoff = ExponentialBackoff()" in source(discord.Client.connect), told
    assert "backoff.delay()" in source(discord.Client.connect), told
    assert parameters(ExponentialBackoff.delay) == [], told
    waits = client._Backoff()
    assert max(waits.delay() for _ in range(20)) <= client._LONGEST_BACKOFF, told


async def test_the_gateways_addresses_are_where_they_are_set() -> None:
    told = changed(CLIENT, "Route.BASE and DiscordWebSocket.DEFAULT_GATEWAY are the addresses")
    assert client.API_URL.startswith("https://discord.com/api/v"), told
    assert client.GATEWAY_URL.startswith("wss://gateway.discord.gg"), told
    assert "cls.DEFAULT_GATEWAY" in source(DiscordWebSocket.from_client), told
    assert "self.BASE" in source(Route), told


async def test_the_socket_is_opened_by_the_method_that_is_replaced() -> None:
    told = changed(CLIENT, "DiscordWebSocket.from_client opens its socket with http.ws_connect")
    assert "client.http.ws_connect(" in source(DiscordWebSocket.from_client), told
    assert parameters(HTTPClient.ws_connect) == ["url", "compress"], told
    # What the replacement does has to stay what the original does, but for the proxy.
    for word in ("'max_msg_size': 0", "'autoclose': False", "'User-Agent'", "'compress'"):
        assert word in source(HTTPClient.ws_connect), told


async def test_the_rest_clients_session_is_where_it_is_taken_from() -> None:
    told = changed(CLIENT, "HTTPClient keeps its session in __session, made by static_login")
    assert "self.__session: aiohttp.ClientSession" in source(HTTPClient.__init__), told
    assert "self.__session = aiohttp.ClientSession(" in source(HTTPClient.static_login), told
    assert "connector=self.connector" in source(HTTPClient.static_login), told


async def test_limits_are_cleared_by_the_method_that_is_replaced(
    connection: client.Connection,
) -> None:
    told = changed(CLIENT, "HTTPClient.get_ratelimit clears with _try_clear_expired_ratelimits")
    assert "self._try_clear_expired_ratelimits()" in source(HTTPClient.get_ratelimit), told
    assert parameters(HTTPClient._try_clear_expired_ratelimits) == [], told
    assert "_try_clear_expired_ratelimits" in vars(connection.http), told
    connection.http._try_clear_expired_ratelimits()


async def test_events_are_read_by_the_parsers_that_are_replaced(
    connection: client.Connection,
) -> None:
    told = changed(CLIENT, "the connection's state has a dict of parsers by an event's name")
    parsers = connection._connection.parsers
    assert isinstance(parsers, dict), told
    assert {"INTERACTION_CREATE", *client._MUST_BE_READ} <= parsers.keys(), told
    assert "client._connection.parsers" in source(DiscordWebSocket.from_client), told
    assert "self._discord_parsers[event]" in source(frames._receive), told


async def test_frames_are_parsed_and_received_by_the_names_that_are_replaced() -> None:
    told = changed(FRAMES, "frames are read by utils._from_json in received_message")
    assert utils._from_json is frames._from_json, told
    assert "utils._from_json(" in source(frames._receive), told
    assert "utils._from_json(" in source(http.json_or_text), told
    assert frames._from_json('{"op": 11}') == {"op": 11}, told
    assert parameters(frames._receive) == ["msg"], told
    assert inspect.iscoroutinefunction(frames._receive), told
    assert "self.received_message(" in source(DiscordWebSocket.poll_event), told
    assert "self._dispatch" in source(gateway.DiscordWebSocket), told
    assert "ws._dispatch = client.dispatch" in source(DiscordWebSocket.from_client), told


async def test_answers_go_out_by_the_webhook_adapter_that_is_borrowed() -> None:
    told = changed(WIRE, "discord.webhook.async_.async_context holds an adapter with request()")
    adapter = async_context.get()
    assert isinstance(adapter, AsyncWebhookAdapter), told
    known = parameters(adapter.request)
    assert known[:2] == ["route", "session"], told
    assert {"payload", "multipart", "files", "proxy"} <= set(known), told
    for name in ("webhook_id", "webhook_token"):
        assert f"parameters.get('{name}')" in source(Route), told


async def test_the_rest_client_takes_what_is_handed_to_it(connection: client.Connection) -> None:
    told = changed(WIRE, "HTTPClient.request(route, files, form, json=, params=)")
    assert parameters(HTTPClient.request)[:3] == ["route", "files", "form"], told
    for name in ("connector", "proxy", "user_agent"):
        assert hasattr(connection.http, name), changed(WIRE, f"HTTPClient.{name}")
