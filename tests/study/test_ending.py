"""Review days and the goodbye after them, for any week and any holidays."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.study import calendar, ending

weeks = st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days)))
dates = st.dates(date(2024, 1, 1), date(2036, 12, 31))


@st.composite
def holidays(draw: st.DrawFn, last: date) -> frozenset[str]:
    offsets = draw(st.sets(st.integers(-5, 60), max_size=25))
    return frozenset((last + timedelta(days=n)).isoformat() for n in offsets)


@given(weeks)
def test_review_days_are_the_groups_own_and_at_most_three(days: tuple[int, ...]) -> None:
    review = ending.review_weekdays(days)
    assert set(review) <= set(days)
    assert len(review) == min(3, len(days))
    assert (review[0], review[-1]) == (days[0], days[-1])
    assert list(review) == sorted(review)


def test_monday_to_friday_is_reviewed_on_monday_wednesday_and_friday() -> None:
    assert ending.review_weekdays((1, 2, 3, 4, 5)) == (1, 3, 5)
    assert ending.review_weekdays((2, 4)) == (2, 4)
    assert ending.review_weekdays((1, 2, 3, 4, 5, 6, 7)) == (1, 4, 7)


@given(st.data(), weeks, dates, st.integers(0, 50))
def test_posts_after_the_last_concept_come_on_review_days_only(
    data: st.DataObject, days: tuple[int, ...], last: date, after: int
) -> None:
    free = data.draw(holidays(last))
    today = last + timedelta(days=after)
    off = ending.days_off(days, free, last, today)
    following = calendar.next_study_day(today, days, off)
    assert following.isoweekday() in ending.review_weekdays(days)
    assert following.isoformat() not in free
    assert following == calendar.next_study_day(today, ending.review_weekdays(days), free)


@given(st.data(), weeks, dates)
def test_days_up_to_the_last_concept_stay_as_they_were(
    data: st.DataObject, days: tuple[int, ...], last: date
) -> None:
    free = data.draw(holidays(last))
    off = ending.days_off(days, free, last, last)
    for back in range(10):
        day = last - timedelta(days=back)
        assert calendar.is_study_day(day, days, off) == calendar.is_study_day(day, days, free)


@given(st.data(), weeks, dates)
def test_the_goodbye_comes_on_the_first_review_day_after_four_weeks(
    data: st.DataObject, days: tuple[int, ...], last: date
) -> None:
    free = data.draw(holidays(last))
    day = last
    while not ending.is_over(day, last):
        off = ending.days_off(days, free, last, day)
        day = calendar.next_study_day(day, days, off)
    assert day > last + timedelta(days=28)
    between = (last + timedelta(days=n) for n in range(29, (day - last).days))
    review = ending.review_weekdays(days)
    assert not any(calendar.is_study_day(other, review, free) for other in between)


@given(weeks, dates)
def test_without_holidays_each_of_the_four_weeks_has_its_review_days(
    days: tuple[int, ...], last: date
) -> None:
    off, found, day = ending.days_off(days, frozenset(), last, last), 0, last
    while not ending.is_over(day := calendar.next_study_day(day, days, off), last):
        found += 1
    assert found == 4 * min(3, len(days))


@given(st.integers(0, 60), st.integers(1, 60))
def test_organisers_are_asked_three_concepts_before_the_end(done: int, concepts: int) -> None:
    assume(done <= concepts)
    assert ending.asks_what_next(done, concepts) == (done >= concepts - 3)
