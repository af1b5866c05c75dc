"""What delivery needs to know of a post's row, and of those around it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from enum import Enum, auto
from typing import Protocol

from bot.adapters.base import Forbidden, Gone
from bot.i18n import words_of
from bot.model import Card, ChannelRef, MessageRef
from bot.study.delivery import Later, Row

words = words_of(__file__)


class RowStore(Protocol):
    """Keeps the rows; see ``storage.protocols.Deliveries``."""

    async def next_due(
        self,
        now: int,
        limit: int,
        *,
        platform: str,
        edits: bool,
        after: str,
        besides: Collection[str],
    ) -> Sequence[Row]: ...
    async def interrupted(self) -> Sequence[Row]: ...
    async def begin(self, delivery_id: int, at: int) -> bool: ...
    async def sent(self, delivery_id: int, message: MessageRef, at: int) -> None: ...
    async def fail(self, delivery_id: int, error: str) -> None: ...
    async def skip(self, delivery_id: int, reason: str) -> None: ...
    async def put_off(self, delivery_id: int, due_at: int, expires_at: int) -> None: ...
    async def retry(self, delivery_id: int, due_at: int, error: str, *, posted: bool) -> None: ...


class End(Enum):
    """What a try to send a row, or to look it up, came to."""

    SETTLED = auto()
    """Sent, edited or given up: the channel's next row may follow."""
    SKIPPED = auto()
    """There was nothing to send: the next may follow."""
    STOPPED = auto()
    """Put off: what comes after it in its channel has to wait."""
    CUT_OFF = auto()
    """The platform could not be reached, or a fault of ours came between."""


class Troubles(Protocol):
    """Hears what an organizer must be told."""

    async def channel_blocked(self, row: Row, error: Forbidden | Gone) -> None:
        """Nothing can be posted in the row's channel."""
        ...

    async def post_refused(self, row: Row, error: str) -> None:
        """The platform takes this one post not at all; it was given up."""
        ...

    async def post_unknown(self, row: Row) -> None: ...


class Postman(Protocol):
    """What sending needs of an adapter; see ``bot.adapters.base.Adapter``."""

    async def wait_for_slot(self, to: ChannelRef, *, edit: bool) -> None: ...
    async def post(self, to: ChannelRef, card: Card, *, key: str) -> MessageRef: ...
    async def find(self, to: ChannelRef, key: str, since: datetime) -> MessageRef | None: ...
    async def edit(self, message: MessageRef, card: Card) -> None: ...


Render = Callable[[Row], Awaitable[Card | Later | None]]
"""The card for a row; None when there is nothing to show any more."""
AdapterOf = Callable[[str], Postman | None]
"""A platform's adapter while it is connected."""


def problem_words(error: Forbidden | Gone) -> str:
    """What stands in the way, for an organizer."""
    if error.why:
        return error.why
    if isinstance(error, Forbidden) and error.missing:
        return words("missing", missing=", ".join(error.missing))
    if isinstance(error, Gone):
        return words("channel-gone")
    return str(error) or words("no-posts")
