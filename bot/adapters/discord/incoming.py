"""Discord's interactions in the neutral words."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Any

import discord

from bot.adapters.discord.marker import unmarked
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


def neutral(event: discord.Interaction) -> Interaction | None:
    """The interaction, or None for a kind or place that the bot does not serve."""
    kind = _KINDS.get(event.type)
    channel = place(event)
    if kind is None or channel is None:
        return None
    data: Mapping[str, Any] = dict(event.data or {})
    message = event.message
    values: dict[str, tuple[str, ...]] = {}
    options: dict[str, str | int] = {}
    focus = ""
    if kind in (Kind.COMMAND, Kind.SUGGEST):
        route, options, focus = _command(data)
    else:
        route = unmarked(str(data.get("custom_id", "")))
        if kind is Kind.SUBMIT:
            values = _fields(data.get("components", ()))
        elif "values" in data:
            values = {"choice": tuple(data["values"])}
    return Interaction(
        id=str(event.id),
        kind=kind,
        member=MemberRef(PLATFORM, str(event.user.id)),
        member_name=event.user.display_name,
        channel=channel,
        route=route,
        received_at=datetime.now(UTC),
        received=time.monotonic(),
        message=MessageRef(channel, str(message.id)) if message else None,
        options=options,
        values=values,
        focus=focus,
        rights=_rights(event),
        origin=Origin(
            str(event.id),
            event.token,
            has_message=message is not None,
            private=message is not None and message.flags.ephemeral,
        ),
    )


def place(event: discord.Interaction) -> ChannelRef | None:
    """Where it happened; a thread counts as its channel with ``thread`` set."""
    channel = event.channel
    if channel is None:
        return None
    if event.guild_id is None:
        return ChannelRef(DIRECT, str(channel.id), direct=True)
    workspace = WorkspaceRef(PLATFORM, str(event.guild_id))
    if isinstance(channel, discord.Thread):
        return ChannelRef(workspace, str(channel.parent_id), thread=str(channel.id))
    return ChannelRef(workspace, str(channel.id))


def _rights(event: discord.Interaction) -> Rights:
    may = event.permissions
    return Rights.MANAGER if may.manage_guild or may.administrator else Rights.MEMBER


def _command(data: Mapping[str, Any]) -> tuple[str, dict[str, str | int], str]:
    path = [str(data.get("name", ""))]
    options: Sequence[Mapping[str, Any]] = data.get("options", ())
    while options and options[0].get("type") in (1, 2):
        path.append(str(options[0]["name"]))
        options = options[0].get("options", ())
    focus = next((str(o["name"]) for o in options if o.get("focused")), "")
    return "/".join(path), {str(o["name"]): o["value"] for o in options}, focus


def _fields(components: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {}
    for part in components:
        inner = part.get("component")
        if not inner:
            continue
        given = inner.get("values", inner.get("value"))
        if given is None or given == "":
            given = ()
        values[str(inner["custom_id"])] = (given,) if isinstance(given, str) else tuple(given)
    return values
