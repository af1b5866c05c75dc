"""What a rule is, what it looks at, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple, Protocol

from content.lock import Lock
from content.model import Course, Question
from content.questions.rules import Severity
from content.sources import Kind, Place

BANK = 40
"""Questions from which on a course is judged as a whole; smaller ones are still growing."""


class StudyDay(NamedTuple):
    """What a group is shown on one study day; an id is empty where there is nothing."""

    concept: str
    question: str
    checkpoint: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """The ids of all questions of the day."""
        return (self.question, *self.checkpoint) if self.question else self.checkpoint


class Trouble(NamedTuple):
    """A card that a chat platform would not show; ``entry`` is the id of what is on it."""

    kind: Kind
    entry: str
    words: str


class Runtime(Protocol):
    """What only the running bot knows: how a question is shown, graded and scheduled."""

    def shown(self, question: Question, seed: int) -> Sequence[Sequence[str]]:
        """The ids of the options in the order in which a group with this seed sees them, for
        each set of options."""
        ...

    def accepts(self, question: Question, answer: str) -> bool:
        """Whether a typed answer counts as right."""
        ...

    def days(self, course: Course, seed: int) -> Sequence[StudyDay]:
        """The study days of a whole season of a group with this seed."""
        ...

    def troubles(self, course: Course) -> Iterable[Trouble]:
        """Every card of the course that breaks a platform's limits."""
        ...


@dataclass(frozen=True, eq=False)
class Bench:
    """One course with everything that rules may ask about it.

    ``day`` is today. ``against`` is a text whose wording must not be copied; empty for none.
    ``lock`` is the course's id lock, if it has one.
    """

    course: Course
    runtime: Runtime
    day: date
    against: str = ""
    lock: Lock | None = None

    @cached_property
    def bank(self) -> tuple[Question, ...]:
        """The questions in use."""
        return tuple(q for q in self.course.questions.values() if not q.retired)


class Breach(NamedTuple):
    """One fault: what it is, and the entry and path where it stands."""

    message: str
    kind: Kind = "course"
    entry: str = ""
    path: tuple[str, ...] = ()


def at(question: Question, message: str, *path: str) -> Breach:
    """A fault of one question; without a path at its ``id``."""
    return Breach(message, "questions", question.id, path or ("id",))


@dataclass(frozen=True, slots=True)
class Rule:
    """``advice`` is a sentence that says what to do. ``bank`` rules judge a course of at least
    ``BANK`` questions as a whole and are silent on smaller ones. No course may set a rule off."""

    id: str
    advice: str
    check: Callable[[Bench], Iterator[Breach]]
    severity: Severity = Severity.ERROR
    bank: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A broken rule with its place. ``advice`` is empty where the message says it all."""

    file: str
    line: int
    key: str
    rule: str
    message: str
    severity: Severity = Severity.ERROR
    advice: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key + ': ' if self.key else ''}{self.message} [{self.rule}]"


def finding(rule: Rule, breach: Breach, place: Place) -> Finding:
    return Finding(
        place.file, place.line, place.key, rule.id, breach.message, rule.severity, rule.advice
    )
