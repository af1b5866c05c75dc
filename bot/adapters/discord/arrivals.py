"""What becomes of an interaction that came in, whichever way it came."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from bot.adapters.base import InteractionHandler
from bot.adapters.common.payloads import NotUnderstood
from bot.adapters.discord.incoming import PLATFORM, Arrival, neutral
from bot.adapters.discord.people import People
from bot.adapters.discord.permissions import Permissions


class Arrivals:
    """Hands interactions to ``handler``, and keeps what they tell of their members and of what
    the bot may do there. ``permissions`` are there once the bot has signed in."""

    def __init__(self, handler: InteractionHandler, people: People) -> None:
        self._handler = handler
        self._people = people
        self.permissions: Permissions | None = None

    def arrived(self, event: object) -> Coroutine[Any, Any, None] | None:
        """What is left to do afterwards is given back."""
        arrival = self.read(event)
        if arrival is None:
            return None
        self.hand_on(arrival)
        return self.afterwards(arrival)

    def read(self, event: object) -> Arrival | None:
        """None for what cannot be served, once the handler knows of it."""
        try:
            arrival = neutral(event)
        except NotUnderstood as error:
            self.unreadable(str(error))
            return None
        if arrival is None:
            self.unreadable("a kind that the bot does not serve")
        return arrival

    def hand_on(self, arrival: Arrival) -> bool:
        """False for a repeat, which nobody answers."""
        return self._handler(arrival.interaction)

    def afterwards(self, arrival: Arrival) -> Coroutine[Any, Any, None] | None:
        if not arrival.guild:
            return None
        interaction, permissions = arrival.interaction, self.permissions
        self._people.seen(interaction.member, arrival.guild)
        channel, bits = interaction.channel.id, arrival.app_permissions
        if permissions is not None and permissions.are_news(channel, bits):
            return permissions.note(channel, bits)
        return None

    def unreadable(self, why: str) -> None:
        """For what nobody can answer; ``why`` quotes nothing of it."""
        self._handler.unreadable(PLATFORM, why)
