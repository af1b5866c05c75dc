"""Seasons of tiny courses: what there is gets spread as far as it goes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from bot.study import selection
from bot.study.rehearsal import rehearse
from content.model import Course, Question, Section
from tests.study import courses, samples

SEEDS = range(6)


def tiny(counts: tuple[int, ...], opening: bool = False) -> Course:
    """A course of concepts with so many daily questions each."""
    ids = [f"c{n}" for n in range(len(counts))]
    questions: dict[str, Question] = {}
    for id_, count in zip(ids, counts, strict=True):
        for n in range(count):
            questions[f"{id_}-{n}"] = samples.single(f"{id_}-{n}", id_)
        questions[f"{id_}-typed"] = samples.typed(f"{id_}-typed", id_)
    plan = (["open"] if opening else []) + ids
    made = courses.course(1)
    concept = made.concepts["c0"]
    return replace(
        made,
        sections=(Section("intro", "Introduction"),),
        facts={},
        concepts={id_: replace(concept, id=id_, section="intro") for id_ in plan},
        questions=questions,
        plan=tuple(plan),
        confusable=(),
    )


def asked(course: Course, seed: int) -> list[str]:
    return [day.question_id for day in rehearse(course, seed) if day.question_id]


SHAPES = [
    *[(n,) * many for many in range(1, 7) for n in (1, 2, 3)],
    (1, 2), (2, 1), (1, 3, 1), (3, 1, 1), (1, 1, 3), (0, 1, 0), (0, 2), (1, 0, 0, 0, 1, 2),
]  # fmt: skip


@pytest.mark.parametrize("opening", [False, True])
@pytest.mark.parametrize("counts", SHAPES)
def test_the_same_question_never_comes_on_two_days_running(
    counts: tuple[int, ...], opening: bool
) -> None:
    course = tiny(counts, opening)
    for seed in SEEDS:
        days = rehearse(course, seed)
        for at, (one, two) in enumerate(pairwise(days)):
            met = {day.concept_id for day in days[: at + 2]}
            others = {q.id for q in course.questions.values() if q.type == "single"}
            others = {q for q in others if course.questions[q].concept in met} - {one.question_id}
            assert not one.question_id or one.question_id != two.question_id or not others


@pytest.mark.parametrize("opening", [False, True])
@pytest.mark.parametrize("counts", SHAPES)
def test_once_all_is_used_each_question_waits_for_all_others(
    counts: tuple[int, ...], opening: bool
) -> None:
    course = tiny(counts, opening)
    for seed in SEEDS:
        history = asked(course, seed)
        begun = max((history.index(q) for q in set(history)), default=0)
        for at in range(begun + 1, len(history)):
            gaps = {q: at - history[:at][::-1].index(q) for q in set(history[:at])}
            assert gaps[history[at]] == min(gaps.values())  # the one asked longest ago
        tail = history[begun + 1 :]
        size = sum(counts)
        assert tail[size:] == tail[: max(0, len(tail) - size)]


@pytest.mark.parametrize("many", [2, 3, 4, 5])
def test_few_concepts_with_one_question_each_ask_another_one_each_day(many: int) -> None:
    for seed in SEEDS:
        history = asked(tiny((1,) * many), seed)
        assert len(set(history[:many])) == many
        assert history[many:] == history[: len(history) - many]


def test_one_question_is_better_than_none() -> None:
    assert set(asked(tiny((1,)), 1)) == {"c0-0"}
    assert asked(tiny((0, 0)), 1) == []


class Past:
    def __init__(self, question_id: str) -> None:
        self.question_id = question_id
        self.concept_id = question_id.partition("-")[0]


def test_a_second_question_on_one_day_is_about_another_concept() -> None:
    course = tiny((3, 1, 1))
    for seed in SEEDS:
        history = [Past("c1-0"), Past("c2-0"), Past("c0-0")]
        picked = selection.daily(course, 3, history, seed, not_about=["c0"])
        assert picked is not None
        assert picked.concept != "c0"
    picked = selection.daily(tiny((2,)), 1, [Past("c0-0")], 1, not_about=["c0"])
    assert picked is not None  # there is no other concept
    assert picked.id == "c0-1"


def test_todays_own_concept_waits_while_an_older_question_was_asked_long_ago() -> None:
    course = tiny((1, 1, 1, 1, 1, 1))
    history = [Past(f"c{n}-0") for n in range(5)]
    picked = selection.daily(course, 6, history, 1, today="c5")
    assert picked is not None
    assert picked.id == "c0-0"
    picked = selection.daily(course, 5, history[:4], 1, today="c4")
    assert picked is not None
    assert picked.id == "c4-0"


def daily_ones(course: Course) -> set[str]:
    return {id_ for id_, question in course.questions.items() if question.daily}


def test_a_withdrawn_question_is_never_asked_again() -> None:
    course = tiny((2, 2))
    bank = daily_ones(course)
    for seed in SEEDS:
        for out in bank:
            history: list[Past] = []
            for _ in range(9):
                picked = selection.daily(course, 2, history, seed, withdrawn=[out])
                assert picked is not None
                history.append(Past(picked.id))
            assert {past.question_id for past in history} == bank - {out}
    assert selection.daily(course, 2, [], 1, withdrawn=bank) is None
    assert selection.daily(course, 2, [Past("c0-0")], 1, withdrawn=bank) is None


def test_what_people_near_by_were_asked_comes_last_among_new_questions() -> None:
    course = tiny((3, 3))
    for seed in SEEDS:
        told = {"c0-0", "c1-1", "c1-2"}
        history: list[Past] = []
        for _ in range(6):
            picked = selection.daily(course, 2, history, seed, told=told)
            assert picked is not None
            history.append(Past(picked.id))
        asked = [past.question_id for past in history]
        assert set(asked[:3]) == daily_ones(course) - told
        assert set(asked[3:]) == told  # better than asking the group's own once more


def test_questions_told_near_by_change_nothing_where_there_are_no_others() -> None:
    course = tiny((2, 2))
    for seed in SEEDS:
        plain = selection.daily(course, 2, [], seed)
        assert selection.daily(course, 2, [], seed, told=set(course.questions)) == plain
