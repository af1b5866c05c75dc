"""What a person does and sees on a chat platform, the same words for every platform.

Each platform has one driver. The two real ones drive the real SDK through a local server
that speaks the platform's wire protocol; every payload that the adapter sends is checked
there against the platform's limits. The playground's driver uses its own room.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from bot.adapters.base import Adapter, InteractionHandler
from bot.model import ChannelRef, Interaction, MemberRef


@dataclass(frozen=True, slots=True)
class WatchedSink:
    """Hands on to ``handler``; ``dropped`` is told of interactions that will get no answer."""

    handler: InteractionHandler
    dropped: Callable[[str], None]

    def __call__(self, interaction: Interaction) -> bool:
        taken = self.handler(interaction)
        if not taken:
            self.dropped(interaction.id)
        return taken

    def unreadable(self, platform: str, why: str) -> None:
        self.handler.unreadable(platform, why)

    def moved(self, old: ChannelRef, new: ChannelRef) -> None:
        self.handler.moved(old, new)


@dataclass(frozen=True, slots=True)
class SeenControl:
    """A button or a select as a member sees it. ``options`` maps labels to values."""

    label: str
    action: str
    kind: str  # "button", "link" or "select"
    options: tuple[tuple[str, str], ...] = ()
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class SeenField:
    key: str
    label: str
    kind: str  # "text", "one" or "many"
    value: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SeenForm:
    title: str
    action: str
    fields: tuple[SeenField, ...]
    handle: object = None
    intro: str = ""


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """A message on somebody's screen. ``text`` is all its words, markup removed."""

    id: str
    text: str
    controls: tuple[SeenControl, ...] = ()
    private_to: MemberRef | None = None
    thread: str | None = None
    pinged: tuple[str, ...] = ()  # member ids, "everyone", "channel", ... that it notified
    images: tuple[str, ...] = ()  # alt texts
    raw: object = None  # what went over the wire


@dataclass(slots=True)
class Result:
    """What one act led to, once the platform has seen the bot settle it.

    ``acked_after`` is in seconds; None when the bot never acknowledged within the
    platform's three seconds, which a member sees as a failure. ``thinking`` says that a
    waiting state was shown first. ``errors`` are field errors shown inside a form.
    """

    acked_after: float | None = None
    thinking: bool = False
    replies: list[SeenMessage] = field(default_factory=list)
    updated: SeenMessage | None = None
    form: SeenForm | None = None
    errors: dict[str, str] = field(default_factory=dict)
    suggestions: list[tuple[str, str]] = field(default_factory=list)
    interaction_id: str = ""


class Driver(Protocol):
    """One platform with a channel, a direct conversation and some members on it."""

    name: str
    adapter: Adapter
    channel: ChannelRef
    ana: MemberRef  # may manage the channel or workspace
    ben: MemberRef  # an ordinary member

    def has_suggestions(self) -> bool:
        """Whether the platform suggests values while a command is typed."""
        ...

    async def command(
        self, who: MemberRef, line: str, *, where: ChannelRef | None = None
    ) -> Result:
        """``line`` is what a person types on a plain platform, such as "/quiz polly 3".

        On a platform with typed options the driver splits it by the registered command's
        options, in their order.
        """
        ...

    async def suggest(self, who: MemberRef, line: str, option: str) -> Result: ...

    async def press(self, who: MemberRef, message: SeenMessage, label: str) -> Result:
        """Presses the button whose label is ``label``."""
        ...

    async def choose(self, who: MemberRef, message: SeenMessage, *labels: str) -> Result:
        """Picks options by label in the message's (only) select."""
        ...

    async def press_action(self, who: MemberRef, message: SeenMessage, action: str) -> Result:
        """Sends a press with any action, also one that no control of the message has."""
        ...

    async def submit(
        self, who: MemberRef, form: SeenForm, values: dict[str, tuple[str, ...]]
    ) -> Result: ...

    async def repeat(self, interaction_id: str) -> Result:
        """Delivers an interaction of before once more, as platforms sometimes do."""
        ...

    def posts(self, channel: ChannelRef | None = None) -> list[SeenMessage]:
        """What everybody sees in the channel, oldest first."""
        ...

    def privates(self, who: MemberRef) -> list[SeenMessage]:
        """Private replies on ``who``'s screen, oldest first, as they look now."""
        ...

    async def restart(self, adapter_factory: object = None) -> None:
        """Stops the adapter and starts a fresh one on the same platform state and handler."""
        ...

    # faults the platform can be told to show
    def deny_posts(self, channel: ChannelRef, denied: bool = True) -> None:
        """The bot may no longer post to the channel (or may again)."""
        ...

    def close_direct(self, who: MemberRef) -> None: ...

    def remove_message(self, message_id: str) -> None: ...

    def hide_history(self, channel: ChannelRef) -> None: ...

    def limit_next_posts(self, times: int, after: float) -> None:
        """The next ``times`` posts get the platform's rate-limit answer."""
        ...

    async def drop_connection(self) -> None:
        """Cuts the event connection and returns when the adapter is connected again."""
        ...

    def breaches(self) -> list[str]:
        """Every payload the server had to refuse as over a limit or malformed so far."""
        ...
