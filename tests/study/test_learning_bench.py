"""The simulation's arrays say what the domain's functions say."""

import pytest
from fsrs import Rating

from bot.study.recall import DEFAULTS, Model, Trace
from bot.study.worth import gain

np = pytest.importorskip("numpy", reason="needs the optional extra “bench”")

from benchmarks import learning  # noqa: E402
from benchmarks.learning_model import Fsrs  # noqa: E402
from benchmarks.learning_picture import picture  # noqa: E402

TRACES = [
    (s, d, since) for s in (0.3, 2.0, 9.0, 80.0) for d in (1.5, 5.0, 9.5) for since in (1, 6, 40)
]


def test_fsrs_for_arrays_equals_fsrs() -> None:
    stability, difficulty, since = (
        np.array([list(c)], np.float64) for c in zip(*TRACES, strict=True)
    )
    arrays, model = Fsrs(np.array(DEFAULTS, np.float64)[:, None, None]), Model()
    recall = arrays.recall(stability, since)
    gains = arrays.gain(stability, difficulty, since, 20)
    for n, (s, d, days) in enumerate(TRACES):
        assert recall[0, n] == pytest.approx(model.recall(Trace(s, d), days))
        assert gains[0, n] == pytest.approx(gain(model, Trace(s, d), days, 20), abs=1e-6)
    for rating in Rating:
        given = np.full(stability.shape, rating, np.int8)
        new, moved = arrays.after(stability, difficulty, given, since)
        first, at_first = arrays.first(given)
        for n, (s, d, days) in enumerate(TRACES):
            expected = model.after(Trace(s, d), rating, days)
            assert (new[0, n], moved[0, n]) == pytest.approx(
                (expected.stability, expected.difficulty), rel=1e-5
            )
            fresh = model.first(rating)
            assert (first[0, n], at_first[0, n]) == pytest.approx(
                (fresh.stability, fresh.difficulty), rel=1e-5
            )


def test_a_small_run_is_repeatable_and_fair() -> None:
    one, two = learning.part((40, 3)), learning.part((40, 3))
    for name, found in one.items():
        assert (found["exam"] == two[name]["exam"]).all()
        if name != "none":
            assert (found["answers"] == one["random"]["answers"]).all()
        assert ((found["later"] <= found["exam"]) & (found["exam"] <= 1)).all()
    assert one["ours"]["exam"].mean() > one["random"]["exam"].mean() > one["none"]["exam"].mean()
    assert "Studyhall" in learning.table(one, 1)
    drawn = picture(one, learning.NAMES)
    assert drawn.startswith("<svg") and "aria-label" in drawn
