"""The button codec: ``1.<route>.<args>`` in at most 100 ASCII characters.

A button carries the state it needs and no permission: owner and state are checked in the
database on every press.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.model.limits import ACTION

VERSION = "1"
KEPT = 4096
"""Actions kept with what they mean: one question's buttons are the same for all its members."""
_ROUTE = re.compile(r"[a-z][a-z0-9-]{0,30}")
_ARG = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_ID = re.compile(r"[0-9a-z]{1,12}")


class BadAction(ValueError):
    """Not an action that this version of the program wrote."""


def encode(route: str, *args: str | int) -> str:
    """A coded action. Integers (row ids) become base 36. Raises ``BadAction``."""
    return _encoded(route, args)


@lru_cache(maxsize=KEPT)
def _encoded(route: str, args: tuple[str | int, ...]) -> str:
    parts = [base36(arg) if isinstance(arg, int) else arg for arg in args]
    if not _ROUTE.fullmatch(route):
        raise BadAction(f"bad route {route!r}")
    for part in parts:
        if not _ARG.fullmatch(part):
            raise BadAction(f"bad argument {part!r}")
    coded = ".".join((VERSION, route, *parts))
    if len(coded) > ACTION:
        raise BadAction(f"action of {len(coded)} characters, {ACTION} fit")
    return coded


def decode(coded: str) -> tuple[str, tuple[str, ...]]:
    """Route and arguments of a coded action. Raises ``BadAction``."""
    if len(coded) > ACTION or not coded.isascii():
        raise BadAction("not an action")
    return _decoded(coded)


@lru_cache(maxsize=KEPT)
def _decoded(coded: str) -> tuple[str, tuple[str, ...]]:
    version, *parts = coded.split(".")
    if version != VERSION or not parts or not _ROUTE.fullmatch(parts[0]):
        raise BadAction("not an action of this version")
    if not all(_ARG.fullmatch(part) for part in parts[1:]):
        raise BadAction("bad argument")
    return parts[0], tuple(parts[1:])


def base36(number: int) -> str:
    """A row id as short lower-case text. Raises ``BadAction`` below zero."""
    if number < 0:
        raise BadAction("row ids are not negative")
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if not number:
            return digits


def row_id(arg: str) -> int:
    """The row id in an argument. Raises ``BadAction``."""
    if not _ID.fullmatch(arg):
        raise BadAction("not a row id")
    return int(arg, 36)
