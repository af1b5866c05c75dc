"""Days without a question, and why there was none."""

from __future__ import annotations

from datetime import date

import pytest

from bot.study.quiet_days import Calendar, quiet_days
from bot.study.study_days import Mark

WEEKDAYS = (1, 2, 3, 4, 5)
TODAY = date(2026, 12, 4)  # a Friday


def on(*days: str) -> list[str]:
    return [f"2026-{day}" for day in days]


FIRST = on("11-23", "11-24", "11-25")


def told(asked: list[str], calendar: Calendar, today: date = TODAY) -> dict[str, str]:
    return {day[5:]: mark.value for day, mark in quiet_days(asked, calendar, today)}


def test_weekends_and_days_before_the_first_question_are_no_study_days() -> None:
    asked = on("11-26", "11-27", "11-30", "12-01", "12-02", "12-03", "12-04")
    assert told(asked, Calendar(WEEKDAYS)) == {}
    assert quiet_days([], Calendar(WEEKDAYS), TODAY) == ()


def test_days_off_are_what_organizers_chose() -> None:
    asked = [*FIRST, *on("11-27", "11-30", "12-01", "12-02", "12-03")]
    free = frozenset(on("11-26", "12-04", "12-07"))
    assert told(asked, Calendar(WEEKDAYS, free)) == {"11-26": "day-off", "12-04": "day-off"}


def test_a_break_lasts_until_the_next_question() -> None:
    asked = [*FIRST, *on("12-01", "12-03")]
    calendar = Calendar(WEEKDAYS, paused_on=tuple(on("11-25")), since="2026-12-01")
    # On the day on which the break began, the question was out already.
    assert told(asked, calendar) == {
        "11-26": "pause",
        "11-27": "pause",
        "11-30": "pause",
        "12-02": "away",
    }


def test_a_break_that_goes_on_is_one_whether_or_not_its_beginning_is_known() -> None:
    asked = [*FIRST, *on("11-26", "11-27", "11-30")]
    for begun in ((), tuple(on("12-01"))):
        shown = told(asked, Calendar(WEEKDAYS, paused_on=begun, paused=True))
        assert shown == {f"12-0{n}": "pause" for n in (1, 2, 3, 4)}


def test_a_day_on_which_the_bot_did_not_ask_is_told_once_it_is_over() -> None:
    asked = [*FIRST, *on("11-26", "11-27")]
    shown = told(asked, Calendar(WEEKDAYS, since="2026-11-22"))
    assert shown == dict.fromkeys(("11-30", "12-01", "12-02", "12-03"), "away")


@pytest.mark.parametrize("since", ["", "2026-12-02"])
def test_weekdays_that_were_added_later_are_not_counted_back(since: str) -> None:
    every_day = (1, 2, 3, 4, 5, 6, 7)
    asked = [*FIRST, *on("11-26", "11-27", "11-30", "12-01", "12-02", "12-03")]
    assert told(asked, Calendar(every_day, since=since)) == {}


def test_what_the_weeks_of_review_leave_out_was_never_a_study_day() -> None:
    left_out = frozenset(on("11-26", "12-01"))
    asked = [*FIRST, *on("11-27", "11-30", "12-02", "12-03")]
    assert told(asked, Calendar(WEEKDAYS, left_out=left_out, since="2026-11-01")) == {}


def test_after_the_end_nothing_is_missing() -> None:
    assert told(FIRST, Calendar(WEEKDAYS, since="2026-11-01", over=True)) == {}


def test_only_the_last_weeks_are_looked_at() -> None:
    found = quiet_days(["2020-01-06"], Calendar(WEEKDAYS, since="2020-01-01"), TODAY)
    assert len(found) < 60 and {mark for _, mark in found} == {Mark.AWAY}
