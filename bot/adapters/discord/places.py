"""Can the bot post in a channel? Its kind, the bot's membership, timeouts, permissions, a proof.

The proof: the bot shows for a moment that it is typing, which takes what a message takes
(Discord: resources/channel, Trigger Typing Indicator) and leaves nothing behind. What is not a
clear "no" to that (a limit, an outage) proves nothing and stops nobody.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import discord

from bot.adapters.base import AdapterError, Forbidden, Gone
from bot.adapters.discord.errors import NoThread, code_of
from bot.adapters.discord.incoming import THREADS
from bot.adapters.discord.invite import invite
from bot.adapters.discord.permissions import (
    CONNECT,
    HISTORY,
    OPEN_THREADS,
    SEND_IN_THREADS,
    VIEW,
    Permissions,
    everybody_sees,
    in_channel,
    named,
    needed,
)
from bot.adapters.discord.verdicts import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
)
from bot.adapters.discord.wire import Json, Wire
from bot.model import ChannelRef, Prepared

_log = logging.getLogger(__name__)

# Discord: resources/channel, channel types
PROVE_WITHIN = 5.0
"""Seconds that the proof may take: somebody waits for it."""
VOICE = (2, 13)
_ANNOUNCEMENTS = 5
WITHOUT_MESSAGES = {4: "a category", 14: "a directory", 15: "a forum", 16: "a media channel"}
"""Kinds of channels that take no plain messages."""


def silenced(member: Mapping[str, Any], now: datetime) -> datetime | None:
    """Until when a moderator has timed somebody out, if that is to come (Discord:
    resources/guild)."""
    said = member.get("communication_disabled_until")
    if not said:
        return None
    try:
        until = discord.utils.parse_time(str(said))
    except ValueError:
        return None
    return until if until > now else None


def wrong_kind(channel: Mapping[str, Any]) -> Forbidden | None:
    """Why nothing can be posted in a channel of this kind."""
    kind = WITHOUT_MESSAGES.get(_kind(channel))
    if kind is None:
        return None
    return Forbidden(
        ("a text channel",),
        why=f"it is {kind}, and posts need a text channel",
        todo="Type the command in a text channel.",
    )


def timed_out(member: Mapping[str, Any], now: datetime) -> Forbidden | None:
    """The bot's own timeout, which ends by itself."""
    until = silenced(member, now)
    if until is None:
        return None
    return Forbidden(
        (),
        "timed out",
        why=f"the bot is timed out in this server until {until:%Y-%m-%d %H:%M} UTC",
        todo="Posts go on when that is over. To end it now, remove the timeout in the server's "
        "member list.",
        until=until,
    )


def not_a_member(app: str, detail: str = "") -> Forbidden:
    """The bot was removed, or only its commands were added."""
    return Forbidden(
        ("the bot as a member of the server",),
        detail,
        why="the bot is not a member of this server",
        todo=f"Somebody who manages the server can add it with this link: {invite(app)}",
    )


def lacking(flags: Iterable[str], detail: str = "") -> Forbidden:
    """For permissions that the bot does not have."""
    missing = named(flags)
    return Forbidden(
        missing,
        detail,
        todo=f"Give the bot's role {', '.join(missing)} in this channel's settings, Permissions."
        if missing
        else "",
    )


class Places:
    def __init__(
        self, wire: Wire, permissions: Permissions, bot_id: str, now: Callable[[], datetime]
    ) -> None:
        self._now = now
        self._wire = wire
        self._permissions = permissions
        self._bot = bot_id

    async def inspect(self, channel: ChannelRef) -> Prepared:
        """Asks and computes; changes and shows nothing."""
        if channel.direct:
            await self._wire.channel(channel.id)
            return Prepared(channel, "this conversation")
        thread = channel.thread
        channel = replace(channel, thread=None)
        about = await self._channel(channel)
        if _kind(about) in THREADS and about.get("parent_id"):
            thread, channel = channel.id, replace(channel, id=str(about["parent_id"]))
            about = await self._channel(channel)
        if (wrong := wrong_kind(about)) is not None:
            raise wrong
        guild, member = await self._membership(channel)
        have = in_channel(guild, member, self._bot, about)
        if (stopped := timed_out(member, self._now())) is not None and not have.administrator:
            raise stopped
        wanted = [*needed(channel, pictures=True), HISTORY]
        wanted += [CONNECT] if _kind(about) in VOICE else []
        missing = [flag for flag in wanted if not getattr(have, flag)]
        if missing:
            raise lacking(missing)
        found = _prepared(channel, about, have, in_thread=thread is not None)
        return replace(found, private=not everybody_sees(guild, about))

    async def prepare(self, channel: ChannelRef) -> Prepared:
        found = await self.inspect(channel)
        if not channel.direct:
            try:
                async with asyncio.timeout(PROVE_WITHIN):
                    await self._wire.typing(found.channel.id)
            except (Forbidden, Gone) as error:
                raise await self.reason(error, found.channel) from error
            except (AdapterError, TimeoutError) as error:
                _log.info("whether the bot can post is not proven: %s", error)
        return found

    async def reason(
        self, error: Forbidden | Gone, to: ChannelRef, *, pictures: bool = False
    ) -> Forbidden | Gone:
        """Why Discord refused: what its code alone does not say. Raises nothing.

        A refusal that already says it comes back as it is.
        """
        code = code_of(error)
        if isinstance(error, NoThread) and not to.thread:
            return Forbidden(
                (),
                str(error),
                why="this kind of channel takes no posts",
                todo="Type /study move in a text channel.",
            )
        if code not in (MISSING_ACCESS, MISSING_PERMISSIONS) or to.direct:
            return error
        try:
            _, member = await self._membership(to)
        except Forbidden as known:
            return known
        except AdapterError:
            member = {}
        if (stopped := timed_out(member, self._now())) is not None:
            return stopped
        if code == MISSING_ACCESS:
            return lacking([VIEW], str(error))
        wanted = needed(to, pictures=pictures)
        missing = await self._permissions.missing(to, wanted)
        return lacking(missing or wanted, str(error))

    async def _channel(self, channel: ChannelRef) -> Json:
        try:
            return await self._wire.channel(channel.id)
        except Forbidden as error:
            raise await self.reason(error, channel) from error

    async def _membership(self, channel: ChannelRef) -> tuple[Json, Json]:
        """The server, and the bot as its member. Raises ``Forbidden`` when it is none."""
        guild = channel.workspace.id
        try:
            about, member = await asyncio.gather(
                self._wire.guild(guild), self._wire.guild_member(guild, self._bot)
            )
        except (Forbidden, Gone) as error:
            # A member sees its server: whoever does not is none.
            raise not_a_member(self._wire.app, str(error)) from error
        return about, member


def _prepared(
    channel: ChannelRef, about: Mapping[str, Any], have: discord.Permissions, *, in_thread: bool
) -> Prepared:
    shown = f"#{about['name']}" if about.get("name") else "this channel"
    notes = []
    if in_thread:
        notes.append(f"Posts go to {shown} itself, not into this thread.")
    if _kind(about) == _ANNOUNCEMENTS:
        notes.append("Posts stay in this server unless somebody publishes them.")
    if _kind(about) in VOICE:
        notes.append("There are no threads in this channel, so results come without one.")
    elif not (getattr(have, OPEN_THREADS) and getattr(have, SEND_IN_THREADS)):
        notes.append("Without the permission to open threads, results come without one.")
    return Prepared(channel, shown, " ".join(notes))


def _kind(channel: Mapping[str, Any]) -> int:
    kind = channel.get("type")
    return kind if isinstance(kind, int) else -1
