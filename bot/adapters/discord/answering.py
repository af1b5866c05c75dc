"""Answers to interactions: which of Discord's ways fits an outcome at each stage."""

from __future__ import annotations

import logging
from typing import Any

from bot.adapters.base import Expired, Rejected
from bot.adapters.common.json import to_json
from bot.adapters.discord.errors import PictureRefused
from bot.adapters.discord.incoming import Origin, Stage
from bot.adapters.discord.render_card import gallery, in_words, render_card, without_pictures
from bot.adapters.discord.render_form import refusal, render_form
from bot.adapters.discord.render_text import label
from bot.adapters.discord.wire import EPHEMERAL, LAYOUT, Wire
from bot.model import (
    Ack,
    Card,
    Interaction,
    Invalid,
    Kind,
    Nothing,
    OpenForm,
    Outcome,
    Reply,
    Suggestions,
    Update,
)
from bot.model.limits import check_card, check_form

_log = logging.getLogger(__name__)
NO_PINGS: dict[str, Any] = {"parse": []}
# Discord: interactions/receiving-and-responding, callback types
_MESSAGE, _THINK, _HOLD, _CHANGE, _SUGGEST, _MODAL = 4, 5, 6, 7, 8, 9
_SUGGESTIONS = 25


async def defer(wire: Wire, interaction: Interaction, ack: Ack) -> None:
    """Acknowledges; raises ``Rejected`` for ``Ack.FORM`` and for suggestions."""
    origin = origin_of(interaction)
    if ack is Ack.FORM or interaction.kind is Kind.SUGGEST:
        raise Rejected("a form or a list of suggestions cannot be deferred")
    async with origin.lock:
        if origin.stage is not Stage.FRESH:
            return
        if ack is Ack.UPDATE and origin.private:
            await _callback(wire, origin, _HOLD, {}, followed=True)
            origin.stage = Stage.HOLDING
        else:
            # A deferral takes the ephemeral flag and no other.
            await _callback(wire, origin, _THINK, {"flags": EPHEMERAL}, followed=True)
            origin.stage = Stage.THINKING


async def respond(wire: Wire, interaction: Interaction, outcome: Outcome) -> None:
    """Carries an outcome out, at whatever stage the interaction is."""
    origin = origin_of(interaction)
    match outcome:
        case Suggestions():
            _choices(outcome)
        case OpenForm(form):
            _complain(check_form(form))
        case Reply(card) | Update(card):
            _complain(check_card(card))
        case _:
            pass
    async with origin.lock:
        match origin.stage:
            case Stage.FRESH:
                await _first(wire, interaction, origin, outcome)
            case Stage.THINKING:
                await _fill(wire, origin, outcome)
            case Stage.HOLDING:
                await _release(wire, origin, outcome)
            case Stage.DONE:
                raise Expired("this interaction has had its answer")
        origin.stage = Stage.DONE


def origin_of(interaction: Interaction) -> Origin:
    if not isinstance(interaction.origin, Origin):
        raise Expired("this interaction did not come from the running connection")
    return interaction.origin


async def _first(wire: Wire, interaction: Interaction, origin: Origin, outcome: Outcome) -> None:
    match outcome:
        case Update(card) if origin.private:
            await _shown(wire, origin, _CHANGE, card, private=False, replace=True)
        case Reply(card) | Update(card):
            await _shown(wire, origin, _MESSAGE, card)
        case Invalid():
            await _callback(wire, origin, _MESSAGE, *_message(refusal(outcome)))
        case OpenForm(form):
            if interaction.kind is Kind.SUBMIT:
                raise Rejected("a form cannot open from another form's submit")
            await _callback(wire, origin, _MODAL, render_form(form))
        case Suggestions():
            await _callback(wire, origin, _SUGGEST, _choices(outcome))
        case Nothing():
            if interaction.kind is Kind.SUGGEST:
                await _callback(wire, origin, _SUGGEST, {"choices": []})
            elif interaction.kind is Kind.COMMAND or not origin.has_message:
                await _callback(wire, origin, _THINK, {"flags": EPHEMERAL}, followed=True)
                origin.stage = Stage.THINKING
                await wire.delete_original(origin.token)
            else:
                await _callback(wire, origin, _HOLD, {})


