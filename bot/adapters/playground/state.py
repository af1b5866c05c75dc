"""What is in the room: channels, members, messages, open forms and exchanges."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model import (
    Ack,
    Card,
    ChannelRef,
    Form,
    Interaction,
    MemberRef,
    MessageRef,
    Option,
    WorkspaceRef,
)

PLATFORM = "playground"
WORKSPACE = WorkspaceRef(PLATFORM, "room")

#: Seconds in which an interaction must be acknowledged, the rule of both real platforms.
ACK_WITHIN = 3.0
#: Seconds in which a deferred interaction must be answered (Discord: interaction tokens).
ANSWER_WITHIN = 900.0


def member_ref(member_id: str) -> MemberRef:
    return MemberRef(PLATFORM, member_id)


class MessageKind(StrEnum):
    """POST is the bot's for everybody in the channel, REPLY the bot's for one member.

    SAID is what a member typed, ECHO the command that a member used (only they see it),
    FAILURE the platform's own word that the bot did not answer (only they see it).
    """

    POST = "post"
    REPLY = "reply"
    SAID = "said"
    ECHO = "echo"
    FAILURE = "failure"


class State(StrEnum):
    """Of an exchange. OPEN: not acknowledged yet; LAPSED: too late for ever."""

    OPEN = "open"
    DEFERRED = "deferred"
    ANSWERED = "answered"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Channel:
    """``only`` is the one member who sees a direct conversation, None for everybody.
    ``private``: only those who were let in see it (everybody in the room's list does)."""

    id: str
    name: str
    topic: str = ""
    only: str | None = None
    private: bool = False

    @property
    def ref(self) -> ChannelRef:
        return ChannelRef(WORKSPACE, self.id, direct=self.only is not None)


@dataclass(frozen=True, slots=True)
class RoomMember:
    """``manager`` may set the room up; ``guest`` may not; ``simulated`` acts by itself."""

    id: str
    name: str
    manager: bool = False
    guest: bool = False
    simulated: bool = False

    @property
    def ref(self) -> MemberRef:
        return member_ref(self.id)


@dataclass(slots=True)
class RoomMessage:
    """``rev`` is the room's version at its last change. ``thinking``: the answer is coming."""

    id: str
    kind: MessageKind
    channel: Channel
    author: str
    at: datetime
    card: Card | None = None
    words: str = ""
    key: str | None = None
    thread: str | None = None
    private_to: str | None = None
    pinged: tuple[str, ...] = ()
    thinking: bool = False
    edited: bool = False
    rev: int = 0

    @property
    def ref(self) -> MessageRef:
        channel = ChannelRef(
            WORKSPACE, self.channel.id, self.thread, direct=self.channel.only is not None
        )
        return MessageRef(channel, self.id)

    def visible_to(self, member: str) -> bool:
        return self.private_to in (None, member) and self.channel.only in (None, member)


@dataclass(slots=True)
class OpenedForm:
    """A form on a member's screen. ``note`` is the platform's own word above the fields."""

    id: str
    member: str
    form: Form
    channel: Channel
    message: str | None
    thread: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    note: str = ""
    sending: bool = False


@dataclass(slots=True)
class Exchange:
    """One interaction as the platform sees it: when it was acknowledged, what came of it."""

    interaction: Interaction
    channel: Channel
    thread: str | None = None
    state: State = State.OPEN
    ack: Ack | None = None
    acked_after: float | None = None
    placeholder: str | None = None
    submitted: str | None = None
    replies: list[str] = field(default_factory=list)
    updated: str | None = None
    opened: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    suggestions: tuple[Option, ...] = ()
    thought: bool = False
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def member(self) -> str:
        return self.interaction.member.id


@dataclass(slots=True)
class Faults:
    """What the room was told to refuse; ids of channels and members.

    ``limited`` is how many of the next posts are refused, ``wait`` the seconds they are told.
    """

    denied: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    limited: int = 0
    wait: float = 0.0
