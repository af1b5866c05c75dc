"""What the adapter replaces in slack_sdk's and slack_bolt's Socket Mode client, name by name.

They are public names, but nobody promises which of them the clients call: whatever fails here
has to be looked at before the pin in ``constraints.txt`` moves.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_base_handler import AsyncBaseSocketModeHandler
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.version import __version__

SOCKET = "bot/adapters/slack/socket.py"


def changed(what: str) -> str:
    return f"slack_sdk {__version__} or slack_bolt changed what {SOCKET} relies on: {what}"


def source(of: Callable[..., Any]) -> str:
    return inspect.getsource(of)


def parameters(of: Callable[..., Any]) -> list[str]:
    return [name for name in inspect.signature(of).parameters if name != "self"]


def test_envelopes_come_by_the_methods_that_are_replaced() -> None:
    told = changed("process_messages calls process_message for each frame in message_queue")
    assert "await self.process_message()" in source(SocketModeClient.process_messages), told
    assert "self.message_queue.get()" in source(SocketModeClient.process_message), told
    assert "await self.enqueue_message(" in source(SocketModeClient.receive_messages), told
    told = changed("process_message hands an object and its text to run_message_listeners")
    assert "self.run_message_listeners(" in source(SocketModeClient.process_message), told
    assert parameters(SocketModeClient.run_message_listeners) == ["message", "raw_message"], told


def test_the_listeners_are_lists_that_are_walked_for_each_frame() -> None:
    told = changed("on_message_listeners hear each frame, before anything is read")
    assert "in self.on_message_listeners" in source(SocketModeClient.receive_messages), told
    told = changed("run_message_listeners walks message_listeners and those of requests")
    walked = source(AsyncBaseSocketModeClient.run_message_listeners)
    assert "in self.message_listeners" in walked, told
    assert "in self.socket_mode_request_listeners" in source(AsyncBaseSocketModeClient), told


def test_a_new_connection_is_made_by_the_method_that_is_replaced() -> None:
    told = changed("connect_to_new_endpoint(force) leaves a connection for another one")
    assert parameters(SocketModeClient.connect_to_new_endpoint) == ["force"], told
    assert "self.connect_to_new_endpoint(force=True)" in source(AsyncBaseSocketModeClient), told
    assert "self.connect_to_new_endpoint()" in source(SocketModeClient), told


def test_the_ticket_and_the_proxy_are_read_where_they_are_set() -> None:
    told = changed("connect() opens wss_uri through proxy, and asks for a ticket where it is None")
    opened = source(SocketModeClient.connect)
    assert "if self.wss_uri is None" in opened, told
    assert "proxy=self.proxy" in opened, told


def test_bolts_handler_has_the_client_and_the_ways_that_are_called() -> None:
    told = changed("AsyncSocketModeHandler.client, .handle(client, request), connect and close")
    made = source(AsyncSocketModeHandler.__init__)
    assert "self.client = SocketModeClient(" in made, told
    assert "ping_interval" in parameters(AsyncSocketModeHandler.__init__), told
    assert parameters(AsyncSocketModeHandler.handle) == ["client", "req"], told
    assert "self.client.connect()" in source(AsyncBaseSocketModeHandler.connect_async), told
    assert "self.client.close()" in source(AsyncBaseSocketModeHandler.close_async), told
