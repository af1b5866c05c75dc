"""What the page can do with the playground's time; the composition root implements it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Controls(Protocol):
    def now(self) -> datetime:
        """The playground's time, aware, UTC."""
        ...

    def zone(self) -> str:
        """The group's time zone (IANA name), in which the page shows all times."""
        ...

    def next_post_at(self) -> datetime | None:
        """When the next post is due; None when none is planned."""
        ...

    async def next_post(self) -> None:
        """Moves time to the next due post and returns once it is out."""
        ...

    async def next_day(self) -> None:
        """Moves time to the next study day's first post and returns once it is out."""
        ...
