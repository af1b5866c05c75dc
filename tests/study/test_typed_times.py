"""Times of day as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study import calendar

minutes_of_day = st.integers(0, 24 * 60 - 1)


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("9", (540,)),
        ("9:00", (540,)),
        ("09.00", (540,)),
        ("9am", (540,)),
        ("9 AM", (540,)),
        ("12 am", (0,)),
        ("12:30pm", (750,)),
        ("5 p.m.", (1020,)),
        ("17h30", (1050,)),
        ("  ９:15 ", (555,)),
        ("0900", (540,)),
        ("900", (540,)),
        ("17h", (1020,)),
        ("17 h 30", (1050,)),
        ("5pm", (1020,)),
        ("5PM", (1020,)),
        ("9 a.m.", (540,)),
        ("noon", (720,)),
        ("Midnight", (0,)),
        ("at 9", (540,)),
        ("9 o’clock", (540,)),
        ("9 Uhr", (540,)),
        ("9 Uhr 30", (570,)),
        ("half past nine", (570,)),
        ("quarter to ten", (585,)),
        ("10 past 9", (550,)),
        ("nine thirty", (570,)),
        ("9 in the morning", (540,)),
        ("8 at night", (1200,)),
        ("9:00:00", (540,)),
        ("٩:٣٠", (570,)),
        ("“9:00”", (540,)),
        ("9:00.", (540,)),
        ("12 noon", (720,)),
        ("12 midnight", (0,)),
        ("5 minutes to nine", (535,)),
    ],
)
def test_one_time(words: str, times: tuple[int, ...]) -> None:
    assert calendar.parse_times(words, "morning") == times
    assert calendar.parse_times(words, "questions") == times


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("9", (540, 750, 1020)),
        ("9:00, 12:30, 17:00", (540, 750, 1020)),
        ("9 12:30 17", (540, 750, 1020)),
        ("9am; 12.30pm and 5 pm", (540, 750, 1020)),
        ("9/13/18", (540, 780, 1080)),
        ("15:59", (959, 1169, 1439)),
        ("0900 1230 1700", (540, 750, 1020)),
        ("9:00 – 12:30 – 17:00", (540, 750, 1020)),
        ("9h, 12h30, 17h", (540, 750, 1020)),
        ("9, noon and 5pm", (540, 720, 1020)),
        ("9:00–12:30–17:00", (540, 750, 1020)),
        ("9am→1pm→5pm", (540, 780, 1020)),
    ],
)
def test_times_of_spread(words: str, times: tuple[int, ...]) -> None:
    assert calendar.parse_times(words, "spread") == times


@pytest.mark.parametrize(
    ("words", "rhythm"),
    [
        ("", "morning"),
        ("soon", "morning"),
        ("24:00", "morning"),
        ("9:60", "morning"),
        ("13pm", "morning"),
        ("0am", "morning"),
        ("9, 12, 17", "morning"),
        ("9, 12", "spread"),
        ("16:00", "spread"),
        ("12, 9, 17", "spread"),
        ("9, 9, 17", "spread"),
        ("9:00,", "morning"),
        ("2460", "morning"),
        ("ninety", "morning"),
        ("9 to 5", "morning"),
        ("9-17", "morning"),
    ],
)
def test_bad_times_say_what_to_type(words: str, rhythm: str) -> None:
    with pytest.raises(calendar.BadTimes, match=r"Type .*:00"):
        calendar.parse_times(words, rhythm)


@given(
    st.text(max_size=30) | st.from_regex(r"[0-9:. ,apmhto]{0,20}", fullmatch=True),
    st.sampled_from(["morning", "spread", "questions"]),
)
def test_parse_times_raises_nothing_else(words: str, rhythm: str) -> None:
    try:
        times = calendar.parse_times(words, rhythm)
    except calendar.BadTimes as bad:
        assert str(bad).endswith(".")
        return
    assert len(times) == (3 if rhythm == "spread" else 1)
    assert list(times) == sorted(set(times))
    assert all(0 <= t < 1440 for t in times)


@given(st.lists(minutes_of_day, min_size=3, max_size=3, unique=True))
def test_written_times_are_read_back(times: list[int]) -> None:
    times = sorted(times)
    words = ", ".join(calendar.clock_words(t) for t in times)
    assert calendar.parse_times(words, "spread") == tuple(times)
    assert calendar.parse_times(calendar.clock_words(times[0]), "morning") == (times[0],)
