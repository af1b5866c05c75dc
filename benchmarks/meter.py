"""``python -m benchmarks.meter``: what counting costs on the way of one interaction or post."""

from __future__ import annotations

import timeit
from collections.abc import Callable

from bot.runtime.meter import SILENT, Meter
from bot.service.monitor.metrics import Metrics

ROUNDS = 50_000


def interaction(meter: Meter) -> Callable[[], None]:
    """All that the dispatcher tells of one press."""

    def told() -> None:
        meter.acknowledged("slack", 0.004, deferred=False)
        meter.answered("slack", "press", "quiz-answer", "update", 0.005)

    return told


def post(meter: Meter) -> Callable[[], None]:
    """All that the outbox tells of one post."""
    return lambda: meter.posted("slack", "question", "sent", 0.5)


def microseconds(told: Callable[[], None]) -> float:
    """The best of five: what else the machine does only adds to it."""
    return min(timeit.repeat(told, number=ROUNDS, repeat=5)) / ROUNDS * 1e6


def main() -> None:
    metrics = Metrics()
    metrics.know(["quiz-answer"])
    for name, told in (("interaction", interaction), ("post", post)):
        with_, without = microseconds(told(metrics)), microseconds(told(SILENT))
        print(f"{name}: {with_:.1f} µs with metrics, {without:.2f} µs without")
    print(f"one commit: {microseconds(lambda: metrics.committed(3, 0.002)):.1f} µs with metrics")


if __name__ == "__main__":
    main()
