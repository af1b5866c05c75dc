"""discord.py's and the network's errors as the few that may leave an adapter."""

from __future__ import annotations

import aiohttp
import discord

from bot.adapters.base import (
    AdapterError,
    Expired,
    Forbidden,
    Gone,
    RateLimited,
    Rejected,
    Unreachable,
)

ALREADY_ANSWERED = 40060
UNKNOWN_CHANNEL = 10003
MISSING_PERMISSIONS = 50013
THREAD_EXISTS = 160004
_INVALID_WEBHOOK_TOKEN = 50027
_EXPIRED = {10062, 10015, _INVALID_WEBHOOK_TOKEN}
# Discord: topics/opcodes-and-status-codes
_FORBIDDEN = {
    50001: "View Channel",
    50007: "an open direct conversation",
    50278: "a server shared with the member",
    50083: "a thread that is not archived",
    160005: "an unlocked thread",
    200000: "an AutoMod rule that lets the bot post",
    240000: "a link filter that lets the bot post",
}
_WAIT = {40003: 60.0, 30046: 3600.0}
TOO_SLOW = 60.0

Troubles = (
    discord.DiscordException,
    aiohttp.ClientError,
    OSError,
    TimeoutError,
    ValueError,  # an answer that is no JSON, or no text, although it says so
    KeyError,  # discord.py reads a limit without a time, or a page instead of a limit
    TypeError,
    RuntimeError,  # the session was closed meanwhile
)


class TokenRefused(Unreachable):
    """Discord does not know the bot's token any more."""


def translated(error: Exception, *, answering: bool = False) -> AdapterError:
    """The neutral error for ``error``; ``answering`` tells calls on an interaction's token."""
    if isinstance(error, discord.RateLimited):
        return RateLimited(error.retry_after)
    if isinstance(error, KeyError) and error.args == ("retry_after",):
        return RateLimited(TOO_SLOW)  # a limit that does not say how long
    if not isinstance(error, discord.HTTPException):
        return Unreachable(f"Discord cannot be reached: {error or type(error).__name__}")
    code, detail = error.code, f"{error.status} {error.code}: {error.text}"
    if answering and (code in _EXPIRED or error.status in (401, 404)):
        return Expired(detail)
    if error.status == 401:
        return TokenRefused(detail)
    if error.status == 429:
        after = error.response.headers.get("Retry-After", "")
        return RateLimited(float(after) if after.replace(".", "", 1).isdigit() else TOO_SLOW)
    if code in _WAIT:
        return RateLimited(_WAIT[code])
    if code in _FORBIDDEN:
        return Forbidden((_FORBIDDEN[code],), detail)
    if error.status >= 500:
        return Unreachable(detail)
    if error.status == 403:
        return Forbidden(("permission",), detail)
    if error.status == 404:
        return Gone(detail)
    return Rejected(detail)


def code_of(error: AdapterError) -> int:
    """Discord's own code behind a translated error, 0 when there was none."""
    cause = error.__cause__
    return cause.code if isinstance(cause, discord.HTTPException) else 0
