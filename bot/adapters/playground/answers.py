"""What the bot answers to a member, and the rules of when it may.

One answer per interaction, acknowledged within three seconds; a form only as the first
answer and never to a form (Discord: a modal cannot answer a modal submit); what is deferred
privately is answered where "thinking" is shown.
"""

from __future__ import annotations

import time

from bot.adapters.base import Expired
from bot.adapters.playground.channel_posts import must_fit
from bot.adapters.playground.room import BOT, Room
from bot.adapters.playground.state import Exchange, MessageKind, OpenedForm, RoomMessage, State
from bot.adapters.playground.words import say
from bot.model import (
    Ack,
    Button,
    Buttons,
    Card,
    Form,
    Interaction,
    Invalid,
    Kind,
    Nothing,
    OpenForm,
    Outcome,
    Paragraph,
    Reply,
    Style,
    Suggestions,
    Tone,
    Update,
    text,
)
from bot.model.limits import OPTION_LABEL, OPTION_VALUE, OPTIONS, check_form


def defer(room: Room, interaction: Interaction, ack: Ack) -> None:
    """Acknowledges; the answer must follow. Raises ``Expired``, ``Rejected``."""
    exchange = _live(room, interaction)
    if exchange.state is State.DEFERRED:
        raise room.refuse("the interaction is deferred already")
    if ack is Ack.FORM:
        raise room.refuse("a form cannot be deferred")
    if interaction.kind is Kind.SUGGEST:
        raise room.refuse("suggestions cannot be deferred")
    _acknowledge(exchange)
    exchange.state, exchange.ack = State.DEFERRED, ack
    room.forms.pop(exchange.submitted or "", None)
    if ack is Ack.PRIVATE:
        exchange.thought = True
        exchange.placeholder = _private(room, exchange, None).id
    room.expect_answer(exchange)
    room.changed()


def respond(room: Room, interaction: Interaction, outcome: Outcome) -> RoomMessage | None:
    """Carries out ``outcome``; the private message it made or changed.

    Raises ``Expired``, or ``Rejected`` for what no platform would take; after ``Rejected``
    the interaction still waits for an answer, unless it had one.
    """
    exchange = _live(room, interaction)
    kind = interaction.kind
    if isinstance(outcome, Suggestions) is not (kind is Kind.SUGGEST):
        raise room.refuse(f"{type(outcome).__name__} does not answer a {kind}")
    shown: RoomMessage | None = None
    match outcome:
        case Reply(card):
            must_fit(room, card)
            shown = _reply(room, exchange, card)
            _earlier(room, shown, outcome.subject)
        case Update(card):
            must_fit(room, card)
            shown = _update(room, exchange, card)
            if exchange.updated is None:
                _earlier(room, shown, outcome.subject)
        case OpenForm(form):
            _open(room, exchange, form)
        case Invalid():
            shown = _invalid(room, exchange, outcome)
        case Suggestions(options):
            _must_fit_suggestions(room, outcome)
            exchange.suggestions = options
        case Nothing():
            if exchange.placeholder is not None:
                room.drop(exchange.placeholder)
    if not exchange.errors:
        room.forms.pop(exchange.submitted or "", None)
    _acknowledge(exchange)
    room.settle(exchange, State.ANSWERED)
    return shown


def _live(room: Room, interaction: Interaction) -> Exchange:
    exchange = room.exchanges.get(interaction.id)
    if exchange is None:
        raise Expired("the interaction is forgotten")
    if exchange.state is State.ANSWERED:
        raise room.refuse("the interaction has its answer already")
    waited = time.monotonic() - interaction.received
    late = exchange.state is State.OPEN and waited > room.ack_within
    if exchange.state is State.LAPSED or late or waited > room.answer_within:
        raise Expired(f"{waited:.1f} s after the interaction")
    return exchange


def _acknowledge(exchange: Exchange) -> None:
    if exchange.acked_after is None:
        exchange.acked_after = time.monotonic() - exchange.interaction.received


