"""Carries outcomes back to the member who acted.

What an acknowledgement can carry differs by what was done: a command's shows a private
message, a form's shows field errors or another view, a press's shows nothing. Everything
else goes by response URL, and where that is dead by ``chat.postEphemeral``.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from typing import Any

from bot.adapters.base import Expired, Forbidden, Gone, RateLimited, Rejected, Unreachable
from bot.adapters.slack.api import Api
from bot.adapters.slack.files import Pictures
from bot.adapters.slack.home import Homes
from bot.adapters.slack.origins import Origin, Place, Source
from bot.adapters.slack.render_card import Files, check, message, pictures, private
from bot.adapters.slack.render_form import field_errors, result_view, view
from bot.adapters.slack.words import say
from bot.model import (
    Ack,
    Button,
    Buttons,
    Card,
    Form,
    Home,
    Interaction,
    Invalid,
    Item,
    Kind,
    Nothing,
    OpenForm,
    Outcome,
    Paragraph,
    Plain,
    Reply,
    Style,
    Suggestions,
    Text,
    Tone,
    Update,
    text,
)

log = logging.getLogger(__name__)

WAITING = say("waiting")
"""Shown for a command that takes longer. It stays, as a command's response URL never
replaces, so it must still be true afterwards."""
SUBMIT_BUDGET = 2.3
"""Seconds since receipt until which a form may wait for its answer to be delivered."""
THINKING = Card(say("thinking.title"), (Paragraph(text(say("thinking.body"))),))
PRESS_AGAIN = Card(
    say("press-again.title"),
    (Paragraph(text(say("press-again.body"))),),
    tone=Tone.NOTICE,
)


class Replies:
    def __init__(self, api: Api, files: Pictures, homes: Homes) -> None:
        self._api = api
        self._files = files
        self._homes = homes

    async def defer(self, interaction: Interaction, ack: Ack) -> None:
        """A form closes, a press shows nothing, a command shows ``WAITING``; so does a press on
        the member's page, in the modal in which the answer will be."""
        if ack is Ack.FORM:
            raise Rejected("a form cannot be deferred")
        if interaction.kind is Kind.COMMAND:
            await _origin(interaction).settle({"response_type": "ephemeral", "text": WAITING})
        else:
            origin = _origin(interaction)
            await origin.settle()
            if origin.place.source is Source.HOME and interaction.kind is Kind.PRESS:
                await self._show_in_view(origin, THINKING)

    async def respond(self, interaction: Interaction, outcome: Outcome) -> None:
        origin = _origin(interaction)
        if interaction.kind is Kind.HOME:
            if not isinstance(outcome, Nothing):
                await self._homes.publish(origin, _page(outcome))
            return
        try:
            await self._answer(interaction, origin, outcome)
        finally:
            if origin.place.at_home:
                self._homes.pressed(origin)

    async def _answer(self, interaction: Interaction, origin: Origin, outcome: Outcome) -> None:
        match outcome:
            case Nothing():
                await origin.settle()
            case OpenForm(form):
                await self._open(interaction, origin, form)
            case Invalid(form, errors):
                if interaction.kind is Kind.SUBMIT and origin.block_ids and not origin.ack.done():
                    shown = field_errors(errors, origin.block_ids)
                    await origin.settle({"response_action": "errors", "errors": shown})
                else:
                    await self._say(interaction, origin, _refused(form, outcome))
            case Suggestions():
                # Slack has no suggestions while typing, so this answers no known request.
                await self._say(interaction, origin, _listed(outcome))
            case Home():
                raise Rejected("nobody opened their page")
            case Reply(card):
                await self._say(interaction, origin, card)
            case Update(card):
                await self._say(interaction, origin, card, replace=origin.place.replaceable)

    async def _open(self, interaction: Interaction, origin: Origin, form: Form) -> None:
        shown = view(form, origin.place.dumps())
        if interaction.kind is Kind.SUBMIT and await origin.settle(
            {"response_action": "update", "view": shown}
        ):
            return
        # Nothing but the trigger's own three seconds is left to wait for.
        await origin.settle()
        web = self._api.web
        show = web.views_push if origin.place.source is Source.VIEW else web.views_open
        try:
            if not origin.trigger:
                raise Expired("nothing to open a form with")
            await self._api.call(show(trigger_id=origin.trigger, view=shown))
        except (Expired, Unreachable, RateLimited) as error:
            log.info("a form did not open: %r", error)
            await self._deliver(origin, PRESS_AGAIN)

    async def _say(
        self, interaction: Interaction, origin: Origin, card: Card, *, replace: bool = False
    ) -> None:
        check(card)
        card = private(card)
        if interaction.kind is Kind.SUBMIT and not origin.ack.done():
            await self._answer_submit(interaction, origin, card, replace)
        elif interaction.kind is Kind.COMMAND and not pictures(card):
            if not await origin.settle({"response_type": "ephemeral", **message(card, {})}):
                await self._deliver(origin, card)
        else:
            # A refused picture is told by a response URL, never by an acknowledgement.
            await origin.settle()
            await self._deliver(origin, card, replace=replace)

    async def _answer_submit(
        self, interaction: Interaction, origin: Origin, card: Card, replace: bool
    ) -> None:
        """Closes the form once its answer is on the way; else the form shows the answer."""
        place = origin.place
        if not place.live_url():
            await origin.settle(_result(card, place))
            return
        sending = asyncio.ensure_future(self._by_url(place, card, replace))
        left = interaction.received + SUBMIT_BUDGET - time.monotonic()
        await asyncio.wait({sending}, timeout=max(left, 0))
        if not sending.done():
            await origin.settle()
            try:
                await sending
            except Expired:
                await self._ephemeral(origin, card)
            return
        try:
            await sending
        except (Expired, Unreachable) as error:
            log.info("a form shows its own result: %r", error)
            await origin.settle(_result(card, place))
        else:
            await origin.settle()

    async def _deliver(self, origin: Origin, card: Card, *, replace: bool = False) -> None:
        """An answer after the acknowledgement. Raises ``Expired`` when no way is left."""
        place = origin.place
        if place.source is Source.VIEW and origin.view:
            shown = _result(card, place)["view"]
            await self._api.call(self._api.web.views_update(view_id=origin.view, view=shown))
            return
        if place.source is Source.HOME:
            try:
                await self._show_in_view(origin, card)
            except (Expired, Unreachable, RateLimited) as error:
                log.info("a page's answer did not open: %r", error)
                await self._ephemeral(origin, card)
            return
        try:
            if not place.live_url():
                raise Expired("no response URL")
            await self._by_url(place, card, replace)
        except Expired:
            await self._ephemeral(origin, card)

    async def _show_in_view(self, origin: Origin, card: Card) -> None:
        """In a modal: the one that waits for it, else a new one."""
        shown, web = _result(card, origin.place)["view"], self._api.web
        if origin.waits_in:
            await self._api.call(web.views_update(view_id=origin.waits_in, view=shown))
            return
        if not origin.trigger:
            raise Expired("nothing to open an answer with")
        opened = await self._api.call(web.views_open(trigger_id=origin.trigger, view=shown))
        view = opened.get("view")
        origin.waits_in = str(view.get("id") or "") if isinstance(view, Mapping) else ""

    async def _by_url(self, place: Place, card: Card, replace: bool) -> None:
        async def send(files: Files) -> None:
            body: dict[str, Any] = {"replace_original": replace, **message(card, files)}
            if not replace:
                body["response_type"] = "ephemeral"
                if place.thread:
                    body["thread_ts"] = place.thread
            await self._api.hook(place.url, body)

        await self._files.send(card, send)

    async def _ephemeral(self, origin: Origin, card: Card) -> None:
        place = origin.place

        async def send(files: Files) -> None:
            await self._api.call(
                self._api.web.chat_postEphemeral(
                    channel=place.channel,
                    user=origin.user,
                    thread_ts=place.thread or None,
                    **message(card, files),
                )
            )

        try:
            await self._files.send(card, send)
        except (Forbidden, Gone) as error:
            raise Expired(f"no way back to the member: {error}") from error


