"""How long a break lasts, as organizers type it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.study.typed_date_words import MONTHS, one_of
from bot.study.typed_dates import BadDates, parse_date, parse_dates, plain_dates, told
from bot.study.words import say

_UNTIL = re.compile(
    r"(?:(?:up\s+)?(?:until|til|till|'til|to)(?:\s+and\s+(?:including|incl\.?))?"
    r"|through|thru|including|incl\.?)\s*(?::\s*|\s|$)"
)
_INCLUSIVE = ("through", "thru", "including", "incl")
_END = re.compile(
    r"(?:the\s+)?(?:end|last\s+day)\s+of\s+(?:the\s+|this\s+)?(?P<what>.+)|(?P<this>month|week|year)"
    r"'?s?\s+end"
)
_INCLUDED = re.compile(r",?\s*(?:\(?(?:inclusive|included|incl\.?)\)?)$")
_AFTER = re.compile(r"(?:the\s+day\s+)?after\s+(?!tomorrow)")
_PAST = re.compile(r"(?:yesterday|last\s+[a-z]+|.*\sago)$")
_VAGUE = re.compile(rf"(?:in\s+|mid-?\s*|early\s+|late\s+)?(?P<month>{one_of(MONTHS)})\.?")
_WEEKEND = re.compile(r"(?:(?:over|for|through)\s+)?(?:(?:the|this|next)\s+)?weekend")
_SOME = re.compile(r"(?:in\s+|for\s+)?(?:a\s+few|some|several)\s+(?:days|weeks|months)")
_FOREVER = (
    "forever",
    "indefinitely",
    "open end",
    "no end",
    "further notice",
    "i say so",
    "/study resume",
    "study resume",
    "resume",
    "later",
)


def parse_break(words: str, today: date) -> date | None:
    """The first day on which is posted again; None for a break without an end.

    "until Dec 28" and a date alone name that day; "through Dec 27" and "until the end of the
    month" include the day that is named; "for two weeks" counts from today. Raises ``BadDates``,
    also for a day that is not to come.
    """
    plain = plain_dates(words)
    until = _UNTIL.match(plain)
    rest = plain[until.end() :] if until else plain
    if rest in _FOREVER:
        return None
    shorter = _INCLUDED.sub("", rest)
    included = shorter != rest or (
        until is not None and any(word in until[0] for word in _INCLUSIVE)
    )
    if after := _AFTER.match(shorter):
        included, shorter = True, shorter[after.end() :]
    end = _END.fullmatch(shorter)
    if end is not None:
        day, included = _last_of(end["what"] or end["this"], today), True
    else:
        day = _named(shorter, today)
    if included:
        day += timedelta(days=1)
    if day <= today:
        said = told(day)
        raise BadDates(say("day-today" if day == today else "day-over", day=said))
    return day


def _named(words: str, today: date) -> date:
    try:
        return parse_date(words, today)
    except BadDates:
        if question := _question(words, today):
            raise BadDates(question) from None
        if not _several(words.removeprefix("from ").removeprefix("between "), today):
            raise
    raise BadDates(say("break-starts-now"))


def _question(plain: str, today: date) -> str:
    """What to ask for words that are about time, though they name no day; "" for others."""
    if _PAST.fullmatch(plain):
        return say("day-gone")
    if vague := _VAGUE.fullmatch(plain):
        first = parse_date(f"1 {vague['month']}", today)
        return say("day-of-month", month=f"{first:%B}", day=told(first))
    if _WEEKEND.fullmatch(plain):
        saturday = today + timedelta(days=(6 - today.isoweekday()) % 7)
        monday = saturday + timedelta(days=2)
        return say("day-of-weekend", one=told(saturday), other=told(monday))
    if _SOME.fullmatch(plain):
        return say("how-many")
    return ""


def _several(words: str, today: date) -> bool:
    try:
        return len(parse_dates(words, today)) > 1
    except BadDates:
        return False


def _last_of(what: str, today: date) -> date:
    """The last day of a week (Sunday), a month by name or this one, or the year."""
    if what == "year":
        return date(today.year, 12, 31)
    if what in ("week", "next week"):
        later = 7 if what != "week" else 0
        return today + timedelta(days=7 - today.isoweekday() + later)
    if what == "next month":
        first = parse_date("next month", today)
    elif what == "month":
        first = today.replace(day=1)
    else:
        month, _, year = what.partition(" ")
        this = parse_date(f"1 {month} {year or today.year}".strip(), today)
        first = this if year or (this.year, this.month) >= (today.year, today.month) else (
            parse_date(f"1 {month} {today.year + 1}", today))  # fmt: skip
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
