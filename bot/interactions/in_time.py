"""Waits for a handler's outcome, but never longer than its platform does.

At 1.5 s since receipt an interaction is acknowledged without an answer, while its handler goes
on. A form can never be acknowledged first, so a FORM route that is not quick gets a private
sentence instead. What is quick, as nearly all is, takes no task and no timer of its own.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextvars import Context, copy_context
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog

from bot.adapters.base import Adapter, AdapterError
from bot.interactions.patience import Patience
from bot.interactions.sentences import SLOW_FORM
from bot.model import Ack, Interaction, Kind, Outcome, Reply, Suggestions
from bot.runtime.meter import Meter

log = structlog.get_logger()

DEFER_AFTER = 1.5
"""Seconds since receipt: half of what the platforms allow, the rest is for the network."""
FORM_WITHIN = 2.5
SUGGEST_WITHIN = 2.0

Work = Coroutine[Any, Any, Outcome]
Hold = Callable[[Coroutine[Any, Any, None], Context], "asyncio.Task[None]"]


@dataclass(slots=True)
class Turn:
    """One interaction on its way: its code, what became of it, whether it was acknowledged."""

    reference: str
    ended: str = ""
    deferred: bool = False
    deferring: asyncio.Task[None] | None = None


def since(interaction: Interaction) -> float:
    """Seconds since receipt."""
    return time.monotonic() - interaction.received


class InTime:
    """``hold`` starts a task in a context and keeps it; ``work`` never raises an ``Exception``."""

    def __init__(self, hold: Hold, meter: Meter, defer_after: float, form_within: float) -> None:
        self._hold = hold
        self._meter = meter
        self._defer_after = defer_after
        self._form_within = form_within
        self._patience = Patience()

    async def __call__(
        self, adapter: Adapter, interaction: Interaction, ack: Ack, turn: Turn, work: Work
    ) -> Outcome:
        """What to answer; where it takes long, it is acknowledged meanwhile."""
        if interaction.kind is Kind.HOME:
            return await work  # an event, acknowledged already
        if interaction.kind is Kind.SUGGEST:
            return await self._suggestions(interaction, work)
        if ack is Ack.FORM:
            return await self._form(interaction, turn, work)
        # The timer is shared: what is told late must still be logged as this interaction's.
        late = partial(self._late, adapter, interaction, ack, turn, copy_context())
        self._patience.wait(late, interaction.received + self._defer_after)
        try:
            outcome = await work
        finally:
            self._patience.over(late)
        if turn.deferring is not None:
            await turn.deferring
        return outcome

    def _late(
        self, adapter: Adapter, interaction: Interaction, ack: Ack, turn: Turn, context: Context
    ) -> None:
        turn.deferring = self._hold(self._defer(adapter, interaction, ack, turn), context)

    async def _defer(
        self, adapter: Adapter, interaction: Interaction, ack: Ack, turn: Turn
    ) -> None:
        try:
            await adapter.defer(interaction, ack)
        except AdapterError as error:
            log.warning("could not acknowledge", error=repr(error))
        else:
            turn.deferred = True
            platform = interaction.member.platform
            self._meter.acknowledged(platform, since(interaction), deferred=True)

    async def _form(self, interaction: Interaction, turn: Turn, work: Work) -> Outcome:
        try:
            async with asyncio.timeout(max(0.0, self._form_within - since(interaction))):
                return await work
        except TimeoutError:
            log.warning("form route too slow")
            turn.ended = "slow form"
            return Reply(SLOW_FORM)

    async def _suggestions(self, interaction: Interaction, work: Work) -> Suggestions:
        try:
            async with asyncio.timeout(max(0.0, SUGGEST_WITHIN - since(interaction))):
                outcome = await work
        except TimeoutError:
            return Suggestions(())
        return outcome if isinstance(outcome, Suggestions) else Suggestions(())