async def _fill(wire: Wire, origin: Origin, outcome: Outcome) -> None:
    match outcome:
        case Reply(card) | Update(card):
            await _edit_then_pictures(wire, origin, card)
        case Invalid():
            await _edit_then_pictures(wire, origin, refusal(outcome))
        case Nothing():
            await wire.delete_original(origin.token)
        case OpenForm() | Suggestions():
            raise Rejected("neither a form nor suggestions can follow a deferral")


async def _release(wire: Wire, origin: Origin, outcome: Outcome) -> None:
    match outcome:
        case Update(card):
            await _edit_then_pictures(wire, origin, card)
        case Reply(card):
            try:
                await wire.follow_up(origin.token, *_message(card))
            except PictureRefused:
                await wire.follow_up(origin.token, *_message(in_words(card)))
        case Invalid():
            await wire.follow_up(origin.token, *_message(refusal(outcome)))
        case Nothing():
            pass
        case OpenForm() | Suggestions():
            raise Rejected("neither a form nor suggestions can follow a deferral")


async def _edit_then_pictures(wire: Wire, origin: Origin, card: Card) -> None:
    """A picture that was not there before goes in a message of its own, below the words."""
    pictures = render_card(card).pictures
    data, _ = _message(without_pictures(card), private=False, replace=True)
    await wire.edit_original(origin.token, data)
    if pictures:
        own = {
            "components": gallery(pictures),
            "flags": EPHEMERAL | LAYOUT,
            "allowed_mentions": NO_PINGS,
        }
        try:
            await wire.follow_up(origin.token, own, pictures)
        except PictureRefused as error:
            _log.warning("Discord refuses a picture of %r: %s", card.title, error)


async def _shown(
    wire: Wire,
    origin: Origin,
    kind: int,
    card: Card,
    *,
    private: bool = True,
    replace: bool = False,
) -> None:
    """The first answer; without its pictures where Discord does not take them."""
    try:
        message = _message(card, private=private, replace=replace)
        await _callback(wire, origin, kind, *message)
    except PictureRefused:
        message = _message(in_words(card), private=private, replace=replace)
        await _callback(wire, origin, kind, *message)


def _message(card: Card, *, private: bool = True, replace: bool = False) -> tuple[Any, Any]:
    """Payload and pictures. ``replace`` drops the pictures that a changed message had."""
    rendered = render_card(card)
    data: dict[str, Any] = {
        "components": rendered.components,
        "flags": LAYOUT | (EPHEMERAL if private else 0),
        "allowed_mentions": NO_PINGS,
    }
    if replace:
        data["attachments"] = []
    return data, rendered.pictures


def _choices(outcome: Suggestions) -> dict[str, Any]:
    found = [{"name": label(o.label), "value": o.value} for o in outcome.options]
    return {"choices": found[:_SUGGESTIONS]}


def _complain(breaches: list[str]) -> None:
    if breaches:
        raise Rejected("; ".join(breaches))


async def _callback(
    wire: Wire,
    origin: Origin,
    kind: int,
    data: Any,
    pictures: Any = (),
    *,
    followed: bool = False,
) -> None:
    """The first answer: in the response to a request that waits for it, else as a request.

    What is ``followed`` by an edit has to be there by then, which a response does not tell; and
    Discord documents pictures for requests only.
    """
    ack = origin.ack
    if ack is not None and not ack.done():
        if not pictures and not followed:
            ack.set_result(to_json({"type": kind, "data": data} if data else {"type": kind}))
            return
        ack.set_result(None)
    await wire.callback(origin.interaction_id, origin.token, kind, data, pictures)
