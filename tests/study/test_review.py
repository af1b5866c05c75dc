"""Reviews: what comes, in which order, with which question, and when next."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from fsrs import Rating
from hypothesis import given
from hypothesis import strategies as st

from bot.study import review
from bot.study.knowledge import KNOWN, TRANSFER, Knowledge, Remembered
from bot.study.recall import Model
from bot.study.review import Why
from bot.study.worth import gain
from content.model import Course
from tests.study.courses import course

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MODEL = Model()
DAY = timedelta(days=1)


def facts_apart() -> Course:
    """Each question of a concept tests a fact of its own."""
    small = course()
    return replace(
        small,
        questions={
            id_: replace(question, tests=(f"fact-{id_}",))
            for id_, question in small.questions.items()
        },
    )


COURSE = facts_apart()


def mind(answers: Mapping[str, tuple[float, Rating, bool | None]], whole: bool = True) -> Knowledge:
    """Knowledge after one answer a question: days ago, rating, sure."""
    questions: dict[str, Remembered] = {}
    concepts: dict[str, Remembered] = {}
    for id_, (ago, rating, sure) in sorted(answers.items(), key=lambda one: -one[1][0]):
        at = AT - timedelta(days=ago)
        questions[id_] = Remembered.after(None, rating, at, MODEL, sure=sure)
        concept = COURSE.questions[id_].concept
        concepts[concept] = Remembered.after(concepts.get(concept), rating, at, MODEL, sure=sure)
    return Knowledge(COURSE, questions, concepts if whole else {}, MODEL)


def ids(found: review.Session) -> list[str]:
    return [pick.question.id for pick in found.picks]


def test_errors_one_was_sure_of_come_first_then_errors_then_the_weakest() -> None:
    known = mind(
        {
            "c1-single": (30, Rating.Good, True),
            "c2-single": (60, Rating.Good, True),
            "c4-single": (2, Rating.Again, False),
            "c5-single": (2, Rating.Again, True),
        }
    )
    assert review.due(known, AT) == ("c5", "c4", "c2", "c1")
    picks = review.session(known, AT, 1).picks
    assert {p.question.concept: p.why for p in picks} == {
        "c5": Why.SURE_AND_WRONG,
        "c4": Why.MISSED,
        "c2": Why.FORGETTING,
        "c1": Why.FORGETTING,
    }


def test_errors_lead_a_session_but_do_not_fill_it() -> None:
    known = mind(
        {f"c{n}-single": (2, Rating.Again, False) for n in range(1, 6)}
        | {"c6-single": (300, Rating.Good, True), "c7-single": (300, Rating.Good, True)}
    )
    order = review.due(known, AT)
    assert set(order[:2]) < {"c1", "c2", "c3", "c4", "c5"}
    assert len(order) == 7
    assert {"c6", "c7"} <= set(order[:5])


def test_an_error_waits_for_the_next_day() -> None:
    assert review.due(mind({"c1-single": (0.1, Rating.Again, True)}), AT) == ()
    assert review.due(mind({"c1-single": (0.8, Rating.Again, True)}), AT) == ("c1",)


def test_five_for_today_each_concept_once() -> None:
    known = mind({f"c{n}-single": (40.0 + n, Rating.Good, None) for n in range(1, 8)})
    picks = review.session(known, AT, 1).picks
    assert len(picks) == review.FIVE
    assert len({pick.question.concept for pick in picks}) == review.FIVE


def test_another_question_than_last_time_and_weak_facts_first() -> None:
    known = mind({"c1-single": (30, Rating.Good, True), "c1-typed": (40, Rating.Good, True)})
    (pick,) = review.session(known, AT, 1).picks
    assert pick.question.id not in ("c1-single", "c1-typed")
    most = {q.id for q in COURSE.questions_of("c1")} - {"c1-single", "c1-typed"}
    (pick,) = review.session(known, AT, 1, excluded=most).picks
    assert pick.question.id == "c1-typed"
    (pick,) = review.session(known, AT, 1, excluded=most | {"c1-typed"}).picks
    assert pick.question.id == "c1-single"  # rather last time's than none


def test_a_missed_fact_is_asked_with_another_question_where_there_is_one() -> None:
    twins = dict(COURSE.questions)
    twins["c1-multiple"] = replace(twins["c1-multiple"], tests=twins["c1-single"].tests)
    known = replace(
        mind({"c1-single": (2, Rating.Again, True)}), course=replace(COURSE, questions=twins)
    )
    assert ids(review.session(known, AT, 1)) == ["c1-multiple"]


def test_next_due_is_told_for_what_is_left() -> None:
    assert review.session(mind({}), AT, 1).next_due is None
    known = mind({"c1-single": (30, Rating.Good, True), "c2-single": (1, Rating.Easy, True)})
    found = review.session(known, AT, 1)
    assert [p.question.concept for p in found.picks] == ["c1"]
    assert found.next_due == known.concepts["c2"].due_at(MODEL)


def test_wrong_ones_come_again_until_right_once() -> None:
    assert review.again([("a", False), ("b", True), ("c", False)]) == ("a", "c")
    assert review.again([("a", False), ("c", False), ("a", True)]) == ("c",)
    assert review.again([("a", False), ("c", False), ("a", False)]) == ("c", "a")
    assert review.again([("a", False), ("a", False), ("a", False)]) == (), "it is due tomorrow"


def test_sections_take_turns() -> None:
    known = mind({f"c{n}-single": (50.0 - n, Rating.Good, None) for n in (1, 2, 3, 5, 6)})
    found = review.session(known, AT, 1)
    sections = [COURSE.concepts[p.question.concept].section for p in found.picks]
    assert all(one != other for one, other in pairwise(sections))


class TestExam:
    known = mind(
        {
            "c1-single": (3, Rating.Good, True),
            "c2-single": (9, Rating.Good, True),
            "c5-single": (0.01, Rating.Good, True),
        }
    )

    def test_what_gains_most_on_the_day_comes_first(self) -> None:
        exam = AT + 30 * DAY
        assert review.due(self.known, AT, exam=exam)[:2] in (("c1", "c2"), ("c2", "c1"))
        heavy = review.due(self.known, AT, exam=exam, weights={"c1": 9.0, "c2": 1.0})
        light = review.due(self.known, AT, exam=exam, weights={"c1": 1.0, "c2": 9.0})
        assert heavy[0] == "c1" and light[0] == "c2"

    def test_what_was_just_asked_waits(self) -> None:
        assert "c5" not in review.due(self.known, AT, exam=AT + 30 * DAY)

    def test_an_exam_that_is_over_counts_as_none(self) -> None:
        assert review.due(self.known, AT, exam=AT - DAY) == review.due(self.known, AT)

    def test_the_last_two_weeks_are_exam_like(self) -> None:
        apply_ = dict(COURSE.questions)
        apply_["c1-tf"] = replace(apply_["c1-tf"], bloom="apply")
        known = replace(self.known, course=replace(COURSE, questions=apply_))
        for seed in range(10):
            picks = review.session(known, AT, seed, exam=AT + 10 * DAY).picks
            assert next(p.question.id for p in picks if p.question.concept == "c1") == "c1-tf"


@given(
    st.dictionaries(
        st.sampled_from(sorted(q for q in COURSE.questions if not q.endswith("retired"))),
        st.tuples(
            st.floats(0, 90),
            st.sampled_from([Rating.Again, Rating.Hard, Rating.Good]),
            st.sampled_from([True, False, None]),
        ),
        max_size=12,
    ),
    st.integers(0, 3),
    st.one_of(st.none(), st.integers(-5, 100)),
    st.sets(st.sampled_from(sorted(COURSE.questions)), max_size=6),
)
def test_a_session_keeps_its_promises(
    answers: dict[str, tuple[float, Rating, bool | None]],
    seed: int,
    exam: int | None,
    excluded: set[str],
) -> None:
    known = mind(answers)
    day = None if exam is None else AT + exam * DAY
    found = review.session(known, AT, seed, exam=day, excluded=excluded)
    assert found == review.session(known, AT, seed, exam=day, excluded=excluded)
    assert len(found.picks) <= review.FIVE
    assert excluded.isdisjoint(ids(found))
    asked = [pick.question.concept for pick in found.picks]
    assert len(set(asked)) == len(asked)
    for pick in found.picks:
        assert 0 <= pick.recall <= 1 and not pick.question.retired
        own = known.questions.get(pick.question.id)
        assert own is None or AT - own.at >= timedelta(hours=1)
    assert found.next_due is None or found.next_due >= AT


class TestKnowledge:
    def test_a_concept_is_known_when_its_facts_are(self) -> None:
        all_ = {q.id: (0.5, Rating.Good, True) for q in COURSE.questions_of("c1")}
        assert mind(all_).known("c1", AT)
        some = dict(all_) | {"c1-tf": (0.5, Rating.Again, True)}
        later = AT + 3 * DAY
        assert mind(some).weak_facts("c1", later)[0] == "fact-c1-tf"
        del all_["c1-tf"]
        assert mind(all_).weak_facts("c1", AT) == ("fact-c1-tf",)
        assert not mind(all_).known("c1", AT)

    def test_a_fact_nobody_asked_about_borrows_from_its_concept(self) -> None:
        known = mind({"c1-single": (0, Rating.Good, True)})
        assert known.fact_recall("fact-c1-tf", "c1", AT) == pytest.approx(TRANSFER)
        assert known.fact_recall("fact-c1-single", "c1", AT) > KNOWN
        assert known.fact_recall("fact-c2-tf", "c2", AT) == 0

    def test_a_lapse_is_relearned(self) -> None:
        state = Remembered.after(None, Rating.Good, AT, MODEL)
        state = Remembered.after(state, Rating.Again, AT + 9 * DAY, MODEL, sure=True)
        assert state.missed and state.sure_wrong and state.lapses == 1 and state.past.relearning
        assert state.due_at(MODEL) == AT + 10 * DAY
        state = Remembered.after(state, Rating.Good, AT + 10 * DAY, MODEL)
        assert not state.missed and not state.sure_wrong and not state.past.relearning


@given(st.floats(0.5, 100), st.floats(1, 10), st.integers(1, 100), st.integers(1, 120))
def test_a_gain_is_a_difference_of_two_chances(
    stability: float, difficulty: float, since: int, left: int
) -> None:
    from bot.study.recall import Trace

    assert -1 <= gain(MODEL, Trace(stability, difficulty), since, left) <= 1
