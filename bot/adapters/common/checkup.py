"""What a platform tells about itself when it is asked whether all is well with the bot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from enum import StrEnum

from bot.model import ChannelRef

RESOLUTION = 1.0
"""Seconds: an answer's ``Date`` has no parts of a second (RFC 9110)."""


class State(StrEnum):
    OK = "ok"
    NOTE = "note"  # works, but somebody should know
    MEND = "mend"  # does not work until somebody does something


@dataclass(frozen=True, slots=True)
class Finding:
    """``about`` names what was looked at; ``says`` is what was found, ``todo`` what to do."""

    state: State
    about: str
    says: str
    todo: str = ""


def ok(about: str, says: str) -> Finding:
    return Finding(State.OK, about, says)


def note(about: str, says: str, todo: str = "") -> Finding:
    return Finding(State.NOTE, about, says, todo)


def mend(about: str, says: str, todo: str) -> Finding:
    return Finding(State.MEND, about, says, todo)


@dataclass(frozen=True, slots=True)
class Place:
    """A channel with a study group. ``problem`` is why posting there has stopped, or empty."""

    channel: ChannelRef
    group: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Checkup:
    """``ahead`` is by how many seconds our clock is surely ahead of the platform's (negative:
    behind); None when the platform did not say its time."""

    findings: Sequence[Finding]
    ahead: float | None = None


def ahead(date: str | None, asked: float, answered: float) -> float | None:
    """How far our clock is ahead, by an answer's ``Date``; our seconds since 1970 around it.

    0 when the difference is within what ``Date`` and the network leave open.
    """
    try:
        said = parsedate_to_datetime(date or "")
    except ValueError:
        return None
    theirs = (said if said.tzinfo else said.replace(tzinfo=UTC)).timestamp()
    return max(asked - (theirs + RESOLUTION), 0.0) or min(answered - theirs, 0.0)
