"""Did a post go out? Looks its mark up in the channel's history."""

from __future__ import annotations

from datetime import datetime, timedelta

import discord

from bot.adapters.base import AdapterError, Forbidden, Unreachable, Unreadable
from bot.adapters.discord.error_codes import UNKNOWN_CHANNEL
from bot.adapters.discord.errors import code_of
from bot.adapters.discord.marker import Marker
from bot.adapters.discord.permissions import HISTORY, Permissions, named
from bot.adapters.discord.wire import Wire, place_of
from bot.model import ChannelRef

_SKEW = timedelta(minutes=2)  # our clock against Discord's
_PAGES = 50


async def find(
    wire: Wire,
    permissions: Permissions,
    bot_id: str,
    to: ChannelRef,
    marker: Marker,
    since: datetime,
) -> str | None:
    """The id of the bot's message that carries ``marker``; None when surely there is none.

    Raises ``Unreadable`` when the history cannot tell.
    """
    after = discord.utils.time_snowflake(since - _SKEW)
    seen = False
    for _ in range(_PAGES):
        try:
            page = await wire.history(place_of(to), after)
        except Forbidden as error:
            raise Unreadable(str(error)) from error
        except AdapterError as error:
            if to.thread and not to.direct and code_of(error) == UNKNOWN_CHANNEL:
                return None  # the thread was never opened
            raise
        for message in page:
            if message["author"]["id"] == bot_id and marker.on(message["components"]):
                return str(message["id"])
        if not page:
            if not seen and not to.direct:
                await _surely_readable(permissions, to)
            return None
        seen = True
        after = max(int(message["id"]) for message in page)
    raise Unreadable(f"more than {_PAGES * 100} messages since {since:%Y-%m-%d %H:%M}")


async def _surely_readable(permissions: Permissions, to: ChannelRef) -> None:
    """Without the permission Discord shows an empty history instead of an error
    (Discord: resources/message)."""
    try:
        have = await permissions.fresh(to)
    except Unreachable:
        raise
    except AdapterError as error:
        raise Unreadable(str(error)) from error
    if not have.read_message_history:
        raise Unreadable(named([HISTORY])[0])
