"""From a delivered payload to what acknowledges it, whichever way it came in."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from bot.adapters.base import InteractionHandler
from bot.adapters.common.payloads import NotUnderstood
from bot.adapters.slack.incoming import NAME, Reader
from bot.adapters.slack.names import Names
from bot.adapters.slack.origins import Origin, Visit
from bot.model import Interaction

log = logging.getLogger(__name__)

ACK_WITHIN = 2.95
"""Seconds after which an acknowledgement is not worth sending (Slack allows three)."""
COMMAND = "slash_commands"
PRESS = "block_actions"
SUBMIT = "view_submission"
EVENT = "event_callback"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to Slack: ``payload`` is empty for a bare acknowledgement."""

    status: int = HTTPStatus.OK
    payload: Mapping[str, Any] = field(default_factory=dict)


EMPTY = Answer()


class Intake:
    """``claim`` is asked with an interaction's id before anything else is done with it: False
    means that another process has it already."""

    def __init__(
        self,
        reader: Reader,
        names: Names,
        handler: InteractionHandler,
        claim: Callable[[str], Awaitable[bool]] | None = None,
        visited: Callable[[Visit], None] = lambda _: None,
    ) -> None:
        """``visited`` is told of members who open the Home tab."""
        self._visited = visited
        self._reader = reader
        self._names = names
        self._handler = handler
        self._claim = claim
        self._waiting: set[asyncio.Future[dict[str, Any]]] = set()
        self._read: Mapping[str, Callable[[Mapping[str, Any]], Interaction | None]] = {
            COMMAND: reader.command,
            PRESS: reader.press,
            SUBMIT: reader.submit,
        }

    async def take(self, kind: str, body: Mapping[str, Any], began: float) -> Answer:
        """Hands the interaction over and waits for what acknowledges it.

        ``began`` is when it was received, by the monotonic clock: what reading took counts.
        """
        try:
            interaction = self.read(kind, body)
        except NotUnderstood:
            return Answer(HTTPStatus.BAD_REQUEST)
        return EMPTY if interaction is None else await self.hand_on(interaction, began)

    def read(self, kind: str, body: Mapping[str, Any]) -> Interaction | None:
        """None for what asks for nothing. Raises ``NotUnderstood`` once the handler knows of it."""
        try:
            if kind not in self._read:
                raise NotUnderstood("another kind of payload")
            return self._read[kind](body)
        except NotUnderstood as error:
            self.refuse(str(error))
            raise

    async def hand_on(self, interaction: Interaction, began: float) -> Answer:
        """Waits for what acknowledges it. ``began`` as in ``take``."""
        user = origin_of(interaction).user
        await self._names.learn(user)
        name = self._names.known(user) or interaction.member_name
        try:
            if self._claim is not None and not await self._claim(interaction.id):
                log.info("another process has it, or it came twice: %s", interaction.id)
                return EMPTY
        except Exception:
            # Not to know is not to have it; the member sees an error and tries again.
            log.exception("could not claim an interaction")
            return Answer(HTTPStatus.SERVICE_UNAVAILABLE)
        if not self._handler(replace(interaction, member_name=name, received=began)):
            return EMPTY
        return await self._acknowledged(interaction, began)

    def knows(self, interaction: Interaction) -> bool:
        """Whether it can be handed on as it is: nothing has to be asked first."""
        return self._claim is None and self._names.fresh(origin_of(interaction).user)

    def hand_over(self, interaction: Interaction) -> bool:
        """Hands on what ``knows`` says yes to; False for a repeat, which nobody answers."""
        return self._handler(interaction)

    def event(self, body: Mapping[str, Any]) -> None:
        """An event, which nobody waits for: the kinds that are asked for are handed on. Raises
        ``NotUnderstood`` for a broken one, once the handler knows of it."""
        try:
            visit, moved = self._reader.visit(body), self._reader.moved(body)
            if visit is None and moved is None and not self._reader.looks(body):
                raise NotUnderstood("an event that nobody asked for")
        except NotUnderstood as error:
            self.refuse(str(error))
            raise
        if visit is not None:
            self._visited(visit)
        if moved is not None:
            self._handler.moved(*moved)

    def refuse(self, why: str) -> None:
        """For what nobody can answer; ``why`` quotes nothing of it."""
        self._handler.unreadable(NAME, why)

    def stop(self) -> None:
        """Nobody is waited for any more."""
        for waiting in [*self._waiting]:
            waiting.cancel()

    async def _acknowledged(self, interaction: Interaction, began: float) -> Answer:
        origin = origin_of(interaction)
        self._waiting.add(origin.ack)
        origin.ack.add_done_callback(self._waiting.discard)
        try:
            async with asyncio.timeout(ACK_WITHIN - (time.monotonic() - began)):
                return Answer(payload=await origin.ack)
        except (TimeoutError, asyncio.CancelledError):
            if asyncio.current_task().cancelling():  # type: ignore[union-attr]
                raise
            # Too late: the answer, if it comes, goes by response URL.
            return Answer(HTTPStatus.GATEWAY_TIMEOUT)


def origin_of(interaction: Interaction) -> Origin:
    """How an interaction came in. One of another adapter's never gets here."""
    assert isinstance(interaction.origin, Origin)
    return interaction.origin
