"""Discord's interactions in the neutral words."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Any

import discord

from bot.adapters.discord.marker import unmarked
from bot.adapters.payloads import (
    IDENTIFIER,
    NotUnderstood,
    flag,
    items,
    mapping,
    words,
)
from bot.model import (
    ChannelRef,
    Interaction,
    Kind,
    MemberRef,
    MessageRef,
    Rights,
    WorkspaceRef,
)

PLATFORM = "discord"
DIRECT = WorkspaceRef(PLATFORM, "@me")  # direct conversations belong to no server


class Stage(Enum):
    """How far an interaction's answer is."""

    FRESH = auto()
    THINKING = auto()  # a private "thinking" message waits for its words
    HOLDING = auto()  # acknowledged; the pressed private message waits for its change
    DONE = auto()


@dataclass(slots=True)
class Origin:
    """What an answer needs. ``private`` tells that only the member sees what was pressed."""

    interaction_id: str
    token: str
    has_message: bool
    private: bool
    stage: Stage = Stage.FRESH
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


_KINDS = {
    discord.InteractionType.application_command: Kind.COMMAND,
    discord.InteractionType.component: Kind.PRESS,
    discord.InteractionType.autocomplete: Kind.SUGGEST,
    discord.InteractionType.modal_submit: Kind.SUBMIT,
}


# The token becomes part of an address, so nothing that could change a path is in it.
_TOKEN = re.compile(r"(?!\.+$)[A-Za-z0-9._~:=+-]+")
_TOKEN_LONGEST = 1024
_VALUES = 25
_DEPTH = 2  # command, group, subcommand (Discord: application commands)


def neutral(event: discord.Interaction) -> Interaction | None:
    """The interaction, or None for a kind or place that the bot does not serve.

    discord.py has read ids and places; all that is in ``data`` is as it was sent. Raises
    ``NotUnderstood``.
    """
    # discord.py wraps whatever stands there, and not all of that can be looked up.
    kind = _KINDS.get(event.type) if isinstance(event.type.value, int) else None
    channel = place(event)
    if kind is None or channel is None:
        return None
    data = mapping(event.data, "data")
    message = event.message
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
    return Interaction(
        id=_snowflake(event.id, "id"),
        kind=kind,
        member=MemberRef(PLATFORM, who),
        member_name=name,
        channel=channel,
        route=route,
        received_at=datetime.now(UTC),
        received=time.monotonic(),
        message=MessageRef(channel, _snowflake(message.id, "message")) if message else None,
        options=options,
        values=values,
        focus=focus,
        rights=_rights(event),
        origin=Origin(
            _snowflake(event.id, "id"),
            _token(event.token),
            has_message=message is not None,
            private=message is not None and _ephemeral(message),
        ),
    )


def place(event: discord.Interaction) -> ChannelRef | None:
    """Where it happened; a thread counts as its channel with ``thread`` set."""
    channel = event.channel
    if channel is None:
        return None
    here = _snowflake(channel.id, "channel")
    if event.guild_id is None:
        return ChannelRef(DIRECT, here, direct=True)
    workspace = WorkspaceRef(PLATFORM, _snowflake(event.guild_id, "guild"))
    if isinstance(channel, discord.Thread):
        return ChannelRef(workspace, _snowflake(channel.parent_id, "parent"), thread=here)
    return ChannelRef(workspace, here)


def _rights(event: discord.Interaction) -> Rights:
    may = event.permissions
    return Rights.MANAGER if may.manage_guild or may.administrator else Rights.MEMBER


def _ephemeral(message: discord.Message) -> bool:
    if not isinstance(message.flags.value, int):
        raise NotUnderstood("flags are no number")
    return message.flags.ephemeral


def _user(event: discord.Interaction) -> tuple[str, str]:
    """Id and name of who acted; a payload without anybody is not to be answered."""
    user = event.user
    if not isinstance(user, (discord.User, discord.Member)):
        raise NotUnderstood("nobody acted")
    return _snowflake(user.id, "user"), words(user.display_name, "name")


def _snowflake(number: object, where: str) -> str:
    if not isinstance(number, int) or not 0 < number < 2**63:
        raise NotUnderstood(f"{where} is no id")
    return str(number)


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
        given = inner.get("values", inner.get("value"))
        if given is None or given == "":
            given = []
        elif isinstance(given, str):
            given = [given]
        fields[words(inner.get("custom_id"), "custom_id", IDENTIFIER)] = _texts(given)
    return fields
