"""What the bot may do in a channel, so that a refusal can name what is missing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

import discord

from bot.adapters.base import AdapterError, AdapterState
from bot.adapters.discord.wire import Wire
from bot.model import ChannelRef

VIEW = "view_channel"
SEND = "send_messages"
SEND_IN_THREADS = "send_messages_in_threads"
OPEN_THREADS = "create_public_threads"
ATTACH = "attach_files"
EMBED = "embed_links"
HISTORY = "read_message_history"
CONNECT = "connect"
"""In voice and stage channels nothing is allowed without it (Discord: topics/permissions)."""

_NAMES = {
    VIEW: "View Channel",
    SEND: "Send Messages",
    SEND_IN_THREADS: "Send Messages in Threads",
    OPEN_THREADS: "Create Public Threads",
    ATTACH: "Attach Files",
    EMBED: "Embed Links",
    HISTORY: "Read Message History",
}
ALL = tuple(_NAMES)
_NAMES |= {CONNECT: "Connect"}


def named(flags: Iterable[str]) -> tuple[str, ...]:
    """Permissions as Discord's settings call them."""
    return tuple(_NAMES[flag] for flag in flags)


def needed(to: ChannelRef, *, pictures: bool = False) -> list[str]:
    """What a post to ``to`` takes (Discord: topics/permissions, topics/threads)."""
    if to.direct:
        return []
    flags = [VIEW, SEND_IN_THREADS, OPEN_THREADS] if to.thread else [VIEW, SEND]
    return [*flags, ATTACH] if pictures else flags


class Permissions:
    """Asks Discord; falls back on what the last interaction in the channel said."""

    def __init__(self, wire: Wire, bot_id: str, state: AdapterState) -> None:
        self._wire = wire
        self._bot = bot_id
        self._state = state
        self._seen: dict[str, int] = {}

    def are_news(self, channel: str, bits: int) -> bool:
        """Whether ``note`` would write anything."""
        return self._seen.get(channel) != bits

    async def note(self, channel: str, bits: int) -> None:
        """Keeps an interaction's ``app_permissions``."""
        if self._seen.get(channel) != bits:
            self._seen[channel] = bits
            await self._state.put(_kept(channel), str(bits))

    async def missing(self, to: ChannelRef, flags: Iterable[str]) -> list[str]:
        """Those of ``flags`` that the bot lacks, as far as can be told; never raises."""
        try:
            have = await self.fresh(to)
        except AdapterError:
            have = await self._remembered(to.id)
        return [flag for flag in flags if not getattr(have, flag)]

    async def fresh(self, to: ChannelRef) -> discord.Permissions:
        """Computed from the server's roles and the channel's overwrites as of now."""
        channel = await self._wire.channel(to.id)
        guild_id = str(channel["guild_id"])
        guild, member = await asyncio.gather(
            self._wire.guild(guild_id), self._wire.guild_member(guild_id, self._bot)
        )
        return in_channel(guild, member, self._bot, channel)

    async def in_guild(self, guild_id: str, member: Mapping[str, Any]) -> discord.Permissions:
        """A member's permissions in the whole server."""
        guild = await self._wire.guild(guild_id)
        return _in_guild(guild, member, str(member["user"]["id"]))

    async def _remembered(self, channel: str) -> discord.Permissions:
        bits = self._seen.get(channel)
        if bits is None:
            stored = await self._state.get(_kept(channel))
            bits = int(stored) if stored else 0
        return discord.Permissions(bits)


def _kept(channel: str) -> str:
    return f"permissions:{channel}"


def _in_guild(
    guild: Mapping[str, Any], member: Mapping[str, Any], user: str
) -> discord.Permissions:
    if str(guild["owner_id"]) == user:
        return discord.Permissions.all()
    mine = {str(guild["id"]), *map(str, member["roles"])}
    bits = 0
    for role in guild["roles"]:
        if str(role["id"]) in mine:
            bits |= int(role["permissions"])
    have = discord.Permissions(bits)
    return discord.Permissions.all() if have.administrator else have


def in_channel(
    guild: Mapping[str, Any], member: Mapping[str, Any], user: str, channel: Mapping[str, Any]
) -> discord.Permissions:
    """What ``user`` may do in ``channel``, by the roles of its server.

    Discord: topics/permissions, the order of overwrites: everyone, roles, member.
    """
    have = _in_guild(guild, member, user)
    if have.administrator:
        return have
    bits = have.value
    roles = set(map(str, member["roles"]))
    found = {str(o["id"]): o for o in channel.get("permission_overwrites", ())}
    allow = deny = 0
    for role in roles & found.keys():
        allow |= int(found[role]["allow"])
        deny |= int(found[role]["deny"])
    for off, on in (_pair(found, str(guild["id"])), (deny, allow), _pair(found, user)):
        bits = bits & ~off | on
    return discord.Permissions(bits)


def everybody_sees(guild: Mapping[str, Any], channel: Mapping[str, Any]) -> bool:
    """Whether a member without any role of their own can view ``channel``."""
    return in_channel(guild, {"roles": ()}, "", channel).view_channel


def _pair(found: Mapping[str, Mapping[str, Any]], key: str) -> tuple[int, int]:
    rule = found.get(key)
    return (int(rule["deny"]), int(rule["allow"])) if rule else (0, 0)
