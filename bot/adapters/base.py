"""The one protocol between Studyhall and a chat platform.

Every method is mandatory: no feature flags, no optional methods, no silent no-ops. Only the
errors below leave an adapter.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.model import (
    Ack,
    Card,
    ChannelRef,
    Command,
    Interaction,
    Member,
    MemberRef,
    MessageRef,
    Outcome,
    Prepared,
    WorkspaceRef,
)


class AdapterError(Exception):
    """Base of everything that may leave an adapter."""


class Gone(AdapterError):
    """The channel, message or member does not exist any more. ``why`` and ``todo`` as in
    ``Forbidden``."""

    def __init__(self, detail: str = "", *, why: str = "", todo: str = "") -> None:
        super().__init__(detail)
        self.why = why
        self.todo = todo


class Forbidden(AdapterError):
    """The platform refuses. ``missing`` names the permissions or the step that is needed.

    ``why`` says it for organizers where "missing: ..." would not do: part of a sentence, small
    first letter, no full stop. ``todo`` is a sentence that says what to do, where that is known.
    ``until`` is when it is over by itself (aware UTC), where that is known.
    """

    def __init__(
        self,
        missing: Sequence[str],
        detail: str = "",
        *,
        why: str = "",
        todo: str = "",
        until: datetime | None = None,
    ) -> None:
        super().__init__(detail or why or ", ".join(missing))
        self.missing = tuple(missing)
        self.why = why
        self.todo = todo
        self.until = until


class Unreachable(AdapterError):
    """The platform did not answer, or failed in a way that may have succeeded: look up first."""


class Unavailable(Unreachable):
    """The platform said that it did nothing, for a reason that passes: try later. Unlike after
    its base class, nothing can have gone out."""


class Unreadable(AdapterError):
    """A look-up cannot know: history may not be read here."""


class Expired(AdapterError):
    """The interaction can no longer be answered (token, trigger or response URL ran out)."""


class RateLimited(AdapterError):
    """Wait ``after`` seconds, then try again."""

    def __init__(self, after: float) -> None:
        super().__init__(f"rate limited for {after:.1f} s")
        self.after = after


class Rejected(AdapterError):
    """The platform calls the payload invalid: a fault of ours."""


class StartFailed(AdapterError):
    """The adapter can never start with these settings. One sentence: what to do."""


class InteractionHandler(Protocol):
    """Takes what members do. Returns at once; the work goes on in a held task.

    False for a repeated delivery: nothing will be answered, so an adapter whose platform
    wants each delivery acknowledged does that by itself.
    """

    def __call__(self, interaction: Interaction) -> bool: ...

    def unreadable(self, platform: str, why: str) -> None:
        """Told of a payload that nobody can answer: logs and counts it.

        ``why`` says what is wrong and quotes nothing of the payload.
        """
        ...

    def moved(self, old: ChannelRef, new: ChannelRef) -> None:
        """Told that the platform gave the channel ``old`` another id: it is ``new`` from now on.

        Returns at once, as above. May be told several times of one move.
        """
        ...


Moved = Callable[[ChannelRef, ChannelRef], Coroutine[Any, Any, None]]
"""Carries over what belongs to a channel that got another id. Raises nothing."""


class AdapterState(Protocol):
    """The little an adapter must remember over a restart (an uploaded file's id)."""

    async def get(self, key: str) -> str | None: ...

    async def put(self, key: str, value: str) -> None: ...

    async def claim_once(self, key: str) -> bool:
        """True for the first who asks for ``key``, in whichever process and also after a
        restart, and for nobody in the hour after. Raises what storage raises."""
        ...


class Adapter(Protocol):
    name: str

    async def start(self, commands: Sequence[Command], handler: InteractionHandler) -> None:
        """Connects and returns once interactions arrive; stays connected by itself after.

        Raises ``StartFailed`` when waiting cannot help (a bad token), ``Unreachable`` when
        it can; may be called again after either.
        """
        ...

    @property
    def listening(self) -> bool:
        """Whether events arrive now; False also while a lost connection is being mended."""
        ...

    async def closed(self) -> None:
        """Waits while the connection lives, which includes reconnecting by itself.

        Returns after ``stop``. Raises ``StartFailed`` when the platform shut the bot out
        for good (a revoked token), ``Unreachable`` when ``start`` has to be called again.
        """
        ...

    async def stop(self) -> None:
        """Closes cleanly. Harmless when not started."""
        ...

    async def defer(self, interaction: Interaction, ack: Ack) -> None:
        """Acknowledges in time without an answer yet. ``Ack.FORM`` cannot be deferred."""
        ...

    async def respond(
        self, interaction: Interaction, outcome: Outcome, ack: Ack
    ) -> MessageRef | None:
        """Carries out a handler's outcome, whether or not it was deferred. Raises ``Expired``."""
        ...

    async def inspect(self, channel: ChannelRef) -> Prepared:
        """Where posts for ``channel`` (which may be a thread) would go, as far as can be told
        without changing or showing anything there: for a preview.

        Never says "no" for what ``prepare`` could still mend. Raises ``Forbidden`` with why the
        bot cannot post there, or ``Gone``.
        """
        ...

    async def prepare(self, channel: ChannelRef, *, join: bool = True) -> Prepared:
        """Makes sure that the bot can post there and read back what it posted; joins if it can,
        unless ``join`` says that nobody asked for that.

        Proves it as far as the platform lets anybody prove it without members noticing. Raises
        ``Forbidden`` naming what is missing, or ``Gone``.
        """
        ...

    async def wait_for_slot(self, to: ChannelRef, *, edit: bool) -> None:
        """Waits until the platform's rate soon has room for one more post (or edit) in ``to``.

        For whoever posts much: ``post`` and ``edit`` wait for the exact moment by themselves.
        """
        ...

    async def post(
        self,
        to: ChannelRef,
        card: Card,
        *,
        key: str,
        pings: frozenset[MemberRef] = frozenset(),
    ) -> MessageRef:
        """Posts where everybody in ``to`` sees it; idempotent by ``key`` as far as possible.

        ``to.thread`` is the id of the message under which to post; the thread is opened if
        need be. Nobody is notified but ``pings``.
        """
        ...

    async def find(self, to: ChannelRef, key: str, since: datetime) -> MessageRef | None:
        """The message posted with ``key`` at or after ``since``; None when surely none was.

        Raises ``Unreadable`` when it cannot know.
        """
        ...

    async def edit(self, message: MessageRef, card: Card) -> None:
        """Replaces a posted message's card."""
        ...

    async def delete(self, message: MessageRef) -> None: ...

    async def direct(self, member: MemberRef) -> ChannelRef:
        """The private conversation with ``member``. Raises ``Forbidden`` when closed."""
        ...

    async def member(self, member: MemberRef, workspace: WorkspaceRef | None = None) -> Member:
        """Name and standing as of now, in ``workspace`` (without it: where last seen).

        Somebody who left it or was deactivated is not ``present``. Raises ``Gone`` for an
        account that the platform does not know, and the other errors when it cannot tell.
        """
        ...
