"""What is wrong with a course, all of it at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake: ``file`` begins with the course's folder name, ``line`` counts from 1 (0 when
    the file itself is the trouble), ``key`` is the path to the value, such as
    "q-model-01.options.B.why", and ``rule`` the name of the rule broken, such as "R12"."""

    file: str
    line: int
    key: str
    rule: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key + ': ' if self.key else ''}{self.message} [{self.rule}]"


class CourseErrors(Exception):
    """A course that cannot be used. ``mistakes`` has every mistake, sorted by file and line."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes: tuple[Mistake, ...] = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))
