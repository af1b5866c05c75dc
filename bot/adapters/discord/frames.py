"""A gateway frame that cannot be read costs that frame, not the connection.

discord.py reads frames (and REST answers) with ``discord.utils._from_json`` and lets what goes
wrong there end the socket; a list or a number in the place of an object does so as well. With
orjson beside it, it would not even read halves of characters.
"""

from __future__ import annotations

from typing import Any

import discord.utils
from discord.gateway import DiscordWebSocket

from bot.adapters.common.json import from_json

UNREADABLE = "unreadable_frame"
"""The client's event for one, ``on_unreadable_frame(why)``."""

_receive = DiscordWebSocket.received_message


def _from_json(text: Any) -> Any:
    try:
        return from_json(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None


async def _received(self: DiscordWebSocket, msg: Any, /) -> None:
    try:
        await _receive(self, msg)
    except (ValueError, AttributeError) as error:
        # What events hold is read apart from this, each with a guard of its own.
        self._dispatch(UNREADABLE, f"a frame: {type(error).__name__}")


def install() -> None:
    """For the whole process; doing it twice changes nothing."""
    discord.utils._from_json = _from_json
    DiscordWebSocket.received_message = _received  # type: ignore[method-assign]
