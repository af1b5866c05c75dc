"""What the rest of the program may ask of storage about study groups and their channels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bot.model.refs import ChannelRef, WorkspaceRef
from bot.study.group import Group, GroupChannel, GroupState, Schedule
from bot.study.group_settings import GroupSettings
from bot.study.person import Person


class Groups(Protocol):
    async def create(
        self,
        *,
        channel: ChannelRef,
        organizer: int,
        course: str,
        schedule: Schedule,
        due_at: int | None,
        now: int,
        private: bool | None = None,
        shown: str = "",
    ) -> Group:
        """``private`` and ``shown`` as in ``GroupChannel``. Raises ``storage.errors.Conflict``
        when the channel belongs to a group already."""
        ...

    async def get(self, group_id: int) -> Group | None: ...

    async def by_channel(self, channel: ChannelRef) -> Group | None:
        """A thread belongs to its channel's group."""
        ...

    async def in_workspace(self, workspace: WorkspaceRef) -> tuple[Group, ...]: ...

    async def open_in(self, workspace: WorkspaceRef) -> tuple[Group, ...]:
        """Those with a channel that everybody in the workspace can see, as far as is known."""
        ...

    async def of_person(self, person_id: int) -> tuple[Group, ...]:
        """Groups in which the person takes part or is an organizer."""
        ...

    async def all(self) -> tuple[Group, ...]: ...

    async def channels(self, group_id: int) -> tuple[GroupChannel, ...]: ...

    async def unseen_channels(self, before: int, limit: int) -> tuple[GroupChannel, ...]:
        """Channels of which nothing was asked since ``before``, longest ago first."""
        ...

    async def look(self, channel: ChannelRef, private: bool | None, shown: str, now: int) -> None:
        """Keeps what the platform said of a channel; None and "" change nothing."""
        ...

    async def set_schedule(self, group_id: int, schedule: Schedule, due_at: int | None) -> None: ...

    async def set_course(self, group_id: int, course: str, due_at: int | None) -> None:
        """Starts a new season at position 0."""
        ...

    async def set_state(
        self, group_id: int, state: GroupState, *, paused_until: str | None, due_at: int | None
    ) -> None: ...

    async def change_settings(
        self, group_id: int, change: Callable[[GroupSettings], GroupSettings]
    ) -> None:
        """Writes what ``change`` makes of the settings as they are. Raises ``Missing``."""
        ...

    async def set_due(self, group_id: int, due_at: int | None) -> None: ...

    async def due(self, now: int, limit: int) -> tuple[Group, ...]:
        """Groups whose ``due_at`` has come, longest due first."""
        ...

    async def move_channel(self, group_id: int, old: ChannelRef, new: ChannelRef) -> None:
        """Also re-addresses posts not sent yet; what is known of the channel is forgotten.
        Raises ``Conflict``."""
        ...

    async def rename_channel(self, old: ChannelRef, new: ChannelRef) -> bool:
        """The platform calls the channel ``old`` by another id now: its group, and all that was
        posted or is planned there, goes by ``new``. False when there is nothing to change."""
        ...

    async def set_problem(
        self, channel: ChannelRef, problem: str, *, notice: str = "", now: int = 0
    ) -> bool:
        """Empty clears it. True when this changed anything; then ``notice`` waits as well."""
        ...

    async def organizers(self, group_id: int) -> tuple[Person, ...]: ...

    async def add_organizer(self, group_id: int, person_id: int) -> None: ...

    async def remove_organizer(self, group_id: int, person_id: int) -> bool:
        """False when it is the last one, who stays."""
        ...

    async def free_dates(self, group_id: int) -> frozenset[str]: ...

    async def set_free_dates(self, group_id: int, dates: frozenset[str]) -> None: ...

    async def add_notice(self, group_id: int, words: str, now: int) -> None:
        """Something that organizers must hear; the same words wait only once."""
        ...

    async def notices(self, group_id: int) -> tuple[tuple[int, str], ...]: ...

    async def untried_notices(self, limit: int) -> tuple[tuple[int, int, str], ...]:
        """Notices nobody was told in private yet, oldest first: id, group, words."""
        ...

    async def try_notice(self, notice_id: int, now: int) -> bool:
        """Marks it as tried. False when it was, or is gone."""
        ...

    async def drop_notice(self, notice_id: int) -> None: ...
