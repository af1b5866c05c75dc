"""Parts of Slack's payloads, each held to its documented form (Slack: interactivity/handling)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from bot.adapters.common.payloads import NotUnderstood, identifier, inside, items, mapping, words
from bot.model import Venue

_ID = re.compile(r"[A-Za-z0-9]{1,64}")
_TIMESTAMP = re.compile(r"[0-9]{1,16}(?:\.[0-9]{1,9})?")
_URL = re.compile(r"https?://[!-~]+")
_URL_LONGEST = 2000

_MPIM = "mpdm-"


def venue(channel: str, name: object) -> Venue:
    """The kind of place by a channel's id and the name that a payload gives it."""
    if channel.startswith("D"):
        return Venue.DIRECT
    if isinstance(name, str) and name.startswith(_MPIM):
        return Venue.GROUP_DIRECT
    return Venue.CHANNEL


def handles(body: Mapping[str, Any]) -> tuple[object, ...]:
    user = inside(body, "user")
    return user.get("name"), user.get("username")


def chosen(action: Mapping[str, Any]) -> tuple[str, ...] | None:
    """What a select, radio buttons or checkboxes hold; None for a button."""
    if "selected_options" in action:
        return tuple(_value(option) for option in items(action, "selected_options"))
    if "selected_option" in action:
        option = action["selected_option"]
        return (_value(mapping(option, "selected_option")),) if option is not None else ()
    return None


def _value(option: Mapping[str, Any]) -> str:
    return words(option.get("value"), "value")


def typed(inputs: Mapping[str, Any]) -> tuple[str, ...]:
    """What the one input of a form's block holds."""
    element = mapping(next(iter(inputs.values()), None), "input")
    values = chosen(element)
    if values is not None:
        return values
    value = element.get("value")
    return (words(value, "value"),) if value not in (None, "") else ()


def slack_id(value: object, where: str) -> str:
    return identifier(value, where, _ID)


def timestamp(value: object, where: str) -> str:
    """A message's id; empty where there is none."""
    return "" if value in (None, "") else identifier(value, where, _TIMESTAMP)


def response_url(value: object) -> str:
    """A response URL; empty where there is none."""
    if value in (None, ""):
        return ""
    url = words(value, "response_url", _URL_LONGEST)
    if not _URL.fullmatch(url):
        raise NotUnderstood("response_url is no address")
    return url


def digest(body: Mapping[str, Any]) -> str:
    try:
        return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    except (TypeError, ValueError, RecursionError) as error:
        raise NotUnderstood("not a payload in JSON") from error
