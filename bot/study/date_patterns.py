"""What a typed date can look like: the patterns that ``typed_dates`` reads with."""

from __future__ import annotations

import re

from bot.study.typed_date_words import MONTHS, NUMBERS, WEEKDAYS, one_of

END = r"(?![a-z0-9])"
DAY = r"(?P<{0}>[0-9]{{1,2}})(?:st|nd|rd|th)?\.?"
MONTH = rf"(?P<month>{one_of(MONTHS)})(?![a-z])\.?"
YEAR = r"(?:[\s,/-]*(?:(?:de|of)\s+)?(?P<year>[0-9]{4}))?"
GAP = r"(?:\s*(?:-|\s|/|de|of)\s*|)"
WEEKDAY = rf"(?:(?P<weekday>{one_of(WEEKDAYS)})(?![a-z])\.?,?\s*(?:the\s+)?)"
TO = r"\s*(?:-|to|until|till|through|thru|\.\.\.?|→|bis|and)\s*"
COUNT = rf"(?P<count>[0-9]{{1,3}}|{one_of(NUMBERS)})"

RANGE = re.compile(TO)
ISO = re.compile(
    rf"{WEEKDAY}?(?P<year>[0-9]{{4}})(?P<sign>[-/.]?)(?P<month>[0-9]{{1,2}})"
    rf"(?P=sign)(?P<day>[0-9]{{1,2}})(?![0-9])"
)
SHARED = (
    re.compile(rf"{DAY.format('day')}{TO}{DAY.format('last')}{GAP}{MONTH}{YEAR}{END}"),
    re.compile(rf"{MONTH}\s*{DAY.format('day')}{TO}{DAY.format('last')}(?![0-9]){YEAR}{END}"),
)
NAMED = (
    re.compile(rf"{WEEKDAY}?{DAY.format('day')}{GAP}{MONTH}{YEAR}{END}"),
    re.compile(rf"{WEEKDAY}?{MONTH}{GAP}{DAY.format('day')}(?![0-9]){YEAR}{END}"),
)
NUMERIC = re.compile(
    r"(?P<one>[0-9]{1,2})\s?(?P<sign>[./-])\s?(?P<two>[0-9]{1,2})"
    r"(?:(?P=sign)\s?(?P<year>[0-9]{4}|[0-9]{2}))?(?![0-9])\.?"
)
NTH = re.compile(rf"{WEEKDAY}?(?:the\s+)?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th){END}")
AHEAD = re.compile(
    rf"(?:in\s+|for\s+)?{COUNT}(?:\s+|(?<=[0-9]))(?:more\s+)?"
    rf"(?P<unit>days?|d|weeks?|wks?|w|fortnights?|months?|mos?|years?|yrs?){END}"
)
UNITS = {"d": ("day", 1), "w": ("day", 7), "f": ("day", 14), "m": ("month", 1), "y": ("month", 12)}
FROM = re.compile(r"\s+(?:from|after)\s+(?:(?:now|today)(?![a-z])|(?=[a-z0-9]))")
WORDS = re.compile(
    rf"(?:(?P<which>next|this|coming|on)\s+)?(?:(?P<weekday>{one_of(WEEKDAYS)})|"
    rf"(?P<word>today|tonight|(?:the\s+)?day\s+after\s+tomorrow|tomorrow|yesterday|week|month|year))"
    rf"{END}\.?"
)
NEXT_WEEK = re.compile(
    rf"(?:(?P<weekday>{one_of(WEEKDAYS)})\s+(?:of\s+)?next\s+week"
    rf"|next\s+week,?\s+(?:on\s+)?(?P<other>{one_of(WEEKDAYS)})){END}"
)
FEAST = re.compile(
    r"(?P<name>christmas(?:\s+eve)?|new\s+year(?:'?s)?(?:\s+eve)?|halloween|boxing"
    r"|valentine'?s)(?:\s+day)?(?![a-z0-9'])"
)
FEASTS = {"christmas": (12, 25), "christmas eve": (12, 24), "new year": (1, 1),
           "new year eve": (12, 31), "halloween": (10, 31), "boxing": (12, 26),
           "valentines": (2, 14)}  # fmt: skip
BETWEEN = re.compile(r"\s*(?:[,;&\s]|(?<=\s)and\s)\s*(?:and\s+)?")
