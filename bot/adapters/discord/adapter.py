"""The adapter: the protocol's methods, put together from the parts of this folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import discord

from bot.adapters.base import (
    AdapterError,
    Forbidden,
    Memory,
    Rejected,
    Sink,
    Unreachable,
)
from bot.adapters.discord import answering, lookup
from bot.adapters.discord.client import Connection, point
from bot.adapters.discord.commands import synchronise
from bot.adapters.discord.errors import (
    MISSING_PERMISSIONS,
    THREAD_EXISTS,
    UNKNOWN_CHANNEL,
    code_of,
)
from bot.adapters.discord.incoming import DIRECT, PLATFORM, neutral
from bot.adapters.discord.limits import global_pace, watch
from bot.adapters.discord.marker import Marker
from bot.adapters.discord.permissions import HISTORY, Permissions, named, needed
from bot.adapters.discord.recent import Recent
from bot.adapters.discord.render_card import Picture, render_card
from bot.adapters.discord.render_text import label
from bot.adapters.discord.wire import LAYOUT, Json, Wire, place_of
from bot.adapters.pace import Pace
from bot.adapters.payloads import NotUnderstood
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
    Prepared,
    WorkspaceRef,
)
from bot.model.limits import check_card, clip

_THREAD_NAME = 100


class DiscordAdapter:
    """Discord through one bot token.

    ``api_url`` and ``gateway_url`` point discord.py elsewhere (a proxy, a test); they count
    for the whole process, so one process has one Discord. ``pace`` keeps requests under its
    global limit.
    """

    name = PLATFORM

    def __init__(
        self,
        token: str,
        *,
        memory: Memory,
        api_url: str | None = None,
        gateway_url: str | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._token = token
        self._pace = pace or global_pace()
        self._memory = memory
        self._urls = (api_url, gateway_url)
        self._connection: Connection | None = None
        self._wire_or_none: Wire | None = None
        self._permissions_or_none: Permissions | None = None
        self._sink: Sink | None = None
        self._bot_id = ""
        self._direct: Recent[str] = Recent()
        self._homes: Recent[str] = Recent()  # the server a member was last seen in
        self._markers: Recent[Marker] = Recent()

    async def start(self, commands: Sequence[Command], sink: Sink) -> None:
        await self.stop()
        point(*self._urls)
        self._sink = sink
        connection = self._connection = Connection(
            self._arrived, self._unreadable, watch(self._pace)
        )
        try:
            await connection.sign_in(self._token)
            assert connection.user is not None
            self._bot_id = str(connection.user.id)
            app_id = str(connection.application_id or connection.user.id)
            wire = self._wire_or_none = Wire(connection.http, app_id, connection.refuse, self._pace)
            self._permissions_or_none = Permissions(wire, self._bot_id, self._memory)
            await synchronise(wire, commands)
            await connection.listen()
        except BaseException:
            await self.stop()
            raise

    @property
    def listening(self) -> bool:
        return self._connection is not None and self._connection.listening

    async def closed(self) -> None:
        connection = self._connection
        if connection is not None:
            await connection.ended()

    async def stop(self) -> None:
        connection, self._connection = self._connection, None
        wire, self._wire_or_none = self._wire_or_none, None
        self._permissions_or_none = None
        if wire is not None:
            await wire.close()
        if connection is not None:
            await connection.shut()

    async def _arrived(self, event: discord.Interaction) -> None:
        try:
            interaction = neutral(event)
        except NotUnderstood as error:
            self._unreadable(str(error))
            return
        if interaction is None:
            self._unreadable("a kind or place that the bot does not serve")
            return
        if self._sink is None:
            return
        permissions = self._permissions_or_none
        self._sink(interaction)
        if event.guild_id is not None:
            self._homes.put(interaction.member.id, str(event.guild_id))
            if permissions is not None:
                await permissions.note(interaction.channel.id, event.app_permissions.value)

    def _unreadable(self, why: str) -> None:
        if self._sink is not None:
            self._sink.unreadable(PLATFORM, why)

    async def defer(self, interaction: Interaction, ack: Ack) -> None:
        await answering.defer(self._wire, interaction, ack)

    async def respond(
        self, interaction: Interaction, outcome: Outcome, ack: Ack
    ) -> MessageRef | None:
        """Always None: a private reply cannot be reached but through its interaction."""
        await answering.respond(self._wire, interaction, outcome)
        return None

    async def inspect(self, channel: ChannelRef) -> Prepared:
        return await self.prepare(channel)

    async def prepare(self, channel: ChannelRef) -> Prepared:
        if channel.direct:
            await self._wire.channel(channel.id)
            return Prepared(channel, "a direct message")
        channel = replace(channel, thread=None)
        have = await self._permissions.fresh(channel)
        wanted = [*needed(channel, pictures=True), HISTORY]
        missing = [flag for flag in wanted if not getattr(have, flag)]
        if missing:
            raise Forbidden(named(missing))
        about = await self._wire.channel(channel.id)
        return Prepared(channel, f"#{about.get('name') or channel.id}")

    async def turn(self, to: ChannelRef, *, edit: bool) -> None:
        await self._pace.ticket()

    async def post(
        self,
        to: ChannelRef,
        card: Card,
        *,
        key: str,
        pings: frozenset[MemberRef] = frozenset(),
    ) -> MessageRef:
        marker = Marker.of(to, key)
        users = sorted(member.id for member in pings)
        data, pictures = _payload(card, users, marker)
        data |= {"nonce": marker.nonce, "enforce_nonce": True}
        if to.direct and to.thread:
            # Direct conversations have no threads; a reply points at the message instead.
            data["message_reference"] = {"message_id": to.thread, "fail_if_not_exists": False}
        try:
            message = await self._send(to, card, data, pictures)
        except Forbidden as error:
            raise await self._named(error, to, pictures=bool(pictures)) from error.__cause__
        self._markers.put(message, marker)
        return MessageRef(to, message)

    async def _send(
        self, to: ChannelRef, card: Card, data: Json, pictures: Sequence[Picture]
    ) -> str:
        try:
            return await self._wire.send(place_of(to), data, pictures)
        except AdapterError as error:
            if to.thread is None or to.direct or code_of(error) != UNKNOWN_CHANNEL:
                raise
        # A thread that starts at a message has that message's id (Discord: topics/threads).
        try:
            await self._wire.open_thread(to.id, to.thread, clip(label(card.title), _THREAD_NAME))
        except AdapterError as error:
            if code_of(error) != THREAD_EXISTS:
                raise
        return await self._wire.send(to.thread, data, pictures)

    async def find(self, to: ChannelRef, key: str, since: datetime) -> MessageRef | None:
        marker = Marker.of(to, key)
        message = await lookup.find(self._wire, self._permissions, self._bot_id, to, marker, since)
        if message is None:
            return None
        self._markers.put(message, marker)
        return MessageRef(to, message)

    async def edit(self, message: MessageRef, card: Card) -> None:
        marker = await self._marker_on(message)
        data, pictures = _payload(card, marker=marker)
        data["attachments"] = []
        try:
            await self._wire.edit(place_of(message.channel), message.id, data, pictures)
        except Forbidden as error:
            raise await self._named(
                error, message.channel, pictures=bool(pictures)
            ) from error.__cause__

    async def _marker_on(self, message: MessageRef) -> Marker | None:
        """The mark of a posted message: an edit keeps it, so that ``find`` still works."""
        marker = self._markers.get(message.id)
        if marker is None:
            try:
                found = await self._wire.message(place_of(message.channel), message.id)
            except (Forbidden, Unreachable):
                return None  # without the history an edit is still worth doing
            marker = Marker.read(found["components"])
            if marker is not None:
                self._markers.put(message.id, marker)
        return marker

    async def delete(self, message: MessageRef) -> None:
        await self._wire.delete(place_of(message.channel), message.id)

    async def direct(self, member: MemberRef) -> ChannelRef:
        channel = self._direct.get(member.id)
        if channel is None:
            channel = await self._wire.open_direct(member.id)
            self._direct.put(member.id, channel)
        return ChannelRef(DIRECT, channel, direct=True)

    async def member(self, member: MemberRef, workspace: WorkspaceRef | None = None) -> Member:
        """``admin`` means Manage Server there."""
        home = workspace.id if workspace else self._homes.get(member.id)
        if home is None:
            user = await self._wire.user(member.id)
            return Member(member, user.get("global_name") or user["username"])
        found = await self._wire.guild_member(home, member.id)
        may = await self._permissions.in_guild(home, found)
        user = found["user"]
        name = found.get("nick") or user.get("global_name") or user["username"]
        return Member(member, name, admin=may.manage_guild or may.administrator)

    async def _named(self, error: Forbidden, to: ChannelRef, *, pictures: bool) -> Forbidden:
        if code_of(error) != MISSING_PERMISSIONS:
            return error
        wanted = needed(to, pictures=pictures)
        missing = await self._permissions.missing(to, wanted)
        return Forbidden(named(missing or wanted), str(error))

    @property
    def _wire(self) -> Wire:
        if self._wire_or_none is None:
            raise Unreachable("not connected to Discord")
        return self._wire_or_none

    @property
    def _permissions(self) -> Permissions:
        if self._permissions_or_none is None:
            raise Unreachable("not connected to Discord")
        return self._permissions_or_none


def _payload(
    card: Card, users: Sequence[str] = (), marker: Marker | None = None
) -> tuple[Json, Sequence[Picture]]:
    breaches = check_card(card)
    if breaches:
        raise Rejected("; ".join(breaches))
    rendered = render_card(card, pings=users, marker=marker)
    mentions: dict[str, Any] = {"parse": []}
    if users:
        mentions["users"] = list(users)[:100]
    data: Json = {
        "components": rendered.components,
        "flags": LAYOUT,
        "allowed_mentions": mentions,
    }
    return data, rendered.pictures
