"""The daily policy: what a group is asked, when, and why."""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study import policy, season
from bot.study.policy import Reason, checkpoint, choose, explain
from bot.study.seeds import seed_of
from bot.study.weakness import ENOUGH, USUAL, estimate
from content.loader import BUNDLED, load_course
from content.model import Question
from tests.study.courses import course

AWS = load_course(BUNDLED / "aws-ml-ramp-up")
COURSE = course()


@dataclass(frozen=True)
class Past:
    question_id: str
    concept_id: str
    local_date: str
    answered: int = 0
    correct: int = 0


def day(number: int) -> str:
    return f"2026-{1 + number // 28:02}-{1 + number % 28:02}"


def test_one_wrong_answer_by_one_person_makes_nothing_weak() -> None:
    one = estimate(0, 1)
    assert not one.weak and one.answers == 1 and one.share > 0.7
    assert estimate(0, ENOUGH).weak and estimate(20, 40).weak
    assert not estimate(31, 40).weak
    assert estimate(0, 0).share == USUAL
    for right, answered in ((2, 1), (-1, 3)):
        with pytest.raises(ValueError):
            estimate(right, answered)


@given(st.integers(0, 60), st.integers(0, 60))
def test_an_estimate_lies_between_what_was_shown_and_what_is_usual(right: int, wrong: int) -> None:
    found = estimate(right, right + wrong)
    shown = right / (right + wrong) if right + wrong else USUAL
    assert min(shown, USUAL) - 1e-9 <= found.share <= max(shown, USUAL) + 1e-9
    assert estimate(right + 1, right + wrong + 1).share > found.share


@pytest.mark.parametrize("per_day", [1, 2, 3])
def test_a_new_concept_is_asked_about_within_three_study_days(per_day: int) -> None:
    for seed in range(3):
        card, first = {}, {}
        for one in season.rehearse(AWS, seed, per_day=per_day):
            card[one.concept] = one.number
            for choice in (*one.questions, *one.checkpoint):
                first.setdefault(choice.question.concept, one.number)
        late = {c: first[c] - card[c] for c in first if c in card and first[c] - card[c] > 3}
        assert late == {}


def test_every_concept_of_the_bundled_course_comes_twice_a_season() -> None:
    tested = [concept for concept in AWS.plan if AWS.questions_of(concept)]

    def times(seed: int, *, checkpoints: bool) -> Counter[str]:
        days = season.rehearse(AWS, seed, checkpoints=checkpoints)
        return Counter(c.question.concept for d in days for c in (*d.questions, *d.checkpoint))

    for seed in range(3):
        often = times(seed, checkpoints=True)
        assert min(often[concept] for concept in tested) >= 2
    # One question a day is too few for twice.
    alone = times(0, checkpoints=False)
    assert min(alone[concept] for concept in tested) == 1


def test_no_question_in_sight_of_itself_and_none_twice_before_the_bank_is_used_up() -> None:
    for seed in range(3):
        asked: dict[str, list[tuple[int, str]]] = {}
        for one in season.rehearse(AWS, seed, per_day=2):
            for choice in (*one.questions, *one.checkpoint):
                own = asked.setdefault(choice.question.concept, [])
                before = [number for number, id_ in own if id_ == choice.question.id]
                bank = [q for q in AWS.questions_of(choice.question.concept) if q.daily]
                if before:
                    assert one.number - before[-1] >= policy.APART
                    assert {id_ for _, id_ in own} == {q.id for q in bank}
                own.append((one.number, choice.question.id))


def test_gaps_grow() -> None:
    days: dict[str, list[int]] = {}
    for one in season.rehearse(AWS, 1, per_day=2):
        for choice in (*one.questions, *one.checkpoint):
            days.setdefault(choice.question.concept, []).append(one.number)
    first = [b - a for a, b, *_ in (found for found in days.values() if len(found) > 2)]
    second = [found[2] - found[1] for found in days.values() if len(found) > 2]
    assert sum(second) / len(second) > sum(first) / len(first)


