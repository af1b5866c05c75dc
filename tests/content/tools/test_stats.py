"""The numbers of a course, and their picture."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.service.course_checks import BotRuntime
from content.coverage import coverage_svg
from content.loader import load_course
from content.model import Course
from content.stats import CourseStats, on_screen, stats_of
from content.wording import word_count
from tests.content.lint.bank import sound_bank
from tests.content.lint.conftest import edit


def judged(folder: Path) -> tuple[Course, CourseStats]:
    course = load_course(folder)
    return course, stats_of(course, BotRuntime())


def test_everything_is_counted(small: Path) -> None:
    edit(
        small,
        "questions/habits.yaml",
        ("id: q-spacing-03\n", "id: q-spacing-03\n  retired: true\n"),
    )
    _, stats = judged(small)
    assert (stats.questions, stats.retired, stats.cards, stats.scenarios) == (5, 1, 3, 1)
    assert stats.types == {"single": 2, "matching": 1, "typed": 1, "multiple": 1}
    assert stats.bloom == {"remember": 1, "understand": 1, "apply": 2, "analyse": 1}
    assert stats.difficulty == {1: 2, 2: 3}
    assert stats.sections == {"habits": {"facts": 4, "cards": 3, "questions": 5}}
    assert stats.facts["testing.feedback"] == ("q-testing-02",)
    assert stats.concepts["opening"] == () and len(stats.concepts["spacing"]) == 2
    assert stats.untested == ()
    assert stats.keys.places == {}  # no question with four options
    assert stats.lengths["takeaway"].most <= 20


def test_where_right_answers_are_shown(tmp_path: Path) -> None:
    _, stats = judged(sound_bank().write(tmp_path))
    assert set(stats.keys.places) == set("ABCD")
    assert sum(stats.keys.places.values()) == pytest.approx(1)
    assert stats.keys.length_ratio == pytest.approx(1)
    assert stats.keys.longest_over_chance == pytest.approx(-0.25)


def test_words_on_screen_are_those_before_the_answer(small: Path) -> None:
    course, stats = judged(small)
    assert on_screen(course.questions["q-testing-01"]) > word_count(
        course.questions["q-testing-01"].stem
    )
    typed = next(q for q in course.questions.values() if q.type == "typed")
    assert on_screen(typed) == word_count(typed.stem)
    assert stats.lengths["scenario on screen"].most <= 80


def test_readability_is_measured_where_syllables_can_be_counted(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, stats = judged(small)
    assert set(stats.grades) == {"card", "stem", "why"}
    monkeypatch.setattr("content.stats.syllables", lambda: None)
    assert judged(small)[1].grades == {}


def test_they_are_json(small: Path) -> None:
    _, stats = judged(small)
    data = json.loads(json.dumps(stats.as_data()))
    assert data["concepts"]["testing-yourself"] == ["q-testing-01", "q-testing-02", "q-testing-03"]
    assert data["untested"] == [] and data["lengths"]["card"]["most"] <= 90


def test_the_picture_has_a_square_a_question_and_a_ring_for_an_unasked_fact(small: Path) -> None:
    edit(
        small,
        "facts/habits.yaml",
        (
            "- id: testing.feedback",
            "- {id: new, section: habits, kind: list, text: Unasked.}\n- id: testing.feedback",
        ),
    )
    edit(
        small,
        "concepts/habits.yaml",
        ("[testing.effect, testing.feedback]", "[new, testing.effect]"),
    )
    course, stats = judged(small)
    assert stats.untested == ("new",)
    root = ElementTree.fromstring(coverage_svg(course, stats))
    told = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}title")]
    assert [t for t in told if t.startswith("q-")] == [
        f"{q.id}: {q.type}, {q.bloom}, difficulty {q.difficulty}"
        for concept in course.plan
        for q in course.questions_of(concept)
    ]
    assert "new: 0" in told and "testing.effect: 4" in told
    assert "1 facts are not asked" in root.attrib["aria-label"]
