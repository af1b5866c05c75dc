"""The short way of nearly everything that members do: a press, from its envelope to its handler.

A press by somebody whose name is known is handed on without Bolt's objects, and acknowledged by
whoever answers it. All else takes the long way (``socket.py``).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

import aiohttp

from bot.adapters.common.json import to_json
from bot.adapters.common.payloads import NotUnderstood
from bot.adapters.slack.intake import PRESS, Intake, origin_of

log = logging.getLogger(__name__)

Send = Callable[[str], Awaitable[None]]
"""Sends a frame over the connection that there is."""


class Presses:
    def __init__(self, intake: Intake, send: Send) -> None:
        self._intake = intake
        self._send = send
        self.under_way: set[asyncio.Future[Any]] = set()
        """The acknowledgements that Slack still waits for."""

    def take(self, message: Mapping[str, Any]) -> bool:
        """Whether the envelope was a press, and taken care of; else it goes the long way."""
        body, envelope = message.get("payload"), message.get("envelope_id")
        if message.get("type") != "interactive" or not isinstance(envelope, str):
            return False
        if not isinstance(body, dict) or body.get("type") != PRESS:
            return False
        try:
            interaction = self._intake.read(PRESS, body)
        except NotUnderstood:
            return True
        if interaction is None or not self._intake.knows(interaction):
            return False
        acknowledge = partial(self._acknowledge, to_json({"envelope_id": envelope}).decode())
        origin = origin_of(interaction)
        origin.acknowledge = acknowledge
        self._hold(origin.ack)
        if not self._intake.hand_over(interaction):
            # A repeat: Slack is told, and nobody answers it.
            origin.ack.cancel()
            self._hold(asyncio.ensure_future(acknowledge()))
        return True

    def stop(self) -> None:
        """Nobody is waited for any more."""
        for waiting in [*self.under_way]:
            waiting.cancel()

    async def _acknowledge(self, frame: str) -> None:
        try:
            await self._send(frame)
        except (aiohttp.ClientError, OSError, RuntimeError, AttributeError) as error:
            # The connection broke meanwhile: Slack tells the member, and the answer still goes out.
            log.info("a press could not be acknowledged: %r", error)

    def _hold(self, what: asyncio.Future[Any]) -> None:
        self.under_way.add(what)
        what.add_done_callback(self.under_way.discard)
