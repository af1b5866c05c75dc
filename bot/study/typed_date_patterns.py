"""The grammar of dates as people type them: each pattern is one way to name a day or several.

They are matched against plain words (``typed_dates.plain_dates``).
"""

from __future__ import annotations

import re

from bot.study.typed_date_words import MONTHS, NUMBERS, WEEKDAYS, one_of

_END = r"(?![a-z0-9])"
_DAY = r"(?P<{0}>[0-9]{{1,2}})(?:st|nd|rd|th)?\.?"
_MONTH = rf"(?P<month>{one_of(MONTHS)})(?![a-z])\.?"
_YEAR = r"(?:[\s,/-]*(?:(?:de|of)\s+)?(?P<year>[0-9]{4}))?"
_GAP = r"(?:\s*(?:-|\s|/|de|of)\s*|)"
_WEEKDAY = rf"(?:(?P<weekday>{one_of(WEEKDAYS)})(?![a-z])\.?,?\s*(?:the\s+)?)"
_TO = r"\s*(?:-|to|until|till|through|thru|\.\.\.?|→|bis|and)\s*"
_COUNT = rf"(?P<count>[0-9]{{1,3}}|{one_of(NUMBERS)})"

RANGE = re.compile(_TO)
ISO = re.compile(
    rf"{_WEEKDAY}?(?P<year>[0-9]{{4}})(?P<sign>[-/.]?)(?P<month>[0-9]{{1,2}})"
    rf"(?P=sign)(?P<day>[0-9]{{1,2}})(?![0-9])"
)
SHARED = (
    re.compile(rf"{_DAY.format('day')}{_TO}{_DAY.format('last')}{_GAP}{_MONTH}{_YEAR}{_END}"),
    re.compile(rf"{_MONTH}\s*{_DAY.format('day')}{_TO}{_DAY.format('last')}(?![0-9]){_YEAR}{_END}"),
)
NAMED = (
    re.compile(rf"{_WEEKDAY}?{_DAY.format('day')}{_GAP}{_MONTH}{_YEAR}{_END}"),
    re.compile(rf"{_WEEKDAY}?{_MONTH}{_GAP}{_DAY.format('day')}(?![0-9]){_YEAR}{_END}"),
)
NUMERIC = re.compile(
    r"(?P<one>[0-9]{1,2})\s?(?P<sign>[./-])\s?(?P<two>[0-9]{1,2})"
    r"(?:(?P=sign)\s?(?P<year>[0-9]{4}|[0-9]{2}))?(?![0-9])\.?"
)
NTH = re.compile(rf"{_WEEKDAY}?(?:the\s+)?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th){_END}")
AHEAD = re.compile(
    rf"(?:in\s+|for\s+)?{_COUNT}(?:\s+|(?<=[0-9]))(?:more\s+)?"
    rf"(?P<unit>days?|d|weeks?|wks?|w|fortnights?|months?|mos?|years?|yrs?){_END}"
)
UNITS = {"d": ("day", 1), "w": ("day", 7), "f": ("day", 14), "m": ("month", 1), "y": ("month", 12)}
FROM = re.compile(r"\s+(?:from|after)\s+(?:(?:now|today)(?![a-z])|(?=[a-z0-9]))")
WORDS = re.compile(
    rf"(?:(?P<which>next|this|coming|on)\s+)?(?:(?P<weekday>{one_of(WEEKDAYS)})|"
    rf"(?P<word>today|tonight|(?:the\s+)?day\s+after\s+tomorrow|tomorrow|yesterday|week|month|year))"
    rf"{_END}\.?"
)
NEXT_WEEK = re.compile(
    rf"(?:(?P<weekday>{one_of(WEEKDAYS)})\s+(?:of\s+)?next\s+week"
    rf"|next\s+week,?\s+(?:on\s+)?(?P<other>{one_of(WEEKDAYS)})){_END}"
)
FEAST = re.compile(
    r"(?P<name>christmas(?:\s+eve)?|new\s+year(?:'?s)?(?:\s+eve)?|halloween|boxing"
    r"|valentine'?s)(?:\s+day)?(?![a-z0-9'])"
)
FEASTS = {"christmas": (12, 25), "christmas eve": (12, 24), "new year": (1, 1),
           "new year eve": (12, 31), "halloween": (10, 31), "boxing": (12, 26),
           "valentines": (2, 14)}  # fmt: skip
BETWEEN = re.compile(r"\s*(?:[,;&\s]|(?<=\s)and\s)\s*(?:and\s+)?")
