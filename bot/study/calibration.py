"""How right predictions have been: log loss, Brier score, calibration, and how well "sure" fits.

A *forecast* is a predicted chance with what came of it. All scores are means over forecasts; the
smaller the better.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

__all__ = [
    "Bin", "Forecast", "Record", "Sureness", "bins", "brier", "error", "log_loss", "sureness",
]  # fmt: skip

_TINY = 1e-6


class Forecast(NamedTuple):
    """``predicted`` is a chance, 0 to 1; ``right`` is what happened."""

    predicted: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts from ``low`` to ``high``: mean ``predicted``, share ``observed``, ``count``."""

    low: float
    high: float
    predicted: float
    observed: float
    count: int


class Record:
    """The scores of many forecasts, told one after another; none of them is kept."""

    def __init__(self, steps: int = 10) -> None:
        self.count = 0
        self._steps = steps
        self._squares = self._losses = 0.0
        self._bins: dict[int, list[float]] = {}

    def add(self, one: Forecast) -> None:
        self.count += 1
        self._squares += _square(one)
        self._losses += _loss(one)
        sums = self._bins.setdefault(_step(one, self._steps), [0.0, 0.0, 0.0])
        for at, value in enumerate((one.predicted, float(one.right), 1.0)):
            sums[at] += value

    @property
    def brier(self) -> float:
        """As the function ``brier``. Raises ``ZeroDivisionError`` before the first forecast."""
        return self._squares / self.count

    @property
    def log_loss(self) -> float:
        return self._losses / self.count

    @property
    def bins(self) -> tuple[Bin, ...]:
        return tuple(
            Bin(
                at / self._steps,
                (at + 1) / self._steps,
                predicted / count,
                right / count,
                round(count),
            )
            for at, (predicted, right, count) in sorted(self._bins.items())
        )

    @property
    def error(self) -> float:
        return _distance(self.bins)


class Sureness(NamedTuple):
    """Answers given sure and not sure, and how many of each were right."""

    sure: int = 0
    sure_right: int = 0
    unsure: int = 0
    unsure_right: int = 0

    @property
    def of_ten(self) -> int | None:
        """ "When you were sure, you were right … times of 10"; None under ten sure answers."""
        return round(10 * self.sure_right / self.sure) if self.sure >= 10 else None


def brier(forecasts: Sequence[Forecast]) -> float:
    """The mean squared error: 0 is perfect, 0.25 is what "50%" always gets (Brier 1950).

    Raises ``ValueError`` where there are no forecasts, as ``log_loss`` and ``error`` do.
    """
    return _mean(map(_square, forecasts))


def log_loss(forecasts: Sequence[Forecast]) -> float:
    """The mean negative log-likelihood, in nats; what FSRS parameters are fitted by."""
    return _mean(map(_loss, forecasts))


def bins(forecasts: Iterable[Forecast], count: int = 10) -> tuple[Bin, ...]:
    """The calibration picture: equal steps of predicted chance, empty ones left out."""
    sorted_in: dict[int, list[Forecast]] = {}
    for one in forecasts:
        sorted_in.setdefault(_step(one, count), []).append(one)
    return tuple(
        Bin(
            at / count,
            (at + 1) / count,
            sum(one.predicted for one in found) / len(found),
            sum(one.right for one in found) / len(found),
            len(found),
        )
        for at, found in sorted(sorted_in.items())
    )


def error(forecasts: Sequence[Forecast], count: int = 10) -> float:
    """The root mean square distance of predicted and observed over the bins, by their size."""
    found = bins(forecasts, count)
    if not found:
        raise ValueError("there are no forecasts")
    return _distance(found)


def sureness(answers: Iterable[tuple[bool | None, bool]]) -> Sureness:
    """From (sure, right) of each answer; those where nobody asked do not count."""
    counts = [0, 0, 0, 0]
    for sure, right in answers:
        if sure is not None:
            counts[0 if sure else 2] += 1
            counts[1 if sure else 3] += right
    return Sureness(*counts)


def _square(one: Forecast) -> float:
    return (one.predicted - one.right) ** 2


def _loss(one: Forecast) -> float:
    return -math.log(max(_TINY, one.predicted if one.right else 1 - one.predicted))


def _step(one: Forecast, count: int) -> int:
    return min(count - 1, int(one.predicted * count))


def _distance(found: Sequence[Bin]) -> float:
    total = sum(one.count for one in found)
    return math.sqrt(sum(one.count * (one.predicted - one.observed) ** 2 for one in found) / total)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    if not listed:
        raise ValueError("there are no forecasts")
    return sum(listed) / len(listed)
