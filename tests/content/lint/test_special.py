"""Rules that need more than a course folder to be broken."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.model import limits
from bot.service.course_checks import BotRuntime
from content.lint import RULES, Severity, StudyDay, check
from content.lint.run import Checked
from content.lock import FILE, Lock, read_lock, write_lock
from content.model import Course
from tests.content.lint.bank import sound_bank
from tests.content.lint.conftest import TODAY, Lint, edit

QUESTIONS = "questions/habits.yaml"


class OwnDays(BotRuntime):
    """A schedule that asks about each concept on its own day."""

    def days(self, course: Course, seed: int) -> Sequence[StudyDay]:
        return [
            StudyDay(concept, course.questions_of(concept)[0].id)
            for concept in course.plan
            if course.questions_of(concept)
        ]


def rules(checked: Checked) -> list[str]:
    return [one.rule for one in checked.findings]


def test_calendar_no_concept_is_asked_on_its_own_day(tmp_path: Path) -> None:
    folder = sound_bank().write(tmp_path)
    found = [one for one in check(folder, OwnDays(), day=TODAY).findings if one.rule == "R19-day"]
    assert len(found) == 9  # the first day has nothing earlier to ask about
    assert all(one.key.endswith(".concept") and one.line for one in found)


def test_render_a_card_that_no_platform_shows(
    small: Path, lint: Lint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CARD_TEXT", 300)
    found = [one for one in lint(small).findings if one.rule == "R13-shown"]
    assert {one.key for one in found} >= {"q-spacing-01.id", "testing-yourself.id"}


def test_against_a_copied_run_of_six_words(small: Path, lint: Lint) -> None:
    source = "They say: close the BOOK, and say how it was. Between the sessions there is tea."
    assert rules(lint(small, against=source)) == []
    source += " You forget a little; fetching it back is hard work."
    found = lint(small, against=source).findings
    assert [(one.rule, one.key) for one in found] == [("R21-copied", "spacing.body")]
    assert "you forget a little fetching it" in found[0].message


class TestLock:
    """test_lock: ids stay, and changes are told."""

    @pytest.fixture
    def locked(self, small: Path, lint: Lint) -> Path:
        self.lock(small, lint)
        return small

    def lock(self, folder: Path, lint: Lint) -> Lock:
        course = lint(folder).course
        assert course is not None
        grown = (read_lock(folder) or Lock({}, (), {})).grown(course)
        write_lock(folder, grown)
        return grown

    def test_a_fresh_lock_is_kept(self, locked: Path, lint: Lint) -> None:
        assert rules(lint(locked)) == []
        again = (locked / FILE).read_text("utf-8")
        self.lock(locked, lint)
        assert (locked / FILE).read_text("utf-8") == again

    def test_a_lost_question_is_an_error_in_the_lock_file(self, locked: Path, lint: Lint) -> None:
        edit(locked, QUESTIONS, ("id: q-testing-02", "id: q-testing-99"))
        found = lint(locked)
        [lost] = found.errors
        assert (lost.rule, lost.key, lost.file) == ("lock", "q-testing-02", f"small/{FILE}")
        line = (locked / FILE).read_text("utf-8").splitlines()[lost.line - 1]
        assert line.strip().startswith("q-testing-02:")
        assert "retired: true" in lost.message
        assert [one.rule for one in found.warnings] == ["lock-behind"]

    def test_a_lost_concept_is_an_error(self, locked: Path, lint: Lint) -> None:
        for file in ("course.yaml", "concepts/habits.yaml", QUESTIONS):
            path = locked / file
            path.write_text(path.read_text("utf-8").replace("testing-yourself", "self-test"))
        found = [one for one in lint(locked).errors if one.key == "testing-yourself"]
        assert [one.file for one in found] == [f"small/{FILE}"]

    def test_retiring_is_the_way(self, locked: Path, lint: Lint) -> None:
        edit(locked, QUESTIONS, ("id: q-testing-02\n", "id: q-testing-02\n  retired: true\n"))
        assert rules(lint(locked)) == []  # four daily ones are left

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("ten minutes left", "nine minutes left"),
            ('correct: false\n      text: "Marking', 'correct: false\n      text: "Marking not'),
            ("difficulty: 1", "difficulty: 3"),
        ],
    )
    def test_a_change_needs_a_revision(self, locked: Path, lint: Lint, old: str, new: str) -> None:
        edit(locked, QUESTIONS, (old, new))
        [changed] = lint(locked).errors
        assert (changed.rule, changed.key) == ("lock", "q-testing-01.id")
        assert "revision: 2" in changed.message
        edit(locked, QUESTIONS, ("id: q-testing-01\n", "id: q-testing-01\n  revision: 2\n"))
        behind = lint(locked)
        assert [(one.rule, one.severity) for one in behind.findings] == [
            ("lock-behind", Severity.WARNING)
        ]
        lock = self.lock(locked, lint)
        assert lock.questions["q-testing-01"].revision == 2
        assert rules(lint(locked)) == []
        edit(locked, QUESTIONS, ("  revision: 2\n", ""))
        assert [one.rule for one in lint(locked).errors] == ["lock"]

    def test_checking_a_service_again_is_no_change(self, locked: Path, lint: Lint) -> None:
        edit(
            locked,
            QUESTIONS,
            ("tests: [testing.effect]}", "tests: [testing.effect], status_checked: 2026-11-23}"),
        )
        assert rules(lint(locked)) == []

    @pytest.mark.parametrize(
        "words",
        [
            "",
            "- a",
            "questions: {q-1: 3}",
            "questions: {q-1: {revision: x, content: a}}",
            "concepts: [A B]",
            "other: 1",
            "questions: [",
            "concepts: &a []\nquestions: *a",
            b"\xff",
        ],
    )
    def test_a_lock_that_somebody_edited(self, small: Path, lint: Lint, words: str | bytes) -> None:
        (small / FILE).write_bytes(words if isinstance(words, bytes) else words.encode())
        checked = lint(small)
        assert checked.course is None
        assert [one.file for one in checked.findings] == [f"small/{FILE}"]


def test_a_course_that_does_not_load_is_all_errors(small: Path, lint: Lint) -> None:
    edit(small, QUESTIONS, ("bloom: apply", "bloom: guess"), ("concept: spacing", "concept: x"))
    checked = lint(small)
    assert checked.course is None
    assert set(rules(checked)) == {"shape", "reference"}
    assert all(one.advice and one.severity is Severity.ERROR for one in checked.findings)


def test_what_cannot_be_read_does_not_hide_what_can_be_judged(small: Path, lint: Lint) -> None:
    edit(
        small,
        QUESTIONS,
        ("bloom: apply", "bloom: guess"),
        ('    - {id: A, correct: true, text: "Twelve', '\t{id: A, correct: true, text: "Twelve'),
        ("How does she spend them best?", "Choose the best plan."),
        ("Cramming the evening before can be", "Cramming is never"),
    )
    (small / FILE).write_text("- a", encoding="utf-8")
    found = lint(small)
    assert found.course is None
    assert {(one.rule, one.key) for one in found.findings} >= {
        ("shape", "q-testing-01.meta.bloom"),
        ("yaml", "q-spacing-02"),
        ("R3-question", "q-spacing-01.stem"),
        ("R16-plain", "q-spacing-03.stem"),
        ("lock", ""),
    }
    assert list(found.findings) == sorted(found.findings)


def test_a_concept_that_cannot_be_read_takes_nothing_else_along(small: Path, lint: Lint) -> None:
    edit(small, "concepts/habits.yaml", ('title: "Spacing"', "title: [a, b]"))
    edit(small, QUESTIONS, ("What is this way of studying called?", "Name it."))
    found = lint(small).findings
    assert [(one.rule, one.key) for one in found] == [
        ("shape", "spacing.title"),
        ("R3-question", "q-testing-03.stem"),
    ]


def test_the_rules_are_told_to_authors() -> None:
    page = (Path(__file__).parents[3] / "content" / "RULES.md").read_text("utf-8")
    missing = [rule.id for rule in RULES if f"`{rule.id}`" not in page or rule.advice not in page]
    assert missing == []
