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
from bot.adapters.discord.error_codes import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
)
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
from bot.adapters.discord.wire import Json, Wire
from bot.adapters.discord.words import say
from bot.model import ChannelRef, Prepared

_log = logging.getLogger(__name__)

# Discord: resources/channel, channel types
PROVE_WITHIN = 5.0
"""Seconds that the proof may take: somebody waits for it."""
VOICE = (2, 13)
_ANNOUNCEMENTS = 5
WITHOUT_MESSAGES = (4, 14, 15, 16)
"""Categories, directories, forums and media channels take no plain messages."""


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
    kind = _kind(channel)
    if kind not in WITHOUT_MESSAGES:
        return None
    return Forbidden(
        (say("wrong-kind.missing"),),
        why=say("wrong-kind.why", kind=kind),
        todo=say("wrong-kind.todo"),
    )


def timed_out(member: Mapping[str, Any], now: datetime) -> Forbidden | None:
    """The bot's own timeout, which ends by itself."""
    until = silenced(member, now)
    if until is None:
        return None
    return Forbidden(
        (),
        "timed out",
        why=say("timed-out.why", until=f"{until:%Y-%m-%d %H:%M}"),
        todo=say("timed-out.todo"),
        until=until,
    )


def not_a_member(app: str, detail: str = "") -> Forbidden:
    """The bot was removed, or only its commands were added."""
    return Forbidden(
        (say("not-a-member.missing"),),
        detail,
        why=say("not-a-member.why"),
        todo=say("not-a-member.todo", link=invite(app)),
    )


def lacking(flags: Iterable[str], detail: str = "") -> Forbidden:
    """For permissions that the bot does not have."""
    missing = named(flags)
    return Forbidden(
        missing,
        detail,
        todo=say("lacking", permissions=", ".join(missing)) if missing else "",
    )


class ChannelCheck:
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
            return Prepared(channel, say("this-conversation"))
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
                why=say("no-messages.why"),
                todo=say("no-messages.todo"),
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
    shown = f"#{about['name']}" if about.get("name") else say("this-channel")
    notes = []
    if in_thread:
        notes.append(say("not-the-thread", channel=shown))
    if _kind(about) == _ANNOUNCEMENTS:
        notes.append(say("announcements"))
    if _kind(about) in VOICE:
        notes.append(say("voice"))
    elif not (getattr(have, OPEN_THREADS) and getattr(have, SEND_IN_THREADS)):
        notes.append(say("without-threads"))
    return Prepared(channel, shown, " ".join(notes))


def _kind(channel: Mapping[str, Any]) -> int:
    kind = channel.get("type")
    return kind if isinstance(kind, int) else -1
