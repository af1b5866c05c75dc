"""Question files of other programs are recognized, and their owners are told what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.loader import load_course
from content.mistakes import CourseErrors
from tests.content.folder import write

RED = """\
AUTHOR: Somebody
What ends a statement in C?:
- ;
- semicolon
What is the capital of Iceland?:
- Reykjavik
"""
OPEN_TRIVIA = """\
{"response_code": 0, "results": [{"category": "Science", "type": "multiple",
 "difficulty": "easy", "question": "What is H2O?", "correct_answer": "Water",
 "incorrect_answers": ["Salt", "Air", "Gold"]}]}
"""
GIFT = "::Q1:: What is two plus two? {=four ~three ~five}\n"
ANKI = "front,back\nperro,dog\ngato,cat\n"
AIKEN = "What is two plus two?\nA. three\nB. four\nANSWER: B\n"
MARKDOWN = "## HTML quiz\n\n#### Q1. What is bold?\n\n- [ ] <i>\n- [x] <b>\n"
MOODLE = '<?xml version="1.0"?>\n<quiz><question type="multichoice"/></quiz>\n'
OTHER = "- question: What is two plus two?\n  answers: [three, four]\n"
CARDS = "- {front: perro, back: dog}\n"


@pytest.mark.parametrize("folder", ["questions", ""])
@pytest.mark.parametrize(
    ("name", "words", "what"),
    [
        ("opentdb.json", OPEN_TRIVIA, "Open Trivia Database"),
        ("deck.csv", ANKI, "table of cards (CSV)"),
        ("deck.tsv", ANKI.replace(",", "\t"), "table of cards (TSV)"),
        ("q.gift", GIFT, "GIFT"),
        ("q.txt", GIFT, "GIFT"),
        ("cards.txt", ANKI, "CSV"),
        ("aiken.txt", AIKEN, "Aiken"),
        ("html-quiz.md", MARKDOWN, "quiz in Markdown"),
        ("deck.apkg", "PK\x03\x04", "Anki deck"),
    ],
)
def test_a_foreign_file_is_told_as_what_it_is(
    tmp_path: Path, folder: str, name: str, words: str, what: str
) -> None:
    path = f"{folder}/{name}" if folder else name
    with pytest.raises(CourseErrors) as caught:
        load_course(write(tmp_path, {path: words}))
    [mistake] = caught.value.mistakes
    assert (mistake.file, mistake.rule) == (f"tea/{path}", "file")
    assert what in mistake.message
    assert "docs/write-a-course.md" in mistake.message


@pytest.mark.parametrize(
    ("name", "words", "what"),
    [
        ("red.yaml", RED, "the Red bot"),
        ("opentdb.yaml", OPEN_TRIVIA, "Open Trivia Database"),
        ("other.yaml", OTHER, "another quiz program"),
        ("cards.yaml", CARDS, "flash card"),
        ("moodle.xml", MOODLE, "Moodle"),
        ("more.yml", "- id: x", ".yaml, not .yml"),
    ],
)
def test_one_among_the_questions_too(tmp_path: Path, name: str, words: str, what: str) -> None:
    with pytest.raises(CourseErrors) as caught:
        load_course(write(tmp_path, {f"questions/{name}": words}))
    [mistake] = caught.value.mistakes
    assert mistake.rule == "file"
    assert what in mistake.message


@pytest.mark.parametrize("name", ["README.md", "notes.txt", "LICENSE", "sources.bib", "plan.pdf"])
def test_other_files_beside_the_course_are_nobodys_business(tmp_path: Path, name: str) -> None:
    words = "Notes on tea, made in {our} kitchen.\n- buy leaves\n"
    assert load_course(write(tmp_path, {name: words})).slug == "tea"


@pytest.mark.parametrize(
    ("name", "words"),
    [("glosary.yaml", "did you mean “glossary.yaml”?"), ("questions.yaml", "questions/")],
)
def test_a_yaml_file_in_the_wrong_place(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(CourseErrors) as caught:
        load_course(write(tmp_path, {name: "- {id: x}\n"}))
    [mistake] = caught.value.mistakes
    assert (mistake.file, mistake.rule) == (f"tea/{name}", "file")
    assert words in mistake.message


@pytest.mark.parametrize("name", ["notes.txt", "basics.yaml~", "basics.bak"])
def test_a_file_that_is_nothing_known_is_told_as_before(tmp_path: Path, name: str) -> None:
    with pytest.raises(CourseErrors) as caught:
        load_course(write(tmp_path, {f"facts/{name}": "x"}))
    assert "is no .yaml file" in caught.value.mistakes[0].message
