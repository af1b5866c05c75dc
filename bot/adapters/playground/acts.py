"""What members do in the room: type, use commands, press, fill in forms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.adapters.playground.room import Room
from bot.adapters.playground.state import Channel, Exchange, MessageKind, RoomMessage
from bot.adapters.playground.words import say as phrase
from bot.model import Buttons, Kind, LinkButton

_NAME = re.compile(r"[\w-]{1,40}")


class NotPossible(Exception):
    """The screen does not offer this to the member. One sentence for them."""


def say(
    room: Room, member: str, channel: str, words: str, thread: str | None = None
) -> RoomMessage:
    """A plain message; the bot does not read it. ``thread`` is the message it answers."""
    if thread is not None and thread not in room.messages:
        raise NotPossible(phrase("no-message"))
    return room.add(
        RoomMessage(
            room.new_id("m"),
            MessageKind.SAID,
            _channel(room, channel, member),
            member,
            room.now(),
            words=words,
            thread=thread,
        )
    )


def command(room: Room, member: str, channel: str, line: str) -> Exchange:
    """``line`` is what was typed, such as "/quiz polly 3". Raises ``NotPossible``.

    A name that is no command is sent as well: the bot says which one may be meant.
    """
    name, _, rest = line.strip().removeprefix("/").partition(" ")
    name = name.lower()
    if not _NAME.fullmatch(name):
        raise NotPossible(phrase("no-command"))
    place = _channel(room, channel, member)
    room.add(
        RoomMessage(
            room.new_id("m"),
            MessageKind.ECHO,
            place,
            member,
            room.now(),
            words=line.strip(),
            private_to=member,
        )
    )
    return room.send(Kind.COMMAND, member, place, name, text=rest.strip())


def suggest(room: Room, member: str, channel: str, line: str, option: str) -> Exchange:
    """Asks for values of ``option`` for the unfinished ``line``."""
    words = line.strip().removeprefix("/")
    fits = [
        c
        for c in room.commands
        if any(o.name == option for o in c.options)
        and f"{words} ".lower().startswith(" ".join(c.path) + " ")
    ]
    if not fits:
        raise NotPossible(phrase("no-option", option=option))
    command = max(fits, key=lambda c: len(c.path))
    typed = words[len(" ".join(command.path)) :].strip()
    return room.send(
        Kind.SUGGEST,
        member,
        _channel(room, channel, member),
        command.route,
        options={option: typed},
        focus=option,
    )


def press(
    room: Room,
    member: str,
    message_id: str,
    action: str,
    choice: Sequence[str] | None = None,
    *,
    forged: bool = False,
) -> Exchange:
    """Presses a button, or picks ``choice`` in a select.

    ``forged`` sends an action that the message need not have (any more), as an old
    screen or a hand-made client would. Raises ``NotPossible``.
    """
    message = room.messages.get(message_id)
    if message is None or not message.visible_to(member):
        raise NotPossible(phrase("no-message"))
    if not forged:
        _check_control(message, action, choice)
    return room.send(
        Kind.PRESS,
        member,
        message.channel,
        action,
        message=message,
        values={} if choice is None else {"choice": tuple(choice)},
    )


def submit(
    room: Room, member: str, form_id: str, values: Mapping[str, Sequence[str]], *, action: str = ""
) -> Exchange:
    """Sends a filled-in form; values that are missing are empty. Raises ``NotPossible``."""
    opened = room.forms.get(form_id)
    if opened is None or opened.member != member:
        raise NotPossible(phrase("no-form"))
    if opened.sending:
        raise NotPossible(phrase("form-sending"))
    given = {
        field.key: tuple(v for v in values.get(field.key, ()) if v) for field in opened.form.fields
    }
    opened.sending, opened.errors, opened.note = True, {}, ""
    return room.send(
        Kind.SUBMIT,
        member,
        opened.channel,
        action or opened.form.action,
        message=room.messages.get(opened.message or ""),
        values=given,
        submitted=form_id,
    )


def close_form(room: Room, member: str, form_id: str) -> None:
    """The member gives up a form. The bot is not told, as on the real platforms."""
    if (opened := room.forms.get(form_id)) and opened.member == member:
        del room.forms[form_id]
        room.changed()


def dismiss(room: Room, member: str, message_id: str) -> None:
    """The member takes a private message off their screen."""
    message = room.messages.get(message_id)
    if message is not None and message.private_to == member:
        room.drop(message_id)


def _channel(room: Room, channel: str, member: str) -> Channel:
    place = room.channels.get(channel)
    if place is None or place.only not in (None, member):
        raise NotPossible(phrase("no-channel"))
    return place


def _check_control(message: RoomMessage, action: str, choice: Sequence[str] | None) -> None:
    for row in message.card.rows if message.card else ():
        if isinstance(row, Buttons):
            for item in row.items:
                if isinstance(item, LinkButton) or item.action != action:
                    continue
                if item.disabled or choice is not None:
                    raise NotPossible(phrase("no-press"))
                return
        elif row.action == action:
            known = {option.value for option in row.options}
            if choice is None or not known.issuperset(choice):
                raise NotPossible(phrase("no-choice"))
            if not row.least <= len(choice) <= row.most:
                raise NotPossible(phrase("choose", least=row.least, most=row.most))
            return
    raise NotPossible(phrase("no-button"))
