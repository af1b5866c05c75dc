"""A post that a channel gets: planned first, then sent, exactly once.

Times are epoch milliseconds (UTC); local dates are ISO strings in the group's zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.model.refs import ChannelRef, MessageRef


class DeliveryKind(StrEnum):
    """What a post is."""

    CONCEPT = "concept"
    QUESTION = "question"
    RESULTS = "results"
    """An edit of the question's message, or a post where that is refused."""
    WEEK = "week"
    """The leaderboard of a week."""
    OPENING = "opening"
    SHARE = "share"
    """A leaderboard, shared by a member."""
    MILESTONE = "milestone"
    """A member's streak, shared by them: its subject is the person's id and the days, its local
    date the day on which it was reached, so that it comes once."""
    CHECKPOINT = "checkpoint"
    """That the day has a checkpoint, with the button to take it."""
    CHECKPOINT_OVER = "checkpoint-over"
    """How it went: an edit of that post, or a post where that is refused."""
    DISCUSS = "discuss"
    """A thread below a question that has its results."""
    GOODBYE = "goodbye"
    BREAK = "break"
    """A break begins. Its subject is the first date with posts again, empty for an open end."""
    REMINDER = "reminder"
    """What waits for one member, in a direct message; in a table of its own."""
    WITHDRAWN = "withdrawn"
    """An edit: the question was taken back."""
    BACK = "back"
    """A break is over."""


class DeliveryState(StrEnum):
    """How far a post has come."""

    PLANNED = "planned"
    SENDING = "sending"
    """The platform was or is being called: after a crash it is looked up first."""
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """``target`` is set when an existing message is to be edited.

    Unique by (group, channel, kind, local_date, sequence): a second insert changes nothing.
    After ``expires_at`` it is not sent any more but skipped.
    """

    channel: ChannelRef
    kind: DeliveryKind
    local_date: str
    sequence: int
    due_at: int
    key: str
    round_id: int | None = None
    subject: str = ""
    target: MessageRef | None = None
    expires_at: int | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A post as it stands now."""

    id: int
    group_id: int
    channel: ChannelRef
    kind: DeliveryKind
    local_date: str
    sequence: int
    state: DeliveryState
    key: str
    due_at: int
    round_id: int | None = None
    subject: str = ""
    target: MessageRef | None = None
    expires_at: int | None = None
    message: MessageRef | None = None
    sending_at: int | None = None
    sent_at: int | None = None
    attempts: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """Nothing may be shown yet: the row is tried again at ``due_at``, and is dropped like any
    other from ``expires_at`` on (both epoch ms)."""

    due_at: int
    expires_at: int


class Row(Protocol):
    """A post as those who say and send it need it: a ``Delivery``, or what is like one."""

    @property
    def id(self) -> int: ...
    @property
    def group_id(self) -> int: ...
    @property
    def channel(self) -> ChannelRef: ...
    @property
    def kind(self) -> DeliveryKind: ...
    @property
    def key(self) -> str: ...
    @property
    def due_at(self) -> int: ...
    @property
    def expires_at(self) -> int | None: ...
    @property
    def target(self) -> MessageRef | None: ...
    @property
    def sending_at(self) -> int | None: ...
    @property
    def attempts(self) -> int: ...
    @property
    def round_id(self) -> int | None: ...
    @property
    def subject(self) -> str: ...
    @property
    def local_date(self) -> str: ...
    @property
    def sequence(self) -> int: ...
