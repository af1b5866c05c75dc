"""FSRS-6 and the simulated learners, for many people and many things at once (numpy).

The formulas are those of ``bot.study.recall`` and ``bot.study.worth``, written for arrays;
``tests/study/test_learning_bench.py`` holds them equal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4


class Fsrs:
    """``w`` has shape (21, people, 1), or (21, 1, 1) for one set of parameters for all."""

    def __init__(self, w: Floats) -> None:
        self.w = w
        self.decay = -w[20]
        self.factor = 0.9 ** (1 / self.decay) - 1

    def of(self, people: NDArray[np.intp]) -> Fsrs:
        """The same for some people only."""
        return self if self.w.shape[1] == 1 else Fsrs(self.w[:, people])

    def recall(self, stability: Floats, days: Floats) -> Floats:
        return (1 + self.factor * np.maximum(days, 0) / stability) ** self.decay

    def first(self, rating: NDArray[np.int8]) -> tuple[Floats, Floats]:
        stability = np.choose(
            rating - 1, [np.broadcast_to(self.w[n], rating.shape) for n in range(4)]
        )
        difficulty = self.w[4] - np.exp(self.w[5] * (rating - 1)) + 1
        return np.maximum(stability, 0.001), np.clip(difficulty, 1, 10)

    def after(
        self, stability: Floats, difficulty: Floats, rating: NDArray[np.int8], days: Floats
    ) -> tuple[Floats, Floats]:
        """After answers at least a day apart."""
        w, recall = self.w, self.recall(stability, days)
        bonus = np.where(rating == HARD, w[15], np.where(rating == EASY, w[16], 1.0))
        grown = stability * (1 + self.growth(stability, difficulty, recall) * bonus)
        new = np.where(rating == AGAIN, self.lapsed(stability, difficulty, recall), grown)
        easiest = w[4] - np.exp(w[5] * 3) + 1
        moved = difficulty - w[6] * (rating - 3) * (10 - difficulty) / 9
        return np.maximum(new, 0.001), np.clip(w[7] * easiest + (1 - w[7]) * moved, 1, 10)

    def growth(self, stability: Floats, difficulty: Floats, recall: Floats) -> Floats:
        w = self.w
        late = np.exp((1 - recall) * w[10]) - 1
        return np.exp(w[8]) * (11 - difficulty) * stability ** -w[9] * late

    def lapsed(self, stability: Floats, difficulty: Floats, recall: Floats) -> Floats:
        w = self.w
        late = np.exp((1 - recall) * w[14])
        left = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * late
        return np.minimum(left, stability / np.exp(w[17] * w[18]))

    def gain(self, stability: Floats, difficulty: Floats, since: Floats, left: float) -> Floats:
        """``bot.study.worth.gain`` of everything that was asked before."""
        now = self.recall(stability, since)
        right = stability * (1 + self.growth(stability, difficulty, now))
        wrong = np.maximum(self.lapsed(stability, difficulty, now), 0.001)
        days = np.float32(left)
        told = now * self.recall(right, days) + (1 - now) * self.recall(wrong, days)
        return np.where(since < 1, 0, told - self.recall(stability, since + days))


@dataclass
class Minds:
    """What people really remember. Stability 0: never met."""

    model: Fsrs
    stability: Floats
    difficulty: Floats
    harder: Floats
    """How much harder each thing is for each person than the parameters say."""
    last: Floats

    def recall(self, day: float) -> Floats:
        """True recall of everything by everybody on a day."""
        met = self.stability > 0
        told = self.model.recall(np.where(met, self.stability, 1), day - self.last)
        return np.where(met, told, 0)

    def read(self, who: NDArray[np.intp], things: NDArray[np.intp], day: float) -> None:
        """People read a card: as weak a memory of everything on it as after being told."""
        at = np.ix_(who, things)
        rating = np.full((len(who), len(things)), AGAIN, np.int8)
        stability, difficulty = self.model.of(who).first(rating)
        self.stability[at] = stability
        self.difficulty[at] = np.clip(difficulty + self.harder[at], 1, 10)
        self.last[at] = day

    def answer(
        self, who: NDArray[np.intp], picks: NDArray[np.intp], day: float, luck: Floats
    ) -> Bools:
        """People try to recall ``picks`` (people, each some things) and are told; who could."""
        at = (who[:, None], picks)
        model = self.model.of(who)
        met = self.stability[at] > 0
        before = np.where(met, self.stability[at], 1)
        since = np.maximum(day - self.last[at], 0)
        could = met & (luck[..., 0] < model.recall(before, since))
        effort = np.where(luck[..., 1] < 0.2, HARD, np.where(luck[..., 1] > 0.9, EASY, GOOD))
        rating = np.where(could, effort, AGAIN).astype(np.int8)
        new, moved = model.after(before, self.difficulty[at], rating, np.maximum(since, 1))
        fresh, first = model.first(rating)
        self.stability[at] = np.where(met, new, fresh)
        self.difficulty[at] = np.where(met, moved, np.clip(first + self.harder[at], 1, 10))
        self.last[at] = day
        return could
