"""Slack as an ``Adapter``."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.adapters.base import (
    Forbidden,
    Gone,
    Memory,
    RateLimited,
    Rejected,
    Sink,
    StartFailed,
    Unreachable,
    Unreadable,
)
from bot.adapters.slack.api import Api
from bot.adapters.slack.errors import INVITE, TokenRefused
from bot.adapters.slack.files import PAUSES, Pictures
from bot.adapters.slack.incoming import NAME, Reader
from bot.adapters.slack.manifest import command_names
from bot.adapters.slack.names import Names
from bot.adapters.slack.render_card import check
from bot.adapters.slack.render_card import message as rendered
from bot.adapters.slack.render_text import clean, user_id
from bot.adapters.slack.replies import Replies
from bot.adapters.slack.socket import Socket
from bot.model import (
    Ack,
    Card,
    ChannelRef,
    Command,
    Interaction,
    Member,
    MemberRef,
    MessageRef,
    Outcome,
)

EVENT = "studyhall_post"
"""The metadata type that marks a post; its payload holds the post's key."""
REFUSED_BOT = (
    "SLACK_BOT_TOKEN is not accepted ({detail}): copy the Bot User OAuth Token (xoxb-…) from "
    "api.slack.com/apps, OAuth & Permissions."
)
_NAMES_FOR = 300.0  # seconds that a member's name and standing are remembered
_NAMES_MOST = 5000
_SKEW = timedelta(minutes=5)  # by which our clock and Slack's may differ
_PAGES = 50


