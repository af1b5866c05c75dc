"""A post that a channel gets: planned first, then sent, exactly once.

Times are epoch milliseconds (UTC); local dates are ISO strings in the group's zone.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.refs import ChannelRef, MessageRef


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """``target`` is set when an existing message is to be edited.

    Unique by (group, channel, kind, local_date, sequence): a second insert changes nothing.
    After ``expires_at`` it is not sent any more but skipped.
    """

    channel: ChannelRef
    kind: str
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
    """``state`` is "planned", "sending", "sent", "skipped" or "failed"."""

    id: int
    group_id: int
    channel: ChannelRef
    kind: str
    local_date: str
    sequence: int
    state: str
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
