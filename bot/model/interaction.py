"""What comes in from a member, and what a handler gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.card import Card, Option
from bot.model.form import Form
from bot.model.refs import ChannelRef, MemberRef, MessageRef
from bot.model.venue import Venue


class Kind(StrEnum):
    COMMAND = "command"
    PRESS = "press"
    SUBMIT = "submit"
    SUGGEST = "suggest"
    HOME = "home"
    """The member opened the page that some platforms give an app; answered with ``Home``."""


class Rights(StrEnum):
    """What the platform itself says about the member in this place.

    UNKNOWN: the payload does not say; ask ``Adapter.member`` where it matters.
    """

    UNKNOWN = "unknown"
    MEMBER = "member"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Member:
    """A member as the platform knows them.

    ``admin`` may do all. A ``guest`` (one whom the workspace restricts, or a person of another
    workspace in a shared channel) may take part, but not set up; one from ``outside`` (the
    latter) may not be made an organizer either. ``present`` is False for somebody who left or
    was deactivated; the name is then the last one known, or empty.
    """

    ref: MemberRef
    name: str
    guest: bool = False
    admin: bool = False
    present: bool = True
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Interaction:
    """One thing a member did.

    ``route`` is a command's route (COMMAND, SUGGEST) or the coded action as it was sent
    (PRESS, SUBMIT); the dispatcher decodes it into ``args``. ``text`` is a typed command
    line that still has to be parsed (None where the platform has typed options, which are
    then in ``options``). ``values`` holds a form's fields, or a select's under "choice".
    ``message`` is the message pressed, or the one a submitted form was opened from.
    ``venue`` is the kind of place where it happened. ``focus`` names the option being typed
    (SUGGEST). ``received_at`` is aware UTC; ``received`` is ``time.monotonic()`` seconds, from
    which ack deadlines count.
    ``origin`` belongs to the adapter (token, trigger, response URL) and is never stored.
    """

    id: str
    kind: Kind
    member: MemberRef
    member_name: str
    channel: ChannelRef
    route: str
    received_at: datetime
    received: float
    message: MessageRef | None = None
    args: tuple[str, ...] = ()
    text: str | None = None
    options: Mapping[str, str | int] = field(default_factory=dict)
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    focus: str = ""
    rights: Rights = Rights.UNKNOWN
    venue: Venue = Venue.UNKNOWN
    origin: object = None

    def decoded(self, route: str, args: tuple[str, ...]) -> Interaction:
        """The same with its coded action taken apart. Each press passes here, and
        ``dataclasses.replace`` would take five times as long."""
        made = object.__new__(Interaction)
        for name in self.__slots__:
            object.__setattr__(made, name, getattr(self, name))
        object.__setattr__(made, "route", route)
        object.__setattr__(made, "args", args)
        return made


@dataclass(frozen=True, slots=True)
class Reply:
    """A new private message.

    The member's earlier private message about the same ``subject`` goes away where the platform can
    still take it back, so that no older state of a thing is left to be read or pressed.
    """

    card: Card
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """Replaces the private message that was pressed; a private reply where there is none.

    A press on a message that everybody sees never updates it: there it is a private reply,
    about ``subject`` as with ``Reply``.
    """

    card: Card
    subject: str = ""


@dataclass(frozen=True, slots=True)
class OpenForm:
    form: Form


@dataclass(frozen=True, slots=True)
class Invalid:
    """A submitted form is refused: ``errors`` maps field keys to one sentence each.

    ``form`` is the form prefilled with what was typed. ``retry`` is the coded action that
    opens it again; the dispatcher fills it in.
    """

    form: Form
    errors: Mapping[str, str]
    retry: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """Acknowledge and show nothing."""


@dataclass(frozen=True, slots=True)
class Home:
    """The member's own page, from top to bottom; answers a HOME interaction and nothing else."""

    cards: tuple[Card, ...]


Outcome = Reply | Update | OpenForm | Invalid | Suggestions | Nothing | Home
