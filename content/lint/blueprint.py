"""Whether what a course says about exams is what it does."""

from __future__ import annotations

from collections.abc import Iterator

from content.lint.base import Bench, Breach, Rule
from content.questions.rules import Severity


def covered_is_asked(bench: Bench) -> Iterator[Breach]:
    for exam in bench.course.blueprints:
        for domain in exam.domains:
            asked = sum(len(bench.course.questions_of(concept)) for concept in domain.concepts)
            if domain.covered and not asked:
                told = f"{exam.id}, {domain.id}: covers {domain.covered}% with no question"
                yield Breach(told, path=("blueprint",))
            elif asked and not domain.covered:
                told = f"{exam.id}, {domain.id}: covers 0%, but has {asked} questions"
                yield Breach(told, path=("blueprint",))


def tasks_are_named(bench: Bench) -> Iterator[Breach]:
    """Silent on a course without a blueprint, which may be left out."""
    named = {t for exam in bench.course.blueprints for d in exam.domains for t in d.tasks}
    for concept in bench.course.concepts.values() if bench.course.blueprints else ():
        for task in concept.exam_tasks:
            if task not in named:
                told = f"has the exam task {task!r}, which no domain of the blueprint names"
                yield Breach(told, "concepts", concept.id, ("exam_tasks",))


RULES = (
    Rule(
        "blueprint-covered",
        "Say 0 for what the course doesn't teach, and more than 0 for what it asks about.",
        covered_is_asked,
        Severity.WARNING,
    ),
    Rule(
        "blueprint-task",
        "Name every exam task of the cards in the blueprint.",
        tasks_are_named,
        Severity.WARNING,
    ),
)
