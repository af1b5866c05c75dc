"""A course whose questions are all of one type, so that a test knows how they are answered."""

from __future__ import annotations

from pathlib import Path

from tests.content import folder

CONCEPTS = 12

_SINGLE = """\
- id: q{n}{x}
  concept: c{n}
  meta: {{type: single, bloom: apply, difficulty: 1, tests: [tea.heat]}}
  stem: "Which of these waters is the right one for green tea {n}{x} in a warm cup?"
  options:
    - {{id: A, correct: false, text: "Boiling", why: "{why}"}}
    - {{id: B, correct: true, text: "Rather hot", why: "{why}"}}
    - {{id: C, correct: false, text: "Ice cold", why: "{why}"}}
  takeaway: "Mind the heat."
"""
_MULTIPLE = """\
- id: q{n}{x}
  concept: c{n}
  meta: {{type: multiple, choose: 2, bloom: apply, difficulty: 1, tests: [tea.heat]}}
  stem: "Which two of these things does every good pot of tea {n}{x} need? (Choose 2.)"
  options:
    - {{id: A, correct: true, text: "Leaves", why: "{why}"}}
    - {{id: B, correct: true, text: "Water", why: "{why}"}}
    - {{id: C, correct: false, text: "Sugar", why: "{why}"}}
    - {{id: D, correct: false, text: "Milk", why: "{why}"}}
    - {{id: E, correct: false, text: "Lemon", why: "{why}"}}
  takeaway: "Leaves and water."
"""
_CONCEPT = """\
- id: c{n}
  title: "Tea{n}"
  section: basics
  body: "Pour water."
  takeaway: "Mind the heat."
  facts: [tea.heat, tea.leaves]
"""


def write(root: Path, *, forms: bool) -> Path:
    """The folder of courses: questions with buttons (choose one), or with forms (choose two)."""
    numbers = range(1, CONCEPTS + 1)
    plan = ", ".join(f"c{n}" for n in numbers)
    question = _MULTIPLE if forms else _SINGLE
    course = folder.COURSE.partition("plan:")[0] + f"plan: [{plan}]\n"
    asked = [question.format(n=n, x=x, why=folder.WHY) for n in numbers for x in "abc"]
    files: dict[str, str | bytes | None] = {
        "course.yaml": course,
        "concepts/basics.yaml": "".join(_CONCEPT.format(n=n) for n in numbers),
        "questions/basics.yaml": "".join(asked),
    }
    folder.write(root, files)
    return root
