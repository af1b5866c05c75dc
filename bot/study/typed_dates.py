"""Dates as organizers type them: one, or a list of free days with ranges.

An own small grammar, because the date parsers there are (dateparser was measured: 20 MB, 0.15 s
at first use) guess where this asks back: they read "3/4" as the writer of the library would, "5"
as a day in May and "a" as a day in January.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from bot.study.date_patterns import (
    AHEAD,
    BETWEEN,
    FEAST,
    FEASTS,
    FROM,
    ISO,
    NAMED,
    NEXT_WEEK,
    NTH,
    NUMERIC,
    RANGE,
    SHARED,
    UNITS,
    WORDS,
)
from bot.study.typed_date_words import (
    MONTHS,
    NUMBERS,
    WEEKDAYS,
    respelled,
    without_time,
)
from bot.study.words import say

MOST = 366
"""How many free days one list may name."""
LONGEST = 2_000
"""Characters that are read."""


class BadDates(ValueError):
    """The words are no dates; ``str()`` is a sentence that says what to type."""


def plain_dates(words: str) -> str:
    """``words`` in small letters with plain dashes and digits."""
    plain = unicodedata.normalize("NFKC", words[:LONGEST]).casefold()
    plain = re.sub("[‐‑‒–—−－]", "-", plain).replace("’", "'")
    digits = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)
    line = " ".join("".join(digits).replace("\n", ", ").split()).strip("\"“”'`,;!?()*_ ")
    return respelled(line)


def parse_date(words: str, today: date) -> date:
    """One date in words; without a year it is the coming one. Raises ``BadDates``.

    A name of a day that is not the date's, and a date that reads in two ways ("3/4", "next
    Friday" said on a Monday), is asked back.
    """
    plain = without_time(plain_dates(words))
    if not plain:
        raise BadDates(say("date-hint"))
    if plain.isdecimal() and len(plain) <= 2:
        raise BadDates(say("bare-number", number=plain))
    found = _one(plain, 0, today)
    if found is None or plain[found[1] :].strip(" ."):
        raise BadDates(say("unknown-date"))
    return found[0]


def parse_dates(words: str, today: date) -> frozenset[str]:
    """ISO dates from a list of dates and of ranges (both ends included); empty for no words.

    Takes what ``parse_date`` takes, and "Dec 24 to Jan 2" or "24-26 December". Raises
    ``BadDates``.
    """
    plain = plain_dates(words)
    found: set[str] = set()
    at = 0
    while at < len(plain):
        first, last, at = _range(plain, at, today)
        found |= _days(first, last)
        if len(found) > MOST:
            raise BadDates(say("too-many-days", most=MOST))
        if at < len(plain):
            between = BETWEEN.match(plain, at)
            if between is None:
                raise BadDates(say("unknown-dates", typed=plain[at : at + 20].strip()))
            at = between.end()
    return frozenset(found)


def _range(plain: str, at: int, today: date) -> tuple[date, date, int]:
    """The dates of a range, or one date twice, and where they end."""
    for shared in SHARED:
        if both := shared.match(plain, at):
            first = _of_month(both, "day", today)
            last = _date(first.year, first.month, int(both["last"]))
            return first, last, both.end()
    one = _one(plain, at, today)
    if one is None:
        raise BadDates(say("unknown-dates", typed=plain[at : at + 20].strip()))
    first, end = one
    to = RANGE.match(plain, end)
    other = _one(plain, to.end(), first) if to else None
    if to is None or to[0].strip() == "and":
        return first, first, end
    if other is None and to.end() == len(plain):
        raise BadDates(say("no-last-day"))
    if other is None:
        raise BadDates(say("unknown-dates", typed=plain[to.end() : to.end() + 20].strip()))
    return first, other[0], other[1]


def _days(first: date, last: date) -> set[str]:
    length = (last - first).days
    if length < 0:
        raise BadDates(say("backward", first=told(first), last=told(last)))
    if length > MOST:
        raise BadDates(say("too-many-days", most=MOST))
    return {(first + timedelta(days=ahead)).isoformat() for ahead in range(length + 1)}


def _one(plain: str, at: int, today: date) -> tuple[date, int] | None:
    """A date at a place in the words, and where it ends; None where there is none."""
    if found := ISO.match(plain, at):
        day = _date(int(found["year"]), int(found["month"]), int(found["day"]))
        return _checked(day, found["weekday"]), found.end()
    for named in NAMED:
        if found := named.match(plain, at):
            return _of_month(found, "day", today), found.end()
    if found := NUMERIC.match(plain, at):
        return _numeric(found, today), found.end()
    if found := NTH.match(plain, at):
        return _checked(_nth(int(found["day"]), today), found["weekday"]), found.end()
    if found := NEXT_WEEK.match(plain, at):
        monday = today + timedelta(days=8 - today.isoweekday())
        number = WEEKDAYS[found["weekday"] or found["other"]]
        return monday + timedelta(days=number - 1), found.end()
    if found := FEAST.match(plain, at):
        name = " ".join(found["name"].replace("'", "").replace("years", "year").split())
        return _coming(*FEASTS[name], today), found.end()
    if found := AHEAD.match(plain, at):
        start, end = today, found.end()
        if since := FROM.match(plain, end):
            other = None if since[0].endswith(("now", "today")) else _one(plain, since.end(), today)
            start, end = other or (today, since.end())
        return _ahead(NUMBERS.get(found["count"]) or int(found["count"]), found["unit"], start), end
    if found := WORDS.match(plain, at):
        return _worded(found, today), found.end()
    return None


def _of_month(found: re.Match[str], day: str, today: date) -> date:
    month, number, said = MONTHS[found["month"]], int(found[day]), found["year"]
    weekday = found.groupdict().get("weekday")
    if said:
        return _checked(_date(int(said), month, number), weekday)
    return _coming(month, number, today, weekday)


def _coming(month: int, number: int, today: date, weekday: str | None = None) -> date:
    """The next date with that month and day, today included."""
    coming: list[date] = []
    for year in range(today.year, min(today.year + 9, 10_000)):
        try:
            day = date(year, month, number)
        except ValueError:
            continue
        if day >= today:
            coming.append(day)
    if not coming:
        raise BadDates(say("not-in-month", number=number))
    return _checked(coming[0], weekday)


def _checked(day: date, weekday: str | None) -> date:
    if weekday and day.isoweekday() != WEEKDAYS[weekday]:
        raise BadDates(say("other-weekday", day=told(day), weekday=f"{day:%A}"))
    return day


def _numeric(found: re.Match[str], today: date) -> date:
    one, two, said = int(found["one"]), int(found["two"]), found["year"]
    year = None if said is None else int(said) + (2000 if len(said) == 2 else 0)
    if one <= 12 and two <= 12 and one != two:
        ways = [_in_year(*way, year, today) for way in ((one, two), (two, one))]
        typed = found[0].strip(" .")
        days = list(dict.fromkeys(map(told, ways)))
        if len(days) == 1:
            raise BadDates(say("one-date", typed=typed, day=days[0]))
        raise BadDates(say("two-dates", typed=typed, one=days[0], other=days[1]))
    month, day = (one, two) if one <= 12 else (two, one)
    return _in_year(month, day, year, today)


def _in_year(month: int, day: int, year: int | None, today: date) -> date:
    if month > 12 or not month:
        raise BadDates(say("no-month", number=month))
    return _coming(month, day, today) if year is None else _date(year, month, day)


def _nth(number: int, today: date) -> date:
    for ahead in range(62):
        if (today + timedelta(days=ahead)).day == number:
            return today + timedelta(days=ahead)
    raise BadDates(say("in-no-month", number=number))


def _ahead(count: int, said: str, today: date) -> date:
    unit, length = UNITS[said[0]]
    count *= length
    if unit == "month":
        if count > 1200:
            raise BadDates(say("too-far"))
        months = today.year * 12 + today.month - 1 + count
        year, month = divmod(months, 12)
        for day in range(today.day, 0, -1):
            try:
                return date(year, month + 1, day)
            except ValueError:
                continue
    return today + timedelta(days=count)


def _worded(found: re.Match[str], today: date) -> date:
    which, word = found["which"] or "", found["word"] or ""
    if found["weekday"]:
        return _weekday(WEEKDAYS[found["weekday"]], which, found["weekday"], today)
    monday = today + timedelta(days=8 - today.isoweekday())
    if word in ("week", "month", "year"):
        if which != "next":
            raise BadDates(say("which-day"))
        first = date(today.year + today.month // 12, today.month % 12 + 1, 1)
        return {"week": monday, "month": first, "year": date(today.year + 1, 1, 1)}[word]
    if word in ("today", "tonight"):
        return today
    return today + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(word, 2))


def _weekday(number: int, which: str, said: str, today: date) -> date:
    ahead = (number - today.isoweekday()) % 7 or (0 if which == "this" else 7)
    day = today + timedelta(days=ahead)
    if which == "next" and ahead and today.isoweekday() + ahead <= 7:
        later = day + timedelta(days=7)
        raise BadDates(say("next-weekday", weekday=f"{day:%A}", one=told(day), other=told(later)))
    return day


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        said = f"{year:04d}-{month:02d}-{day:02d}"
        raise BadDates(say("no-date", typed=said)) from None


def told(day: date) -> str:
    """A day as it is typed back: "Dec 21, 2026"."""
    return f"{day:%b} {day.day}, {day.year}"
