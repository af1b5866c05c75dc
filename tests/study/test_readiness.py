"""Calibration, the mock exam and readiness."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Rating
from hypothesis import given
from hypothesis import strategies as st

from bot.study import calibration, exam
from bot.study.calibration import Forecast
from bot.study.knowledge import Knowledge, Remembered
from bot.study.readiness import GUESS, readiness
from bot.study.recall import Model
from content.loader import BUNDLED, load_course
from content.model import Blueprint, Domain, Question
from tests.study.courses import course

AWS = load_course(BUNDLED / "aws-ml-ramp-up")
AIF, MLA = AWS.blueprints
COURSE = course()
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SMALL = Blueprint(
    "small",
    "Small exam",
    20,
    30,
    70,
    (
        Domain("d1", "Taught", 60, 80, ("c1", "c2", "c3")),
        Domain("d2", "Touched", 20, 10, ("c4",)),
        Domain("d3", "Left out", 20, 0),
    ),
)
forecasts = st.lists(st.builds(Forecast, st.floats(0, 1), st.booleans()), min_size=1, max_size=40)


class TestCalibration:
    def test_known_scores(self) -> None:
        half = [Forecast(0.5, True), Forecast(0.5, False)]
        assert calibration.brier(half) == 0.25
        assert calibration.log_loss(half) == pytest.approx(math.log(2))
        assert calibration.error(half) == 0
        assert calibration.brier([Forecast(1, True), Forecast(0, False)]) == 0
        (one,) = calibration.bins([Forecast(0.72, True), Forecast(0.78, False)])
        assert (one.low, one.high, one.predicted, one.observed, one.count) == (
            0.7,
            0.8,
            0.75,
            0.5,
            2,
        )

    def test_no_forecast_has_no_score(self) -> None:
        for score in (calibration.brier, calibration.log_loss, calibration.error):
            with pytest.raises(ValueError, match="no forecasts"):
                score([])

    @given(forecasts)
    def test_bins_lose_nothing(self, made: list[Forecast]) -> None:
        found = calibration.bins(made)
        assert sum(one.count for one in found) == len(made)
        assert sum(one.count * one.observed for one in found) == pytest.approx(
            sum(one.right for one in made)
        )
        assert 0 <= calibration.error(made) <= 1 and 0 <= calibration.brier(made) <= 1

    def test_how_well_sure_fits(self) -> None:
        told = [(True, True)] * 18 + [(True, False)] * 2 + [(False, True), (None, False)]
        found = calibration.sureness(told)
        assert found == (20, 18, 1, 1)
        assert found.of_ten == 9
        assert calibration.sureness(told[:5]).of_ten is None


class TestExam:
    @pytest.mark.parametrize("blueprint", [AIF, MLA, exam.by_sections(AWS)])
    @pytest.mark.parametrize("count", [exam.SHORT, 65])
    def test_a_draw_of_the_bundled_course(self, blueprint: Blueprint, count: int) -> None:
        drawn = exam.draw(AWS, blueprint, count, 7)
        assert drawn == exam.draw(AWS, blueprint, count, 7)
        assert len(drawn) == len({one.question_id for one in drawn}) == count
        for one in drawn:
            question = AWS.questions[one.question_id]
            domain = next(d for d in blueprint.domains if d.id == one.domain_id)
            assert question.concept in domain.concepts and not question.retired

    def test_domains_get_their_share_of_what_is_covered(self) -> None:
        drawn = exam.draw(AWS, MLA, 65, 1)
        reach = sum(d.weight * d.covered for d in MLA.domains)
        for domain in MLA.domains:
            got = sum(one.domain_id == domain.id for one in drawn)
            assert abs(got - 65 * domain.weight * domain.covered / reach) <= 1

    def test_every_concept_once_before_one_comes_twice(self) -> None:
        for seed in range(5):
            drawn = exam.draw(AWS, exam.by_sections(AWS), 40, seed)
            per: dict[str, list[str]] = {}
            for one in drawn:
                per.setdefault(one.domain_id, []).append(AWS.questions[one.question_id].concept)
            for domain in exam.by_sections(AWS).domains:
                times = [per.get(domain.id, []).count(c) for c in domain.concepts]
                assert max(times) - min(times) <= 1

    @given(
        st.integers(0, 60), st.integers(0, 9), st.sets(st.sampled_from(sorted(COURSE.questions)))
    )
    def test_any_draw(self, count: int, seed: int, excluded: set[str]) -> None:
        drawn = exam.draw(COURSE, SMALL, count, seed, excluded=excluded)
        assert len(drawn) <= count
        assert excluded.isdisjoint(one.question_id for one in drawn)
        free = [q for c in ("c1", "c2", "c3", "c4") for q in COURSE.questions_of(c)]
        assert len(drawn) == min(count, sum(q.id not in excluded for q in free))

    def test_the_report(self) -> None:
        drawn = exam.draw(COURSE, SMALL, 10, 3)
        wrong = {drawn[0].question_id, drawn[1].question_id}
        right = {d.question_id: True for d in drawn if d.question_id not in wrong}
        told = exam.report(SMALL, drawn, right)
        assert (told.right, told.asked, told.passed) == (8, 10, True)
        assert set(told.missed) == wrong
        assert sum(part.right for part in told.parts) == 8
        assert not exam.report(SMALL, drawn, {}).passed
        assert not exam.report(SMALL, (), {}).passed
        # 70% is reached by 7 of 10, to the question.
        seven = {d.question_id: True for d in drawn[:7]}
        assert exam.report(SMALL, drawn, seven).passed
        assert not exam.report(replace(SMALL, pass_mark=71), drawn, seven).passed

    def test_time_and_weights(self) -> None:
        assert exam.minutes_for(AIF, 65) == 90
        assert exam.minutes_for(AIF, exam.SHORT) == 21
        shares = exam.weights(SMALL)
        assert sum(shares.values()) / len(shares) == pytest.approx(1)
        assert shares["c1"] > shares["c4"]


def knows(share: int, days: int = 1) -> Knowledge:
    """The first ``share`` questions of each concept answered right."""
    model, questions, concepts = Model(), {}, {}
    for concept in COURSE.plan:
        for question in COURSE.questions_of(concept)[:share]:
            at = AT - timedelta(days=days)
            questions[question.id] = Remembered.after(None, Rating.Good, at, model)
            concepts[concept] = questions[question.id]
    return Knowledge(APART, questions, concepts, model)


APART = replace(
    COURSE,
    questions={i: replace(q, tests=(f"fact-{i}",)) for i, q in COURSE.questions.items()},
)


def guess(_: Question) -> float:
    return 0.25


class TestReadiness:
    def test_more_answers_raise_and_narrow_it(self) -> None:
        told = [readiness(knows(share), SMALL, AT, guess) for share in (0, 2, 5)]
        means = [one.whole.expected for one in told]
        assert means == sorted(means) and means[0] == pytest.approx(GUESS)
        widths = [one.domains[0].covered for one in told]
        assert widths[0] and widths[2]
        assert widths[2].high - widths[2].low < widths[0].high - widths[0].low or (
            widths[2].high == 1.0
        )
        assert told[2].domains[0].answers == 15

    def test_what_the_course_does_not_cover_is_guesses_and_is_named(self) -> None:
        told = readiness(knows(5), SMALL, AT, guess)
        left_out = told.domains[2]
        assert left_out.covered is None
        assert left_out.whole.expected == pytest.approx(GUESS)
        assert told.uncovered == pytest.approx(1 - 0.6 * 0.8 - 0.2 * 0.1)
        assert told.covered is not None
        assert told.whole.expected < told.covered.expected

    def test_it_fades(self) -> None:
        soon = readiness(knows(5), SMALL, AT, guess)
        late = readiness(knows(5), SMALL, AT + timedelta(days=60), guess)
        assert late.whole.expected < soon.whole.expected

    def test_a_worse_record_widens_it(self) -> None:
        good = readiness(knows(3), SMALL, AT, guess, error=0.02).whole
        bad = readiness(knows(3), SMALL, AT, guess, error=0.2).whole
        assert bad.low < good.low and bad.high > good.high

    @given(st.integers(0, 5), st.integers(0, 200), st.floats(0, 0.3))
    def test_ranges_hold_their_mean(self, share: int, days: int, error: float) -> None:
        told = readiness(knows(share, days), SMALL, AT, guess, error=error)
        for one in (told.whole, *(d.whole for d in told.domains)):
            assert 0 <= one.low <= one.expected <= one.high <= 1
