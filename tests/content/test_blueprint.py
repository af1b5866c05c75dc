"""What a course says about exams."""

from pathlib import Path

import pytest

from bot.service.course_checks import BotRuntime
from content.lint import check
from content.loader import BUNDLED, load_course
from content.mistakes import CourseErrors
from content.questions.rules import Severity
from tests.content.folder import COURSE, QUESTIONS, write

DOMAINS = """\
blueprint:
  - id: leaf-1
    exam: "Leaf Sommelier, level 1"
    questions: 40
    minutes: 60
    pass_mark: 70
    domains:
      - {id: d1, title: "Brewing", weight: 60, covered: 50, tasks: ["AIF-C01 D1"]}
      - {id: d2, title: "Basics", weight: 30, covered: 20, sections: [basics]}
      - {id: d3, title: "Regions", weight: 10, covered: 0, concepts: [opening]}
"""


def test_domains_find_their_concepts_by_task_section_or_name(tmp_path: Path) -> None:
    (exam,) = load_course(write(tmp_path, {"course.yaml": COURSE + DOMAINS})).blueprints
    assert (exam.id, exam.questions, exam.minutes, exam.pass_mark) == ("leaf-1", 40, 60, 70)
    assert [domain.concepts for domain in exam.domains] == [
        ("brewing",),
        ("opening", "brewing"),
        ("opening",),
    ]
    assert exam.uncovered == pytest.approx(1 - 0.3 - 0.06)
    assert load_course(write(tmp_path)).blueprints == ()


@pytest.mark.parametrize(
    ("old", "new", "rule", "told"),
    [
        ("weight: 60", "weight: 50", "blueprint", "add up to 90"),
        ("weight: 60", "weight: 0", "shape", "from 1 to 100"),
        ("covered: 50", "covered: 150", "shape", "from 0 to 100"),
        ('tasks: ["AIF-C01 D1"]', 'tasks: ["AIF-C01 D9"]', "blueprint", "no concept has"),
        (', tasks: ["AIF-C01 D1"]', "", "blueprint", "covers 50% with nothing"),
        ("sections: [basics]", "sections: [basisc]", "reference", "did you mean “basics”"),
        ("concepts: [opening]", "concepts: [closing]", "reference", "closing"),
        ("id: d2", "id: d1", "duplicate", "'d1' is here twice"),
        ("pass_mark: 70", "pass_mark: 700", "shape", "from 1 to 100"),
        ("minutes: 60", "minuets: 60", "unknown-key", "minutes"),
        ("    questions: 40\n", "", "shape", "is missing"),
        ('exam: "Leaf Sommelier, level 1"', "exam: ", "R13", "is missing"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, rule: str, told: str) -> None:
    assert old in DOMAINS
    folder = write(tmp_path, {"course.yaml": COURSE + DOMAINS.replace(old, new, 1)})
    with pytest.raises(CourseErrors) as caught:
        load_course(folder)
    found = [one for one in caught.value.mistakes if one.rule == rule]
    assert any(told in one.message for one in found), caught.value.mistakes
    assert all(one.file == "tea/course.yaml" and one.line for one in caught.value.mistakes)


def test_the_linter_compares_it_with_the_questions(tmp_path: Path) -> None:
    words = DOMAINS.replace("covered: 50", "covered: 0").replace(
        "covered: 0, concepts", "covered: 5, concepts"
    )
    words = words.replace(', tasks: ["AIF-C01 D1"]', ", concepts: [brewing]")
    questions = QUESTIONS.replace("concept: opening", "concept: brewing")
    changes = {"course.yaml": COURSE + words, "questions/basics.yaml": questions}
    checked = check(write(tmp_path, changes), BotRuntime())
    found = {(one.rule, one.severity): one.message for one in checked.findings}
    assert ("blueprint-task", Severity.WARNING) in found
    told = [one.message for one in checked.findings if one.rule == "blueprint-covered"]
    assert any("d1: covers 0%" in one for one in told)
    assert any("d3: covers 5%" in one for one in told)


def test_the_bundled_course_says_what_it_leaves_out() -> None:
    exams = load_course(BUNDLED / "aws-ml-ramp-up").blueprints
    assert [one.id for one in exams] == ["aif-c01", "mla-c01"]
    for one in exams:
        assert sum(domain.weight for domain in one.domains) == 100
        assert one.uncovered > 0.5
