"""What keeps a streak, from when on, and how it is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study import streaks, study_days
from bot.study.streaks import Streak
from bot.study.study_days import Done, Mark, explain, kept_by, milestone, next_milestone

NEW = "2026-12-01"


@pytest.mark.parametrize(
    ("done", "mark"),
    [
        (Done(daily=True), Mark.DAILY),
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


def test_before_its_first_day_the_older_rule_holds() -> None:
    wrong, cleared = Done(practice=5), Done(reviews=1, reviews_left=0)
    assert kept_by(wrong, "2026-11-30", NEW) is Mark.PRACTICE
    assert kept_by(wrong, NEW, NEW) is None
    assert kept_by(cleared, "2026-11-30", NEW) is None
    assert kept_by(cleared, NEW, NEW) is Mark.REVIEWS


def dates(flags: list[bool], month: int = 11) -> list[tuple[str, bool]]:
    return [(f"2026-{month}-{n:02}", flag) for n, flag in enumerate(flags, 1)]


def test_a_freeze_from_the_first_day_keeps_the_first_missed_one() -> None:
    told = study_days.rebuild(dates([True, True, False, True]))
    assert (told.current, told.freezes) == (3, 0)
    assert streaks.rebuild(dates([True, True, False, True])).current == 1


def test_the_freeze_is_given_once_and_on_the_first_day_of_the_rule() -> None:
    old = dates([True] * 7)
    before = streaks.rebuild(old)
    assert study_days.rebuild(old, NEW) == before
    after = study_days.advance(before, dates([True], 12), NEW)
    assert after.freezes == before.freezes + 1
    assert study_days.advance(after, [("2026-12-02", True)], NEW).freezes == after.freezes
    full = Streak(20, 20, 2, 0, "2026-11-30")
    assert study_days.advance(full, [(NEW, True)], NEW).freezes == 2


@given(
    st.lists(st.booleans(), max_size=28), st.lists(st.booleans(), max_size=28), st.integers(0, 40)
)
def test_counting_in_pieces_equals_counting_at_once(
    one: list[bool], two: list[bool], cut: int
) -> None:
    days = dates(one) + dates(two, 12)
    for since in ("", NEW):
        whole = study_days.rebuild(days, since)
        pieces = study_days.advance(study_days.rebuild(days[:cut], since), days[cut:], since)
        assert pieces == whole
        assert 0 <= whole.freezes <= streaks.MOST_FREEZES
        assert whole.current >= streaks.rebuild(days).current
    # What was counted before the rule came is what the older program counted.
    assert study_days.rebuild(dates(one), NEW) == streaks.rebuild(dates(one))


@given(st.lists(st.sampled_from(["daily", "none", "free"]), max_size=28))
def test_what_is_told_adds_up(kinds: list[str]) -> None:
    made = {"daily": Done(daily=True), "none": Done(), "free": None}
    days = [(f"2026-11-{n:02}", made[kind]) for n, kind in enumerate(kinds, 1)]
    told = explain(days, most=99)
    real = [(date, done is not None and done.daily) for date, done in days if done is not None]
    assert told.streak == study_days.rebuild(real)
    marks = [mark for _, mark in told.days]
    assert marks.count(Mark.DAILY) == told.streak.current
    assert Mark.MISSED not in marks[1:]
    assert len(explain(days).days) <= 14


def test_why_four() -> None:
    daily, nothing = Done(daily=True), Done()
    days = [
        ("2026-11-02", daily),
        ("2026-11-03", nothing),
        ("2026-11-04", nothing),
        ("2026-11-05", daily),
        ("2026-11-06", Done(practice=5, practice_right=4)),
        ("2026-11-09", None),
        ("2026-11-10", Done(reviews=3, reviews_left=0)),
        ("2026-11-11", daily),
    ]
    told = explain(days)
    assert told.streak.current == 4
    assert [mark.value for _, mark in told.days] == [
        "missed", "daily", "practice", "free", "reviews", "daily",
    ]  # fmt: skip


def test_milestones() -> None:
    assert [n for n in range(1, 120) if milestone(n - 1, n)] == [3, 7, 14, 30, 60, 100]
    assert milestone(7, 7) is None and milestone(2, 8) == 7
    assert next_milestone(0) == 3 and next_milestone(30) == 60 and next_milestone(100) is None
