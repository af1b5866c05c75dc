"""Parameters of a group's own: taken where they predict better, else left."""

import random
import sys

import pytest
from fsrs import Rating, Scheduler

from bot.study import fitting
from bot.study.fitting import Answered, History, NoOptimizer, Verdict, fit, forecasts, scores
from bot.study.recall import DEFAULTS, Model

SLOW = list(DEFAULTS)  # a group that forgets far more slowly than the defaults say
SLOW[0:4] = [2.0, 6.0, 20.0, 40.0]


def made(parameters: list[float] | tuple[float, ...], people: int, seed: int = 1) -> list[History]:
    """Histories of people who remember as these parameters say."""
    rng, model, out = random.Random(seed), Model(parameters), []
    for _ in range(people):
        day, trace, history = rng.uniform(0, 60), None, []
        wait = 0
        for _ in range(7):
            right = rng.random() < (0.7 if trace is None else model.recall(trace, wait))
            rating = Rating.Good if right else Rating.Again
            trace = model.after(trace, rating, wait)
            history.append(Answered(day, rating))
            wait = rng.choice([1, 3, 8, 21])
            day += wait
        out.append(history)
    return out


def test_better_parameters_are_taken() -> None:
    found = fit(made(SLOW, 500), lambda histories: SLOW)
    assert found.verdict is Verdict.TAKEN and found.parameters == tuple(SLOW)
    assert found.before is not None and found.after is not None
    assert found.after.log_loss < found.before.log_loss
    assert found.after.error < found.before.error
    Scheduler(found.parameters)  # accepts them


def test_parameters_that_predict_no_better_are_left() -> None:
    found = fit(made(DEFAULTS, 500), lambda histories: SLOW)
    assert found.verdict is Verdict.NOT_BETTER and found.parameters == DEFAULTS
    same = fit(made(DEFAULTS, 500), lambda histories: DEFAULTS)
    assert same.verdict is Verdict.NOT_BETTER


def test_few_answers_fit_nothing() -> None:
    def never(_: object) -> list[float]:
        raise AssertionError("must not be asked")

    found = fit(made(SLOW, 20), never)
    assert found.verdict is Verdict.TOO_FEW and found.parameters == DEFAULTS
    assert found.answers == 120


def test_the_fitter_sees_none_of_the_answers_held_back() -> None:
    histories = made(SLOW, 300)
    seen: list[History] = []

    def fitter(given: object) -> list[float]:
        seen.extend(given)  # type: ignore[arg-type]
        return SLOW

    found = fit(histories, fitter)
    assert found.before is not None
    last = max(one.day for history in seen for one in history)
    later = forecasts(histories, DEFAULTS, last + 1e-9)
    assert found.before.answers == len(later)
    assert found.before.answers == pytest.approx(found.answers * fitting.HELD_BACK, abs=2)


def test_forecasts_are_those_of_the_library() -> None:
    (history,) = made(DEFAULTS, 1)
    found = forecasts([history], DEFAULTS)
    model, trace = Model(), None
    for n, one in enumerate(history):
        days = int(one.day - history[n - 1].day) if n else 0
        if trace is not None:
            assert found[n - 1].predicted == model.recall(trace, days)
        trace = model.after(trace, one.rating, days)
    assert scores(found).answers == len(history) - 1


def test_a_missing_optimizer_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    with pytest.raises(NoOptimizer, match="“learn” extra"):
        fitting.optimizer()


def test_the_library_finds_what_the_answers_were_made_with() -> None:
    pytest.importorskip("fsrs_rs_python", reason="needs the optional extra “learn”")
    found = fit(made(SLOW, 800), fitting.optimizer())
    assert found.verdict is Verdict.TAKEN
    assert found.parameters[2] > 2 * DEFAULTS[2]
    assert found.after is not None and found.after.error < 0.05
