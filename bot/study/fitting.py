"""FSRS-6 parameters of a group's own: fitted to its answers, taken where they predict better.

The answers are cut in time: parameters are fitted to the earlier ones, and both sets, the new and
the one in use, predict the later ones (``HELD_BACK`` of all), which neither has seen. The new ones
are taken only where their log loss is lower by ``MARGIN`` and their calibration no worse; else
the old ones stay. Under ``ENOUGH`` answers nothing is fitted.

Fitting itself is the work of a library in an optional extra: ``fsrs-rs-python``, the FSRS
project's own optimizer in Rust (0.6 MB; a thousand histories in a second). py-fsrs's optimizer
gives the same parameters but brings PyTorch and pandas along, hundreds of megabytes for a bot
that otherwise fits a small machine. Any ``Fitter`` can be passed instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from itertools import pairwise

from fsrs import Rating
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from bot.i18n import words_of
from bot.study import calibration
from bot.study.calibration import Forecast
from bot.study.memory import Key, MemoryKind, PastAnswer
from bot.study.recall import DEFAULTS, Model

__all__ = [
    "ENOUGH", "MOST", "Answered", "Fitted", "Fitter", "History", "NoOptimizer", "Scores",
    "Verdict", "fit", "forecasts", "histories", "optimizer", "scores",
]  # fmt: skip

words = words_of(__file__)

ENOUGH = 1000
"""Answers (given at least a day after another one on the same thing) that a fit needs."""

HELD_BACK = 0.25
"""The latest share of answers, on which the old and the new parameters are compared."""

MARGIN = 0.002
"""Nats of log loss by which new parameters have to be better; less is chance."""

_DAY = 24 * 60 * 60 * 1000

WORSE = 0.01
"""How much the calibration error may grow all the same."""


MOST = 200_000
"""So many answers are enough to fit to, those of the newest people; more bring nothing new."""


@dataclass(frozen=True, slots=True)
class Answered:
    """``day`` is in days since any one moment; ``rating`` is what ``bot.study.rating`` said.

    An answer stands in several histories, that of its question and those of its concepts, and is
    ``counted`` in one of them.
    """

    day: float
    rating: Rating
    counted: bool = True


History = Sequence[Answered]
"""One person's answers on one question or concept, oldest first."""

Fitter = Callable[[Sequence[History]], Sequence[float]]
"""Makes 21 parameters from histories."""


class NoOptimizer(Exception):
    """The optional package that fits parameters is not installed."""


@dataclass(frozen=True, slots=True)
class Scores:
    """How well parameters predict; smaller is better. ``error`` is the calibration error."""

    log_loss: float
    brier: float
    error: float
    answers: int


class Verdict(StrEnum):
    """What became of a fit."""

    TAKEN = "taken"
    NOT_BETTER = "not-better"
    TOO_FEW = "too-few"


@dataclass(frozen=True, slots=True)
class Fitted:
    """``parameters`` are those to use from now on. ``before`` and ``after`` are on the answers held
    back, None where there are too few to compare; ``answers`` are those that could be used."""

    parameters: tuple[float, ...]
    verdict: Verdict
    answers: int
    before: Scores | None = None
    after: Scores | None = None


def histories(answers: Iterable[PastAnswer], most: int = MOST) -> list[History]:
    """The histories of questions and of concepts, of whole persons until there are ``most``
    answers. ``answers`` come person by person, oldest first (``SqliteStore.from_ledger``).
    """
    found: dict[tuple[int, str, Key], list[Answered]] = {}
    taken, last = 0, 0
    for person_id, course, _, _, line in answers:
        if taken >= most and person_id != last:
            break
        taken, last = taken + 1, person_id
        for key, rating in line.ratings.items():
            history = found.setdefault((person_id, course, key), [])
            # What was pressed before another answer and confirmed after it counts as given then.
            day = max(line.at / _DAY, history[-1].day if history else 0.0)
            history.append(Answered(day, rating, key == (MemoryKind.CONCEPT, line.concept_id)))
    return list(found.values())


def forecasts(
    histories: Iterable[History], parameters: Sequence[float], since: float = float("-inf")
) -> list[Forecast]:
    """What the parameters predicted of every answer from the day ``since`` on, and what came.

    The first answer of a history, and one within a day of the one before, is no forecast.
    """
    model, out = Model(parameters), list[Forecast]()
    for history in histories:
        trace, last = None, 0.0
        for one in history:
            days = _whole(one.day - last) if trace is not None else 0
            if trace is not None and days >= 1 and one.day >= since:
                out.append(Forecast(model.recall(trace, days), one.rating != Rating.Again))
            trace, last = model.after(trace, one.rating, days), one.day
    return out


def scores(found: Sequence[Forecast]) -> Scores:
    """All scores of some forecasts. Raises ``ValueError`` where there are none."""
    return Scores(
        calibration.log_loss(found), calibration.brier(found), calibration.error(found), len(found)
    )


def fit(
    histories: Sequence[History], fitter: Fitter, current: Sequence[float] = DEFAULTS
) -> Fitted:
    """New parameters where they are better on held-back answers than the ``current`` ones."""
    held = tuple(float(one) for one in current)
    days = sorted(
        two.day
        for history in histories
        for one, two in pairwise(history)
        if two.counted and _whole(two.day - one.day) >= 1
    )
    if len(days) < ENOUGH:
        return Fitted(held, Verdict.TOO_FEW, len(days))
    cut = days[int(len(days) * (1 - HELD_BACK))]
    earlier = [[one for one in history if one.day < cut] for history in histories]
    new = _bounded(fitter([history for history in earlier if history]))
    before = scores(forecasts(histories, held, cut))
    after = scores(forecasts(histories, new, cut))
    better = before.log_loss - after.log_loss >= MARGIN and after.error <= before.error + WORSE
    if better:
        return Fitted(new, Verdict.TAKEN, len(days), before, after)
    return Fitted(held, Verdict.NOT_BETTER, len(days), before, after)


def optimizer() -> Fitter:
    """The library's optimizer. Raises ``NoOptimizer`` with what to install where it is missing."""
    try:
        rust = import_module("fsrs_rs_python")
    except ImportError as error:
        raise NoOptimizer(words("no-optimizer")) from error

    def fitted(histories: Sequence[History]) -> Sequence[float]:
        items = []
        for history in histories:
            reviews = []
            for n, one in enumerate(history):
                days = _whole(one.day - history[n - 1].day) if n else 0
                reviews.append(rust.FSRSReview(int(one.rating), days))
                if n and days >= 1:  # each answer is predicted from those before it
                    items.append(rust.FSRSItem(list(reviews)))
        return [float(w) for w in rust.FSRS(list(DEFAULTS)).compute_parameters(items)]

    return fitted


def _whole(days: float) -> int:
    """Whole days; one that lacks a tenth of a second, for want of digits, is a day."""
    return int(days + 1e-6)


def _bounded(parameters: Sequence[float]) -> tuple[float, ...]:
    """Within what the scheduler accepts: the library works in single precision."""
    return tuple(
        min(high, max(low, float(one)))
        for one, low, high in zip(
            parameters, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True
        )
    )
