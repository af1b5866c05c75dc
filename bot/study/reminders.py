"""When a member's private reminder is due, and whether there is anything to remind of. Pure.

A reminder belongs to a person, not to a group: at most one on each local date of the member's own
zone, at the member's own time of day. It comes only where something waits, and after
``PAUSE_AFTER`` in a row that nobody answered it pauses itself.

Instants are aware UTC, times of day are minutes after local midnight, local dates are ISO strings
in the member's zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.model.refs import ChannelRef, MemberRef, MessageRef, WorkspaceRef
from bot.study import calendar
from bot.study.delivery import DeliveryKind, DeliveryState
from bot.study.group import Rhythm, Schedule
from bot.study.review import FIVE

__all__ = [
    "EVENING", "PAUSE_AFTER", "Occasion", "Reminder", "ReminderPost", "ReminderState",
    "ReminderText", "Waiting", "address", "days_dealt_with", "is_worth_it", "member_at", "occasion",
    "reviews_today", "usual_time",
]  # fmt: skip

EVENING = 18 * 60
"""The time of day of a reminder unless the member chooses another."""

PAUSE_AFTER = 7
"""So many reminders in a row that nobody answered are enough."""

_BEFORE_CLOSE = 60
_SOON_AFTER = 120
_DAY = timedelta(days=1)
_AHEAD = timedelta(days=2)
"""So far ahead of today a date may have been dealt with, where somebody traveled."""


class ReminderState(StrEnum):
    """Whether reminders go out."""

    ON = "on"
    OFF = "off"
    PAUSED = "paused"
    """Paused by itself: too many were not answered."""
    CLOSED = "closed"
    """Turned off because the platform lets no direct message through."""


class ReminderText(StrEnum):
    """What a reminder says."""

    TODAY = "today"
    """What is open and due."""
    PAUSE = "pause"
    """That reminders pause from now on."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One person's reminder. ``member`` is the account that gets it, ``zone`` a name of tzdata.

    ``day`` is the last local date that was dealt with, ``next_at`` the instant of the next one
    (epoch milliseconds; None unless it is on).
    """

    person_id: int
    member: MemberRef
    minutes: int
    zone: str
    state: ReminderState = ReminderState.OFF
    day: str = ""
    next_at: int | None = None


@dataclass(frozen=True, slots=True)
class ReminderPost:
    """A reminder as a delivery, as ``bot.study.delivery.Delivery`` is one of a group.

    ``channel`` is the member's ``address``: which conversation that is, the platform says when
    it goes out. Times are epoch milliseconds.
    """

    id: int
    person_id: int
    channel: ChannelRef
    local_date: str
    subject: ReminderText
    state: DeliveryState
    key: str
    due_at: int
    expires_at: int | None
    message: MessageRef | None = None
    sending_at: int | None = None
    sent_at: int | None = None
    attempts: int = 0
    error: str = ""

    kind = DeliveryKind.REMINDER
    group_id = 0
    round_id: int | None = None
    target: MessageRef | None = None
    sequence = 0


@dataclass(frozen=True, slots=True)
class Occasion:
    """A reminder that is due: on which local date, since when, and until when it makes sense."""

    day: str
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a member in one group.

    ``open``: a daily question they have not answered; ``studying``: today is a study day there;
    ``due`` counts concepts that are due for review, ``practiced`` today's practice answers;
    ``checkpoint``: one that they have not taken to its end.
    """

    open: bool = False
    studying: bool = True
    due: int = 0
    practiced: int = 0
    checkpoint: bool = False

    @property
    def reviews(self) -> int:
        return reviews_today(self.due, self.practiced)


def address(member: MemberRef) -> ChannelRef:
    """Where to send what is for ``member`` alone, before the conversation with them is known."""
    return ChannelRef(WorkspaceRef(member.platform, "@member"), member.id, direct=True)


def member_at(channel: ChannelRef) -> MemberRef:
    """Whose ``address`` it is."""
    return MemberRef(channel.platform, channel.id)


def usual_time(schedule: Schedule) -> int:
    """A time of day at which the group's question is open and a reminder helps.

    In the evening; but an hour before the close where the question closes earlier that day, and
    two hours after it was posted where that is about then.
    """
    if schedule.rhythm == Rhythm.SPREAD:
        question, results = schedule.times[1], schedule.times[2]
        if results > EVENING:
            return max(EVENING, min(question + _SOON_AFTER, (question + results) // 2))
        return max(results - _BEFORE_CLOSE, (question + results) // 2)
    posted = schedule.times[0]
    if abs(posted - EVENING) < _BEFORE_CLOSE:
        return posted + _SOON_AFTER
    return EVENING


def occasion(minutes: int, zone: str, last: str, now: datetime) -> tuple[Occasion | None, datetime]:
    """The reminder that is due at ``now``, if one is, and the instant of the one after it.

    ``last`` is the latest local date that was dealt with. A time that clocks skip comes right
    after the change, one that they repeat comes once (``calendar.moment``).
    """
    today = calendar.local_date(now, zone)
    dealt = date.fromisoformat(last) if last else today - _DAY
    if dealt > today + _AHEAD:
        dealt = today - _DAY  # written by a clock that was far ahead
    due: Occasion | None = None
    if dealt < today:
        at = calendar.moment(zone, today, minutes)
        if at > now:
            return None, at
        due = Occasion(today.isoformat(), at, calendar.moment(zone, _day_after(zone, today), 0))
    return due, calendar.moment(zone, _day_after(zone, max(today, dealt)), minutes)


def days_dealt_with(minutes: int, zone: str, sent: str, now: datetime) -> str:
    """The ``last`` of ``occasion`` for a time that is chosen at ``now``.

    Today's is over where its time has passed, or where one was sent today (the local date
    ``sent``): nobody is reminded right after they chose, nor twice a day.
    """
    today = calendar.local_date(now, zone)
    over = calendar.moment(zone, today, minutes) <= now or sent == today.isoformat()
    return (today if over else today - _DAY).isoformat()


def _day_after(zone: str, day: date) -> date:
    """The next date that the zone has."""
    following = day + _DAY
    while not calendar.day_exists(zone, following):
        following += _DAY
    return following


def reviews_today(due: int, practiced: int) -> int:
    """How many reviews to offer: five a day, and none to who practiced as much today."""
    return 0 if practiced >= FIVE else max(0, min(FIVE, due))


def is_worth_it(waiting: Iterable[Waiting]) -> bool:
    """Whether there is something to remind of.

    A question or a checkpoint that stays open over a group's day off waits until it studies
    again, but comes along where something is due.
    """
    return any(((one.open or one.checkpoint) and one.studying) or one.reviews for one in waiting)
