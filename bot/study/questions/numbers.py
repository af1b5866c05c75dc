"""Numbers as people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

_NUMBER = re.compile(
    r"(?:about|around|approx\.?|roughly|ca\.?|exactly|~|=|≈|\s)*[$€£]?\s*"
    r"(?P<sign>[+\-]?)\s*(?P<digits>[0-9][0-9.,'_\s]*|[.,][0-9]+)"
    r"(?P<unit>[^0-9]{0,40})"
)
_MULTIPLIER = re.compile(
    r"k|m|mio|mln|bn|b|thousand|million|billion|trillion|hundred|dozen|tsd|mrd|"
    r"(?:thousand|million|billion|trillion|hundred|dozen)s?\b.*"
)
_UNIT_SIGNS = frozenset(" %°/.-,;!?€$£()")
_PERCENT = re.compile(r"%|percent|per cent")
_LONGEST = 24
_LONGEST_WORDS = 200


class Reading(NamedTuple):
    """``values`` are what the words can mean, likeliest first; ``unit`` is what follows."""

    values: tuple[Decimal, ...]
    unit: str


def reading(words: str) -> Reading | None:
    """The number that ``words`` write, or None when they write none.

    "1,200", "1 200", "1'200" and "1200 records" are 1200; "1,5" is 1.5; "1.200" is 1.2 and may
    be 1200; "20 %" is 20 and may be 0.2. "3 million" or "12k" are not read.
    """
    if len(words) > _LONGEST_WORDS:
        return None
    plain = unicodedata.normalize("NFKC", words).casefold().strip().replace("−", "-")
    plain = plain.replace("’", "'").replace("ʼ", "'")
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    unit = found["unit"].strip()
    if _MULTIPLIER.fullmatch(unit) or not all(
        sign.isalpha() or sign in _UNIT_SIGNS for sign in unit
    ):
        return None
    values = _values(found["digits"].strip().rstrip(".,'_"))
    if found["sign"] == "-":
        values = tuple(-value for value in values)
    if _PERCENT.match(unit):
        values += tuple(value / 100 for value in values)
    return Reading(tuple(dict.fromkeys(values)), unit.strip(" .,;!?)")) if values else None


def _values(digits: str) -> tuple[Decimal, ...]:
    digits = re.sub(r"(?<=[0-9])(?:['_]|\s)(?=[0-9]{3}(?![0-9]))", "", digits)
    if len(digits) > _LONGEST or not re.fullmatch(r"[0-9.,]+", digits):
        return ()
    marks = re.sub(r"[0-9]", "", digits)
    if not marks:
        return (Decimal(digits),)
    last = marks[-1]
    whole, _, rest = digits.rpartition(last)
    if len(set(marks)) == 1 and len(marks) > 1:
        return _grouped(digits, last)
    if len(marks) > 1:  # thousands in one sign, the decimals after the other
        if marks.count(last) > 1:
            return ()
        return tuple(Decimal(f"{value}.{rest or 0}") for value in _grouped(whole, marks[0]))
    decimal = Decimal(f"{whole or 0}.{rest or 0}")
    thousands = _grouped(digits, last)
    return (*thousands, decimal) if last == "," else (decimal, *thousands)


def _grouped(digits: str, sign: str) -> tuple[Decimal, ...]:
    if not re.fullmatch(rf"[1-9][0-9]{{0,2}}(?:{re.escape(sign)}[0-9]{{3}})+", digits):
        return ()
    return (Decimal(digits.replace(sign, "")),)


def ascending(texts: Sequence[tuple[str, str]]) -> list[str] | None:
    """Ids of (id, text) by the number in text, when all are numbers of one unit; else None."""
    numbers: list[tuple[Decimal, str]] = []
    units: set[str] = set()
    for id_, words in texts:
        found = reading(words)
        if found is None:
            return None
        units.add(found.unit.removesuffix("s"))
        numbers.append((found.values[0], id_))
    return [id_ for _, id_ in sorted(numbers)] if len(units) == 1 else None
