"""``studyhall course``, as an author types it."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from content.lock import FILE
from tests.cli.conftest import Run
from tests.content.lint.conftest import edit

QUESTIONS = "questions/habits.yaml"
NEGATIVE = ("What will help her most", "Which of these will not help her")


@pytest.fixture
def tea(run: Run, tmp_path: Path) -> Path:
    """A course that the command itself has made."""
    assert run("course", "new", "tea", "--title", "Tea, slowly").code == 0
    return tmp_path / "courses" / "tea"


def test_a_new_course_is_sound_and_says_how_to_go_on(run: Run, tmp_path: Path) -> None:
    ran = run("course", "new", "tea-time")
    assert ran.code == 0 and ran.err == ""
    said = "courses/tea-time", "studyhall course lint courses", "STUDYHALL_COURSES=courses"
    assert [words for words in said if words not in ran.out] == []
    linted = run("course", "lint", "courses", "--strict")
    assert linted.code == 0
    assert linted.out == "tea-time: 3 concepts, 6 questions, 0 errors, 0 warnings\n"
    assert 'title: "Tea time"' in (tmp_path / "courses/tea-time/course.yaml").read_text("utf-8")


def test_a_course_goes_where_the_bot_looks(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "mine"
    assert run("course", "new", "tea", STUDYHALL_COURSES=str(own)).code == 0
    assert (own / "tea" / "course.yaml").is_file()
    assert run("course", "new", "milk", "--into", "other").code == 0
    assert (tmp_path / "other" / "milk" / "course.yaml").is_file()


@pytest.mark.parametrize("slug", ["Tea", "tea time", "../tea", "tea/", "", "t" * 61, "_tea", "té"])
def test_an_id_that_is_none(run: Run, tmp_path: Path, slug: str) -> None:
    assert "cannot be a course's id" in run("course", "new", slug).sentence
    assert not (tmp_path / "courses").exists()


@pytest.mark.parametrize("title", ["x" * 61, "Tea\x07", "Tea\u202e"])
def test_a_title_that_breaks_cards(run: Run, title: str) -> None:
    assert run("course", "new", "tea", "--title", title).sentence.startswith("The title ")


def test_what_exists_is_left_alone(run: Run, tea: Path) -> None:
    (tea / "course.yaml").write_text("mine")
    assert "exists already" in run("course", "new", "tea").sentence
    assert (tea / "course.yaml").read_text() == "mine"


def test_lint_names_place_rule_and_what_to_do(run: Run, tea: Path) -> None:
    edit(tea, QUESTIONS, NEGATIVE)
    ran = run("course", "lint", "courses")
    assert ran.code == 1 and ran.err == ""
    first, *_, last = ran.out.splitlines()
    stem = (
        (tea / QUESTIONS)
        .read_text("utf-8")
        .splitlines()
        .index(
            next(
                line
                for line in (tea / QUESTIONS).read_text("utf-8").splitlines()
                if "will not" in line
            )
        )
    )
    assert first.startswith(f"error: tea/{QUESTIONS}:{stem + 1}: q-testing-01.stem: ")
    assert first.endswith("[R4-positive]")
    assert "  [R4-positive] Ask positively" in ran.out
    assert last == "tea: 3 concepts, 6 questions, 1 error, 0 warnings"
    # The folder of the course itself will do, and so will the settings.
    assert run("course", "lint", str(tea)).out == ran.out
    assert run("course", "lint", STUDYHALL_COURSES="courses").out == ran.out
    [found] = json.loads(run("course", "lint", "courses", "--json").out)
    assert found["rule"] == "R4-positive" and found["line"] == stem + 1
    assert found["severity"] == "error" and found["key"] == "q-testing-01.stem"


def test_a_warning_is_no_error_unless_strict(run: Run, tea: Path) -> None:
    edit(tea, "concepts/habits.yaml", ("Four short", "Some 47 short"))
    assert run("course", "lint", "courses").code == 0
    assert run("course", "lint", "courses", "--strict").code == 1
    assert run("course", "lint", "courses").out.startswith("warning: tea/concepts/habits.yaml:")


def test_a_course_that_cannot_be_loaded(run: Run, tea: Path) -> None:
    edit(tea, QUESTIONS, ("bloom: apply", "bloom: guess"))
    ran = run("course", "lint", "courses")
    assert ran.code == 1
    assert "[shape]" in ran.out and ran.out.endswith("tea: cannot be loaded, 1 error, 0 warnings\n")


def test_lint_against_a_text(run: Run, tea: Path, tmp_path: Path) -> None:
    (tmp_path / "source.txt").write_text(
        "Two habits do better, and they cost no extra time: it is so."
    )
    ran = run("course", "lint", "courses", "--against", "source.txt")
    assert ran.code == 1 and "opening.body: copies “two habits do better and they”" in ran.out
    assert "cannot be read" in run("course", "lint", "--against", "gone.txt").sentence


def test_folders_without_a_course(run: Run, tmp_path: Path) -> None:
    assert "nowhere is not a folder" in run("course", "lint", "nowhere").sentence
    (tmp_path / "empty").mkdir()
    assert "studyhall course new" in run("course", "lint", "empty").sentence


def test_stats_as_tables_json_and_picture(run: Run, tea: Path, tmp_path: Path) -> None:
    ran = run("course", "stats", "courses")
    assert ran.code == 0
    for words in ("Tea, slowly", "matching", "understand", "testing-yourself", "at most +3"):
        assert words in ran.out
    ran = run("course", "stats", "courses", "--json", "--picture", "cover.svg")
    assert json.loads(ran.out)["questions"] == 6
    assert ElementTree.parse(tmp_path / "cover.svg").getroot().tag.endswith("svg")
    assert "cannot be written" in run("course", "stats", "--picture", "no/x.svg").sentence


def test_one_course_of_several_has_to_be_named(run: Run, tea: Path) -> None:
    assert run("course", "new", "milk").code == 0
    assert "milk, tea" in run("course", "stats", "courses").sentence
    assert "no course “x”" in run("course", "stats", "courses", "--course", "x").sentence
    assert "Tea, slowly" in run("course", "stats", "courses", "--course", "tea").out


@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_preview_as_json(run: Run, tea: Path, platform: str) -> None:
    sent = run("course", "preview", "q-testing-02", "courses", "--json", platform).out
    assert set(json.loads(sent)) == {"card", "results", "form"}
    assert "Practice testing" in sent
    sent = run("course", "preview", "spacing", "courses", "--json", platform).out
    assert set(json.loads(sent)) == {"card"}


def test_a_preview_of_nothing(run: Run, tea: Path) -> None:
    assert "no concept or question “q”" in run("course", "preview", "q", "courses").sentence
    sentence = run("course", "preview", "spacing", "courses", "--json", "fax").sentence
    assert sentence == "--json takes one of slack, discord."


def test_the_lock_grows_and_guards(run: Run, tea: Path) -> None:
    ran = run("course", "lock", "courses")
    assert (ran.code, ran.out) == (0, f"tea: 9 entries added to courses/tea/{FILE}\n")
    locked = (tea / FILE).read_text("utf-8")
    assert run("course", "lock", "courses").out.startswith("tea: 0 entries")
    assert run("course", "lint", "courses", "--strict").code == 0
    edit(tea, QUESTIONS, ("ten minutes left", "nine minutes left"))
    ran = run("course", "lock", "courses")
    assert ran.code == 1 and "q-testing-01: was changed: set revision: 2" in ran.out
    assert (tea / FILE).read_text("utf-8") == locked
    edit(tea, QUESTIONS, ("id: q-testing-01\n", "id: q-testing-01\n  revision: 2\n"))
    assert run("course", "lock", "courses").code == 0
    assert "q-testing-01: {revision: 2" in (tea / FILE).read_text("utf-8")
    assert [path.name for path in tea.glob("*lock*")] == [FILE]


def test_how_questions_behave_needs_a_database_and_answers(
    run: Run, tea: Path, tmp_path: Path
) -> None:
    missing = run("course", "items", "courses")
    assert missing.code == 2 and "STUDYHALL_DATABASE" in missing.err
    (tmp_path / "data").mkdir(exist_ok=True)
    assert run("db", "migrate").code == 0
    ran = run("course", "items", "courses")
    assert ran.code == 0 and ran.out == "No question has 100 first answers yet.\n"
    assert json.loads(run("course", "items", "courses", "--json").out) == []
