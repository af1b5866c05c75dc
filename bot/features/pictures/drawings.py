"""What is on a picture, as plain data. Drawing itself waits until somebody shows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from bot.study.study_days import Mark

if TYPE_CHECKING:
    from content.pictures.sheet import Sheet

KEPT = 64
"""Pictures kept: several people of a group often look at the same, and a card is shown again."""
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class BigNumber:
    """One large number with the words below it."""

    number: str
    words: str

    def png(self) -> bytes:
        """See ``bot.model.Drawing``."""
        return _png(self)


@dataclass(frozen=True, slots=True)
class Section:
    """``share`` is 0 to 1."""

    title: str
    share: float


@dataclass(frozen=True, slots=True)
class Readiness:
    """The expected share right on the exam and the range it lies in, 0 to 1."""

    title: str
    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ProgressPicture:
    """``days`` are the latest study days, oldest first: a letter and what the day was.

    ``heading`` follows the streak's number, ``beside`` stands at the right of it. ``legend`` says
    in words what the marks that occur mean.
    """

    streak: int
    heading: str
    beside: tuple[str, ...]
    days_title: str
    days: tuple[tuple[str, Mark], ...]
    legend: tuple[tuple[Mark, str], ...]
    sections_title: str
    sections: tuple[Section, ...]
    readiness: Readiness | None = None

    def png(self) -> bytes:
        """See ``bot.model.Drawing``."""
        return _png(self)


@dataclass(frozen=True, slots=True)
class Column:
    """One day: the letter below it, how many answered and how many of them were right."""

    letter: str
    answered: int
    right: int


@dataclass(frozen=True, slots=True)
class WeekPicture:
    """A week as columns. ``legend`` says in words what right and other answers look like."""

    heading: str
    columns: tuple[Column, ...]
    legend: tuple[str, str]

    def png(self) -> bytes:
        """See ``bot.model.Drawing``."""
        return _png(self)


@lru_cache(maxsize=KEPT)
def _png(drawing: BigNumber | ProgressPicture | WeekPicture) -> bytes:
    # Drawing is heavy: nothing of it is loaded before the first picture.
    from content.pictures.album import file_of

    with _ONE_AT_A_TIME:
        return file_of(_sheet_of(drawing))


def _sheet_of(drawing: BigNumber | ProgressPicture | WeekPicture) -> Sheet:
    from bot.features.pictures import big_number, progress, week

    if isinstance(drawing, BigNumber):
        return big_number.sheet(drawing)
    if isinstance(drawing, WeekPicture):
        return week.sheet(drawing)
    return progress.sheet(drawing)
