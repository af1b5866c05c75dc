"""discord.py's and the network's errors as the few that may leave an adapter."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
import discord

from bot.adapters.base import (
    AdapterError,
    Expired,
    Forbidden,
    Gone,
    RateLimited,
    Rejected,
    Unavailable,
    Unreachable,
)
from bot.adapters.discord.error_codes import Sort, Verdict, verdict

_ATTEMPTS = 5
TOO_SLOW = 60.0
"""Seconds to wait where a limit does not say how long."""

Troubles = (
    discord.DiscordException,
    aiohttp.ClientError,
    OSError,
    TimeoutError,
    ValueError,  # an answer that is no JSON, or no text, although it says so
    KeyError,  # discord.py reads a limit without a time, or a page instead of a limit
    TypeError,
    AttributeError,  # or a list where Discord sends an object
    RuntimeError,  # the session was closed meanwhile
)


class TokenRefused(Unreachable):
    """Discord does not know the bot's token any more."""


class NoThread(Forbidden):
    """No thread can be opened, or written to, here: what was to go into one is left out."""


class PictureRefused(Rejected):
    """Discord does not take the message with its picture."""


def translated(error: Exception, *, answering: bool = False) -> AdapterError:
    """The neutral error for ``error``; ``answering`` tells calls on an interaction's token."""
    if isinstance(error, discord.RateLimited):
        return RateLimited(error.retry_after)
    if isinstance(error, KeyError) and error.args == ("retry_after",):
        return RateLimited(TOO_SLOW)  # a limit that does not say how long
    if isinstance(error, discord.LoginFailure) and isinstance(error.__cause__, Exception):
        return translated(error.__cause__)
    if not isinstance(error, discord.HTTPException):
        return Unreachable(f"Discord cannot be reached: {error or type(error).__name__}")
    code = error.code if isinstance(error.code, int) else 0
    headers: Mapping[str, str] = error.response.headers
    own = headers.get("Content-Type", "").startswith("application/json")
    text = error.text
    if own and code == 0:
        code, text = _read(text)
    return refusal(error.status, code, text, headers, own=own, answering=answering)


def _read(text: str) -> tuple[int, str]:
    """Code and words of a refusal that discord.py left unread: it takes "application/json" only
    without a charset, which a proxy may add."""
    try:
        said = json.loads(text)
    except ValueError:
        return 0, text
    if not isinstance(said, dict):
        return 0, text
    code = said.get("code")
    return (code if isinstance(code, int) else 0), str(said.get("message", ""))


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer of Discord's to a request of ours that discord.py has no part in."""

    status: int
    text: str
    headers: Mapping[str, str]

    @property
    def own(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("application/json")

    @property
    def code(self) -> int:
        """Discord's own code, 0 when there is none."""
        return _read(self.text)[0] if self.own else 0

    def again_in(self, attempt: int) -> float | None:
        """Seconds after which to try again, as discord.py does; None for never.

        A limit without ``Via`` is a ban at the door, which ends by waiting much longer.
        """
        if attempt >= _ATTEMPTS - 1:
            return None
        if self.status == 429 and self.headers.get("Via"):
            after = self.headers.get("Retry-After", "")
            return float(after) if after.replace(".", "", 1).isdigit() else None
        return 1.0 + 2 * attempt if self.status >= 500 else None

    def error(self, *, answering: bool) -> AdapterError:
        """The neutral error for it."""
        code, text = _read(self.text) if self.own else (0, self.text)
        return refusal(self.status, code, text, self.headers, own=self.own, answering=answering)


def refusal(
    status: int,
    code: int,
    text: str,
    headers: Mapping[str, str],
    *,
    own: bool,
    answering: bool = False,
) -> AdapterError:
    """The neutral error for an answer with this ``status``; ``own`` tells whether its body is
    one that Discord writes (JSON), and not the page of something on the way there."""
    detail = f"{status} {code}: {text if own else 'a page that is not from Discord'}"
    if status == 429:
        after = headers.get("Retry-After", "")
        return RateLimited(float(after) if after.replace(".", "", 1).isdigit() else TOO_SLOW)
    if status >= 500 or not own:
        return Unreachable(detail)
    said = verdict(code)
    if answering and (status in (401, 404) or said.sort in (Sort.EXPIRED, Sort.TOKEN)):
        return Expired(detail)
    if status == 401 or said.sort is Sort.TOKEN:
        return TokenRefused(detail)
    if code == 0 and status in (403, 404):
        # Discord names what it refuses; this comes from the servers before it.
        return Unreachable(detail)
    return _judged(said, detail)


def _judged(said: Verdict, detail: str) -> AdapterError:
    match said.sort:
        case Sort.LATER:
            return Unavailable(detail)
        case Sort.LIMITED:
            return RateLimited(said.wait)
        case Sort.FORBIDDEN:
            missing = (said.missing,) if said.missing else ()
            return Forbidden(missing, detail, why=said.why, todo=said.todo)
        case Sort.THREAD:
            return NoThread((), detail, why=said.why)
        case Sort.GONE:
            return Gone(detail)
        case Sort.EXPIRED:
            return Expired(detail)
        case Sort.PICTURE:
            return PictureRefused(detail)
    return Rejected(detail)


def code_of(error: AdapterError) -> int:
    """Discord's own code behind a translated error, 0 when there was none."""
    cause = error.__cause__
    return cause.code if isinstance(cause, discord.HTTPException) else 0
