"""Examples of question types as authors write them, one file a type: ``<type>.yaml``.

Every example takes part in the property tests of all types and can be asked by a test's group.
A new type needs nothing but such a file.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from content.parts import read_question
from content.questions import Question
from content.reader import Report, each
from content.yaml_nodes import Sequence, compose

FOLDER = Path(__file__).parent


@cache
def examples() -> dict[str, tuple[Question, ...]]:
    """The questions of each file, by type. A mistake in one of them fails the test."""
    found: dict[str, tuple[Question, ...]] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        report = Report(path.name)
        root = compose(path.read_text(encoding="utf-8"))
        assert isinstance(root, Sequence)
        questions = [read_question(fields) for fields in each(root.items, report)]
        assert [str(one) for one in report.mistakes] == []
        found[path.stem] = tuple(question for question in questions if question)
        assert {question.type for question in found[path.stem]} == {path.stem}, path.name
    return found
