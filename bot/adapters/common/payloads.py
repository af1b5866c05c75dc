"""Reading what a platform delivers without believing any of it.

Types, lengths and ids are checked before a payload becomes an interaction, so that nothing
behind an adapter meets a list where a name should be. Text comes out without what no text
has: halves of characters and NUL, which neither a database nor an answer can carry.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

TEXT = 6000
"""The longest text that either platform lets a member send (Discord: string options)."""
IDENTIFIER = 255
PARTS = 200
_NO_TEXT = re.compile("[\ud800-\udfff\x00]")


class NotUnderstood(ValueError):
    """A payload that is none of the platform's own. Says where, and shows nothing of it."""


def mapping(value: object, where: str) -> Mapping[str, Any]:
    """An object of the payload. Raises ``NotUnderstood``."""
    if not isinstance(value, Mapping):
        raise NotUnderstood(f"{where} is no object")
    return value


def inside(outer: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The object under ``key``; an empty one where there is none."""
    value = outer.get(key)
    return {} if value is None else mapping(value, key)


def items(outer: Mapping[str, Any], key: str, most: int = PARTS) -> Sequence[Mapping[str, Any]]:
    """The objects in the list under ``key``; none where there is no list."""
    value = outer.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > most:
        raise NotUnderstood(f"{key} is no list")
    return [mapping(item, key) for item in value]


def words(value: object, where: str, most: int = TEXT) -> str:
    """Text of a member's. Raises ``NotUnderstood`` for anything else, or beyond ``most``."""
    if not isinstance(value, str) or len(value) > most:
        raise NotUnderstood(f"{where} is no text")
    return _NO_TEXT.sub("\ufffd", value)


def identifier(value: object, where: str, shape: re.Pattern[str]) -> str:
    """An id of the platform's own. Raises ``NotUnderstood``."""
    if not isinstance(value, str) or len(value) > IDENTIFIER or not shape.fullmatch(value):
        raise NotUnderstood(f"{where} is no id")
    return value


def flag(value: object, where: str) -> bool:
    """Whether it is set; nothing counts as no. Raises ``NotUnderstood``."""
    if value is None:
        return False
    if not isinstance(value, bool):
        raise NotUnderstood(f"{where} is neither true nor false")
    return value
