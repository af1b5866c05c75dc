"""One rule from an answer to again, hard, good or easy."""

from datetime import timedelta

import pytest
from fsrs import Rating
from hypothesis import given
from hypothesis import strategies as st

from bot.study.rating import RETRY, Part, Past, by_concept, is_retry, moves, rate

FOUR, COIN, TYPED = 0.25, 0.5, 0.0
KNOWN = Past(in_a_row=2)
shares = st.floats(0, 1)
sures = st.sampled_from([True, False, None])


@pytest.mark.parametrize(
    ("share", "chance", "sure", "past", "expected"),
    [
        (0.0, FOUR, True, Past(), Rating.Again),
        (0.0, TYPED, None, Past(), Rating.Again),
        (1.0, FOUR, True, Past(), Rating.Good),
        (1.0, FOUR, None, Past(), Rating.Good),
        (1.0, FOUR, False, Past(), Rating.Hard),  # a lucky one in four is not "good"
        (1.0, COIN, True, KNOWN, Rating.Good),
        (1.0, COIN, None, Past(), Rating.Hard),
        (1.0, COIN, False, Past(), Rating.Again),
        (1.0, TYPED, False, KNOWN, Rating.Hard),
        (1.0, TYPED, True, Past(), Rating.Good),  # not earned yet
        (1.0, TYPED, True, KNOWN, Rating.Easy),
        (1.0, FOUR, True, KNOWN, Rating.Good),
        (1.0, FOUR, True, Past(0, relearning=True), Rating.Easy),
        (1.0, COIN, True, Past(0, relearning=True), Rating.Good),
        (0.75, 0.01, None, Past(), Rating.Hard),
        (0.75, 0.01, False, Past(), Rating.Again),
        (0.5, 0.01, True, Past(), Rating.Again),
    ],
)
def test_the_rule(
    share: float, chance: float, sure: bool | None, past: Past, expected: Rating
) -> None:
    assert rate(Part("c", share, chance), sure=sure, past=past) is expected


def test_a_retry_minutes_after_the_answer_was_shown_moves_nothing() -> None:
    part = Part("c", 1.0, FOUR)
    for minutes in (0, 1, 59):
        assert is_retry(timedelta(minutes=minutes))
        assert rate(part, sure=True, since_shown=timedelta(minutes=minutes)) is None
        assert moves([part], since_shown=timedelta(minutes=minutes)) == {}
    assert not is_retry(RETRY)
    assert not is_retry(None)
    assert not is_retry(timedelta(minutes=-5)), "given before the answer was shown"
    assert rate(part, since_shown=RETRY) is Rating.Good


def test_what_could_be_read_in_the_results_is_no_better_than_a_guess() -> None:
    assert rate(Part("c", 1.0, FOUR), sure=True, public=True) is Rating.Hard
    assert rate(Part("c", 1.0, COIN), sure=True, public=True) is Rating.Again


def test_each_concept_of_a_matching_answer_moves_by_its_own_pair() -> None:
    parts = [Part("polly", 1.0, 0.2), Part("lex", 0.0, 0.2), Part("lex", 1.0, 0.2)]
    assert moves(parts, sure=True) == {"polly": Rating.Good, "lex": Rating.Again}


@given(st.lists(st.builds(Part, st.sampled_from("abc"), shares, shares), min_size=1, max_size=6))
def test_joined_parts_are_right_only_where_all_of_them_are(parts: list[Part]) -> None:
    joined = by_concept(parts)
    assert joined.keys() == {part.concept for part in parts}
    for concept, part in joined.items():
        own = [one for one in parts if one.concept == concept]
        assert part.right == all(one.right for one in own)
        assert part.chance <= min(one.chance for one in own)


@given(shares, shares, shares, sures, st.builds(Past, st.integers(0, 5), st.booleans()))
def test_more_that_is_right_is_never_rated_worse(
    low: float, high: float, chance: float, sure: bool | None, past: Past
) -> None:
    low, high = sorted((low, high))
    worse = rate(Part("c", low, chance), sure=sure, past=past)
    better = rate(Part("c", high, chance), sure=sure, past=past)
    assert worse is not None and better is not None
    # True or false, right and not sure, is no evidence at all.
    assert better >= worse


@given(shares, shares, st.builds(Past, st.integers(0, 5), st.booleans()))
def test_sureness_never_lowers_what_is_right(share: float, chance: float, past: Past) -> None:
    part = Part("c", share, chance)
    unsure, silent, sure = (rate(part, sure=s, past=past) for s in (False, None, True))
    assert unsure is not None and silent is not None and sure is not None
    assert unsure <= silent <= sure
