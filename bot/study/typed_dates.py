"""Free days as organisers type them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

MOST = 366
"""How many free days one list may name."""

_HINT = "Type dates like 2026-12-24, and holidays like 2026-12-24 to 2027-01-02."
_DATE = r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})"
_RANGE = re.compile(rf"{_DATE}(?:\s*(?:to|until|till|through|\.\.\.?|-|–|—|→)\s*{_DATE})?")
_BETWEEN = re.compile(r"\s*[,;&\s]\s*(?:and\s+)?")
_OTHER_WAY = re.compile(r"[0-9]{1,2}[./][0-9]{1,2}[./]?")


class BadDates(ValueError):
    """The words are no dates; ``str()`` is a sentence that says what to type."""


def parse_dates(words: str) -> frozenset[str]:
    """ISO dates from a list of dates and of ranges (both ends included); empty for no words.

    Only year-month-day is taken, because "3.4." and "3/4" mean different days to different
    readers. Raises ``BadDates``.
    """
    words = unicodedata.normalize("NFKC", words).strip().strip(",;").strip().casefold()
    found: set[str] = set()
    at = 0
    while at < len(words):
        part = _RANGE.match(words, at)
        if part is None:
            raise BadDates(_complaint(words[at:]))
        found |= _days(part[1], part[2] or part[1])
        if len(found) > MOST:
            raise BadDates(
                f"That is more than {MOST} free days. Use /study pause for a long break."
            )
        at = part.end()
        if at < len(words):
            between = _BETWEEN.match(words, at)
            if between is None:
                raise BadDates(_complaint(words[at:]))
            at = between.end()
    return frozenset(found)


def _complaint(rest: str) -> str:
    if _OTHER_WAY.match(rest):
        return f"Write the year first, so that day and month cannot be mixed up. {_HINT}"
    return f"That is not a date. {_HINT}"


def _days(first: str, last: str) -> set[str]:
    start, end = _date(first), _date(last)
    length = (end - start).days
    if length < 0:
        raise BadDates(f"{last} comes before {first}. {_HINT}")
    if length > MOST:
        raise BadDates(f"That is more than {MOST} free days. Use /study pause for a long break.")
    return {(start + timedelta(days=ahead)).isoformat() for ahead in range(length + 1)}


def _date(words: str) -> date:
    year, month, day = (int(part) for part in words.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        raise BadDates(f"There is no {words} in the calendar. {_HINT}") from None
