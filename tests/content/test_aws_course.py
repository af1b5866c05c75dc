"""The first course is large enough, complete, and breaks no rule."""

from __future__ import annotations

import re
import time
from collections import Counter

import pytest

from bot.service.course_checks import BotRuntime
from bot.study.search import find
from content.lint import Checked, check
from content.loader import BUNDLED, load_courses
from content.model import Course, Question

SECTIONS = {
    "preamble": 3,
    "essentials": 1,
    "intro": 34,
    "how": 28,
    "problems": 8,
    "planning": 24,
    "timeline": 8,
    "deployment": 6,
    "organization": 8,
    "business": 41,
    "process": 3,
    "step-1": 1,
    "step-2": 10,
    "step-3": 7,
    "step-4": 23,
    "step-5": 9,
}


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check(BUNDLED / "aws-ml-ramp-up", BotRuntime())


@pytest.fixture(scope="module")
def course(checked: Checked) -> Course:
    assert checked.course is not None, "\n".join(map(str, checked.findings))
    return checked.course


@pytest.fixture(scope="module")
def bank(course: Course) -> list[Question]:
    return [question for question in course.questions.values() if not question.retired]


def test_it_breaks_no_rule(checked: Checked) -> None:
    assert [str(one) for one in checked.errors] == []


def test_it_loads_in_a_moment() -> None:
    start = time.process_time()  # its own work, however busy the machine is
    assert list(load_courses()) == ["aws-ml-ramp-up"]
    assert time.process_time() - start < 3


def test_every_fact_is_there(course: Course) -> None:
    assert Counter(fact.section for fact in course.facts.values()) == SECTIONS
    assert [section.id for section in course.sections] == list(SECTIONS)
    assert sum(bool(fact.questionable) for fact in course.facts.values()) == 116


def test_there_is_enough_of_everything(course: Course, bank: list[Question]) -> None:
    assert len(course.concepts) >= 49
    assert len(bank) >= 220
    assert len({question.type for question in bank}) >= 8
    assert sum(question.scenario for question in bank) >= 45


def test_the_glossary_has_every_concept_in_single_sentences(course: Course) -> None:
    assert len(course.glossary) >= 70
    asked = {concept for concept in course.plan if course.questions_of(concept)}
    assert asked <= {term.concept for term in course.glossary}
    for term in course.glossary:
        sentence = term.text.plain
        assert sentence.endswith("."), term.name
        assert not re.search(r"[.!?] [A-Z]", sentence), term.name
        assert find(course, term.name).exact is term, term.name


def test_no_stem_holds_the_takeaway_of_its_own_card(course: Course, bank: list[Question]) -> None:
    for question in bank:
        takeaway = course.concepts[question.concept].takeaway
        assert takeaway.casefold() not in question.stem.casefold(), question.id
