"""A study group, when it studies, and its channels.

Times are epoch milliseconds (UTC); local dates are ISO strings in the group's zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.refs import ChannelRef
from bot.study.group_settings import GroupSettings


class Rhythm(StrEnum):
    """What a study day's posts are."""

    MORNING = "morning"
    """Concept and question together."""
    SPREAD = "spread"
    """Concept, question and results at times of their own."""
    QUESTIONS = "questions"
    """A question only."""


class GroupState(StrEnum):
    """Whether a group's channel hears of the course."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a group studies, in its own time zone.

    ``days`` are ISO weekdays (1 = Monday); ``times`` are minutes after local midnight: one
    for the rhythms MORNING and QUESTIONS, three (concept, question, results) for SPREAD.
    """

    zone: str
    days: tuple[int, ...]
    rhythm: Rhythm
    times: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """``position`` counts concepts posted so far.

    ``due_at`` is the next moment at which the planner has to look at the group.
    ``paused_until`` is the first local date on which a paused group posts again.
    ``season`` counts from 1.
    """

    id: int
    course: str
    schedule: Schedule
    state: GroupState
    created_at: int
    due_at: int | None
    position: int = 0
    season: int = 1
    paused_until: str | None = None
    settings: GroupSettings = field(default_factory=GroupSettings)


@dataclass(frozen=True, slots=True)
class GroupChannel:
    """``problem`` is empty while the bot can post; else what is missing, in words.

    ``private`` tells whether only those whom the channel lets in can see it, as of ``looked_at``
    (epoch milliseconds); None when nobody knows yet. ``shown`` is how members know it ("#tea").
    """

    channel: ChannelRef
    group_id: int
    problem: str = ""
    private: bool | None = None
    shown: str = ""
    looked_at: int = 0


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A channel that cannot be posted to, and the local date of the latest post it waits for."""

    channel: ChannelRef
    problem: str
    local_date: str
