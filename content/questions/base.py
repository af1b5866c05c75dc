"""What every question has, whatever its type."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date

FACE = 26
"""The longest short face of an option, in characters (a button keeps its letter beside it)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(ABC):
    """One question: data only, grading lives elsewhere.

    ``stem`` and every other text is plain, without markup. ``revision`` grows when the meaning
    changes; the id never does. A ``retired`` question is kept for old scores and never asked.
    ``difficulty`` is 1 to 3; ``bloom`` is remember, understand, apply or analyse; ``tests`` are
    fact ids. ``corrected`` says that the key follows a corrected fact. ``status_checked`` is the
    day on which the state of the services named was last looked up.
    """

    id: str
    concept: str
    bloom: str
    difficulty: int
    tests: tuple[str, ...]
    stem: str
    takeaway: str
    revision: int = 1
    retired: bool = False
    scenario: bool = False
    corrected: bool = False
    status_checked: date | None = None

    @property
    @abstractmethod
    def type(self) -> str:
        """The word for this type in a course's files, such as "single"."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option with the reason why it is right or wrong. ``id`` is its letter in the file."""

    id: str
    correct: bool
    text: str
    why: str
    short: str = ""

    @property
    def face(self) -> str:
        """At most ``FACE`` characters, for a button."""
        return self.short or self.text


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A wrong answer with feedback of its own."""

    text: str
    why: str
