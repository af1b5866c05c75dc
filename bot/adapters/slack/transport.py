"""How events come in: the one thing in which Socket Mode and signed HTTP differ."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod

from bot.adapters.base import StartFailed
from bot.adapters.slack.errors import TokenRefused


class Transport(ABC):
    """One life of the way in. ``ended`` is done when it is over: with an error that is
    ``StartFailed`` or ``Unreachable``, or after ``close`` without one. ``listening`` is whether
    events come in at the moment."""

    def __init__(self) -> None:
        self.listening = False
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        # Nobody may be waiting for the end; that is no reason for a complaint.
        self.ended.add_done_callback(lambda ended: ended.cancelled() or ended.exception())

    @abstractmethod
    async def connect(self) -> None:
        """Returns once events come in. Raises ``StartFailed`` or ``Unreachable``."""

    @abstractmethod
    async def close(self) -> None:
        """Lets acknowledgements that are on the way go out, then takes nothing more in."""

    def refuse(self, error: TokenRefused) -> None:
        """Slack shut the bot out: ends this life."""
        self._end(
            StartFailed(
                f"{error}: put a new Bot User OAuth Token (xoxb-…) into SLACK_BOT_TOKEN; it is "
                "at api.slack.com/apps, OAuth & Permissions."
            )
        )

    def _end(self, error: Exception | None = None) -> None:
        self.listening = False
        if self.ended.done():
            return
        if error is None:
            self.ended.set_result(None)
        else:
            self.ended.set_exception(error)