def _private(room: Room, exchange: Exchange, card: Card | None) -> RoomMessage:
    return room.add(
        RoomMessage(
            room.new_id("m"),
            MessageKind.REPLY,
            exchange.channel,
            BOT,
            room.now(),
            card=card,
            thread=exchange.thread,
            private_to=exchange.member,
            thinking=card is None,
        )
    )


def _reply(room: Room, exchange: Exchange, card: Card) -> RoomMessage:
    message = room.messages.get(exchange.placeholder or "")
    if message is None:
        message = _private(room, exchange, card)
    else:
        message.card, message.thinking = card, False
        room.changed(message)
    exchange.replies.append(message.id)
    return message


def _update(room: Room, exchange: Exchange, card: Card) -> RoomMessage:
    pressed = exchange.interaction.message
    message = room.messages.get(pressed.id) if pressed is not None else None
    if message is None or message.private_to != exchange.member or exchange.placeholder:
        return _reply(room, exchange, card)
    message.card, message.edited = card, True
    room.changed(message)
    exchange.updated = message.id
    return message


def _earlier(room: Room, message: RoomMessage, subject: str) -> None:
    """The member's last message about the same subject makes room for this one."""
    if not subject or message.private_to is None:
        return
    key = (message.private_to, subject)
    earlier = room.subjects.get(key, "")
    if earlier != message.id:
        room.drop(earlier)
    room.subjects[key] = message.id


def _open(room: Room, exchange: Exchange, form: Form) -> None:
    if exchange.interaction.kind is Kind.SUBMIT:
        raise room.refuse("a form cannot answer a form")
    if exchange.state is not State.OPEN:
        raise room.refuse("a form can only be the first answer")
    _must_fit_form(room, form)
    pressed = exchange.interaction.message
    opened = OpenedForm(
        room.new_id("f"),
        exchange.member,
        form,
        exchange.channel,
        pressed.id if pressed else None,
        exchange.thread,
    )
    for old in room.forms_of(exchange.member):
        del room.forms[old.id]
    room.forms[opened.id] = opened
    exchange.opened = opened.id


def _invalid(room: Room, exchange: Exchange, outcome: Invalid) -> RoomMessage | None:
    if exchange.interaction.kind is not Kind.SUBMIT:
        raise room.refuse("only a submitted form can be refused")
    _must_fit_form(room, outcome.form)
    opened = room.forms.get(exchange.submitted or "")
    if opened is None:
        card = _try_again(outcome)
        must_fit(room, card)
        return _reply(room, exchange, card)
    unknown = set(outcome.errors) - {field.key for field in outcome.form.fields}
    if unknown or not outcome.errors:
        raise room.refuse(f"field errors must name fields of the form: {sorted(unknown)}")
    opened.form, opened.errors, opened.sending = outcome.form, dict(outcome.errors), False
    exchange.errors, exchange.opened = dict(outcome.errors), opened.id
    return None


def _try_again(outcome: Invalid) -> Card:
    """The form was deferred or closed, so it cannot show its errors itself any more."""
    labels = {field.key: field.label for field in outcome.form.fields}
    said = tuple(
        Paragraph(text(f"{labels.get(key, key)}: {why}")) for key, why in outcome.errors.items()
    )
    again = Button(say("try-again"), outcome.retry, Style.PRIMARY)
    rows = (Buttons((again,)),) if outcome.retry else ()
    return Card(say("check"), said, rows, Tone.BAD)


def _must_fit_suggestions(room: Room, outcome: Suggestions) -> None:
    if len(outcome.options) > OPTIONS:
        raise room.refuse(f"{len(outcome.options)} suggestions, {OPTIONS} fit")
    for option in outcome.options:
        fits = 0 < len(option.label) <= OPTION_LABEL and 0 < len(option.value) <= OPTION_VALUE
        if not fits:
            raise room.refuse(f"suggestion {option.label[:40]!r} does not fit")


def _must_fit_form(room: Room, form: Form) -> None:
    if found := check_form(form):
        raise room.refuse(f"form {form.title[:40]!r}: " + "; ".join(found))