def _origin(interaction: Interaction) -> Origin:
    if not isinstance(interaction.origin, Origin):
        raise Rejected("not an interaction of this adapter")
    return interaction.origin


def _page(outcome: Outcome) -> Sequence[Card]:
    match outcome:
        case Home(cards):
            return cards
        case Reply(card) | Update(card):
            return (card,)
    raise Rejected("a page shows cards")


def _result(card: Card, place: Place) -> dict[str, Any]:
    return {"response_action": "update", "view": result_view(card, place.dumps())}


def _refused(form: Form, invalid: Invalid) -> Card:
    """Field errors as a message, for a form that is closed already."""
    labels = {field.key: field.label for field in form.fields}
    items = tuple(
        Item("•", (Plain(f"{labels.get(key, key)}: {sentence}"),))
        for key, sentence in invalid.errors.items()
    )
    again = Buttons((Button(say("try-again"), invalid.retry, Style.PRIMARY),))
    rows = (again,) if invalid.retry else ()
    return Card(say("check"), (Paragraph(Text(items)),), rows, Tone.NOTICE)


def _listed(suggestions: Suggestions) -> Card:
    items = tuple(Item("•", (Plain(option.label),)) for option in suggestions.options)
    shown = Text(items) if items else text(say("no-choices"))
    return Card(say("choices"), (Paragraph(shown),))
