"""Runs handlers and keeps the promise that every press is answered within three seconds.

Drop repeats → run the handler in a held task, in time (``bot.interactions.in_time``) → answer.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from contextvars import Context
from dataclasses import replace
from functools import lru_cache, partial
from random import getrandbits
from typing import Any

import structlog

from bot.adapters.base import Adapter, AdapterError, Expired, Moved, RateLimited, Rejected
from bot.interactions.arguments import Missing, Parsed, Wrong, check, resolve
from bot.interactions.button_codec import BadAction, encode
from bot.interactions.drafts import Drafts
from bot.interactions.in_time import DEFER_AFTER, FORM_WITHIN, InTime, Turn, since
from bot.interactions.missing_options import AGAIN, Asking
from bot.interactions.router import Refusal, Route, Router
from bot.interactions.sentences import RESTARTING, UNKNOWN, sorry, too_quick
from bot.interactions.throttle import MemberThrottle
from bot.model import (
    Ack,
    Card,
    ChannelRef,
    Interaction,
    Invalid,
    Kind,
    Nothing,
    Outcome,
    Reply,
    Suggestions,
)
from bot.runtime import refusals
from bot.runtime.meter import SHOWN, SILENT, Meter

log = structlog.get_logger()
_HEARD = logging.getLogger(__name__)
"""Tells whether anybody hears a line that is put together for each interaction."""

REMEMBERED = 20_000
_ROUTE = re.compile(r"[a-z][a-z0-9/-]{0,60}")


class Dispatcher:
    """The handler that adapters hand interactions to.

    All that is logged while one is handled carries the ``reference`` that its member sees when
    it fails.
    """

    def __init__(
        self,
        router: Router,
        drafts: Drafts,
        adapter_of: Callable[[str], Adapter],
        *,
        defer_after: float = DEFER_AFTER,
        form_within: float = FORM_WITHIN,
        meter: Meter = SILENT,
        counts: refusals.RefusalCounts | None = None,
        throttle: MemberThrottle | None = None,
    ) -> None:
        """``throttle`` limits how quickly each member may go; without it nobody is limited."""
        self._router = router
        self._drafts = drafts
        self._adapter_of = adapter_of
        self._meter = meter
        self._counts = counts or refusals.RefusalCounts()
        self._throttle = throttle
        self._seen: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self._open = True
        self._asking = Asking(router, drafts)
        self._in_time = InTime(self._hold, meter, defer_after, form_within)
        self.on_moved: Moved | None = None

    def __call__(self, interaction: Interaction) -> bool:
        key = (interaction.member.platform, interaction.id)
        if key in self._seen:
            self._refused(refusals.REPEATED, interaction=interaction.id)
            return False
        self._seen[key] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        turned_away = self._turned_away(interaction) if self._open else _says(RESTARTING)
        if turned_away is not None and interaction.kind is Kind.HOME:
            return True  # the page stays as it is: nobody waits for an answer
        self._hold(self._run(interaction, turned_away))
        return True

    def _hold(
        self, work: Coroutine[Any, Any, None], context: Context | None = None
    ) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work, context=context)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def moved(self, old: ChannelRef, new: ChannelRef) -> None:
        if self.on_moved:
            self._hold(self.on_moved(old, new))

    def unreadable(self, platform: str, why: str) -> None:
        self._refused(refusals.UNREADABLE, platform=platform, detail=why)

    def _refused(self, why: str, **more: str) -> None:
        """refusals.RefusalCounts a refusal, and says so without a word of what the member sent."""
        self._counts.refused(why)
        log.info("refused", why=why, **more)

    def _turned_away(self, interaction: Interaction) -> Route | None:
        """What a member who is too quick gets instead of an answer; None for everybody else.

        A press is told once and then only acknowledged. Commands and forms are told each time:
        whoever sent one would otherwise wait for an answer.
        """
        if self._throttle is None or interaction.kind is Kind.HOME:
            return None
        typing = interaction.kind is Kind.SUGGEST
        wait = self._throttle.take(interaction.member.key, typing=typing)
        if wait is None:
            return None
        self._refused(refusals.TOO_QUICK, member=interaction.member.key)
        if interaction.kind is Kind.PRESS and not wait.first:
            return Route(Ack.UPDATE, _nothing)
        return _says(too_quick(wait.seconds))

    async def close(self, within: float = 5.0) -> None:
        """Waits up to ``within`` seconds for what is in flight; what comes in meanwhile is
        answered with the sentence that the bot restarts."""
        self._open = False
        until = time.monotonic() + within
        while self._tasks and (left := until - time.monotonic()) > 0:
            await asyncio.wait(self._tasks, timeout=left)
        late = set(self._tasks)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, interaction: Interaction, turned_away: Route | None) -> None:
        turn, route = Turn(f"{getrandbits(24):06X}"), interaction.route
        platform, kind = interaction.member.platform, interaction.kind.value
        try:
            adapter = self._adapter_of(platform)
            if turned_away is None:
                found, decoded, refused = self._route(interaction)
            else:
                found, decoded, refused = turned_away, interaction, ""
            route = decoded.route
            # A task has a context of its own: nothing has to be taken back afterwards.
            structlog.contextvars.bind_contextvars(
                reference=turn.reference,
                platform=platform,
                interaction=interaction.id,
                kind=kind,
                route=_loggable(route),
            )
            if refused:
                self._refused(refused)
            await self._answer(adapter, found, decoded, turn)
        except Expired:
            turn.ended = "expired"
            log.warning("answered too late")
        except AdapterError as error:
            turn.ended = "undelivered"
            if isinstance(error, RateLimited):
                self._meter.limited(platform)
            log.error("answer not delivered", error=repr(error))
        except Exception:
            turn.ended = "failed"
            log.exception("dispatch failed")
        else:
            if _HEARD.isEnabledFor(logging.DEBUG):
                log.debug("answered", outcome=turn.ended, ms=round(since(interaction) * 1000))
        finally:
            ended, seconds = turn.ended or "cancelled", since(interaction)
            self._meter.answered(platform, kind, route, ended, seconds)

    def _route(self, interaction: Interaction) -> tuple[Route, Interaction, str]:
        """Whose it is, with its arguments, and why it is refused where it is."""
        asked: Parsed | Missing | Wrong | None = None
        if interaction.kind is Kind.COMMAND:
            asked = self._asked(interaction)
        if isinstance(asked, Wrong):
            return (
                Route(Ack.PRIVATE, partial(self._asking.offer, asked)),
                interaction,
                refusals.MISTYPED,
            )
        if asked is not None:
            route = asked.command.route
            interaction = replace(interaction, route=route, options=asked.options, text=None)
        if isinstance(asked, Missing):
            return Route(Ack.PRIVATE, partial(self._asking.ask, asked)), interaction, ""
        found = self._router.find(interaction)
        if found and interaction.kind is Kind.SUBMIT and found[0].ack is Ack.FORM:
            found = None  # these open forms, and no form of ours is sent to them
        if found is None and interaction.kind is Kind.HOME:
            return Route(Ack.UPDATE, _nothing), interaction, ""
        if found is None:
            return _says(UNKNOWN), interaction, refusals.UNKNOWN
        return *found, ""

    def _asked(self, interaction: Interaction) -> Parsed | Missing | Wrong:
        if interaction.text is not None:
            return resolve(self._router.commands, f"{interaction.route} {interaction.text}")
        for command in self._router.commands:
            if command.route == interaction.route:
                return check(command, interaction.options)
        return resolve(self._router.commands, interaction.route.replace("/", " "))

    async def _answer(
        self, adapter: Adapter, route: Route, interaction: Interaction, turn: Turn
    ) -> None:
        work = self._outcome(route, interaction, turn)
        outcome = await self._in_time(adapter, interaction, route.ack, turn, work)
        try:
            await adapter.respond(interaction, outcome, route.ack)
        except Rejected as error:
            if interaction.kind is Kind.SUGGEST:
                raise
            turn.ended = "failed"
            log.error("platform refused the answer", error=str(error))
            await adapter.respond(interaction, Reply(sorry(turn.reference)), route.ack)
        turn.ended = turn.ended or SHOWN[type(outcome)]
        if not turn.deferred:
            platform = interaction.member.platform
            self._meter.acknowledged(platform, since(interaction), deferred=False)

    async def _outcome(self, route: Route, interaction: Interaction, turn: Turn) -> Outcome:
        try:
            outcome = await route.handler(interaction)
            if isinstance(outcome, Invalid):
                draft = await self._drafts.save_form(outcome.form, interaction.member)
                outcome = replace(outcome, retry=encode(AGAIN, draft))
            return outcome
        except Refusal as refusal:
            turn.ended = "refused"
            self._refused(refusals.DECLINED)
            return Reply(refusal.card)
        except BadAction:
            turn.ended = "forged"
            self._refused(refusals.FORGED)
            return Reply(UNKNOWN)
        except Exception:
            turn.ended = "failed"
            log.exception("handler failed")
            return Reply(sorry(turn.reference))


@lru_cache(maxsize=1024)
def _loggable(route: str) -> str:
    """A route that this program gave; a coded action as it came in may carry an answer."""
    return route if _ROUTE.fullmatch(route) else "?"


def _says(card: Card) -> Route:
    async def handler(interaction: Interaction) -> Outcome:
        return Suggestions(()) if interaction.kind is Kind.SUGGEST else Reply(card)

    return Route(Ack.PRIVATE, handler)


async def _nothing(_: Interaction) -> Outcome:
    return Nothing()
