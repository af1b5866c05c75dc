"""What typed and number questions may expect, and how they learn what their course knows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.service.course_checks import BotRuntime
from bot.study.questions import type_of
from content.knowledge import learn
from content.lint import check
from content.loader import load_course
from content.mistakes import CourseErrors
from content.model import Course
from content.questions.typed import NumberQuestion, TypedQuestion
from content.spelling import lexicon
from tests.content.folder import FILES, write

FILE = "questions/basics.yaml"


def spoilt(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    words = FILES[FILE]
    for old, new in changes:
        assert old in words
        words = words.replace(old, new, 1)
    return write(tmp_path, {FILE: words})


def typed(course: Course) -> TypedQuestion:
    found = course.questions["q-typed"]
    assert isinstance(found, TypedQuestion)
    return found


@pytest.mark.parametrize(
    "accept",
    [
        '["%", "percent sign"]',
        '[";"]',
        '["i++"]',
        '["i++", "i += 1"]',
        '["if (i != 0)", "if (i!=0)"]',
        '["for (i = 0; i < 9; i++)"]',
        '["λ", "lambda"]',
        '["->"]',
        '["&&", "and"]',
        '["C++", "C plus plus"]',
        '["C#"]',
        '["か", "ka"]',
    ],
)
def test_answers_of_signs_load_and_are_graded_as_written(tmp_path: Path, accept: str) -> None:
    folder = spoilt(tmp_path, ("[leaves, the leaves]", accept))
    question = typed(load_course(folder))
    assert all(type_of(question).grade(question, way).correct for way in question.accept)
    found = [str(one) for one in check(folder, BotRuntime()).errors]
    assert [one for one in found if "R18" in one] == []


@pytest.mark.parametrize(
    ("accept", "good"),
    [
        ('["1200", "1.2e3", "1,200"]', True),
        ('["0.5", "1/2", "½", "50%"]', True),
        ('["50%", "50 percent", "0.5"]', True),
        ('["1000.5", "1.000,5"]', True),
        ('["5 km", "5.0 km"]', True),
        ('["0.33", "1/3"]', True),
        ('["٤٢", "42"]', True),
        ('["6.02e23", "6.02*10^23"]', True),
        ('["50%", "5"]', False),
        ('["1200", "1.3e3"]', False),
        ('["twelve", "12"]', False),
        ('["1e999", "1"]', False),
    ],
)
def test_ways_to_write_a_number(tmp_path: Path, accept: str, good: bool) -> None:
    folder = spoilt(tmp_path, ('["1200", "1,200", "1 200"]', accept), ('"12":', '"77":'))
    if not good:
        with pytest.raises(CourseErrors) as caught:
            load_course(folder)
        assert {one.rule for one in caught.value.mistakes} == {"R18"}
        return
    question = load_course(folder).questions["q-number"]
    assert isinstance(question, NumberQuestion)
    assert all(type_of(question).grade(question, way).correct for way in question.accept)


def test_a_near_miss_may_differ_by_case_or_signs_only(tmp_path: Path) -> None:
    for accept, miss in (
        ("[Pa, pascal]", "PA"),
        ('["==", "equals"]', '"="'),
        ("[C, c lang]", "C++"),
    ):
        folder = spoilt(tmp_path, ("[leaves, the leaves]", accept), ("{roots:", f"{{{miss}:"))
        question = typed(load_course(folder))
        [near] = question.near_misses
        assert not type_of(question).grade(question, near.text).correct


def test_the_questions_of_a_course_know_its_words(tmp_path: Path) -> None:
    question = typed(load_course(write(tmp_path)))
    known = question.known
    assert {"boilingwater", "boiling", "brewing", "whatthisis", "leaves"} & known.phrases
    assert {"leaves", "green", "pot"} <= known.words
    assert (known.language, known.lists) == ("en", ("en",))
    again = typed(load_course(write(tmp_path)))
    assert question == again, "what a course knows is no part of a question"
    assert "Known" not in repr(question)


def test_grading_in_a_course_that_was_learned_opens_no_word_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = spoilt(tmp_path, ("[leaves, the leaves]", "[Malmö, schön, leaves, pot, tea pot]"))
    question = typed(load_course(folder))
    learn([load_course(folder)])

    def opened(language: str) -> None:
        raise AssertionError(f"the list of {language} was opened")

    monkeypatch.setattr(lexicon, "_list", opened)
    for typed_words in (
        "leavs",
        "leave",
        "Malmo",
        "schon",
        "pots",
        "tea pott",
        "something",
        "poot",
    ):
        type_of(question).grade(question, typed_words)


def test_learning_lets_go_of_the_lists(tmp_path: Path) -> None:
    folder = spoilt(tmp_path, ("[leaves, the leaves]", "[qualigraph, a qualigraph]"))
    learn([load_course(folder)])
    assert lexicon._list.cache_info().currsize == 0


def test_a_course_without_typed_questions_learns_nothing(tmp_path: Path) -> None:
    course = load_course(write(tmp_path))
    questions = {id_: q for id_, q in course.questions.items() if not isinstance(q, TypedQuestion)}
    lexicon._list.cache_clear()
    learn([replace(course, questions=questions)])
    assert lexicon._list.cache_info().misses == 0
