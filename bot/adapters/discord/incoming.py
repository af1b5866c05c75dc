"""Discord's interactions in the neutral words, read as they came.

Nothing of a payload is believed: kinds of channels and components that are newer than this program
are taken as they are, so that a member always gets an answer.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Any

from bot.adapters.common.payloads import (
    IDENTIFIER,
    NotUnderstood,
    flag,
    inside,
    items,
    mapping,
    words,
)
from bot.adapters.discord.marker import unmarked
from bot.model import (
    ChannelRef,
    Interaction,
    Kind,
    MemberRef,
    MessageRef,
    Rights,
    Venue,
    WorkspaceRef,
)

PLATFORM = "discord"
DIRECT = WorkspaceRef(PLATFORM, "@me")  # direct conversations belong to no server
EPHEMERAL = 1 << 6
# Discord: topics/permissions
_ADMINISTRATOR, _MANAGE_GUILD = 1 << 3, 1 << 5
THREADS = (10, 11, 12)
VENUES = {
    0: Venue.CHANNEL,
    1: Venue.DIRECT,
    2: Venue.VOICE,
    3: Venue.GROUP_DIRECT,
    5: Venue.ANNOUNCEMENTS,
    13: Venue.VOICE,
    **dict.fromkeys(THREADS, Venue.THREAD),
}
"""By the kind of a channel (Discord: resources/channel, channel types)."""


class Stage(Enum):
    """How far an interaction's answer is."""

    FRESH = auto()
    THINKING = auto()  # a private "thinking" message waits for its words
    HOLDING = auto()  # acknowledged; the pressed private message waits for its change
    DONE = auto()


@dataclass(slots=True)
class Origin:
    """What an answer needs. ``private`` tells that only the member sees what was pressed.

    Where a request waits, ``ack`` takes what its response holds: the first answer in JSON, or
    None where that comes in a request of its own.
    """

    interaction_id: str
    token: str
    has_message: bool
    private: bool
    stage: Stage = Stage.FRESH
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    ack: asyncio.Future[bytes | None] | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """An interaction, its server ("" in a direct conversation), and what the bot may do there."""

    interaction: Interaction
    guild: str = ""
    app_permissions: int = 0


# Discord: interactions/receiving-and-responding, interaction types
_KINDS = {2: Kind.COMMAND, 3: Kind.PRESS, 4: Kind.SUGGEST, 5: Kind.SUBMIT}
# The token becomes part of an address, so nothing that could change a path is in it.
_TOKEN = re.compile(r"(?!\.+$)[A-Za-z0-9._~:=+-]+")
_TOKEN_LONGEST = 1024
_SNOWFLAKE = re.compile(r"[1-9][0-9]{0,18}")
_BITS = re.compile(r"[0-9]{1,39}")
_INPUTS = (3, 4, 21, 22)  # select, text, radio buttons, checkboxes (Discord: components)
_VALUES = 25
_DEPTH = 2  # command, group, subcommand (Discord: application commands)


def neutral(payload: object) -> Arrival | None:
    """The interaction, or None for a kind that the bot does not serve. Raises
    ``NotUnderstood``."""
    event = mapping(payload, "interaction")
    kind = _KINDS.get(_number(event.get("type"), "type"))
    if kind is None:
        return None
    guild = "" if event.get("guild_id") is None else _snowflake(event["guild_id"], "guild")
    channel, venue = _place(event, guild)
    data = mapping(event.get("data"), "data")
    message = event.get("message")
    message = None if message is None else mapping(message, "message")
    values: dict[str, tuple[str, ...]] = {}
    options: dict[str, str | int] = {}
    focus = ""
    if kind in (Kind.COMMAND, Kind.SUGGEST):
        route, options, focus = _command(data)
    else:
        route = unmarked(words(data.get("custom_id"), "custom_id", IDENTIFIER))
        if kind is Kind.SUBMIT:
            values = _fields(data)
        elif "values" in data:
            values = {"choice": _texts(data["values"])}
    who, name = _user(event)
    interaction = Interaction(
        id=_snowflake(event.get("id"), "id"),
        kind=kind,
        member=MemberRef(PLATFORM, who),
        member_name=name,
        channel=channel,
        route=route,
        received_at=datetime.now(UTC),
        received=time.monotonic(),
        message=None
        if message is None
        else MessageRef(channel, _snowflake(message.get("id"), "message")),
        options=options,
        values=values,
        focus=focus,
        rights=_rights(event) if guild else Rights.MEMBER,
        venue=venue,
        origin=Origin(
            _snowflake(event.get("id"), "id"),
            _token(event.get("token")),
            has_message=message is not None,
            private=message is not None and _ephemeral(message),
        ),
    )
    return Arrival(interaction, guild, _bits(event.get("app_permissions"), "app_permissions"))


