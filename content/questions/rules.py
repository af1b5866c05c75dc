"""Rules that only one type of question has, as the type itself states them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple


class Severity(StrEnum):
    """An error keeps a course from being used; a warning asks a person to look."""

    ERROR = "error"
    WARNING = "warning"


class Fault(NamedTuple):
    """What is wrong with a question, and the path in its entry to where that stands."""

    message: str
    path: tuple[str, ...] = ("id",)


Accepts = Callable[[str], bool]
"""Whether the bot takes a typed answer to the question as right."""


@dataclass(frozen=True, slots=True)
class TypeRule:
    """A rule for each question of a type; types that share one list the same rule.

    ``check`` gets the question and what the bot accepts. ``advice`` is a sentence that says what
    to do.
    """

    id: str
    advice: str
    check: Callable[[Any, Accepts], Iterator[Fault]]
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class BankRule:
    """A rule for all questions of a type in a large bank.

    ``check`` gets them and the number of all questions, and says what is wrong.
    """

    id: str
    advice: str
    check: Callable[[Sequence[Any], int], Iterator[str]]
    severity: Severity = Severity.ERROR
