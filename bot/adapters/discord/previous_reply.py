"""A member's earlier private answer, which makes room for a newer one about the same thing.

Discord lets the answer to an interaction be deleted with its token for 15 minutes (Discord:
interactions/receiving-and-responding). Tokens are kept in memory only, a few hundred of them.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

import structlog

from bot.adapters.base import AdapterError
from bot.adapters.discord.answering import origin_of
from bot.adapters.discord.incoming import Stage
from bot.adapters.discord.wire import Wire
from bot.model import Interaction, Outcome, Reply, Update

log = structlog.get_logger()

YOUNG = 14 * 60.0
"""Seconds for which an answer's token is used."""
KEPT = 500


class Earlier:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tokens: OrderedDict[tuple[str, str], tuple[str, float]] = OrderedDict()

    def begins(self, interaction: Interaction, outcome: Outcome) -> bool:
        """Whether the outcome makes a message of its own that its token can delete later.

        To be asked before it is carried out.
        """
        if not isinstance(outcome, Reply | Update) or not outcome.subject:
            return False
        origin = origin_of(interaction)
        return origin.stage is not Stage.HOLDING and (
            isinstance(outcome, Reply) or not origin.private
        )

    async def make_room(self, wire: Wire, interaction: Interaction, outcome: Outcome) -> None:
        """Deletes the member's earlier answer. Never fails: it is a courtesy."""
        assert isinstance(outcome, Reply | Update)
        key = (interaction.member.key, outcome.subject)
        token, at = self._tokens.pop(key, ("", 0.0))
        self._tokens[key] = (origin_of(interaction).token, self._clock())
        while len(self._tokens) > KEPT:
            self._tokens.popitem(last=False)
        if not token or self._clock() - at > YOUNG:
            return
        try:
            await wire.delete_original(token)
        except AdapterError as error:
            log.debug("an earlier answer stays as it was", error=str(error))
