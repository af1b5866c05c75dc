"""Every answer in the tables of docs/grading.md is graded as the page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.study.points import daily_points
from bot.study.questions import ANSWER, BadInput, type_of
from content.questions import Question
from content.spelling.known import Known
from tests.docs.blocks import ROOT
from tests.study import samples

PAGE = (ROOT / "docs" / "grading.md").read_text(encoding="utf-8")
ENGLISH = Known(texts=("Which of the two is the one that is used for words in a text? " * 3,))
KINDS = {
    "right": "right",
    "right, with the spelling": "spelling",
    "not right": "wrong",
    "asked again": "again",
}


def tables() -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """Each table with the title of its section, its head and its rows."""
    for section in PAGE.split("\n## ")[1:]:
        title, _, body = section.partition("\n")
        for block in re.findall(r"(?:^\|.*\|\n)+", body, re.MULTILINE):
            lines = [
                [cell.strip() for cell in line[1:-1].split("|")] for line in block.splitlines()
            ]
            yield title, lines[0], lines[2:]


def answers() -> Iterator[tuple[bool, tuple[str, ...], str, str]]:
    for title, head, rows in tables():
        if head[0] != "expected":
            continue
        for row in rows:
            accept, *cells = (tuple(re.findall(r"`([^`]+)`", cell)) for cell in row)
            for kind, typed in zip(head[1:], cells, strict=True):
                yield from ((title == "Numbers", accept, one, KINDS[kind]) for one in typed)


def question_of(number: bool, accept: tuple[str, ...]) -> Question:
    made = samples.amount(*accept) if number else samples.term(*accept)
    return replace(made, known=ENGLISH)


def graded(question: Question, typed: str) -> str:
    kind = type_of(question)
    try:
        grade = kind.grade(question, kind.read(question, "", {ANSWER: (typed,)}))
    except BadInput:
        return "again"
    if not grade.correct:
        return "wrong"
    return "spelling" if grade.spelling else "right"


ALL = sorted(set(answers()))


@pytest.mark.parametrize(("number", "accept", "typed", "told"), ALL)
def test_an_answer_is_graded_as_told(
    number: bool, accept: tuple[str, ...], typed: str, told: str
) -> None:
    assert graded(question_of(number, accept), typed) == told


def test_what_is_expected_is_right() -> None:
    for number, accept in {(number, accept) for number, accept, _, _ in ALL}:
        for words in accept:
            assert graded(question_of(number, accept), words) == "right", words


def test_the_page_has_answers_of_every_kind() -> None:
    assert len(ALL) > 150
    assert {told for *_, told in ALL} == set(KINDS.values())


def test_the_examples_of_several_parts() -> None:
    shown = {}
    for _, head, rows in tables():
        if head[0] == "type":
            shown = {row[0]: row[2] for row in rows}
    given = {
        "multiple": (samples.multiple(), "A"),
        "matching": (samples.matching(), "B,D,C,A"),
        "ordering": (samples.ordering(), "D,E,C,B,A"),
        "cloze with several gaps": (samples.cloze(), "A,B,A"),
    }
    assert shown.keys() == given.keys()
    for name, (question, answer) in given.items():
        grade = type_of(question).grade(question, answer)
        points = daily_points(2, grade.credit)
        assert shown[name] == f"{grade.right} of {grade.parts} right: {points} points"
