"""The adapter protocol over the room."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.adapters.base import Gone, InteractionHandler
from bot.adapters.playground import answers
from bot.adapters.playground import channel_posts as board
from bot.adapters.playground.room import Room
from bot.adapters.playground.state import PLATFORM
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


class PlaygroundAdapter:
    """One bot in one room. Commands arrive as typed lines (``Interaction.text``)."""

    name = PLATFORM

    def __init__(self, room: Room) -> None:
        self.room = room
        self._keeper: asyncio.Task[None] | None = None

    async def start(self, commands: Sequence[Command], handler: InteractionHandler) -> None:
        await self.stop()
        self.room.commands = tuple(commands)
        cut = self.room.connect(handler)
        self._keeper = asyncio.create_task(self._keep_connected(cut, handler))

    @property
    def listening(self) -> bool:
        return self._keeper is not None

    async def closed(self) -> None:
        if self._keeper is not None:
            await asyncio.wait((self._keeper,))

    async def stop(self) -> None:
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.cancel()
            await asyncio.wait((keeper,))
            self.room.cut()

    async def _keep_connected(self, cut: asyncio.Event, handler: InteractionHandler) -> None:
        while True:
            await cut.wait()
            cut = self.room.connect(handler)

    async def defer(self, interaction: Interaction, ack: Ack) -> None:
        answers.defer(self.room, interaction, ack)

    async def respond(
        self, interaction: Interaction, outcome: Outcome, ack: Ack
    ) -> MessageRef | None:
        shown = answers.respond(self.room, interaction, outcome)
        return None if shown is None else shown.ref

    async def inspect(self, channel: ChannelRef) -> Prepared:
        place = board.place(self.room, channel)
        board.must_reach(self.room, place)
        return Prepared(replace(channel, thread=None), f"#{place.name}", private=place.private)

    async def prepare(self, channel: ChannelRef, *, join: bool = True) -> Prepared:
        return await self.inspect(channel)

    async def wait_for_slot(self, to: ChannelRef, *, edit: bool) -> None:
        """At once: a room has no rate limit."""

    async def post(
        self,
        to: ChannelRef,
        card: Card,
        *,
        key: str,
        pings: frozenset[MemberRef] = frozenset(),
    ) -> MessageRef:
        return board.post(self.room, to, card, key, pings).ref

    async def find(self, to: ChannelRef, key: str, since: datetime) -> MessageRef | None:
        found = board.find(self.room, to, key, since)
        return None if found is None else found.ref

    async def edit(self, message: MessageRef, card: Card) -> None:
        board.edit(self.room, message, card)

    async def delete(self, message: MessageRef) -> None:
        board.delete(self.room, message)

    async def direct(self, member: MemberRef) -> ChannelRef:
        return board.direct(self.room, member).ref

    async def member(self, member: MemberRef, workspace: WorkspaceRef | None = None) -> Member:
        known = self.room.members.get(member.id)
        if known is None:
            raise Gone(f"no member {member.id}")
        return Member(known.ref, known.name, guest=known.guest, admin=known.manager)