class SlackAdapter:
    """One workspace. Private answers have no handle, so ``respond`` returns no message.

    ``command_prefix`` stands before every command's name ("sh-" for ``/sh-quiz``), because
    Slack gives a name clash to the app installed last. ``heartbeat`` is the seconds between
    pings; four without an answer count as a lost connection.
    """

    name = NAME

    def __init__(
        self,
        bot_token: str,
        app_token: str,
        *,
        memory: Memory,
        api_url: str | None = None,
        command_prefix: str = "",
        heartbeat: float = 10.0,
        picture_pauses: Sequence[float] = PAUSES,
    ) -> None:
        self._bot_token = bot_token
        self._app_token = app_token
        self._memory = memory
        self._api_url = api_url
        self._prefix = command_prefix
        self._heartbeat = heartbeat
        self._pauses = picture_pauses
        self._members: dict[str, tuple[float, Member]] = {}
        self._live: _Live | None = None

    async def start(self, commands: Sequence[Command], sink: Sink) -> None:
        """Checks both tokens, connects, and returns after Slack's hello."""
        await self.stop()
        try:
            command_names(commands, self._prefix)
        except ValueError as error:
            raise StartFailed(str(error)) from error
        api = Api(self._bot_token, self._api_url)
        socket: Socket | None = None
        try:
            me = await self._who_am_i(api)
            team = str(me["team_id"])
            names = Names(lambda user: self._name(api, team, user))
            reader = Reader(team, self._prefix, names.known)
            files = Pictures(api, self._memory, reader.team, self._pauses)
            socket = Socket(api, self._app_token, reader, names, sink, self._heartbeat)
            api.on_refused = socket.refuse
            await socket.connect()
            self._live = _Live(api, reader, socket, Replies(api, files), files, me)
        finally:
            if self._live is None:
                if socket:
                    await socket.close()
                await api.close()

    async def closed(self) -> None:
        if self._live:
            await asyncio.shield(self._live.socket.ended)

    async def stop(self) -> None:
        live, self._live = self._live, None
        if live:
            await live.socket.close()
            await live.api.close()

    async def defer(self, interaction: Interaction, ack: Ack) -> None:
        await self._on.replies.defer(interaction, ack)

    async def respond(self, interaction: Interaction, outcome: Outcome, ack: Ack) -> None:
        await self._on.replies.respond(interaction, outcome)

    async def prepare(self, channel: ChannelRef) -> None:
        """Joins a public channel; a private one must have invited the bot."""
        api = self._on.api
        if channel.direct:
            return
        found = (await api.call(api.web.conversations_info(channel=channel.id)))["channel"]
        if found.get("is_archived"):
            raise Gone("is_archived")
        if not found.get("is_member"):
            if found.get("is_private"):
                raise Forbidden((INVITE,), "not_in_channel")
            await api.call(api.web.conversations_join(channel=channel.id))
        # Reading back is what tells after a crash whether a post went out.
        await api.call(api.web.conversations_history(channel=channel.id, limit=1))

    async def post(
        self,
        to: ChannelRef,
        card: Card,
        *,
        key: str,
        pings: frozenset[MemberRef] = frozenset(),
    ) -> MessageRef:
        check(card)
        api = self._on.api

        async def send(files: Mapping[str, str]) -> Mapping[str, Any]:
            return await api.call(
                api.web.chat_postMessage(
                    channel=to.id,
                    thread_ts=to.thread,
                    unfurl_links=False,
                    unfurl_media=False,
                    metadata={"event_type": EVENT, "event_payload": {"key": key}},
                    **rendered(card, files, pings),
                )
            )

        posted = await self._on.files.send(card, send)
        return MessageRef(to, str(posted["ts"]))

    async def find(self, to: ChannelRef, key: str, since: datetime) -> MessageRef | None:
        """Reads the channel's (or thread's) history back to ``since``.

        ``Unreadable`` in direct conversations too: reading them wants a scope over what
        members write there, which the bot does not ask for.
        """
        web = self._on.api.web
        oldest = f"{(since - _SKEW).timestamp():.6f}"
        cursor = ""
        for _ in range(_PAGES):
            asked: dict[str, Any] = {
                "channel": to.id,
                "oldest": oldest,
                "include_all_metadata": True,
                "limit": 200,
            }
            if cursor:
                asked["cursor"] = cursor
            try:
                if to.thread:
                    reading = web.conversations_replies(ts=to.thread, **asked)
                else:
                    reading = web.conversations_history(**asked)
                page = await self._on.api.call(reading)
            except (Forbidden, Gone) as error:
                raise Unreadable(str(error)) from error
            for found in page["messages"]:
                if self._is_mine(found) and _key(found) == key:
                    return MessageRef(to, str(found["ts"]))
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return None
        raise Unreadable("there is more history than can be read")

    async def edit(self, message: MessageRef, card: Card) -> None:
        check(card)
        api = self._on.api

        async def send(files: Mapping[str, str]) -> None:
            await api.call(
                api.web.chat_update(
                    channel=message.channel.id, ts=message.id, **rendered(card, files)
                )
            )

        await self._on.files.send(card, send)

    async def delete(self, message: MessageRef) -> None:
        api = self._on.api
        await api.call(api.web.chat_delete(channel=message.channel.id, ts=message.id))

    async def direct(self, member: MemberRef) -> ChannelRef:
        api = self._on.api
        opened = await api.call(api.web.conversations_open(users=_user(member)))
        return self._on.reader.channel(str(opened["channel"]["id"]))

    async def member(self, member: MemberRef) -> Member:
        """Remembered for five minutes."""
        return await self._member(self._on.api, self._on.reader.team, _user(member))

    async def _name(self, api: Api, team: str, user: str) -> str:
        return (await self._member(api, team, user)).name

    async def _member(self, api: Api, team: str, user: str) -> Member:
        known = self._members.get(user)
        if known and time.monotonic() - known[0] < _NAMES_FOR:
            return known[1]
        found = (await api.call(api.web.users_info(user=user)))["user"]
        if found.get("deleted"):
            raise Gone("user_deleted")
        profile = found.get("profile", {})
        name = profile.get("display_name") or profile.get("real_name") or found.get("name") or user
        told = Member(
            MemberRef(NAME, f"{team}-{user}"),
            clean(str(name), one_line=True).strip() or user,
            guest=bool(found.get("is_restricted") or found.get("is_ultra_restricted")),
            admin=bool(found.get("is_admin") or found.get("is_owner")),
        )
        if len(self._members) >= _NAMES_MOST:
            self._members.clear()
        self._members[user] = (time.monotonic(), told)
        return told

    @property
    def _on(self) -> _Live:
        if self._live is None:
            raise Unreachable("the adapter is not started")
        return self._live

    def _is_mine(self, found: Mapping[str, Any]) -> bool:
        me = self._on.me
        return bool(
            found.get("bot_id") == me.get("bot_id") or found.get("user") == me.get("user_id")
        )

    async def _who_am_i(self, api: Api) -> Mapping[str, Any]:
        try:
            me = await api.call(api.web.auth_test())
        except TokenRefused as error:
            raise StartFailed(REFUSED_BOT.format(detail=error.code)) from error
        except RateLimited as error:
            raise Unreachable(str(error)) from error
        except (Rejected, Forbidden, Gone) as error:
            raise StartFailed(REFUSED_BOT.format(detail=error)) from error
        if not me.get("bot_id"):
            raise StartFailed(REFUSED_BOT.format(detail="it is not a bot's token"))
        return me


class _Live:
    """What exists between start and stop."""

    __slots__ = ("api", "files", "me", "reader", "replies", "socket")

    def __init__(
        self,
        api: Api,
        reader: Reader,
        socket: Socket,
        replies: Replies,
        files: Pictures,
        me: Mapping[str, Any],
    ) -> None:
        self.api = api
        self.reader = reader
        self.socket = socket
        self.replies = replies
        self.files = files
        self.me = me


def _user(member: MemberRef) -> str:
    user = user_id(member)
    if user is None:
        raise Gone(f"{member.key} is no member of this workspace")
    return user


def _key(found: Mapping[str, Any]) -> str | None:
    metadata = found.get("metadata") or {}
    if metadata.get("event_type") != EVENT:
        return None
    return (metadata.get("event_payload") or {}).get("key")
