"""Dates as people type them: understood, or asked back with both readings named."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.study import calendar, memory
from bot.study.typed_date_words import MONTHS, WEEKDAYS

MONDAY = date(2026, 11, 30)
COMING = st.integers(0, 364).map(lambda ahead: MONDAY + timedelta(days=ahead))
ANY_DAY = st.dates(date(2024, 1, 1), date(2037, 12, 31))


@pytest.mark.parametrize(
    "words",
    [
        "2026-12-21",
        "2026‑12‑21",
        "2026–12–21",
        "2026/12/21",
        "20261221",
        "Mon 21 Dec",
        "Mon, Dec 21",
        "Monday, Dec 21",
        "Mon, Dec 21, 09:00",
        "Dec 21",
        "dec. 21",
        "DEC 21st",
        "21 December",
        "the 21st of December",
        "21-Dec-2026",
        "December 21, 2026",
        "21. Dezember",
        "lundi 21 décembre",
        "21 de diciembre de 2026",
        "12/21",
        "21/12/2026",
        "21.12.",
        "the 21st",
        "in three weeks",
        "3 weeks",
        "for 21 days",
        "21 days from now",
        " “Dec 21” ",
        "until Dec 21",
        "till 21 Dec",
        "on Mon 21 Dec",
        "up to and including Dec 20",
        "the day after Dec 20",
        "Dec 21 9am",
        "Mon, Dec 21 at 9 am",
        "Dec 21 at 9:00 a.m.",
        "2026-12-21T09:00:00Z",
        "21 Dec in the morning",
        "21 Dec 26",
        "Dec 21 '26",
        "Monday the 21st",
        "**Dec 21**",
        "3wks",
        "21d",
        "a week from Dec 14",
        "two weeks after monday",
        "Decmber 21",
    ],
)
def test_one_day_in_many_words(words: str) -> None:
    assert calendar.parse_break(words, MONDAY) == date(2026, 12, 21)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("tomorrow", "2026-12-01"),
        ("day after tomorrow", "2026-12-02"),
        ("tmrw", "2026-12-01"),
        ("tommorow", "2026-12-01"),
        ("morgen", "2026-12-01"),
        ("monday 9am", "2026-12-07"),
        ("wendesday", "2026-12-02"),
        ("tuseday morning", "2026-12-01"),
        ("the first of January", "2027-01-01"),
        ("xmas", "2026-12-25"),
        ("NYE", "2026-12-31"),
        ("Halloween", "2027-10-31"),
        ("a couple of weeks", "2026-12-14"),
        ("in a year", "2027-11-30"),
        ("monday", "2026-12-07"),
        ("next monday", "2026-12-07"),
        ("Friday", "2026-12-04"),
        ("this friday", "2026-12-04"),
        ("next week", "2026-12-07"),
        ("next month", "2026-12-01"),
        ("next year", "2027-01-01"),
        ("friday next week", "2026-12-11"),
        ("next week on Friday", "2026-12-11"),
        ("a fortnight", "2026-12-14"),
        ("Christmas", "2026-12-25"),
        ("New Year's Eve", "2026-12-31"),
        ("new year’s", "2027-01-01"),
        ("a week", "2026-12-07"),
        ("in a month", "2026-12-30"),
        ("Jan 5", "2027-01-05"),
        ("Nov 29", "2027-11-29"),
        ("feb 29", "2028-02-29"),
    ],
)
def test_days_from_today(words: str, day: str) -> None:
    assert calendar.parse_date(words, MONDAY).isoformat() == day


@pytest.mark.parametrize(
    ("words", "back"),
    [
        ("until Dec 28", "2026-12-28"),
        ("UNTIL: 2026-12-28", "2026-12-28"),
        ("through Dec 27", "2026-12-28"),
        ("until Dec 27 inclusive", "2026-12-28"),
        ("until the end of December", "2027-01-01"),
        ("end of the week", "2026-12-07"),
        ("until the end of the year", "2027-01-01"),
        ("for two weeks", "2026-12-14"),
        ("after Christmas", "2026-12-26"),
        ("until and including Dec 27", "2026-12-28"),
    ],
)
def test_a_break_ends_as_it_is_said(words: str, back: str) -> None:
    assert calendar.parse_break(words, MONDAY) == date.fromisoformat(back)


@pytest.mark.parametrize("words", ["until further notice", "forever", "indefinitely"])
def test_a_break_without_an_end(words: str) -> None:
    assert calendar.parse_break(words, MONDAY) is None


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("3/4", ("Mar 4, 2027", "Apr 3, 2027")),
        ("3.4.", ("Mar 4, 2027", "Apr 3, 2027")),
        ("5-6-2027", ("May 6, 2027", "Jun 5, 2027")),
        ("next friday", ("Dec 4, 2026", "Dec 11, 2026")),
        ("Tue Dec 21", ("Dec 21, 2026", "Monday")),
        ("5", ("5 days", "Dec 5")),
        ("the weekend", ("Dec 5, 2026", "Dec 7, 2026")),
        ("in December", ("Dec 1, 2026",)),
        ("a few days", ("3 days",)),
        ("from Dec 24 to Jan 2", ("starts when you pause", "through Jan 2")),
        ("Dec 24 – Jan 2", ("starts when you pause",)),
        ("yesterday", ("a day after today",)),
        ("last monday", ("a day after today",)),
        ("Tuesday the 21st", ("Dec 21, 2026", "Monday")),
    ],
)
def test_what_reads_in_two_ways_is_asked_back_with_both(words: str, named: tuple[str, ...]) -> None:
    with pytest.raises(calendar.BadDates) as bad:
        calendar.parse_break(words, MONDAY)
    assert all(name in str(bad.value) for name in named)


@pytest.mark.parametrize(
    "words",
    ["", "soon", "may", "a", "lables", "2026-02-30", "13/13", "Dec 32", "ﷺ" * 5000, "until"],
)
def test_what_is_no_date_is_never_guessed(words: str) -> None:
    with pytest.raises(calendar.BadDates):
        calendar.parse_break(words, MONDAY)


@pytest.mark.parametrize("words", ["2026-11-30", "today", "Nov 29, 2026", "2020-01-01"])
def test_a_break_ends_ahead(words: str) -> None:
    with pytest.raises(calendar.BadDates, match="Type a day after today"):
        calendar.parse_break(words, MONDAY)


def free(words: str) -> frozenset[str]:
    return calendar.parse_dates(words, MONDAY)


def test_free_dates() -> None:
    assert free("") == frozenset()
    assert free("2026-12-24, 2026-12-25") == {"2026-12-24", "2026-12-25"}
    week = free("2026-12-30 to 2027-01-02\n2027-4-2")
    assert week == {"2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02", "2027-04-02"}
    days = {"2026-12-24", "2026-12-25", "2026-12-26"}
    for words in (
        "2026-12-24–2026-12-26",
        "Dec 24 to Dec 26",
        "Dec 24 – 26",
        "24–26 December",
        "Thu 24 Dec until Sat 26 Dec",
        "24.12., 25.12. & 26.12.2026",
        "Dec 24, Dec 25 and Dec 26",
        "Thu, Dec 24, Fri, Dec 25, Sat, Dec 26",
        "December 24, 2026, December 25, 2026; 12/26",
    ):
        assert free(words) == days, words
    assert len(free("Dec 24 to Jan 2")) == 10


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("Easter", "easter"),
        ("2026-02-30", "no 2026-02-30"),
        ("2026-12-26 to 2026-12-24", "comes before"),
        ("2026-12-24 to 2030-01-01", "pause"),
        ("0000-01-01", "no 0000"),
        ("2026-12-24 to", "last day is missing"),
        ("3/4", "two different days"),
    ],
)
def test_bad_dates_say_what_is_wrong(words: str, complaint: str) -> None:
    with pytest.raises(calendar.BadDates, match=complaint):
        free(words)


PIECES = st.lists(
    st.sampled_from([*MONTHS, *WEEKDAYS, "next", "until", "in", "a", "weeks", *"-/.,", "to"])
    | st.integers(0, 2100).map(str),
    max_size=6,
).map(" ".join)  # fmt: skip


@settings(max_examples=150)
@given(
    st.text(max_size=40)
    | PIECES
    | st.from_regex(r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2}( to |, |-)?){0,4}", fullmatch=True),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
)
def test_nothing_else_is_raised(words: str, today: date) -> None:
    for read in (calendar.parse_dates, calendar.parse_break):
        try:
            read(words, today)
        except calendar.BadDates as bad:
            assert str(bad).endswith(".")


@given(st.sets(ANY_DAY, max_size=8))
def test_written_dates_are_read_back(days: set[date]) -> None:
    iso = {day.isoformat() for day in days}
    assert free(", ".join(sorted(iso))) == iso
    assert free(calendar.dates_words(iso)) == iso


@given(COMING)
def test_every_day_that_the_bot_names_is_read_back(day: date) -> None:
    for said in (
        calendar.date_words(day),
        calendar.long_date_words(day),
        calendar.short_date_words(day),
        f"on {calendar.short_date_words(day)}",
        f"{calendar.short_date_words(day)}, {day.year}",
        calendar.when_words(datetime(day.year, day.month, day.day, 9, tzinfo=UTC), "UTC"),
    ):
        assert calendar.parse_date(said, MONDAY) == day, said


@given(st.integers(1, 300))
def test_when_a_concept_is_back_is_read_back(ahead: int) -> None:
    noon = datetime(2026, 11, 30, 12, tzinfo=UTC)
    said = memory.back_on(noon + timedelta(days=ahead), noon, "UTC")
    assert calendar.parse_date(said, MONDAY) == MONDAY + timedelta(days=ahead)
    assert calendar.parse_break(f"until {said}", MONDAY) == MONDAY + timedelta(days=ahead)
