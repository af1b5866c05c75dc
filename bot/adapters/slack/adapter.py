"""Slack as an ``Adapter``."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.adapters.base import AdapterState, Gone, InteractionHandler, StartFailed, Unreachable
from bot.adapters.common.proxies import check_proxy
from bot.adapters.common.signed_http import Door
from bot.adapters.slack.api import HOME, Api
from bot.adapters.slack.channel_check import ChannelCheck
from bot.adapters.slack.files import PAUSES, Pictures
from bot.adapters.slack.home import GAP, Homes
from bot.adapters.slack.http import Http
from bot.adapters.slack.incoming import NAME, Reader
from bot.adapters.slack.intake import Intake
from bot.adapters.slack.limits import Limits
from bot.adapters.slack.manifest import command_names
from bot.adapters.slack.messages import Messages
from bot.adapters.slack.names import Names
from bot.adapters.slack.people import People, who_am_i
from bot.adapters.slack.render_text import user_id
from bot.adapters.slack.replies import Replies
from bot.adapters.slack.socket import Socket
from bot.adapters.slack.transport import Transport
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


class SlackAdapter:
    """One workspace. Private answers have no handle, so ``respond`` returns no message.

    Events come in by ``door``, or without one over Socket Mode with ``app_token``.
    ``command_prefix`` stands before every command's name ("sh-" for ``/sh-quiz``), because
    Slack gives a name clash to the app installed last. ``heartbeat`` is the seconds between
    pings of Socket Mode; four without an answer count as a lost connection. ``limits`` keeps
    the bot's own calls under Slack's. ``home_gap`` is the seconds between two looks at what a
    member's Home tab should say.
    """

    name = NAME

    def __init__(
        self,
        bot_token: str,
        app_token: str = "",
        *,
        state: AdapterState,
        door: Door | None = None,
        api_url: str | None = None,
        command_prefix: str = "",
        heartbeat: float = 10.0,
        picture_pauses: Sequence[float] = PAUSES,
        limits: Limits | None = None,
        home_gap: float = GAP,
    ) -> None:
        self._home_gap = home_gap
        self._bot_token = bot_token
        self._app_token = app_token
        self._state = state
        self._door = door
        self._api_url = api_url
        self._prefix = command_prefix
        self._heartbeat = heartbeat
        self._pauses = picture_pauses
        self._limits = limits or Limits()
        self._people = People()
        self._live: _Live | None = None

    @property
    def port(self) -> int:
        """Where requests are taken; 0 with Socket Mode, or when not started."""
        transport = self._live.transport if self._live else None
        return transport.port if isinstance(transport, Http) else 0

    async def start(self, commands: Sequence[Command], handler: InteractionHandler) -> None:
        """Checks the tokens and opens the way in; over Socket Mode until Slack's hello."""
        await self.stop()
        try:
            command_names(commands, self._prefix)
        except ValueError as error:
            raise StartFailed(str(error)) from error
        check_proxy(self._api_url or HOME)
        api = Api(self._bot_token, self._api_url)
        names: Names | None = None
        transport: Transport | None = None
        homes: Homes | None = None
        try:
            me = await who_am_i(api)
            team = str(me["team_id"])
            names = Names(lambda user: self._people.name(api, team, user))
            reader = Reader(team, self._prefix, names.known, str(me.get("enterprise_id") or ""))
            files = Pictures(api, self._state, reader.team, self._pauses)
            homes = Homes(api, reader, names, handler, self._limits, self._home_gap)
            transport = self._transport(api, reader, names, handler, homes)
            api.on_refused = transport.refuse
            await transport.connect()
            messages = Messages(api, files, me, self._limits)
            places = ChannelCheck(api, self._limits)
            replies = Replies(api, files, homes)
            self._live = _Live(api, reader, names, homes, transport, replies, messages, places)
        finally:
            if self._live is None:
                await _close(api, names, homes, transport)

    def _transport(
        self, api: Api, reader: Reader, names: Names, handler: InteractionHandler, homes: Homes
    ) -> Transport:
        if self._door is None:
            intake = Intake(reader, names, handler, visited=homes.visited)
            return Socket(api, self._app_token, reader.team, intake, self._heartbeat)
        claim = self._state.claim_once
        intake = Intake(reader, names, handler, claim, visited=homes.visited)
        return Http(self._door, intake, handler)

    @property
    def listening(self) -> bool:
        return self._live is not None and self._live.transport.listening

    async def closed(self) -> None:
        if self._live:
            await asyncio.shield(self._live.transport.ended)

    async def stop(self) -> None:
        live, self._live = self._live, None
        if live:
            await _close(live.api, live.names, live.homes, live.transport)

    async def defer(self, interaction: Interaction, ack: Ack) -> None:
        await self._on.replies.defer(interaction, ack)

    async def respond(self, interaction: Interaction, outcome: Outcome, ack: Ack) -> None:
        await self._on.replies.respond(interaction, outcome)

    async def inspect(self, channel: ChannelRef) -> Prepared:
        return await self._on.places.inspect(channel)

    async def prepare(self, channel: ChannelRef, *, join: bool = True) -> Prepared:
        """Joins a public channel; a private one must have invited the bot."""
        return await self._on.places.prepare(channel, join=join)

    async def wait_for_slot(self, to: ChannelRef, *, edit: bool) -> None:
        await self._limits.ticket(to, edit=edit)

    async def post(
        self,
        to: ChannelRef,
        card: Card,
        *,
        key: str,
        pings: frozenset[MemberRef] = frozenset(),
    ) -> MessageRef:
        return await self._on.messages.post(to, card, key, pings)

    async def find(self, to: ChannelRef, key: str, since: datetime) -> MessageRef | None:
        return await self._on.messages.find(to, key, since)

    async def edit(self, message: MessageRef, card: Card) -> None:
        await self._on.messages.edit(message, card)

    async def delete(self, message: MessageRef) -> None:
        await self._on.messages.delete(message)

    async def direct(self, member: MemberRef) -> ChannelRef:
        """Waits for its turn: Slack lets few conversations be opened in a minute."""
        api = self._on.api
        async with self._limits.opening():
            opened = await api.call(api.web.conversations_open(users=_user(member)))
        return self._on.reader.channel(str(opened["channel"]["id"]))

    async def member(self, member: MemberRef, workspace: WorkspaceRef | None = None) -> Member:
        """Remembered for five minutes."""
        return await self._people.member(self._on.api, self._on.reader.team, _user(member))

    @property
    def _on(self) -> _Live:
        if self._live is None:
            raise Unreachable("the adapter is not started")
        return self._live


@dataclass(frozen=True, slots=True)
class _Live:
    """What exists between start and stop."""

    api: Api
    reader: Reader
    names: Names
    homes: Homes
    transport: Transport
    replies: Replies
    messages: Messages
    places: ChannelCheck


async def _close(
    api: Api, names: Names | None, homes: Homes | None, transport: Transport | None
) -> None:
    if transport:
        await transport.close()
    if homes:
        await homes.close()
    if names:
        await names.close()
    await api.close()


def _user(member: MemberRef) -> str:
    user = user_id(member)
    if user is None:
        raise Gone(f"{member.key} is no member of this workspace")
    return user
