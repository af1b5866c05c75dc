"""Ids are for ever: what the course's id lock says."""

from __future__ import annotations

from collections.abc import Iterator

from content.lint.base import Bench, Breach, Rule
from content.lock import Problem
from content.questions.rules import Severity


def nothing_lost(bench: Bench) -> Iterator[Breach]:
    if bench.lock is not None:
        for problem in bench.lock.problems(bench.course):
            yield _breach(problem)


def up_to_date(bench: Bench) -> Iterator[Breach]:
    if bench.lock is not None:
        for problem in bench.lock.behind(bench.course):
            yield _breach(problem)


def _breach(problem: Problem) -> Breach:
    if problem.question:
        return Breach(problem.message, "questions", problem.question, ("id",))
    return Breach(problem.message, "concepts", problem.concept, ("id",))


RULES = (
    Rule("lock", "Ids stay for ever: retire questions, raise revisions.", nothing_lost),
    Rule(
        "lock-behind",
        "Run “studyhall course lock” before members see it.",
        up_to_date,
        Severity.WARNING,
    ),
)
