"""What keeps a streak, and how it is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study import streaks, study_days
from bot.study.study_days import Activity, Done, Mark, explain, kept_by, milestone, next_milestone


@pytest.mark.parametrize(
    ("done", "mark"),
    [
        (Done(daily=True), Mark.DAILY),
        (Done(daily=True, late=True), Mark.LATE),
        (Done(practice=5, practice_right=3), Mark.PRACTICE),
        (Done(practice=5, practice_right=2), None),  # five wrong answers keep nothing
        (Done(practice=4, practice_right=4), None),
        (Done(reviews=2, reviews_left=0), Mark.REVIEWS),
        (Done(reviews=2, reviews_left=1), None),
        (Done(reviews=0, reviews_left=0), None),  # nothing due is nothing done
        (Done(), None),
    ],
)
def test_what_counts(done: Done, mark: Mark | None) -> None:
    assert kept_by(done) is mark
    assert study_days.counts(done) == (mark is not None)


def day(number: int, kind: str) -> Activity:
    """A date of November: "x" answered, "-" not, "v" withdrawn."""
    done = Done(daily=kind == "x")
    return Activity(f"2026-11-{number:02}", kind == "x", kind == "v", done)


def days(kinds: str) -> list[Activity]:
    return [day(number, kind) for number, kind in enumerate(kinds, 1)]


TODAY = "2026-11-30"


@given(st.text("x-v", max_size=28))
def test_what_is_told_adds_up_to_the_streak_that_is_kept(kinds: str) -> None:
    told = explain(days(kinds), TODAY, most=99)
    counted = [(one.date, one.active) for one in days(kinds) if one.active or not one.void]
    assert told.streak == streaks.rebuild(counted)
    since = 0
    for one in told.days:
        since = 0 if one.mark is Mark.MISSED else since + one.mark.done
        assert one.streak == since
    assert since == told.streak.current
    assert told.number(Mark.WITHDRAWN) == kinds.count("v")
    assert len(explain(days(kinds), TODAY).days) <= study_days.SHOWN


def test_why_four() -> None:
    done = [
        Activity("2026-11-02", True, done=Done(daily=True)),
        Activity("2026-11-03"),  # the freeze that everybody has
        Activity("2026-11-04"),
        Activity("2026-11-05", True, done=Done(daily=True)),
        Activity("2026-11-06", True, done=Done(practice=5, practice_right=4)),
        Activity("2026-11-09", void=True),
        Activity("2026-11-11", True, done=Done(reviews=3, reviews_left=0)),
        Activity("2026-11-13", True, done=Done(daily=True, late=True)),
        Activity("2026-11-16"),
    ]
    free = [("2026-11-10", Mark.DAY_OFF), ("2026-11-12", Mark.AWAY), ("2026-11-13", Mark.PAUSE)]
    told = explain(done, "2026-11-16", free)
    assert told.streak.current == 4
    assert [one.mark.value for one in told.days] == [
        "daily", "freeze", "missed", "daily", "practice", "withdrawn", "day-off", "reviews",
        "away", "late", "open",
    ]  # fmt: skip
    assert [one.streak for one in told.days] == [1, 1, 0, 1, 2, 2, 2, 3, 3, 4, 4]


def test_what_was_missed_before_the_first_answer_costs_nothing() -> None:
    told = explain(days("--x"), TODAY)
    assert [one.mark for one in told.days] == [Mark.BEFORE, Mark.BEFORE, Mark.DAILY]
    assert told.streak.freezes == 1


def test_a_day_that_counted_stays_whatever_the_rules_are_now() -> None:
    """Five wrong practice answers kept a day before the rule changed."""
    told = explain([Activity("2026-11-02", True, done=Done(practice=5))], TODAY)
    assert told.streak.current == 1 and told.days[0].mark.done


def test_milestones() -> None:
    assert [n for n in range(1, 120) if milestone(n - 1, n)] == [3, 7, 14, 30, 60, 100]
    assert milestone(7, 7) is None and milestone(2, 8) == 7
    assert next_milestone(0) == 3 and next_milestone(30) == 60 and next_milestone(100) is None
