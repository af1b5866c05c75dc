"""The adapter: the protocol's methods, put together from the parts of this folder."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from discord.http import Route

from bot.adapters.base import (
    AdapterError,
    AdapterState,
    Forbidden,
    Gone,
    InteractionHandler,
    Rejected,
    Unreachable,
)
from bot.adapters.common.proxies import check_proxy
from bot.adapters.common.rate_limiter import RateLimiter
from bot.adapters.common.signed_http import Door
from bot.adapters.discord import answering, lookup
from bot.adapters.discord.arrivals import Arrivals
from bot.adapters.discord.bounded_map import Recent
from bot.adapters.discord.channel_check import ChannelCheck
from bot.adapters.discord.client import Connection, point
from bot.adapters.discord.error_codes import THREAD_EXISTS, UNKNOWN_CHANNEL
from bot.adapters.discord.errors import PictureRefused, code_of
from bot.adapters.discord.http import Http, suits
from bot.adapters.discord.incoming import DIRECT, PLATFORM
from bot.adapters.discord.limits import global_limiter, watch
from bot.adapters.discord.marker import Marker
from bot.adapters.discord.people import People
from bot.adapters.discord.permissions import Permissions
from bot.adapters.discord.previous_reply import Earlier
from bot.adapters.discord.registering import Registrar
from bot.adapters.discord.render_card import Picture, in_words, render_card
from bot.adapters.discord.render_text import label
from bot.adapters.discord.wire import LAYOUT, Json, Wire, place_of
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

_log = logging.getLogger(__name__)
_THREAD_NAME = 100


class DiscordAdapter:
    """Discord through one bot token.

    ``api_url`` and ``gateway_url`` point discord.py elsewhere (a proxy, a test); they count
    for the whole process, so one process has one Discord. Interactions come in by ``door``, or
    without one over the gateway. ``limiter`` keeps requests under its
    global limit; ``now`` is the time in UTC.
    """

    name = PLATFORM

    def __init__(
        self,
        token: str,
        *,
        state: AdapterState,
        api_url: str | None = None,
        gateway_url: str | None = None,
        door: Door | None = None,
        limiter: RateLimiter | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._token = token
        self._limiter = limiter or global_limiter()
        self._now = now
        self._state = state
        self._urls = (api_url, gateway_url)
        self._door = door
        self._connection: Connection | None = None
        self._wire_or_none: Wire | None = None
        self._permissions_or_none: Permissions | None = None
        self._check_or_none: ChannelCheck | None = None
        self._registrar: Registrar | None = None
        self._earlier = Earlier()
        self._bot_id = ""
        self._direct: Recent[str] = Recent()
        self._people = People()
        self._markers: Recent[Marker] = Recent()

    async def start(self, commands: Sequence[Command], handler: InteractionHandler) -> None:
        await self.stop()
        point(*self._urls)
        check_proxy(Route.BASE)
        arrivals = Arrivals(handler, self._people)
        connection = self._connection = Connection(
            arrivals.arrived, arrivals.unreadable, watch(self._limiter)
        )
        try:
            await connection.sign_in(self._token)
            assert connection.user is not None
            suits(connection.application, self._door)
            self._bot_id = str(connection.user.id)
            app_id = str(connection.application_id or connection.user.id)
            http, refuse = connection.http, connection.refuse
            wire = self._wire_or_none = Wire(http, app_id, refuse, self._limiter)
            permissions = self._permissions_or_none = Permissions(wire, self._bot_id, self._state)
            self._check_or_none = ChannelCheck(wire, permissions, self._bot_id, self._now)
            self._registrar = Registrar(wire, commands, self._state)
            await self._registrar.begin()
            arrivals.permissions = permissions
            if self._door is None:
                await connection.listen()
            else:
                await connection.take_from(Http(self._door, arrivals, self._state.claim_once))
        except BaseException:
            await self.stop()
            raise

    @property
    def port(self) -> int:
        """Where requests are taken; 0 with the gateway, or when not started."""
        return self._connection.port if self._connection else 0

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
        registrar, self._registrar = self._registrar, None
        self._permissions_or_none = self._check_or_none = None
        if registrar is not None:
            await registrar.stop()
        if wire is not None:
            await wire.close()
        if connection is not None:
            await connection.shut()

    async def defer(self, interaction: Interaction, ack: Ack) -> None:
        await answering.defer(self._wire, interaction, ack)

    async def respond(
        self, interaction: Interaction, outcome: Outcome, ack: Ack
    ) -> MessageRef | None:
        """Always None: a private reply cannot be reached but through its interaction."""
        begins = self._earlier.begins(interaction, outcome)
        await answering.respond(self._wire, interaction, outcome)
        if begins:
            await self._earlier.make_room(self._wire, interaction, outcome)
        return None

    async def inspect(self, channel: ChannelRef) -> Prepared:
        return await self._check.inspect(channel)

    async def prepare(self, channel: ChannelRef, *, join: bool = True) -> Prepared:
        return await self._check.prepare(channel)

    async def wait_for_slot(self, to: ChannelRef, *, edit: bool) -> None:
        await self._limiter.ticket()

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
            try:
                message = await self._send(to, card, data, pictures)
            except PictureRefused as error:
                if not pictures:
                    raise
                _log.warning("Discord refuses a picture of %r: %s", card.title, error)
                plain = data | _payload(in_words(card), users, marker)[0] | {"attachments": []}
                message = await self._send(to, card, plain, ())
        except (Forbidden, Gone) as error:
            raise await self._check.reason(error, to, pictures=bool(pictures)) from error.__cause__
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
        channel = message.channel
        try:
            try:
                await self._wire.edit(place_of(channel), message.id, data, pictures)
            except PictureRefused as error:
                if not pictures:
                    raise
                _log.warning("Discord refuses a picture of %r: %s", card.title, error)
                plain = _payload(in_words(card), marker=marker)[0] | {"attachments": []}
                await self._wire.edit(place_of(channel), message.id, plain, ())
        except (Forbidden, Gone) as error:
            raise await self._check.reason(
                error, channel, pictures=bool(pictures)
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
        return await self._people.member(self._wire, self._permissions, member, workspace)

    @property
    def _wire(self) -> Wire:
        if self._wire_or_none is None:
            raise Unreachable("not connected to Discord")
        return self._wire_or_none

    @property
    def _check(self) -> ChannelCheck:
        if self._check_or_none is None:
            raise Unreachable("not connected to Discord")
        return self._check_or_none

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
