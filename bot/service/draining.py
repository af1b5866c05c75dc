"""Sends what is due, beside the ticks where it is much."""

from __future__ import annotations

import asyncio

from bot.delivery.outbox import Outbox


class Draining:
    """One outbox's sending, which may go on over many ticks."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._sending: asyncio.Future[int] | None = None

    @property
    def running(self) -> asyncio.Future[int] | None:
        """The sending that goes on, to be waited for at a stop."""
        return self._sending

    async def send(self, patience: float | None) -> None:
        """Sends all that is due, or goes on beside after ``patience`` seconds.

        Raises what went wrong since the last call as well.
        """
        if self._sending is not None and self._sending.done():
            over, self._sending = self._sending, None
            await over
        if self._sending is None:
            self._sending = asyncio.ensure_future(self._outbox.drain())
        else:
            self._outbox.wake()
        sending = self._sending
        try:
            await asyncio.wait({sending}, timeout=patience)
        finally:
            if patience is None and not sending.done():
                sending.cancel()  # whoever waited for all of it was cancelled
                await asyncio.wait({sending})
            if sending.done():
                self._sending = None
        if sending.done():
            await sending
