"""What each of Discord's error codes means for the bot: one table, gone through code by code.

Discord: topics/opcodes-and-status-codes, "JSON Error Codes". Codes of that list which only calls
that the bot never makes can bring are not in here; an unknown code is tried again, then told, as
``OURS`` is. A refusal without any code is not Discord's own word: an outage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto


class Sort(Enum):
    """What to do about a refusal."""

    LATER = auto()
    """Nothing was done and nobody is to blame: try again."""
    LIMITED = auto()
    """Wait ``wait`` seconds."""
    FORBIDDEN = auto()
    """Somebody has to allow it first: ``why`` and ``todo`` say who and what."""
    THREAD = auto()
    """No thread can be had here: go on without one."""
    GONE = auto()
    """What was meant is not there any more."""
    EXPIRED = auto()
    """The interaction cannot be answered any more."""
    TOKEN = auto()
    """The token is no good any more."""
    PICTURE = auto()
    """Once more without the picture."""
    OURS = auto()
    """A fault of the bot's."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``missing`` is short, for "missing: ..."; ``why`` and ``todo`` as in ``Forbidden``."""

    sort: Sort
    wait: float = 60.0
    missing: str = ""
    why: str = ""
    todo: str = ""


ALREADY_ANSWERED = 40060
UNKNOWN_CHANNEL = 10003
UNKNOWN_GUILD = 10004
UNKNOWN_MEMBER = 10007
MISSING_ACCESS = 50001
MISSING_PERMISSIONS = 50013
THREAD_EXISTS = 160004

_MOVE = "Type /study move in a text channel."
_EXEMPT = (
    "Ask somebody who manages the server to let the bot's role through (Server Settings, "
    "Safety Setup, AutoMod)."
)


def _forbidden(missing: str, why: str, todo: str = "") -> Verdict:
    return Verdict(Sort.FORBIDDEN, missing=missing, why=why, todo=todo)


def _thread(why: str) -> Verdict:
    return Verdict(Sort.THREAD, why=why)


_NO_MESSAGES = _forbidden(
    "a channel that takes messages", "this kind of channel takes no posts", _MOVE
)
_AUTOMOD = _forbidden(
    "an AutoMod rule that lets the bot post",
    "the server's AutoMod blocks what the bot posts",
    _EXEMPT,
)

_TOLD: Mapping[int, Verdict] = {
    MISSING_ACCESS: _forbidden("View Channel", ""),
    MISSING_PERMISSIONS: _forbidden("permission", ""),
    20009: _forbidden("", "Discord's content filter blocks what the bot posts", ""),
    40002: _forbidden("", "the bot's account must be verified first", ""),
    40007: _forbidden(
        "membership of the server",
        "the bot is banned from the server",
        "Remove the ban in Server Settings, then add the bot again.",
    ),
    40058: _NO_MESSAGES,
    50003: _NO_MESSAGES,
    50007: _forbidden(
        "an open direct conversation", "the member takes no direct messages from the bot"
    ),
    50008: _NO_MESSAGES,
    50009: _forbidden(
        "a lower verification level", "the server's verification level keeps the bot out"
    ),
    50095: _forbidden("", "the server can't be used from where the bot runs"),
    50101: _forbidden("", "the server needs more boosts for this"),
    50178: _forbidden("", "the bot's account must be verified first"),
    50278: _forbidden(
        "a server shared with the member", "the bot shares no server with the member"
    ),
    60003: _forbidden(
        "two-factor authentication",
        "the server wants two-factor authentication on the account that owns the bot",
        "Whoever owns the bot's application has to switch it on for their own account.",
    ),
    160002: _forbidden("Read Message History", ""),
    200000: _AUTOMOD,
    200001: _AUTOMOD,
    240000: _forbidden(
        "a link filter that lets the bot post",
        "the server's filter for harmful links blocks what the bot posts",
        _EXEMPT,
    ),
    # threads
    50024: _thread("there are no threads in this kind of channel"),
    50083: _thread("the thread is archived"),
    160005: _thread("the thread is locked"),
    160006: _thread("the server has as many open threads as it can have"),
    160007: _thread("the server has as many open announcement threads as it can have"),
    # limits
    20016: Verdict(Sort.LIMITED, wait=60.0),
    20022: Verdict(Sort.LIMITED, wait=3600.0),
    20028: Verdict(Sort.LIMITED, wait=60.0),
    20029: Verdict(Sort.LIMITED, wait=60.0),
    30034: Verdict(Sort.LIMITED, wait=3600.0),
    30046: Verdict(Sort.LIMITED, wait=3600.0),
    40003: Verdict(Sort.LIMITED, wait=60.0),
    40062: Verdict(Sort.LIMITED, wait=60.0),
}

_CODES: Mapping[Sort, Iterable[int]] = {
    # "temporarily disabled", "blocked at the edge", "overloaded", "not yet available"
    Sort.LATER: (40004, 40006, 40333, 110000, 110001, 130000),
    Sort.GONE: (10001, UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MEMBER, 10008, 10013, 50055),
    Sort.EXPIRED: (10012, 10015, 10062, 40043, 40094, 50027),
    Sort.TOKEN: (40001, 50014),
    # Attachments: too many, too large, of a kind that is not taken, or none at all here.
    Sort.PICTURE: (30015, 40005, 50045, 50046, 50110, 50123, 50138, 50146, 400001),
    Sort.OURS: (
        20001,
        20012,
        30032,
        40041,
        ALREADY_ANSWERED,
        50002,
        50005,
        50006,
        50021,
        50033,
        50035,
        50041,
        50068,
        50084,
        50109,
        50240,
        THREAD_EXISTS,
    ),
}

VERDICTS: Mapping[int, Verdict] = {
    **{code: Verdict(sort) for sort, codes in _CODES.items() for code in codes},
    **_TOLD,
}
UNKNOWN = Verdict(Sort.OURS)


def verdict(code: int) -> Verdict:
    return VERDICTS.get(code, UNKNOWN)
