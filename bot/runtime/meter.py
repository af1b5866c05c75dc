"""What the core counts and times, for whoever watches the bot; nobody does unless asked."""

from __future__ import annotations

from typing import Protocol

from bot.model import Home, Invalid, Nothing, OpenForm, Outcome, Reply, Suggestions, Update

SHOWN: dict[type[Outcome], str] = {
    Reply: "reply",
    Update: "update",
    OpenForm: "form",
    Invalid: "invalid",
    Suggestions: "suggestions",
    Nothing: "nothing",
    Home: "home",
}
"""What an outcome is called where it is counted."""


class Meter(Protocol):
    """Told of what happens, as it happens; must return at once and never raise.

    Seconds are real ones, as members wait them. ``kind``, ``outcome`` and ``result`` come from
    short fixed lists; ``route`` may be anything that a forged press says.
    """

    def acknowledged(self, platform: str, seconds: float, *, deferred: bool) -> None:
        """The platform has its first answer, ``seconds`` after receipt: three are allowed."""
        ...

    def answered(self, platform: str, kind: str, route: str, outcome: str, seconds: float) -> None:
        """An interaction is over; ``outcome`` is what was shown, or why nothing could be."""
        ...

    def posted(self, platform: str, kind: str, result: str, late: float | None = None) -> None:
        """A post or an edit was settled or put off; ``late`` seconds after it was due."""
        ...

    def limited(self, platform: str) -> None:
        """The platform asked to wait."""
        ...

    def connected(self, platform: str, *, up: bool) -> None:
        """A connection was made (again) or lost."""
        ...


class Silent:
    """RefusalCounts nothing."""

    def acknowledged(self, platform: str, seconds: float, *, deferred: bool) -> None:
        pass

    def answered(self, platform: str, kind: str, route: str, outcome: str, seconds: float) -> None:
        pass

    def posted(self, platform: str, kind: str, result: str, late: float | None = None) -> None:
        pass

    def limited(self, platform: str) -> None:
        pass

    def connected(self, platform: str, *, up: bool) -> None:
        pass


SILENT: Meter = Silent()
