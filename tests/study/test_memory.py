"""FSRS as pure functions."""

from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Card, Rating
from hypothesis import given
from hypothesis import strategies as st

from bot.study import memory

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ratings = st.sampled_from([Rating.Again, Rating.Hard, Rating.Good])


@pytest.mark.parametrize(
    ("type_name", "correct", "sure", "rating"),
    [
        (0.25, False, True, Rating.Again),
        (0.25, False, None, Rating.Again),
        (0.25, True, False, Rating.Hard),
        (0.5, True, False, Rating.Again),
        (0.5, True, True, Rating.Good),
        (0.25, True, True, Rating.Good),
        (0.25, True, None, Rating.Good),
    ],
)
def test_rate(type_name: str, correct: bool, sure: bool | None, rating: Rating) -> None:
    assert memory.rate(type_name, correct, sure) is rating


@given(st.lists(st.tuples(ratings, st.floats(0, 90)), min_size=1, max_size=15), st.text(max_size=5))
def test_reviews_are_days_away_and_repeatable(steps: list[tuple[Rating, float]], seed: str) -> None:
    def run() -> list[tuple[str, datetime]]:
        state, at, out = None, AT, []
        for rating, wait in steps:
            at += timedelta(days=wait)
            state, due = memory.review(state, rating, at, seed)
            out.append((state, due))
            assert timedelta(days=1) <= due - at <= timedelta(days=memory.MOST_DAYS)
            assert memory.retrievability(state, at) == pytest.approx(1.0)
            assert 0 < memory.retrievability(state, due) < 1
        return out

    assert run() == run()


@given(ratings, ratings, st.floats(0, 90))
def test_the_state_is_written_as_the_library_writes_it(
    first: Rating, then: Rating, wait: float
) -> None:
    state, _ = memory.review(None, first, AT, "s")
    for _ in range(2):
        assert Card.from_json(state).to_json() == state
        state, _ = memory.review(state, then, AT + timedelta(days=wait), "s")


def test_what_is_known_comes_back_later() -> None:
    _, again = memory.review(None, Rating.Again, AT, "s")
    _, hard = memory.review(None, Rating.Hard, AT, "s")
    state, good = memory.review(None, Rating.Good, AT, "s")
    assert again <= hard <= good
    for _ in range(4):
        state, due = memory.review(state, Rating.Good, good, "s")
        assert due - good > timedelta(days=2)
        good = due
    _, lapsed = memory.review(state, Rating.Again, good, "s")
    _, kept = memory.review(state, Rating.Good, good, "s")
    assert lapsed - good < (kept - good) / 4


def test_seeds_spread_what_was_learnt_together() -> None:
    state, due = memory.review(None, Rating.Good, AT, "s")
    for _ in range(2):
        state, due = memory.review(state, Rating.Good, due, "s")
    dues = {memory.review(state, Rating.Good, due, f"concept-{n}")[1].date() for n in range(30)}
    assert 2 <= len(dues) <= 15


def test_due() -> None:
    assert memory.is_due(AT, AT)
    assert memory.is_due(AT + timedelta(hours=2), AT)
    assert not memory.is_due(AT + timedelta(hours=12), AT)


@pytest.mark.parametrize("state", ["", "{}", "[]", "null", '{"state": 9}', "x"])
def test_an_unreadable_state_starts_afresh(state: str) -> None:
    assert memory.review(state, Rating.Good, AT, "s") == memory.review(None, Rating.Good, AT, "s")
    assert memory.retrievability(state, AT) == 0


def test_other_zones_are_read_as_utc() -> None:
    berlin = datetime.fromisoformat("2026-11-23T10:00:00+01:00")
    assert memory.review(None, Rating.Good, berlin, "s") == memory.review(
        None, Rating.Good, AT, "s"
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, "today"),
        (0, "today"),
        (1, "tomorrow"),
        (3, "on Thursday"),
        (6, "on Sunday"),
        (10, "on Dec 3"),
    ],
)
def test_back_on(days: int, words: str) -> None:
    assert memory.back_on(AT + timedelta(days=days), AT, "Europe/Berlin") == words
