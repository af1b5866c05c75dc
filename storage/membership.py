"""What the rest of the program may ask of storage about who takes part in a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.model.refs import WorkspaceRef


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody who takes part in a group, or runs it. ``name`` as in ``Person``.

    ``account`` is the key of one of their members. ``away``: they left the workspace or were
    deactivated; ``removed``: an organizer took them off the boards. ``since`` in epoch
    milliseconds, 0 for an organizer who has never acted in the group.
    """

    person_id: int
    name: str
    account: str
    since: int
    away: bool = False
    removed: bool = False
    hidden: bool = False
    organizer: bool = False


class Members(Protocol):
    async def join(self, group_id: int, person_id: int, now: int) -> None:
        """Somebody acts in one of the group's channels: they take part, and are not away."""
        ...

    async def of(self, group_id: int, person_id: int) -> Membership | None: ...

    async def roll(self, group_id: int) -> tuple[Membership, ...]:
        """Everybody who takes part in the group or runs it, by name."""
        ...

    async def name(self, group_id: int, person_id: int) -> str:
        """What the group's workspaces call the person; empty where they have no name there."""
        ...

    async def call(self, person_id: int, workspace: WorkspaceRef, name: str) -> None:
        """Keeps what ``workspace`` calls the person."""
        ...

    async def remove(self, group_id: int, person_id: int, *, removed: bool = True) -> None:
        """Takes somebody off the group's boards, or puts them back. Their points stay."""
        ...

    async def unseen(self, before: int, limit: int) -> tuple[tuple[int, int], ...]:
        """Group and person of members with points about whom nobody was asked since ``before``,
        longest ago first."""
        ...

    async def seen(self, group_id: int, person_id: int, *, away: bool | None, now: int) -> None:
        """What the platform said; ``away`` None when it could not tell, which changes nothing."""
        ...

    async def begin_anew(self, group_id: int) -> int:
        """All points of the group count from 0 again; the ledger stays. Returns how many
        members had points."""
        ...
