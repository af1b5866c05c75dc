"""How well something is remembered on a day: FSRS-6 evaluated fast, without a card object.

Ranking everything a person has met, and weighing what a review today is worth on the day of an
exam, asks for recall thousands of times at once; the library's cards are made for one review at a
time. So these are the same formulas as plain functions, held equal to py-fsrs by tests. What is
stored is worked out by them too (``bot.study.memory``).

Source: FSRS-6, https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm, and
py-fsrs 6.3 ``fsrs/scheduler.py``. ``w`` are its 21 parameters:

- recall after t days: ``R(t, S) = (1 + F * t / S) ** -w20`` with ``F = 0.9 ** (-1 / w20) - 1``,
  so that ``R(S, S) = 0.9``; *stability* S is the number of days until recall falls to 90%;
- *difficulty* D runs from 1 to 10.

Days are whole days of 24 hours, as py-fsrs counts them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from fsrs import Rating
from fsrs.scheduler import DEFAULT_PARAMETERS

__all__ = ["DEFAULTS", "Model", "Trace", "model_of", "parameters_of", "parameters_text"]

LEAST_STABILITY = 0.001
LEAST_DIFFICULTY, MOST_DIFFICULTY = 1.0, 10.0

Parameters = Sequence[float]
"""The 21 weights of FSRS-6."""

DEFAULTS: tuple[float, ...] = tuple(DEFAULT_PARAMETERS)


@dataclass(frozen=True, slots=True)
class Trace:
    """What an answer left in a memory: ``stability`` in days, ``difficulty`` from 1 to 10."""

    stability: float
    difficulty: float


class Model:
    """FSRS-6 with one set of parameters. Stateless; raises ``ValueError`` for a wrong number."""

    def __init__(self, parameters: Parameters = DEFAULTS) -> None:
        if len(parameters) != len(DEFAULTS):
            raise ValueError(f"FSRS-6 has {len(DEFAULTS)} parameters, not {len(parameters)}")
        self.parameters = tuple(float(one) for one in parameters)
        self._decay = -self.parameters[20]
        self._factor = 0.9 ** (1 / self._decay) - 1
        self._easiest = self._first_difficulty(Rating.Easy)

    def recall(self, trace: Trace, days: float) -> float:
        """The chance, 0 to 1, that it is remembered so many days after the last answer."""
        elapsed = max(0.0, days) / trace.stability
        return math.pow(1 + self._factor * elapsed, self._decay)

    def days_until(self, trace: Trace, recall: float) -> float:
        """After how many days the chance has fallen to ``recall`` (0 < recall < 1)."""
        return float(trace.stability / self._factor * (recall ** (1 / self._decay) - 1))

    def first(self, rating: Rating) -> Trace:
        """After the first answer ever."""
        stability = max(LEAST_STABILITY, self.parameters[rating - 1])
        return Trace(stability, _within(self._first_difficulty(rating)))

    def after(self, trace: Trace | None, rating: Rating, days: float) -> Trace:
        """After an answer that came ``days`` after the one before; None is a first answer."""
        if trace is None:
            return self.first(rating)
        if days < 1:
            stability = self._same_day(trace.stability, rating)
        elif rating == Rating.Again:
            stability = self._forgotten(trace, self.recall(trace, days))
        else:
            stability = self._recalled(trace, self.recall(trace, days), rating)
        return Trace(max(LEAST_STABILITY, stability), self._difficulty(trace.difficulty, rating))

    def _first_difficulty(self, rating: Rating) -> float:
        w = self.parameters
        return w[4] - math.exp(w[5] * (rating - 1)) + 1

    def _difficulty(self, difficulty: float, rating: Rating) -> float:
        w = self.parameters
        moved = difficulty - w[6] * (rating - 3) * (10 - difficulty) / 9
        return _within(w[7] * self._easiest + (1 - w[7]) * moved)

    def _same_day(self, stability: float, rating: Rating) -> float:
        w = self.parameters
        growth = math.exp(w[17] * (rating - 3 + w[18])) * math.pow(stability, -w[19])
        return stability * (growth if rating == Rating.Again else max(growth, 1.0))

    def _recalled(self, trace: Trace, recall: float, rating: Rating) -> float:
        w = self.parameters
        bonus = {Rating.Hard: w[15], Rating.Easy: w[16]}.get(rating, 1.0)
        growth = (
            math.exp(w[8])
            * (11 - trace.difficulty)
            * math.pow(trace.stability, -w[9])
            * (math.exp((1 - recall) * w[10]) - 1)
            * bonus
        )
        return trace.stability * (1 + growth)

    def _forgotten(self, trace: Trace, recall: float) -> float:
        w = self.parameters
        left = (
            w[11]
            * math.pow(trace.difficulty, -w[12])
            * (math.pow(trace.stability + 1, w[13]) - 1)
            * math.exp((1 - recall) * w[14])
        )
        return min(left, trace.stability / math.exp(w[17] * w[18]))


def _within(difficulty: float) -> float:
    return min(MOST_DIFFICULTY, max(LEAST_DIFFICULTY, difficulty))


def parameters_text(parameters: Parameters) -> str:
    """The parameters as they are stored. Raises ``ValueError`` for a wrong number of them."""
    return json.dumps(Model(parameters).parameters, separators=(",", ":"))


def parameters_of(text: str | None) -> tuple[float, ...]:
    """The opposite; None are the defaults. Raises ``ValueError`` for what cannot be read."""
    if text is None:
        return DEFAULTS
    try:
        return Model([float(one) for one in json.loads(text)]).parameters
    except (TypeError, OverflowError, ZeroDivisionError) as error:
        raise ValueError(f"these are no parameters: {text[:60]}") from error


@lru_cache(maxsize=256)
def model_of(text: str | None) -> Model:
    """The model of stored parameters, made once for each.

    Text that cannot be read (``studyhall db verify`` names it) gives the defaults.
    """
    try:
        return Model(parameters_of(text))
    except ValueError:
        return Model()
