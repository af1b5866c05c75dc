"""A group's planning: all that it depends on in one read, all that it does in one write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.study.group import Group
from bot.study.planning.plan import GroupPlan
from bot.study.planning.view import Due, GroupView, Wanted
from bot.study.round import Round
from storage.study_rounds import Settle


@dataclass(frozen=True, slots=True)
class Writing:
    """A plan for ``group`` as of ``now`` (epoch ms). ``notices`` are its notices in words, and
    ``settle`` gives the rule by which a question's choices become answers."""

    group: Group
    plan: GroupPlan
    notices: Sequence[str]
    now: int
    settle: Callable[[Round], Settle]


class Planning(Protocol):
    async def view(self, wanted: Wanted) -> GroupView | None:
        """The group as of ``wanted.now``; None when it is gone."""
        ...

    async def due_of(self, round_id: int) -> Due:
        """What the close of a question depends on, whether or not its time is over."""
        ...

    async def write(self, writing: Writing) -> None:
        """Carries out a plan, in its order, in one transaction."""
        ...
