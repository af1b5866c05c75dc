"""Slack's error codes as the protocol's errors; nothing else leaves the adapter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

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
from bot.adapters.slack.error_codes import Sort, Verdict, verdict
from bot.adapters.slack.words import say


class TokenRefused(Unreachable):
    """Slack takes the token no more: only a new one and a new start help."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Slack refuses the bot token ({code})")
        self.code = code


_MAY_PASS = {"file_deleted", "file_is_deleted", "file_not_found", "invalid_blocks"}


class PictureRefused(Rejected):
    """Slack does not take the message with its picture. ``passing``: the picture may not be ready
    yet, which Slack calls invalid blocks, or not be there any more."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.passing = code in _MAY_PASS


def from_code(code: str, data: Mapping[str, Any], retry_after: float | None = None) -> AdapterError:
    """The error that Slack's ``code`` stands for; ``data`` is the whole answer, ``retry_after``
    the seconds that Slack asked to wait, if it did."""
    said = verdict(code)
    match said.sort:
        case Sort.TOKEN:
            return TokenRefused(code)
        case Sort.EXPIRED:
            return Expired(code)
        case Sort.GONE:
            return Gone(code)
        case Sort.LIMITED:
            return RateLimited(said.wait if retry_after is None else retry_after)
        case Sort.LATER:
            return Unavailable(code)
        case Sort.UNSURE:
            return Unreachable(code)
        case Sort.FORBIDDEN:
            return _forbidden(code, said, data)
    details = data.get("response_metadata", {}).get("messages") or data.get("errors") or []
    told = "; ".join([code, *map(str, details)])
    if said.sort is Sort.PICTURE:
        return PictureRefused(code, told)
    return Rejected(told)


def _forbidden(code: str, said: Verdict, data: Mapping[str, Any]) -> Forbidden:
    if code != "missing_scope":
        return Forbidden((said.missing,), code, why=said.why, todo=said.todo)
    needed = str(data.get("needed", "")) or "unknown"
    return Forbidden(
        (say("scope.missing", scope=needed),),
        code,
        why=say("scope.why", scope=needed),
        todo=say("scope.todo"),
    )


def translate(error: Exception) -> AdapterError:
    """What ``error`` of the SDK, the network or the time-out means to the core."""
    if isinstance(error, SlackApiError):
        response: Any = error.response
        status = getattr(response, "status_code", getattr(response, "status", 0))
        headers: Mapping[str, str] = getattr(response, "headers", {}) or {}
        data = getattr(response, "data", None)
        if isinstance(data, Mapping) and data.get("error"):
            return from_code(str(data["error"]), data, _asked(headers))
        if status == 429:
            return RateLimited(retry_after(headers))
        # A body that is no JSON comes from a proxy or a failing server, not from a method.
        return Unreachable(f"unreadable answer with status {status}")
    return Unreachable(f"{type(error).__name__}: {error}")


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds that Slack asks to wait; 30 where it does not say."""
    asked = _asked(headers)
    return 30.0 if asked is None else asked


def _asked(headers: Mapping[str, str]) -> float | None:
    try:
        return max(float(headers["Retry-After"]), 0.0)
    except (KeyError, ValueError):
        return None


@contextmanager
def translated() -> Iterator[None]:
    """Raises the protocol's errors for everything that a call to Slack can raise."""
    try:
        yield
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise translate(error) from error
