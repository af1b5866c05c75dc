"""What the rest of the program may ask of storage about private reminders."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol

from bot.model.refs import ChannelRef, MemberRef, MessageRef
from bot.study.reminders import Occasion, Reminder, ReminderPost

Decide = Callable[[Reminder], tuple[Occasion | None, int]]
"""The reminder that is due, if one is, and when to look again (epoch milliseconds). Pure."""


@dataclass(frozen=True, slots=True)
class Look:
    """``due``: some reminders are to be planned; ``posts``: some are to be sent or looked up.

    ``news`` are the keys of members who have to be told that theirs were turned off.
    """

    due: bool
    posts: bool
    news: frozenset[str] = frozenset()


class Reminders(Protocol):
    async def of(self, person_id: int) -> Reminder | None:
        """What the person chose; None where they never did."""
        ...

    async def last_day(self, person_id: int) -> str:
        """The local date of the latest reminder that was sent or left out; empty for none."""
        ...

    async def turn_on(self, reminder: Reminder, now: int) -> None:
        """Writes the person's choice, on from ``now``; what went unanswered is forgotten."""
        ...

    async def turn_off(self, person_id: int) -> None:
        """Also what is planned does not go out any more."""
        ...

    async def close(self, person_id: int, error: str) -> None:
        """Turned off, because nothing can be sent; the person has to be told (``take_news``)."""
        ...

    async def take_news(self, member: MemberRef) -> bool:
        """True once after ``close``: tell them now."""
        ...

    async def look(self, now: int) -> Look:
        """Whether there is anything to do, in one look at small indexes."""
        ...

    async def plan_due(self, now: int, limit: int, decide: Decide) -> int:
        """Plans at most ``limit`` reminders whose time has come; how many it looked at.

        Each local date of a person gets one row. After seven in a row that nobody answered the
        next one says that they pause.
        """
        ...

    async def conversation(self, member: MemberRef) -> ChannelRef | None:
        """Where the member's direct messages go, as far as it is known."""
        ...

    async def keep_conversation(self, member: MemberRef, channel: ChannelRef | None) -> None: ...

    async def answered_since(self, person_id: int, at: int) -> bool:
        """Whether the person gave any answer after ``at`` (epoch milliseconds)."""
        ...


class ReminderPosts(Protocol):
    """Reminders as the outbox sees them; see ``storage.protocols.Deliveries``."""

    async def next_due(
        self,
        now: int,
        limit: int,
        *,
        platform: str,
        edits: bool,
        after: str,
        besides: Collection[str],
    ) -> tuple[ReminderPost, ...]: ...
    async def interrupted(self) -> tuple[ReminderPost, ...]: ...
    async def begin(self, delivery_id: int, at: int) -> bool: ...
    async def sent(self, delivery_id: int, message: MessageRef, at: int) -> None:
        """→ sent. After one that says so, the person's reminders pause."""
        ...

    async def fail(self, delivery_id: int, error: str) -> None: ...
    async def skip(self, delivery_id: int, reason: str) -> None: ...
    async def put_off(self, delivery_id: int, due_at: int, expires_at: int) -> None: ...
    async def retry(self, delivery_id: int, due_at: int, error: str, *, posted: bool) -> None: ...
    async def of_person(self, person_id: int) -> tuple[ReminderPost, ...]:
        """The person's reminders that are kept, oldest first."""
        ...
