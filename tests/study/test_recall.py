"""The fast FSRS-6 equals the library's, answer for answer and day for day."""

from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Card, Rating, Scheduler
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import given
from hypothesis import strategies as st

from bot.study.recall import DEFAULTS, Model, Trace

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ratings = st.sampled_from(list(Rating))
waits = st.integers(0, 200)
parameters = st.one_of(
    st.just(DEFAULTS),
    st.tuples(
        *(
            st.floats(low + (high - low) * 0.05, low + (high - low) * 0.6)
            for low, high in zip(LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
        )
    ),
)


@given(parameters, st.lists(st.tuples(ratings, waits), min_size=1, max_size=12), waits)
def test_it_equals_py_fsrs(
    weights: tuple[float, ...], steps: list[tuple[Rating, int]], later: int
) -> None:
    scheduler = Scheduler(weights, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    model, trace, at = Model(weights), None, AT
    card = Card(card_id=1, due=AT)
    for rating, wait in steps:
        at += timedelta(days=wait)
        card, _ = scheduler.review_card(card, rating, at)
        trace = model.after(trace, rating, wait)
        assert trace.stability == pytest.approx(card.stability, rel=1e-9)
        assert trace.difficulty == pytest.approx(card.difficulty, rel=1e-9)
    assert trace is not None
    expected = scheduler.get_card_retrievability(card, at + timedelta(days=later))
    assert model.recall(trace, later) == pytest.approx(expected, rel=1e-9)


@given(st.floats(0.1, 300), st.floats(0.05, 0.95))
def test_days_until_is_the_inverse_of_recall(stability: float, wanted: float) -> None:
    model, trace = Model(), Trace(stability, 5.0)
    assert model.recall(trace, model.days_until(trace, wanted)) == pytest.approx(wanted)


def test_stability_is_the_day_on_which_nine_of_ten_are_left() -> None:
    assert Model().recall(Trace(7.0, 5.0), 7) == pytest.approx(0.9)


def test_another_number_of_parameters_is_refused() -> None:
    with pytest.raises(ValueError, match="21 parameters, not 19"):
        Model(DEFAULTS[:19])
