"""Two numbers that belong together: a range ("5-10", "1914–18") or a ratio ("3:1")."""

from __future__ import annotations

import re
from typing import NamedTuple

from content.spelling.numbers import plain_signs, reading

_RANGE = re.compile(
    r"(?:(?P<between>between)\s+|from\s+)?(?P<first>[+\-]?[$€£¥₹]?\s*[0-9](?:[^\-:]*[^\-:\s])?)\s*"
    r"(?P<sign>-+|:|\.\.\.?|…|~|\b(?:to|until|through|thru|bis|and|à|a)\b)\s*"
    r"(?P<last>[+\-]?[$€£¥₹]?\s*[0-9].*)",
    re.IGNORECASE,
)
_LONGEST = 100
_YEAR = 4


class Ends(NamedTuple):
    """Both numbers as they were written, and whether they can be a range or a ratio."""

    first: str
    last: str
    range: bool
    ratio: bool


def ends_of(words: str) -> Ends | None:
    """The two numbers that ``words`` write, or None where they write anything else."""
    if len(words) > _LONGEST:
        return None
    found = _RANGE.fullmatch(plain_signs(words).strip(" .!?"))
    if found is None:
        return None
    first, last, sign = found["first"], found["last"], found["sign"].casefold()
    if (sign == "and") != bool(found["between"]):
        return None
    start, end = reading(first), reading(last)
    if start is None or end is None:
        return None
    if end.percent and not start.unit:  # "5-10%"
        first += "%"
    # "1914-18"
    if len(first) == _YEAR and first.isdecimal() and last.isdecimal() and len(last) == 2:
        last = first[:2] + last
    return Ends(first, last, sign != ":", sign in (":", "to"))
