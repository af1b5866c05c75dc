"""What a look at a group does to it, as one thing to write.

Times are epoch milliseconds (UTC); local dates are ISO strings in the group's zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.study.checkpoint import NewCheckpoint
from bot.study.delivery import NewDelivery
from bot.study.group import GroupState
from bot.study.group_settings import GroupSettings
from bot.study.round import NewRound, Round


class Notice(StrEnum):
    """What organizers must hear."""

    NO_COURSE = "no-course"
    WHAT_NEXT = "what-next"
    """The course ends soon: they are asked what comes then."""


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with the number of concepts left, where that says something."""

    notice: Notice
    left: int = 0


@dataclass(frozen=True, slots=True)
class Close:
    """A question closes at ``at``: choices become answers, and ``posts`` tell the results.

    ``never`` True takes back one that nobody has seen.
    """

    round: Round
    at: int
    posts: tuple[NewDelivery, ...] = ()
    never: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """Another group's question whose answer may be told from ``at`` on, by ``posts``."""

    round: Round
    posts: tuple[NewDelivery, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Opening:
    """A question of the day. ``posts`` get its id; ``round`` is set where it was posed before and
    only its posts are missing."""

    local_date: str
    position: int
    opened_at: int
    closes_at: int
    posts: tuple[NewDelivery, ...]
    new: NewRound | None = None
    round: Round | None = None


@dataclass(frozen=True, slots=True)
class CheckpointOpening:
    """A checkpoint, and the posts that tell of it."""

    new: NewCheckpoint
    posts: tuple[NewDelivery, ...]


@dataclass(frozen=True, slots=True)
class CheckpointClose:
    """The checkpoint ``checkpoint_id`` closes at ``at``: it is counted, and ``posts`` tell how it
    went."""

    checkpoint_id: int
    at: int
    posts: tuple[NewDelivery, ...]


@dataclass(frozen=True, slots=True)
class GroupChange:
    """The group's own row; None leaves a column as it is."""

    settings: GroupSettings | None = None
    state: GroupState | None = None
    paused_until: str | None = None
    """Set together with ``state``."""
    due_at: int | None = None
    look_again: bool = False
    """Whether ``due_at`` is set, which may be None."""


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """Written in this order, in one transaction.

    ``settle`` is a question of which only some choices become answers now, because there are
    many: nothing else is planned then, and another look follows.
    """

    settle: Round | None = None
    closes: tuple[Close, ...] = ()
    releases: tuple[Release, ...] = ()
    notices: tuple[Told, ...] = ()
    posts: tuple[NewDelivery, ...] = ()
    openings: tuple[Opening, ...] = ()
    checkpoint_closes: tuple[CheckpointClose, ...] = ()
    checkpoint: CheckpointOpening | None = None
    change: GroupChange = GroupChange()

    @property
    def more(self) -> bool:
        """Whether the group has to be looked at again at once."""
        return self.settle is not None