def test_confusable_concepts_stand_side_by_side() -> None:
    found = []
    for one, other in pairwise(season.rehearse(AWS, 1)):
        for choice in other.questions:
            if choice.reason is Reason.SIDE_BY_SIDE:
                near = {c.question.concept for c in (*one.questions, *one.checkpoint)}
                assert choice.partner in near | {c.question.concept for c in other.questions}
                pair = {choice.partner, choice.question.concept}
                assert any(pair <= group for group in AWS.confusable)
                found.append(choice)
    assert found


def test_a_weak_concept_comes_back_sooner() -> None:
    def chosen(right: int) -> policy.Choice | None:
        history = [
            Past("c2-single", "c2", day(0), 20, right),
            Past("c1-single", "c1", day(1)),
        ]
        return choose(COURSE, 4, history, day(2), 1)

    weak, strong = chosen(4), chosen(20)
    assert weak is not None and strong is not None
    assert (weak.question.concept, weak.reason, weak.days) == ("c2", Reason.WEAK, 2)
    assert weak.shown.answers == 20
    assert (strong.question.concept, strong.reason) == ("c3", Reason.NEW)


def test_the_question_aims_at_what_the_group_can_do() -> None:
    own = [q.id for q in COURSE.questions_of("c2") if q.daily]
    first, second, *_ = sorted(own, key=lambda id_: seed_of(1, id_))
    levels = dict(COURSE.questions)
    levels[first] = replace(levels[first], difficulty=1)
    levels[second] = replace(levels[second], difficulty=3)
    apart = replace(COURSE, questions=levels)

    def chosen(right: int) -> str:
        history = [Past("c1-multiple", "c1", day(n), 10, right) for n in range(3)]
        found = choose(apart, 3, history, day(3), 1)
        assert found is not None
        return found.question.id

    assert chosen(10) == second
    assert chosen(2) == first


def test_later_questions_of_a_day_are_reviews() -> None:
    for one in season.rehearse(AWS, 2, per_day=3)[6:40]:
        assert [c.reason for c in one.questions[1:]].count(Reason.NEW) == 0
        concepts = [c.question.concept for c in one.questions]
        assert len(set(concepts)) == len(concepts)
        assert one.concept not in concepts


def test_a_checkpoint_is_mixed() -> None:
    for one in season.rehearse(AWS, 3):
        asked = {c.question.concept for c in one.questions}
        mixed = [c.question.concept for c in one.checkpoint]
        assert bool(mixed) == (one.number % 5 == 0)
        assert len(set(mixed)) == len(mixed) <= policy.CHECKPOINT
        assert asked.isdisjoint(mixed)


def test_every_reason_is_told_in_words() -> None:
    told = {}
    for right in (0, 10):
        counts = (right, 10)
        for one in season.rehearse(AWS, 1, per_day=2, answers=lambda _, counts=counts: counts):
            for choice in one.questions:
                told[choice.reason] = explain(AWS, choice)
    found = choose(COURSE, 2, [], day(0), 1)
    assert found is not None
    told[Reason.ONLY] = explain(COURSE, replace(found, reason=Reason.ONLY, days=2))
    assert set(told) == set(Reason)
    assert "weak on" in told[Reason.WEAK] and "10 answers" not in told[Reason.NEW]
    assert all(words.endswith(".") for words in told.values())


@given(st.integers(0, 9), st.integers(0, 40), st.integers(1, 3), st.integers(0, 5))
def test_any_day_of_any_small_course(position: int, days: int, per_day: int, seed: int) -> None:
    history: list[Past] = []
    for number in range(days):
        for _ in range(per_day):
            found = choose(COURSE, position, history, day(number), seed, per_day=per_day)
            again = choose(COURSE, position, history, day(number), seed, per_day=per_day)
            assert found == again
            if found is None:
                continue
            question: Question = found.question
            assert question.concept in COURSE.plan[:position] and question.daily
            assert question.concept not in {
                a.concept_id for a in history if a.local_date == day(number)
            }
            history.append(Past(question.id, question.concept, day(number), 5, number % 6))
    if position > 1 and days:
        assert history
    mixed = checkpoint(COURSE, position, history, day(days), seed)
    assert max(Counter(c.question.concept for c in mixed).values(), default=1) == 1
