"""What an exporter gets, and what it makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from content.model import Course
from content.questions.exchange import Item


class CannotExport(Exception):
    """Why there is no file, in a sentence."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One question in use. ``chapter`` and ``topic`` are the titles of its section and concept,
    ``picture`` is on the concept's card, with ``alt`` in words."""

    item: Item
    takeaway: str
    chapter: str
    topic: str
    picture: Path | None = None
    alt: str = ""


@dataclass(slots=True)
class Export:
    """``data`` is the file. ``losses`` say for an id what the format couldn't hold, ``left`` why
    a question is not in it."""

    data: bytes = b""
    losses: list[tuple[str, str]] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    written: int = 0

    def lose(self, entry: Entry, *losses: str) -> None:
        for loss in (*entry.item.losses, *filter(None, losses)):
            self.losses.append((entry.item.where, loss))

    def leave(self, entry: Entry, why: str) -> None:
        self.left.append((entry.item.where, why))


class Exporter(Protocol):
    """One format. ``name`` is what ``--to`` takes; ``ending`` with its dot."""

    name: str
    title: str
    ending: str

    def write(self, course: Course, entries: Sequence[Entry]) -> Export:
        """Raises ``CannotExport``."""
        ...


def entries_of(course: Course) -> Iterator[Entry]:
    """The questions in use, in the order in which their concepts are taught."""
    for concept_id in course.plan:
        concept = course.concepts[concept_id]
        picture = concept.picture
        for question in course.questions_of(concept_id):
            yield Entry(
                question.exchanged(),
                question.takeaway,
                course.section(concept.section).title,
                concept.title,
                picture.path if picture else None,
                picture.alt if picture else "",
            )
