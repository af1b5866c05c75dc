"""Predictions over the ledger, and what came of them."""

import pytest
from fsrs import Rating
from hypothesis import given
from hypothesis import strategies as st

from bot.study import calibration, fitting
from bot.study.calibration import Forecast, Record
from bot.study.memory import Line, PastAnswer, Rated
from bot.study.recall import DEFAULTS, Model
from bot.study.track_record import track_record

MODEL = Model()
DAY = 86_400_000


def past(
    day: float,
    rating: Rating,
    *,
    person: int = 1,
    question: str = "q1",
    concept: str = "c",
    group: int = 1,
    sure: bool | None = None,
) -> PastAnswer:
    line = Line(question, concept, Rated(rating, rating), sure, round(day * DAY))
    return PastAnswer(person, "tea", group, rating != Rating.Again, line)


@given(st.lists(st.builds(Forecast, st.floats(0, 1), st.booleans()), min_size=1, max_size=30))
def test_scores_added_up_are_those_of_all_at_once(forecasts: list[Forecast]) -> None:
    record = Record()
    for one in forecasts:
        record.add(one)
    assert record.count == len(forecasts)
    assert record.brier == pytest.approx(calibration.brier(forecasts))
    assert record.log_loss == pytest.approx(calibration.log_loss(forecasts))
    assert record.error == pytest.approx(calibration.error(forecasts))
    assert [b.count for b in record.bins] == [b.count for b in calibration.bins(forecasts)]
    for mine, theirs in zip(record.bins, calibration.bins(forecasts), strict=True):
        assert mine.predicted == pytest.approx(theirs.predicted)
        assert mine.observed == pytest.approx(theirs.observed)


def test_what_was_expected_is_what_memory_said_that_day() -> None:
    answers = [past(0, Rating.Good), past(5, Rating.Again), past(5.5, Rating.Good)]
    found = track_record(answers, lambda _: MODEL)
    expected = MODEL.recall(MODEL.first(Rating.Good), 5)
    assert found.questions.count == found.concepts.count == 1, "half a day later tells nothing"
    (one,) = found.questions.bins
    assert one.predicted == pytest.approx(expected) and one.observed == 0


def test_another_question_on_the_concept_is_a_prediction_about_the_concept() -> None:
    found = track_record(
        [past(0, Rating.Good), past(3, Rating.Good, question="q2")], lambda _: MODEL
    )
    assert (found.questions.count, found.concepts.count) == (0, 1)


def test_people_and_groups_are_kept_apart() -> None:
    answers = [
        past(0, Rating.Good),
        past(3, Rating.Good, group=2, sure=True),
        past(0, Rating.Again, person=2, sure=True),
    ]
    assert track_record(answers, lambda _: MODEL).questions.count == 1
    one = track_record(answers, lambda _: MODEL, 1)
    assert one.questions.count == 0 and one.sure == (1, 0, 0, 0)
    two = track_record(answers, lambda _: MODEL, 2)
    assert two.questions.count == 1, "what was learned in another group is known here"
    assert two.sure == (1, 1, 0, 0)


def test_the_track_record_is_what_parameters_are_fitted_by() -> None:
    answers = [
        past(day, rating, person=person, question=f"q{n % 2}")
        for person in (1, 2)
        for n, (day, rating) in enumerate(
            [(0, Rating.Good), (2, Rating.Again), (3, Rating.Hard), (9, Rating.Easy)]
        )
    ]
    found = track_record(answers, lambda _: MODEL)
    scores = fitting.scores(fitting.forecasts(fitting.histories(answers), DEFAULTS))
    both = found.questions.count + found.concepts.count
    assert scores.answers == both
    mean = found.questions.log_loss * found.questions.count
    mean += found.concepts.log_loss * found.concepts.count
    assert scores.log_loss == pytest.approx(mean / both)


def test_so_many_answers_are_enough_but_people_are_whole() -> None:
    answers = [past(day, Rating.Good, person=p) for p in (3, 2, 1) for day in range(5)]
    found = fitting.histories(answers, most=6)
    assert sum(len(history) for history in found) == 2 * 10, "of each its question and concept"
