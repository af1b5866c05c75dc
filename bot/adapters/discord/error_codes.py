"""What each of Discord's error codes means for the bot: one table, gone through code by code.

Discord: topics/opcodes-and-status-codes, "JSON Error Codes". Codes of that list which only calls
that the bot never makes can bring are not in here; an unknown code is tried again, then told, as
``OURS`` is. A refusal without any code is not Discord's own word: an outage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from bot.adapters.discord.words import say


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


def _forbidden(name: str) -> Verdict:
    missing, why, todo = (
        say(f"{name}.{part}") if say.has(f"{name}.{part}") else ""
        for part in ("missing", "why", "todo")
    )
    return Verdict(Sort.FORBIDDEN, missing=missing, why=why, todo=todo)


def _thread(name: str) -> Verdict:
    return Verdict(Sort.THREAD, why=say(f"{name}.why"))


_TOLD: Mapping[int, Verdict] = {
    MISSING_ACCESS: _forbidden("no-access"),
    MISSING_PERMISSIONS: _forbidden("no-permission"),
    20009: _forbidden("content-filter"),
    40002: _forbidden("unverified"),
    40007: _forbidden("banned"),
    40058: _forbidden("no-messages"),
    50003: _forbidden("no-messages"),
    50007: _forbidden("closed-to-bots"),
    50008: _forbidden("no-messages"),
    50009: _forbidden("verification-level"),
    50095: _forbidden("region"),
    50101: _forbidden("boosts"),
    50178: _forbidden("unverified"),
    50278: _forbidden("no-shared-server"),
    60003: _forbidden("two-factor"),
    160002: _forbidden("no-history"),
    200000: _forbidden("automod"),
    200001: _forbidden("automod"),
    240000: _forbidden("link-filter"),
    # threads
    50024: _thread("no-threads"),
    50083: _thread("thread-archived"),
    160005: _thread("thread-locked"),
    160006: _thread("threads-full"),
    160007: _thread("announcement-threads-full"),
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
