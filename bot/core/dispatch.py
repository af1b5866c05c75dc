"""Runs handlers and keeps the promise that every press is answered within three seconds.

Drop repeats → run the handler in a held task → at 1.5 s since receipt acknowledge it
without an answer → finish later. A form can never be acknowledged first, so a FORM route
that is not quick gets a private sentence instead.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import structlog

from bot.adapters.base import Adapter, AdapterError, Expired, RateLimited, Rejected
from bot.core.actions import BadAction, encode, row_id
from bot.core.arguments import Missing, Parsed, Wrong, check, complete, resolve
from bot.core.drafts import GONE, Drafts
from bot.core.meter import SILENT, Meter
from bot.core.router import Refusal, Route, Router, in_place
from bot.core.sentences import RESTARTING, SLOW_FORM, UNKNOWN, sorry, usage, which
from bot.model import (
    Ack,
    Card,
    Interaction,
    Invalid,
    Kind,
    Nothing,
    OpenForm,
    OptionSpec,
    Outcome,
    Reply,
    Suggestions,
    Update,
)

log = structlog.get_logger()

_SHOWN: dict[type[Outcome], str] = {
    Reply: "reply",
    Update: "update",
    OpenForm: "form",
    Invalid: "invalid",
    Suggestions: "suggestions",
    Nothing: "nothing",
}

DEFER_AFTER = 1.5
"""Seconds since receipt: half of what the platforms allow, the rest is for the network."""
FORM_WITHIN = 2.5
SUGGEST_WITHIN = 2.0
REMEMBERED = 20_000

AGAIN = "again"
PICK_OPTION = "pick-option"
PICK_OPTION_FORM = "pick-option-form"


@dataclass(slots=True)
class _Turn:
    """One interaction on its way: its code, what became of it, whether it was acknowledged."""

    reference: str
    ended: str = ""
    deferred: bool = False


class Dispatcher:
    """The sink that adapters hand interactions to.

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
    ) -> None:
        self._router = router
        self._drafts = drafts
        self._adapter_of = adapter_of
        self._defer_after = defer_after
        self._form_within = form_within
        self._meter = meter
        self._seen: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self._open = True
        router.action(AGAIN, Ack.FORM, self._again)
        router.action(PICK_OPTION, Ack.UPDATE, self._pick_option)
        router.action(PICK_OPTION_FORM, Ack.FORM, self._pick_option)

    def __call__(self, interaction: Interaction) -> bool:
        key = (interaction.member.platform, interaction.id)
        if key in self._seen:
            log.info("repeat dropped", interaction=interaction.id)
            self._meter.repeated(interaction.member.platform)
            return False
        self._seen[key] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        task = asyncio.get_running_loop().create_task(self._run(interaction, self._open))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

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

    async def idle(self) -> None:
        """Waits until nothing is in flight."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _run(self, interaction: Interaction, taken: bool) -> None:
        turn, route = _Turn(secrets.token_hex(3).upper()), interaction.route
        platform = interaction.member.platform
        # A task has a context of its own: nothing has to be taken back afterwards.
        structlog.contextvars.bind_contextvars(
            reference=turn.reference,
            platform=platform,
            interaction=interaction.id,
            kind=interaction.kind.value,
        )
        try:
            adapter = self._adapter_of(platform)
            found, decoded = (
                self._route(interaction) if taken else (_says(interaction, RESTARTING), interaction)
            )
            route = decoded.route
            structlog.contextvars.bind_contextvars(route=route)
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
            log.debug("answered", outcome=turn.ended, ms=round(_since(interaction) * 1000))
        finally:
            ended, seconds = turn.ended or "cancelled", _since(interaction)
            self._meter.answered(platform, interaction.kind.value, route, ended, seconds)

    def _route(self, interaction: Interaction) -> tuple[Route, Interaction]:
        asked: Parsed | Missing | Wrong | None = None
        if interaction.kind is Kind.COMMAND:
            asked = self._asked(interaction)
        if isinstance(asked, Wrong):
            return _says(interaction, usage(asked)), interaction
        if asked is not None:
            route = asked.command.route
            interaction = replace(interaction, route=route, options=asked.options, text=None)
        if isinstance(asked, Missing):
            return Route(Ack.PRIVATE, partial(self._ask, asked)), interaction
        return self._router.find(interaction) or (_says(interaction, UNKNOWN), interaction)

    def _asked(self, interaction: Interaction) -> Parsed | Missing | Wrong:
        if interaction.text is not None:
            return resolve(self._router.commands, f"{interaction.route} {interaction.text}")
        for command in self._router.commands:
            if command.route == interaction.route:
                return check(command, interaction.options)
        return resolve(self._router.commands, interaction.route.replace("/", " "))

    async def _answer(
        self, adapter: Adapter, route: Route, interaction: Interaction, turn: _Turn
    ) -> None:
        work = asyncio.ensure_future(self._outcome(route, interaction, turn))
        try:
            outcome = await self._in_time(adapter, route, interaction, work, turn)
        finally:
            work.cancel()
        try:
            await adapter.respond(interaction, outcome, route.ack)
        except Rejected as error:
            if interaction.kind is Kind.SUGGEST:
                raise
            turn.ended = "failed"
            log.error("platform refused the answer", error=str(error))
            await adapter.respond(interaction, Reply(sorry(turn.reference)), route.ack)
        turn.ended = turn.ended or _SHOWN[type(outcome)]
        if not turn.deferred:
            platform = interaction.member.platform
            self._meter.acknowledged(platform, _since(interaction), deferred=False)

    async def _in_time(
        self,
        adapter: Adapter,
        route: Route,
        interaction: Interaction,
        work: asyncio.Future[Outcome],
        turn: _Turn,
    ) -> Outcome:
        """What to answer, acknowledged first where it takes long."""
        spent = _since(interaction)
        if interaction.kind is Kind.SUGGEST:
            await asyncio.wait({work}, timeout=max(0.0, SUGGEST_WITHIN - spent))
            outcome = work.result() if work.done() else None
            return outcome if isinstance(outcome, Suggestions) else Suggestions(())
        limit = self._form_within if route.ack is Ack.FORM else self._defer_after
        await asyncio.wait({work}, timeout=max(0.0, limit - spent))
        if work.done():
            return work.result()
        if route.ack is Ack.FORM:
            log.warning("form route too slow")
            turn.ended = "slow form"
            return Reply(SLOW_FORM)
        try:
            await adapter.defer(interaction, route.ack)
        except AdapterError as error:
            log.warning("could not acknowledge", error=repr(error))
        else:
            turn.deferred = True
            platform = interaction.member.platform
            self._meter.acknowledged(platform, _since(interaction), deferred=True)
        return await work

    async def _outcome(self, route: Route, interaction: Interaction, turn: _Turn) -> Outcome:
        try:
            outcome = await route.handler(interaction)
            if isinstance(outcome, Invalid):
                draft = await self._drafts.save_form(outcome.form, interaction.member)
                outcome = replace(outcome, retry=encode(AGAIN, draft))
            return outcome
        except Refusal as refusal:
            turn.ended = "refused"
            return Reply(refusal.card)
        except BadAction:
            turn.ended = "forged"
            log.info("forged action", args=interaction.args)
            return Reply(UNKNOWN)
        except Exception:
            turn.ended = "failed"
            log.exception("handler failed")
            return Reply(sorry(turn.reference))

    async def _again(self, interaction: Interaction) -> Outcome:
        form = await self._drafts.form(_draft_id(interaction), interaction.member)
        return OpenForm(form) if form else Reply(GONE)

    async def _ask(self, missing: Missing, interaction: Interaction) -> Outcome:
        draft = await self._drafts.save(interaction)
        name = PICK_OPTION_FORM if missing.command.ack is Ack.FORM else PICK_OPTION
        return Reply(which(missing, encode(name, draft)))

    async def _pick_option(self, interaction: Interaction) -> Outcome:
        draft, chosen = _draft_id(interaction), interaction.values.get("choice", ())
        if len(chosen) != 1:
            return Nothing()
        name, _, value = chosen[0].partition("=")
        resumed = await self._drafts.resume(interaction, draft, {name: value})
        for command in self._router.commands:
            if resumed is None or command.route != resumed.route:
                continue
            if not any(o.name == name and value in _values(o) for o in command.options):
                raise BadAction(f"{name!r} cannot be {value!r}")
            asked = complete(command, resumed.options)
            if isinstance(asked, Missing):
                return in_place(await self._ask(asked, resumed))
        return await self._drafts.run(resumed)


def _since(interaction: Interaction) -> float:
    """Seconds since receipt."""
    return time.monotonic() - interaction.received


def _draft_id(interaction: Interaction) -> int:
    if len(interaction.args) != 1:
        raise BadAction("one draft is meant")
    return row_id(interaction.args[0])


def _values(spec: OptionSpec) -> tuple[str, ...]:
    return tuple(choice.value for choice in spec.choices)


def _says(interaction: Interaction, card: Card) -> Route:
    async def handler(_: Interaction) -> Outcome:
        return Suggestions(()) if interaction.kind is Kind.SUGGEST else Reply(card)

    return Route(Ack.PRIVATE, handler)
