"""Slash commands, declared once and registered on every platform."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Ack(StrEnum):
    """How a route is acknowledged; declared per route so that a late answer still fits.

    PRIVATE: the answer is a new private message, "thinking" is shown while it takes long.
    UPDATE: the answer replaces the private message that was pressed.
    FORM: the answer opens a form (or is a private message); it can never be deferred.
    """

    PRIVATE = "private"
    UPDATE = "update"
    FORM = "form"


class OptionKind(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """One option. ``suggests`` asks the route's suggest handler while a member types.

    ``minimum`` and ``maximum`` bound an INTEGER (inclusive). A TEXT option takes the rest
    of a typed line, so a command has at most one. With ``any_words`` it takes numbers too, unless
    they are named ("count:3"): only the handler knows whether "route 53" is a thing or a count.
    """

    name: str
    description: str
    kind: OptionKind = OptionKind.TEXT
    required: bool = False
    choices: tuple[Choice, ...] = ()
    minimum: int = 0
    maximum: int = 0
    default: str | int | None = None
    suggests: bool = False
    any_words: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """``path`` is ("quiz",) or ("study", "setup"); ``route`` is how the router knows it.

    ``aliases`` are other spellings of the last word of ``path``, understood in typed lines as the
    command itself. ``hints`` are words that people type when they mean it: it is offered to them.
    """

    path: tuple[str, ...]
    description: str
    options: tuple[OptionSpec, ...] = ()
    ack: Ack = Ack.PRIVATE
    for_organizers: bool = False
    aliases: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        """``path`` and its other spellings."""
        return (self.path, *((*self.path[:-1], alias) for alias in self.aliases))

    @property
    def route(self) -> str:
        return "/".join(self.path)

    @property
    def usage(self) -> str:
        """How it is typed, such as ``/quiz [topic] [count]``."""
        words = ["/" + " ".join(self.path)]
        for option in self.options:
            word = "|".join(c.value for c in option.choices) or option.name
            words.append(f"<{word}>" if option.required else f"[{word}]")
        return " ".join(words)
