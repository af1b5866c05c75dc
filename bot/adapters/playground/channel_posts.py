"""What the bot puts up for everybody in a channel: post, find, edit, delete, conversations."""

from __future__ import annotations

from datetime import datetime

from bot.adapters.base import Forbidden, Gone, RateLimited, Unreadable
from bot.adapters.playground.room import BOT, Room
from bot.adapters.playground.state import Channel, MessageKind, RoomMessage
from bot.adapters.playground.words import say
from bot.model import Card, ChannelRef, MemberRef, MessageRef
from bot.model.limits import check_card

POSTING = say("post")
DIRECT = say("direct")


def place(room: Room, to: ChannelRef) -> Channel:
    """Raises ``Gone``."""
    channel = room.channels.get(to.id)
    if channel is None or channel.ref.workspace != to.workspace:
        raise Gone(f"no channel {to.id}")
    return channel


def must_reach(room: Room, channel: Channel) -> None:
    """Raises ``Forbidden`` when the bot may not write there."""
    if channel.id in room.faults.denied:
        raise Forbidden((POSTING,))
    if channel.only is not None and channel.only in room.faults.closed:
        raise Forbidden((DIRECT,))


def must_fit(room: Room, card: Card) -> None:
    """Raises ``Rejected`` and notes the breach when the card is over a limit."""
    if found := check_card(card):
        raise room.refuse(f"card {card.title[:40]!r}: " + "; ".join(found))


def post(
    room: Room, to: ChannelRef, card: Card, key: str, pings: frozenset[MemberRef]
) -> RoomMessage:
    """Raises ``Gone``, ``Forbidden``, ``RateLimited``, ``Rejected``."""
    channel = place(room, to)
    must_reach(room, channel)
    if room.faults.limited > 0:
        room.faults.limited -= 1
        raise RateLimited(room.faults.wait)
    must_fit(room, card)
    if to.thread is not None and not _can_hold_thread(room, to):
        raise Gone(f"no message {to.thread} to answer")
    if (there := _with_key(room, to, key)) is not None:
        return there
    pinged = sorted(m.id for m in pings if m.id in room.members)
    return room.add(
        RoomMessage(
            room.new_id("m"),
            MessageKind.POST,
            channel,
            BOT,
            room.now(),
            card=card,
            key=key,
            thread=to.thread,
            pinged=tuple(pinged),
        )
    )


def find(room: Room, to: ChannelRef, key: str, since: datetime) -> RoomMessage | None:
    """Raises ``Unreadable`` or ``Gone``."""
    channel = place(room, to)
    if channel.id in room.faults.hidden:
        raise Unreadable(f"the history of {channel.name} may not be read")
    found = _with_key(room, to, key)
    return found if found is not None and found.at >= since else None


def edit(room: Room, message: MessageRef, card: Card) -> None:
    """Raises ``Gone`` (also for private replies, which no platform lets edit by id)."""
    posted = _posted(room, message)
    must_fit(room, card)
    posted.card, posted.edited = card, True
    room.changed(posted)


def delete(room: Room, message: MessageRef) -> None:
    """Raises ``Gone``."""
    room.drop(_posted(room, message).id)


def direct(room: Room, member: MemberRef) -> Channel:
    """The conversation with ``member``, made on first use. Raises ``Gone``, ``Forbidden``."""
    if member.id not in room.members:
        raise Gone(f"no member {member.id}")
    if member.id in room.faults.closed:
        raise Forbidden((DIRECT,))
    wanted = f"dm-{member.id}"
    if wanted not in room.channels:
        room.channels[wanted] = Channel(wanted, "Studyhall", say("only-you"), member.id)
        room.changed()
    return room.channels[wanted]


def _with_key(room: Room, to: ChannelRef, key: str) -> RoomMessage | None:
    for message in room.messages.values():
        here = message.channel.id == to.id and message.thread == to.thread
        if message.kind is MessageKind.POST and message.key == key and here:
            return message
    return None


def _posted(room: Room, message: MessageRef) -> RoomMessage:
    posted = room.messages.get(message.id)
    if posted is None or posted.kind is not MessageKind.POST or posted.ref != message:
        raise Gone(f"no message {message.id}")
    return posted


def _can_hold_thread(room: Room, to: ChannelRef) -> bool:
    parent = room.messages.get(to.thread or "")
    return (
        parent is not None
        and parent.channel.id == to.id
        and parent.thread is None
        and parent.private_to is None
    )
