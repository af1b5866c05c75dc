"""What the rest of the program may ask of storage about persons and their accounts."""

from __future__ import annotations

from typing import Protocol

from bot.model.refs import MemberRef, WorkspaceRef
from bot.study.person import Person


class People(Protocol):
    async def ensure(
        self, member: MemberRef, name: str, now: int, workspace: WorkspaceRef | None = None
    ) -> Person:
        """The person behind ``member``, made on first sight; keeps what ``workspace`` calls them
        up to date. Without one the name is not kept: nobody could say where it may be shown."""
        ...

    async def by_member(
        self, member: MemberRef, workspace: WorkspaceRef | None = None
    ) -> Person | None:
        """With the name that ``workspace`` has for them."""
        ...

    async def members(self, person_id: int) -> tuple[MemberRef, ...]: ...

    async def set_preferences(
        self, person_id: int, *, hidden: bool | None = None, straight: bool | None = None
    ) -> None: ...

    async def welcome(self, person_id: int) -> bool:
        """True exactly once a person: show the welcome."""
        ...

    async def remember_group(
        self, person_id: int, workspace: WorkspaceRef, group_id: int
    ) -> None: ...

    async def remembered_group(self, person_id: int, workspace: WorkspaceRef) -> int | None: ...
