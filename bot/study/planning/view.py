"""Everything about a group that its planning depends on, loaded at once.

Times are epoch milliseconds (UTC); local dates are ISO strings in the group's zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.model.refs import ChannelRef
from bot.study import calendar
from bot.study.checkpoint import Checkpoint, MixedAsked
from bot.study.delivery import Delivery, DeliveryKind
from bot.study.group import Group, Rhythm
from bot.study.instants import from_millis, millis
from bot.study.round import Asked, Round


@dataclass(frozen=True, slots=True)
class HeldRound:
    """A closed question of another group whose answer could not be told yet, with its posts."""

    round: Round
    posts: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """What the close of a question depends on.

    ``posts`` are its rows of the kind QUESTION. ``answered`` counts its answers, of which
    ``correct`` were right; ``pending`` counts the choices that nobody confirmed, by their text
    form. ``held`` are the questions elsewhere that waited for this one.
    """

    posts: tuple[Delivery, ...]
    answered: int = 0
    correct: int = 0
    pending: Mapping[str, int] = field(default_factory=dict)
    held: tuple[HeldRound, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A question of the day that is open; ``due`` is set once its time is over."""

    round: Round
    due: Due | None = None


@dataclass(frozen=True, slots=True)
class OpenCheckpoint:
    """A checkpoint that is not closed, with its rows of the kind CHECKPOINT."""

    checkpoint: Checkpoint
    posts: tuple[Delivery, ...] = ()


@dataclass(frozen=True, slots=True)
class Bank:
    """What the choice of a question depends on.

    ``history`` has all daily questions of the group, oldest first, ``mixed`` those of its
    checkpoints. ``withdrawn`` are ids and revisions of questions that were taken back, ``told``
    ids and concepts of those that other groups in its workspaces were asked lately.
    """

    history: tuple[Asked, ...] = ()
    withdrawn: frozenset[tuple[str, int]] = frozenset()
    told: frozenset[tuple[str, str]] = frozenset()
    mixed: tuple[MixedAsked, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupView:
    """One group as of one moment.

    ``rounds`` and ``posts`` are its daily questions (no withdrawn ones) and posts of today and
    later dates. ``last_concept`` and ``last_week`` are the posts of these kinds that were sent
    last. ``week_counted`` tells whether anybody has points in the week before this one.
    ``restored`` is when a backup was put back, and the last trace of life in it. ``bank`` is None
    where it was not asked for. ``checkpoints`` are those that are not closed, oldest first.
    """

    group: Group
    channels: tuple[ChannelRef, ...]
    free: frozenset[str] = frozenset()
    open: tuple[OpenRound, ...] = ()
    rounds: tuple[Round, ...] = ()
    posts: tuple[Delivery, ...] = ()
    last_concept: Delivery | None = None
    last_week: Delivery | None = None
    week_counted: bool = False
    restored: tuple[int, int] | None = None
    bank: Bank | None = None
    checkpoints: tuple[OpenCheckpoint, ...] = ()

    @property
    def mixed(self) -> tuple[MixedAsked, ...]:
        """All questions of checkpoints; only known where ``bank`` was loaded."""
        return self.bank.mixed if self.bank else ()

    @property
    def history(self) -> tuple[Asked, ...]:
        """All daily questions; only known where ``bank`` was loaded."""
        return self.bank.history if self.bank else ()

    def of(self, group: Group) -> GroupView:
        """The same with ``group`` as it stands now."""
        return replace(self, group=group)

    def posts_on(self, local_date: str, kind: DeliveryKind) -> list[Delivery]:
        return [row for row in self.posts if row.local_date == local_date and row.kind == kind]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which view to load: of the group on its local date ``today``, as of ``now``. ``week`` is the
    one before this one."""

    group_id: int
    today: str
    week: str
    now: int
    bank: bool = False


def wanted(group: Group, now: datetime, *, bank: bool = False) -> Wanted:
    """The view of ``group`` that is planned by at ``now``, with the bank where ``bank`` says so."""
    zone = group.schedule.zone
    today = calendar.local_date(now, zone)
    week, _ = calendar.periods(today - timedelta(days=7))
    # How far a group without concepts is follows from its questions.
    bank = bank or group.schedule.rhythm == Rhythm.QUESTIONS
    return Wanted(group.id, today.isoformat(), week, millis(now), bank)


def since_of(group: Group) -> datetime:
    """The instant before which no post of the group is due."""
    return from_millis(group.created_at if group.settings.since is None else group.settings.since)


def today_of(view: GroupView, now: datetime) -> date:
    """The group's local date."""
    return calendar.local_date(now, view.group.schedule.zone)
