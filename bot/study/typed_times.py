"""Times of day as people type them."""

from __future__ import annotations

import re
import unicodedata

_TIME = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2}))?h?"
    r"(?:\s*(?P<half>am|pm|a\.m\.|p\.m\.))?(?:\s*(?:o'clock|uhr))?",
)
_BETWEEN = re.compile(r"(?:\s*[,;/+&]\s*(?:and\s+)?|\s+and\s+|\s+-\s+|\s+)")
_QUESTION_AFTER = 3 * 60 + 30
_RESULTS_AFTER = 8 * 60


class BadTimes(ValueError):
    """The words are no times of day; ``str()`` is a sentence that says what to type."""


def parse_times(words: str, rhythm: str) -> tuple[int, ...]:
    """Minutes after midnight: one for "morning" and "questions", three ascending for "spread".

    Takes "9", "9:00", "09.00", "9am", "9:00, 12:30, 17:00". A single time for "spread" is the
    concept's; the question follows 3 h 30 min and the results 8 h later. Raises ``BadTimes``.
    """
    spread = rhythm == "spread"
    hint = (
        "Type three times in order, such as 9:00, 12:30, 17:00, or only the first one."
        if spread
        else "Type one time, such as 9:00."
    )
    times = _read(unicodedata.normalize("NFKC", words).strip().casefold(), hint)
    if not spread:
        if len(times) != 1:
            raise BadTimes(f"One time is needed here. {hint}")
        return times
    if len(times) == 1:
        first = times[0]
        if first + _RESULTS_AFTER >= 24 * 60:
            raise BadTimes(
                "That leaves too little of the day for the question and the results. "
                "Type three times in order, such as 16:00, 19:00, 22:00."
            )
        return first, first + _QUESTION_AFTER, first + _RESULTS_AFTER
    if len(times) != 3:
        raise BadTimes(f"Three times are needed here. {hint}")
    if not times[0] < times[1] < times[2]:
        raise BadTimes(f"The three times have to follow each other within one day. {hint}")
    return times


def _read(words: str, hint: str) -> tuple[int, ...]:
    if not words or len(words) > 100:
        raise BadTimes(hint)
    times: list[int] = []
    at = 0
    while True:
        found = _TIME.match(words, at)
        if found is None:
            raise BadTimes(f"That is not a time of day. {hint}")
        times.append(_minutes(found, hint))
        at = found.end()
        if at == len(words):
            return tuple(times)
        between = _BETWEEN.match(words, at)
        if between is None:
            raise BadTimes(f"That is not a time of day. {hint}")
        at = between.end()


def _minutes(found: re.Match[str], hint: str) -> int:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").replace(".", "")
    if half:
        if not 1 <= hour <= 12:
            raise BadTimes(f"With am or pm the hour is 1 to 12. {hint}")
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise BadTimes(f"A day's times run from 0:00 to 23:59. {hint}")
    return hour * 60 + minute
