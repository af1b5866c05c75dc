"""A text with gaps in a course file: what authors can get wrong, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.loader import load_course
from content.lock import EMPTY
from content.measured import FirstAnswer, measure
from content.mistakes import CourseErrors
from content.model import Course
from content.questions.cloze import ClozeQuestion
from tests.content.folder import QUESTIONS, write
from tests.features.course import TITLES, course, single
from tests.questions import examples

GAP = "Green leaves in a warm cup want water that is [[1]]."
GAPS = "First one has to [[1]] the water, and then one has to [[2]] it."
SPOILT = [
    # what stands there, what comes instead, rule, key, a part of the message
    (GAP, "Green leaves want water that is cool.", "R6", "q-gap.stem", "marks no gap"),
    (GAP, "Green leaves want water that is ____.", "R6", "q-gap.stem", "such as [[1]]"),
    (GAP, GAP.replace("[[1]]", "[[2]]"), "R6", "q-gap.stem", "has 1 entry"),
    (GAP, GAP.replace("[[1]]", "[[cooled]]"), "R6", "q-gap.stem", "marks [[cooled]]"),
    (GAP, GAP.replace("cup", "[[1]]"), "R6", "q-gap.stem", "marks [[1]] more than once"),
    (GAPS, GAPS.replace("[[2]]", "pour"), "R6", "q-gaps.stem", "has no [[2]] for gap 2"),
    (GAPS, GAPS.replace("[[1]]", "[[3]]"), "R6", "q-gaps.stem", "gaps has 2 entries"),
    (GAPS, "First [[2]] it, then one has to [[1]] it.", "R6", "q-gaps.stem", "order of reading"),
    ('"freeze"', '"Weigh"', None, "", ""),
    ('"freeze"', '"weigh"', "R10", "q-gaps.gaps.2.options", "'weigh' twice"),
    (
        'text: "boil"',
        'text: "let it come to the boil for a bit"',
        "R13",
        "q-gaps.gaps.1.options.B.short",
        "is missing",
    ),
    (
        '{id: B, correct: true, text: "boil"',
        '{id: B, correct: false, text: "boil"',
        "R6",
        "q-gaps.gaps.1.options",
        "0 right",
    ),
    (
        '{id: A, correct: false, text: "drink"',
        '{id: A, correct: true, text: "drink"',
        "R6",
        "q-gaps.gaps.1.options",
        "2 right",
    ),
    (
        '{id: C, correct: false, text: "iced"',
        '{id: C, correct: false, txet: "iced"',
        "unknown-key",
        "q-gap.gaps.1.options.C.txet",
        "did you mean “text”",
    ),
    (
        "    - options:",
        "    - concept: opning\n      options:",
        "reference",
        "q-gap.concept",
        "did you mean “opening”",
    ),
    ("  gaps:\n", "  gap:\n", "unknown-key", "q-gap.gap", "did you mean “gaps”"),
]


@pytest.mark.parametrize(("old", "new", "rule", "key", "told"), SPOILT)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, rule: str | None, key: str, told: str
) -> None:
    assert old in QUESTIONS
    words = QUESTIONS.replace(old, new, 1)
    folder = write(tmp_path, {"questions/basics.yaml": words})
    if rule is None:
        load_course(folder)
        return
    with pytest.raises(CourseErrors) as caught:
        load_course(folder)
    found = [one for one in caught.value.mistakes if (one.rule, one.key) == (rule, key)]
    found = [one for one in found if told in one.message]
    assert found, [str(one) for one in caught.value.mistakes]
    line = words.splitlines()[found[0].line - 1]
    last = key.rsplit(".", 1)[-1]
    assert last in line or new[:20] in line or "- options:" in line or "id: B" in line, line


def test_a_single_gap_has_three_options_and_six_gaps_are_too_many(tmp_path: Path) -> None:
    two = QUESTIONS.replace('- {id: C, correct: false, text: "iced"', "#", 1)
    lines = QUESTIONS.splitlines()
    at = next(n for n, line in enumerate(lines) if "id: q-gaps" in line)
    gap = next(n for n, line in enumerate(lines) if n > at and "- options:" in line)
    six = [*lines[:gap], *lines[gap : gap + 3] * 4, *lines[gap:]]
    stem = "Do [[1]] and [[2]] and [[3]] and [[4]] and [[5]] and [[6]] with water."
    many = "\n".join(six).replace(GAPS, stem) + "\n"
    for words, told in ((two, "has 2 options, 3 to 4 are allowed"), (many, "has 6 gaps, 1 to 5")):
        with pytest.raises(CourseErrors, match=told):
            load_course(write(tmp_path, {"questions/basics.yaml": words}))


def test_a_weak_option_of_a_gap_is_noticed() -> None:
    [question] = [q for q in examples()["cloze"] if q.id == "q-sample-cloze"]
    assert isinstance(question, ClozeQuestion)
    other = single("q-other", "c1")
    small: Course = course([question, other], TITLES[:2])
    given = ["B,C"] * 60 + ["B,A"] * 10 + ["A,A"] * 30
    answers = [
        FirstAnswer(at, question.id, answer, answer == "B,C") for at, answer in enumerate(given)
    ]
    [found] = measure(small, answers)
    assert found.flags == ("gaps 2, option B is chosen by 0%: it deceives nobody",)


def test_the_lock_takes_the_type_as_any_other(tmp_path: Path) -> None:
    made = load_course(write(tmp_path))
    lock = EMPTY.grown(made)
    assert lock.problems(made) == []
    changed = QUESTIONS.replace('"cooled"', '"cooled down"', 1)
    again = load_course(write(tmp_path / "b", {"questions/basics.yaml": changed}))
    assert [one.question for one in lock.problems(again)] == ["q-gap"]
