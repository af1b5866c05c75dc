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
    Unreachable,
)

INVITE = "the bot in the channel: type /invite and the bot's name there"
_REFUSED = {
    "invalid_auth",
    "not_authed",
    "token_revoked",
    "token_expired",
    "account_inactive",
    "not_allowed_token_type",
}
_EXPIRED = {
    "expired_trigger_id",
    "exchanged_trigger_id",
    "trigger_expired",
    "trigger_exchanged",
    "expired_url",
    "used_url",
}
_GONE = {
    "message_not_found",
    "thread_not_found",
    "cant_update_message",
    "edit_window_closed",
    "user_not_found",
    "users_not_found",
    "user_disabled",
}
_INVITE = {"not_in_channel", "channel_not_found", "method_not_supported_for_channel_type"}
ARCHIVED = "a channel that is not archived: unarchive it, or /study move to another"
_FORBIDDEN = {
    "is_archived": ARCHIVED,
    "user_not_in_channel": "the member in this channel",
    "messages_tab_disabled": "the app's Messages tab (App Home, Messages Tab)",
    "cannot_dm_bot": "a person to write to, not a bot",
    "restricted_action": "the right to post in this channel",
    "restricted_action_read_only_channel": "the right to post in this read-only channel",
    "restricted_action_thread_only_channel": "the right to post outside threads in this channel",
    "restricted_action_non_threadable_channel": "the right to post threads in this channel",
    "restricted_action_thread_locked": "an open thread: this one is locked",
    "posting_to_general_channel_denied": "the right to post in the general channel",
    "cant_delete_message": "the right to delete this message",
    "no_permission": "permission from the workspace's administrators",
    "access_denied": "permission from the workspace's administrators",
    "ekm_access_denied": "permission from the workspace's administrators",
    "team_access_not_granted": "access to this workspace",
}
_AMBIGUOUS = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}


class TokenRefused(Unreachable):
    """Slack takes the token no more: only a new one and a new start help."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Slack refuses the bot token ({code})")
        self.code = code


class BadBlocks(Rejected):
    """Slack refuses the blocks; it says so too of a picture that it has not got ready."""


def from_code(code: str, data: Mapping[str, Any], retry_after: float = 30.0) -> AdapterError:
    """The error that Slack's ``code`` stands for; ``data`` is the whole answer."""
    if code in _REFUSED:
        return TokenRefused(code)
    if code in _EXPIRED:
        return Expired(code)
    if code in _GONE:
        return Gone(code)
    if code in _INVITE:
        return Forbidden((INVITE,), code)
    if code in _FORBIDDEN:
        return Forbidden((_FORBIDDEN[code],), code)
    if code == "missing_scope":
        needed = str(data.get("needed", "")) or "unknown"
        return Forbidden((f"the scope {needed}: add it to the app and reinstall it",), code)
    if code in ("ratelimited", "rate_limited"):
        return RateLimited(retry_after)
    if code in _AMBIGUOUS:
        return Unreachable(code)
    details = data.get("response_metadata", {}).get("messages") or data.get("errors") or []
    told = "; ".join([code, *map(str, details)])
    return BadBlocks(told) if code == "invalid_blocks" else Rejected(told)


def translate(error: Exception) -> AdapterError:
    """What ``error`` of the SDK, the network or the time-out means to the core."""
    if isinstance(error, SlackApiError):
        response: Any = error.response
        status = getattr(response, "status_code", getattr(response, "status", 0))
        headers: Mapping[str, str] = getattr(response, "headers", {}) or {}
        data = getattr(response, "data", None)
        if isinstance(data, Mapping) and data.get("error"):
            return from_code(str(data["error"]), data, retry_after(headers))
        if status == 429:
            return RateLimited(retry_after(headers))
        # A body that is no JSON comes from a proxy or a failing server, not from a method.
        return Unreachable(f"unreadable answer with status {status}")
    return Unreachable(f"{type(error).__name__}: {error}")


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds that Slack asks to wait; 30 where it does not say."""
    try:
        return max(float(headers.get("Retry-After", "30")), 0.0)
    except ValueError:
        return 30.0


@contextmanager
def translated() -> Iterator[None]:
    """Raises the protocol's errors for everything that a call to Slack can raise."""
    try:
        yield
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise translate(error) from error
