"""Seasons of tiny courses: what there is gets spread as far as it goes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from bot.study.policy import APART, Known, choose
from bot.study.season import Day, rehearse
from content.model import Course, Question, Section
from tests.study import courses, samples

SEEDS = range(6)
NOTHING = Known()


def tiny(counts: tuple[int, ...], opening: bool = False) -> Course:
    """A course of concepts with so many daily questions each."""
    ids = [f"c{n}" for n in range(len(counts))]
    questions: dict[str, Question] = {}
    for id_, count in zip(ids, counts, strict=True):
        for n in range(count):
            questions[f"{id_}-{n}"] = samples.single(f"{id_}-{n}", id_)
        questions[f"{id_}-never"] = samples.true_false(f"{id_}-never", id_)
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


def season(course: Course, seed: int) -> list[Day]:
    return rehearse(course, seed, checkpoints=False)


def asked(course: Course, seed: int) -> list[str]:
    return [one.question.id for day in season(course, seed) for one in day.questions]


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
        days = season(course, seed)
        for at, (one, two) in enumerate(pairwise(days)):
            met = {day.concept for day in days[: at + 2]}
            others = {q for q in daily_ones(course) if course.questions[q].concept in met}
            last = {choice.question.id for choice in one.questions}
            again = last & {choice.question.id for choice in two.questions}
            assert not again or not others - last


@pytest.mark.parametrize("opening", [False, True])
@pytest.mark.parametrize("counts", SHAPES)
def test_once_all_is_used_each_question_rests_as_long_as_the_others_let_it(
    counts: tuple[int, ...], opening: bool
) -> None:
    course = tiny(counts, opening)
    for seed in SEEDS:
        history = asked(course, seed)
        begun = max((history.index(q) for q in set(history)), default=0)
        for at in range(begun + 1, len(history)):
            gaps = {q: history[:at][::-1].index(q) + 1 for q in set(history[:at])}
            assert gaps[history[at]] >= APART or gaps[history[at]] == max(gaps.values())


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
    """A question of an earlier day; nobody answered it."""

    answered = correct = 0

    def __init__(self, question_id: str, day: int) -> None:
        self.question_id = question_id
        self.concept_id = question_id.partition("-")[0]
        self.local_date = on(day)


def on(day: int) -> str:
    return f"2026-03-{day + 1:02}"


def picked(
    course: Course,
    position: int,
    ids: list[str],
    seed: int = 1,
    *,
    today: str | None = None,
    not_about: tuple[str, ...] = (),
    known: Known = NOTHING,
) -> str:
    """The id of the question for the day after those of ``ids``; empty for none."""
    history = [Past(id_, day) for day, id_ in enumerate(ids)]
    found = choose(
        course, position, history, on(len(ids)), seed, today=today, not_about=not_about, known=known
    )
    return found.question.id if found else ""


def test_a_second_question_on_one_day_is_about_another_concept() -> None:
    course = tiny((3, 1, 1))
    for seed in SEEDS:
        found = picked(course, 3, ["c1-0", "c2-0", "c0-0"], seed, not_about=("c0",))
        assert found and not found.startswith("c0")
    # There is no other concept.
    assert picked(tiny((2,)), 1, ["c0-0"], not_about=("c0",)) == "c0-1"


def test_todays_own_concept_comes_before_a_question_that_is_still_in_sight() -> None:
    course = tiny((1, 1, 1, 1, 1, 1))
    assert picked(course, 5, [f"c{n}-0" for n in range(4)], today="c4") == "c4-0"
    rested = [f"c{n}-0" for n in range(5)] + ["c1-0"] * APART
    assert picked(course, 6, rested, today="c5") == "c0-0"
    assert picked(course, 1, [], today="c0") == "c0-0"


def daily_ones(course: Course) -> set[str]:
    return {id_ for id_, question in course.questions.items() if question.daily}


def test_a_withdrawn_question_is_never_asked_again() -> None:
    course = tiny((2, 2))
    bank = daily_ones(course)
    for seed in SEEDS:
        for out in bank:
            history: list[str] = []
            for _ in range(9):
                history.append(picked(course, 2, history, seed, known=Known(withdrawn=[out])))
            assert set(history) == bank - {out}
    assert picked(course, 2, [], known=Known(withdrawn=bank)) == ""
    assert picked(course, 2, ["c0-0"], known=Known(withdrawn=bank)) == ""


def test_what_people_near_by_were_asked_comes_last_among_new_questions() -> None:
    course = tiny((3, 3))
    for seed in SEEDS:
        told = {"c0-0", "c1-1", "c1-2"}
        history: list[str] = []
        for _ in range(6):
            history.append(picked(course, 2, history, seed, known=Known(told=told)))
        assert set(history[:3]) == daily_ones(course) - told
        assert set(history[3:]) == told  # better than asking the group's own once more


def test_questions_told_near_by_change_nothing_where_there_are_no_others() -> None:
    course = tiny((2, 2))
    for seed in SEEDS:
        plain = picked(course, 2, [], seed)
        assert picked(course, 2, [], seed, known=Known(told=set(course.questions))) == plain


def test_a_second_season_goes_on_with_what_the_first_one_left() -> None:
    course = tiny((2, 2))
    for seed in SEEDS:
        first = ["c0-0", "c1-1"]
        history: list[str] = []
        for _ in range(4):
            history.append(picked(course, 2, history, seed, known=Known(earlier=first)))
        assert set(history[:2]) == {"c0-1", "c1-0"}
        assert set(history[2:]) == set(first)