def _place(event: Mapping[str, Any], guild: str) -> tuple[ChannelRef, Venue]:
    """Where it happened; a thread counts as its channel with ``thread`` set."""
    told = inside(event, "channel")
    here = _snowflake(told.get("id", event.get("channel_id")), "channel")
    kind = -1 if told.get("type") is None else _number(told["type"], "channel type")
    venue = VENUES.get(kind, Venue.UNKNOWN)
    if not guild:
        shown = venue if venue is Venue.GROUP_DIRECT else Venue.DIRECT
        return ChannelRef(DIRECT, here, direct=True), shown
    workspace = WorkspaceRef(PLATFORM, guild)
    if kind in THREADS and told.get("parent_id") is not None:
        # Only posts of a forum or media channel carry tags.
        venue = Venue.POST if told.get("applied_tags") else venue
        return ChannelRef(workspace, _snowflake(told["parent_id"], "parent"), thread=here), venue
    return ChannelRef(workspace, here), venue


def _rights(event: Mapping[str, Any]) -> Rights:
    may = _bits(inside(event, "member").get("permissions"), "permissions")
    return Rights.MANAGER if may & (_MANAGE_GUILD | _ADMINISTRATOR) else Rights.MEMBER


def _ephemeral(message: Mapping[str, Any]) -> bool:
    flags = message.get("flags")
    return bool((0 if flags is None else _number(flags, "flags")) & EPHEMERAL)


def _user(event: Mapping[str, Any]) -> tuple[str, str]:
    """Id and name of who acted; a payload without anybody is not to be answered."""
    member = inside(event, "member")
    user = inside(member, "user") or inside(event, "user")
    if not user:
        raise NotUnderstood("nobody acted")
    name = member.get("nick") or user.get("global_name") or user.get("username")
    return _snowflake(user.get("id"), "user"), words(name, "name")


def _number(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotUnderstood(f"{where} is no number")
    return value


def _bits(value: object, where: str) -> int:
    if value is None:
        return 0
    if not isinstance(value, str) or not _BITS.fullmatch(value):
        raise NotUnderstood(f"{where} are no permissions")
    return int(value)


def _snowflake(value: object, where: str) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(
            value
        )  # Discord: reference, snowflakes come as text, and may be sent as numbers
    if not isinstance(value, str) or not _SNOWFLAKE.fullmatch(value) or int(value) >= 2**63:
        raise NotUnderstood(f"{where} is no id")
    return value


def _token(token: object) -> str:
    if not isinstance(token, str) or len(token) > _TOKEN_LONGEST or not _TOKEN.fullmatch(token):
        raise NotUnderstood("token is no token")
    return token


def _command(data: Mapping[str, Any]) -> tuple[str, dict[str, str | int], str]:
    path = [words(data.get("name"), "name", IDENTIFIER)]
    options = items(data, "options")
    while options and options[0].get("type") in (1, 2):
        path.append(words(options[0].get("name"), "name", IDENTIFIER))
        if len(path) > _DEPTH + 1:
            raise NotUnderstood("options are too deep")
        options = items(options[0], "options")
    given: dict[str, str | int] = {}
    focus = ""
    for option in options:
        name = words(option.get("name"), "name", IDENTIFIER)
        given[name] = _value(option.get("value"))
        if flag(option.get("focused"), "focused"):
            focus = name
    return "/".join(path), given, focus


def _value(value: object) -> str | int:
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) > 2**53:  # the largest that an integer option takes
            raise NotUnderstood("value is no number")
        return value
    return words(value, "value")


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or len(values) > _VALUES:
        raise NotUnderstood("values is no list")
    return tuple(words(value, "values") for value in values)


def _fields(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    fields: dict[str, tuple[str, ...]] = {}
    for part in items(data, "components"):
        if part.get("component") is None:
            continue
        inner = mapping(part["component"], "component")
        if isinstance(inner.get("type"), int) and inner["type"] not in _INPUTS:
            continue  # newer than any form of ours
        given = inner.get("values", inner.get("value"))
        if given is None or given == "":
            given = []
        elif isinstance(given, str):
            given = [given]
        fields[words(inner.get("custom_id"), "custom_id", IDENTIFIER)] = _texts(given)
    return fields
