"""Planned posts as rows: one a channel, each under a name that never changes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from bot.model import ChannelRef
from bot.study.delivery import DeliveryKind, NewDelivery
from bot.study.group import Group
from bot.study.instants import millis


def post_key(
    group_id: int, channel: ChannelRef, kind: DeliveryKind, day: str, sequence: int
) -> str:
    """The post's name on the platform: the same row always has the same key."""
    words = f"{group_id}|{channel.key}|{kind}|{day}|{sequence}"
    return hashlib.sha256(words.encode()).hexdigest()[:20]


def post_rows(
    group: Group,
    channels: Sequence[ChannelRef],
    kind: DeliveryKind,
    local: str,
    due: datetime,
    until: datetime,
    *,
    subject: str = "",
    round_id: int | None = None,
    sequence: int = 0,
) -> list[NewDelivery]:
    """A post of the local date ``local`` in each channel, not sent any more after ``until``."""
    return [
        NewDelivery(
            channel=channel,
            kind=kind,
            local_date=local,
            sequence=sequence,
            due_at=millis(due),
            key=post_key(group.id, channel, kind, local, sequence),
            round_id=round_id,
            subject=subject,
            expires_at=millis(until),
        )
        for channel in channels
    ]
