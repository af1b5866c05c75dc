"""Times of day as people type them."""

from __future__ import annotations

import re
import unicodedata

from bot.study.group import Rhythm
from bot.study.words import say

_LONGEST = 100
_NAMES = "one two three four five six seven eight nine ten eleven twelve"
_WORDS = {word: number for number, word in enumerate(_NAMES.split(), 1)}
_HOUR = rf"[0-9]{{1,2}}|{'|'.join(_WORDS)}"
_HALF = r"am|pm|a\.?\s?m\.?|p\.?\s?m\.?|in the morning|in the afternoon|in the evening|at night"
_TIME = re.compile(
    rf"(?:at\s+)?(?:"
    rf"(?:12\s+)?(?P<name>noon|midday|midnight)"
    rf"|(?P<packed>[0-9]{{3,4}})(?![0-9:.])"
    # "9 to 5" is no time: it needs "minutes" before "to".
    rf"|(?P<part>half|quarter|[0-9]{{1,2}}(?!\s+to\b))\s+(?:minutes?\s+)?"
    rf"(?P<way>past|after|to|before)\s+"
    rf"(?P<of>{_HOUR})"
    rf"|(?P<hour>{_HOUR})(?:(?:\s?[:.]\s?|\s?h\s?|\s?uhr\s?)(?P<minute>[0-9]{{2}})(?::00)?"
    rf"|\s(?P<spoken>fifteen|thirty|forty[ -]five))?"
    rf")(?:\s*(?:o'clock|uhr|hours|hrs?|h)(?![a-z]))?(?:\s*(?P<half>{_HALF})(?![a-z]))?"
    rf"(?:\s*(?:o'clock|uhr|hours|hrs?|h)(?![a-z]))?",
)
_SPOKEN = {"fifteen": 15, "thirty": 30, "forty five": 45, "forty-five": 45}
_BETWEEN = re.compile(
    r"(?:\s*[,;/+&]\s*(?:(?:and|then)\s+)?|\s+(?:and|then)\s+|\s*(?:-|→|->)\s*|\s+)"
)
_QUESTION_AFTER = 3 * 60 + 30
_RESULTS_AFTER = 8 * 60


class BadTimes(ValueError):
    """The words are no times of day; ``str()`` is a sentence that says what to type."""


def parse_times(words: str, rhythm: Rhythm) -> tuple[int, ...]:
    """Minutes after midnight: one for "morning" and "questions", three ascending for "spread".

    Takes "9", "9:00", "09.00", "0900", "9am", "17h30", "noon", "half past nine" and several of
    them. A single time for "spread" is the concept's; the question follows 3 h 30 min and the
    results 8 h later. Raises ``BadTimes``.
    """
    spread = rhythm == Rhythm.SPREAD
    hint = say("three-times-hint" if spread else "one-time-hint")
    times = _read(_plain(words), hint)
    if not spread:
        if len(times) != 1:
            raise BadTimes(say("one-time"))
        return times
    if len(times) == 1:
        first = times[0]
        if first + _RESULTS_AFTER >= 24 * 60:
            raise BadTimes(say("too-late"))
        return first, first + _QUESTION_AFTER, first + _RESULTS_AFTER
    if len(times) != 3:
        raise BadTimes(say("three-times"))
    if not times[0] < times[1] < times[2]:
        raise BadTimes(say("not-in-order"))
    return times


def _plain(words: str) -> str:
    """Small letters, plain dashes and apostrophes, digits of any script as 0 to 9."""
    if len(words) > _LONGEST:
        return ""
    plain = unicodedata.normalize("NFKC", words).casefold()
    plain = re.sub("[‐‑‒–—−]", "-", plain).replace("’", "'").replace("：", ":")
    digits = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)
    return "".join(digits).strip().strip("\"“”'.").strip()


def _read(words: str, hint: str) -> tuple[int, ...]:
    if not words:
        raise BadTimes(hint)
    times: list[int] = []
    at = 0
    while True:
        found = _TIME.match(words, at)
        if found is None:
            raise BadTimes(say("no-time", hint=hint))
        times.append(_minutes(found, hint))
        at = found.end()
        if at == len(words):
            return tuple(times)
        between = _BETWEEN.match(words, at)
        if between is None or between.end() == len(words):
            raise BadTimes(say("no-time", hint=hint))
        at = between.end()


def _minutes(found: re.Match[str], hint: str) -> int:
    if found["name"]:
        return 0 if found["name"] == "midnight" else 12 * 60
    if found["packed"]:
        hour, minute = divmod(int(found["packed"]), 100)
    elif found["part"]:
        part = {"half": 30, "quarter": 15}.get(found["part"]) or int(found["part"])
        hour, minute = _hour(found["of"]), part
        if part > 59:
            raise BadTimes(say("minutes", hint=hint))
        if found["way"] in ("to", "before"):
            hour, minute = (hour - 1) % 24, 60 - part
    else:
        hour, minute = _hour(found["hour"]), int(found["minute"] or _SPOKEN.get(found["spoken"], 0))
    half = re.sub(r"[.\s]", "", found["half"] or "")
    if half:
        if not 1 <= hour <= 12:
            raise BadTimes(say("half-day", hint=hint))
        hour = hour % 12 + (0 if half in ("am", "inthemorning") else 12)
        if half == "atnight" and hour == 12:
            hour = 0
    if hour > 23 or minute > 59:
        raise BadTimes(say("hours", hint=hint))
    return hour * 60 + minute


def _hour(said: str) -> int:
    return _WORDS.get(said) or int(said)
