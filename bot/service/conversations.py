"""Sends to members by their address: opens the conversation with each, and remembers it.

Platforms let conversations be opened far more slowly than messages be sent, so which one it is
outlives a restart.
"""

from __future__ import annotations

from datetime import datetime

from bot.adapters.base import Adapter, AdapterError, Forbidden, Gone
from bot.model import Card, ChannelRef, MessageRef
from bot.study.reminders import member_at
from storage.reminding import Reminders


class Conversations:
    """``bot.delivery.rows.Postman`` for addresses (``bot.study.reminders.address``)."""

    def __init__(self, adapter: Adapter, reminders: Reminders) -> None:
        self._adapter = adapter
        self._reminders = reminders

    async def make_ready(self, to: ChannelRef) -> bool:
        """Opens the conversation where it is not known yet, which may take long; whether it did.

        Raises nothing: sending meets whatever is in the way again.
        """
        if await self._reminders.conversation(member_at(to)) is not None:
            return False
        try:
            await self._open(to)
        except AdapterError:
            return False
        return True

    async def wait_for_slot(self, to: ChannelRef, *, edit: bool) -> None:
        """Opens the conversation where need be: nothing is uncertain yet."""
        try:
            there = await self._there(to)
        except (Forbidden, Gone):
            there = to  # sending meets the same refusal, and tells it
        await self._adapter.wait_for_slot(there, edit=edit)

    async def post(self, to: ChannelRef, card: Card, *, key: str) -> MessageRef:
        """Raises ``Forbidden`` or ``Gone`` where the member cannot be written to."""
        known = await self._reminders.conversation(member_at(to))
        try:
            return await self._adapter.post(known or await self._open(to), card, key=key)
        except (Forbidden, Gone):
            if known is None:
                raise
            # The platform may have given the conversation another id since.
            await self._reminders.keep_conversation(member_at(to), None)
            again = await self._open(to)
            if again == known:
                raise
            return await self._adapter.post(again, card, key=key)

    async def find(self, to: ChannelRef, key: str, since: datetime) -> MessageRef | None:
        return await self._adapter.find(await self._there(to), key, since)

    async def edit(self, message: MessageRef, card: Card) -> None:
        await self._adapter.edit(message, card)

    async def _there(self, to: ChannelRef) -> ChannelRef:
        return await self._reminders.conversation(member_at(to)) or await self._open(to)

    async def _open(self, to: ChannelRef) -> ChannelRef:
        member = member_at(to)
        there = await self._adapter.direct(member)
        await self._reminders.keep_conversation(member, there)
        return there
