"""The simulated course, its learners, and what each policy asks them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from fsrs.scheduler import DEFAULT_PARAMETERS

from benchmarks.learning_daily import Daily
from benchmarks.learning_model import AGAIN, EASY, GOOD, HARD, Fsrs, Minds
from bot.study.knowledge import TRANSFER, facts_of
from content.loader import BUNDLED, load_course

WEEKS, STUDY_DAYS = 12, 5
EXAM, LATER = WEEKS * 7, WEEKS * 7 + 28
A_DAY = 6
BOXES = np.array([1, 3, 7, 14, 30])
POLICIES = ("none", "random", "leitner", "fsrs-due", "fsrs-new", "ours")

SLIP, SURE, SURE_LUCK, SURE_WRONG = 0.05, 0.85, 0.25, 0.30
GUESSES = {"single": 0.26, "multiple": 0.1, "matching": 0.02, "ordering": 0.03, "true_false": 0.5}
"""How often a blind guess is right, by type; typed answers and numbers: never."""


class World:
    """The course and the people, the same for every policy."""

    def __init__(self, people: int, group: int, seed: int) -> None:
        self.course = load_course(BUNDLED / "aws-ml-ramp-up")
        rng = np.random.default_rng(seed)
        self.people, self.group, self.seed = people, group, seed
        facts = [
            (fact, n) for n, c in enumerate(self.course.plan) for fact in facts_of(self.course, c)
        ]
        first = dict(reversed(facts))  # a fact belongs to the first concept that asks about it
        self.facts = sorted(first, key=lambda fact: first[fact])
        self.concept = np.array([first[fact] for fact in self.facts])
        self.guess = np.array([self._guess(fact) for fact in self.facts], np.float32)
        self.days = [7 * week + day for week in range(WEEKS) for day in range(STUDY_DAYS)]
        self.kind = rng.permutation(np.arange(people) % 3)
        self.there = self._attendance(rng)
        self.truth = Fsrs(_parameters(rng, people))
        self.harder = rng.normal(0, 1, (people, len(self.facts))).astype(np.float32)

    def _guess(self, fact: str) -> float:
        asked = [q for q in self.course.questions.values() if fact in q.tests and not q.retired]
        return float(np.mean([GUESSES.get(q.type, 0.0) for q in asked]))

    def _attendance(self, rng: np.random.Generator) -> np.ndarray:
        there = rng.random((len(self.days), self.people))
        often = np.array([0.95, 0.7, 0.8])[self.kind]
        # Stretches: away for two weeks in a row, half of the time.
        away = np.repeat(rng.random((WEEKS // 2, self.people)) < 0.5, 2 * STUDY_DAYS, axis=0)
        return (there < often) & ~(away & (self.kind == 2))


def _parameters(rng: np.random.Generator, people: int) -> np.ndarray:
    """Each learner's own 21 parameters, around others than the defaults."""
    w = np.repeat(np.array(DEFAULT_PARAMETERS, np.float32)[:, None, None], people, axis=1)
    w[0:4] *= np.exp(rng.normal(np.log(0.8), np.log(1.6), (1, people, 1)))
    w[0:4] *= np.exp(rng.normal(0, 0.2, (4, people, 1)))
    w[8] += rng.normal(-0.15, 0.3, (people, 1))
    w[9] *= np.exp(rng.normal(0, 0.15, (people, 1)))
    w[10] *= np.exp(rng.normal(0, 0.2, (people, 1)))
    w[11] *= np.exp(rng.normal(0, 0.2, (people, 1)))
    w[20] = np.clip(0.25 * np.exp(rng.normal(0, 0.35, (people, 1))), 0.1, 0.8)
    return w.astype(np.float32)


class Seen:
    """What a scheduler believes: by default parameters, from what it was shown."""

    def __init__(self, world: World) -> None:
        shape = world.people, len(world.facts)
        self.model = Fsrs(np.array(DEFAULT_PARAMETERS, np.float32)[:, None, None])
        self.stability = np.zeros(shape, np.float32)
        self.difficulty = np.full(shape, 5, np.float32)
        self.last = np.full(shape, -1, np.float32)
        self.box = np.zeros(shape, np.int8)

    def told(
        self, at: tuple, right: np.ndarray, sure: np.ndarray, guess: np.ndarray, day: float
    ) -> None:
        """The rating rule of ``bot.study.rating``, for whole answers."""
        coin, typed = guess >= 0.4, guess <= 0.05
        before, difficulty = self.stability[at], self.difficulty[at]
        new = before == 0
        rating = np.where(sure, np.where(typed & ~new & (self.box[at] > 0), EASY, GOOD), HARD)
        rating = np.where(right & ~(coin & ~sure), rating, AGAIN).astype(np.int8)
        grown = self.model.after(
            np.where(new, 1, before), difficulty, rating, np.maximum(day - self.last[at], 1)
        )
        first = self.model.first(rating)
        self.stability[at] = np.where(new, first[0], grown[0])
        self.difficulty[at] = np.where(new, first[1], grown[1])
        self.last[at] = day
        self.box[at] = np.where(right, np.minimum(self.box[at] + 1, len(BOXES) - 1), 0)


@dataclass(frozen=True)
class Moment:
    """What a policy chooses from: people who are there, facts met, the day, and chance."""

    world: World
    seen: Seen
    who: np.ndarray
    met: np.ndarray
    day: float
    rng: np.random.Generator

    def of(self, values: np.ndarray) -> np.ndarray:
        """The values of those people for those facts."""
        return values[np.ix_(self.who, self.met)]


Score = Callable[[Moment], np.ndarray]
"""What comes, highest first, for each person (rows) and fact met (columns)."""


def _random(now: Moment) -> np.ndarray:
    return now.rng.random((len(now.who), len(now.met)))


def _leitner(now: Moment) -> np.ndarray:
    """Due boxes first, the most overdue first; then new facts in order; then the nearest due."""
    over = now.day - now.of(now.seen.last) - BOXES[now.of(now.seen.box)]
    known = np.where(over >= 0, 1000 + over, -1000 + over)
    return np.where(now.of(now.seen.stability) == 0, -np.arange(len(now.met)) * 1e-3, known)


def _fsrs(new_first: bool) -> Score:
    def score(now: Moment) -> np.ndarray:
        """Due (recall of 90% or less) by weakest recall, new in order, then the weakest."""
        stability = now.of(now.seen.stability)
        new = stability == 0
        since = now.day - now.of(now.seen.last)
        recall = now.seen.model.recall(np.where(new, 1, stability), since)
        known = np.where(recall <= 0.9, 1 - recall, -recall)
        fresh = (2 if new_first else 0) - np.arange(len(now.met)) * 1e-6
        return np.where(new, fresh, known)

    return score


def _ours(now: Moment) -> np.ndarray:
    """The gain on the day of the exam, as ``bot.study.worth`` and ``bot.study.review`` have it."""
    model, left = now.seen.model, np.float32(EXAM - now.day)
    stability = now.of(now.seen.stability)
    new, since = stability == 0, now.day - now.of(now.seen.last)
    some = np.where(new, 1, stability)
    known = model.gain(some, now.of(now.seen.difficulty), since, left)
    # A fact that was never asked borrows from its concept.
    then = np.where(new, 0, model.recall(some, since + left))
    concepts, inverse = np.unique(now.world.concept[now.met], return_inverse=True)
    best = [then[:, inverse == n].max(axis=1) for n in range(len(concepts))]
    borrowed = TRANSFER * np.stack(best, axis=1)[:, inverse]
    right, wrong = (model.recall(model.w[n], left) for n in (2, 0))
    fresh = borrowed * right + (1 - borrowed) * wrong - borrowed
    return np.where(new, fresh, known) + now.rng.random(new.shape) * 1e-6


SCORES: dict[str, Score] = {
    "random": _random,
    "leitner": _leitner,
    "fsrs-due": _fsrs(new_first=False),
    "fsrs-new": _fsrs(new_first=True),
    "ours": _ours,
}


def run(world: World, policy: str) -> dict[str, np.ndarray]:
    """A season under one policy: each person's true recall on the exam day and later."""
    rng = np.random.default_rng([world.seed, 1])
    shape = world.people, len(world.facts)
    minds = Minds(
        world.truth,
        np.zeros(shape, np.float32),
        np.full(shape, 5, np.float32),
        world.harder,
        np.full(shape, -1, np.float32),
    )
    seen, answers = Seen(world), np.zeros(world.people)
    daily = Daily(world.course, world.facts, world.people // world.group, world.seed)
    curve = []
    for number, day in enumerate(world.days):
        who = np.flatnonzero(world.there[number])
        minds.read(who, np.flatnonzero(world.concept == number), day)
        # Asked about are earlier concepts; on the first days the first there is.
        met = np.flatnonzero(world.concept <= max(number - 1, 1))
        luck = rng.random((world.people, A_DAY, 4)).astype(np.float32)
        curve.append(minds.recall(day + 1).mean())
        if policy == "none" or len(met) == 0:
            continue
        count = min(A_DAY, len(met))
        score = SCORES[policy](Moment(world, seen, who, met, day, rng))
        if policy == "ours":
            shared = daily.choose(number)[who // world.group]
            column = np.searchsorted(met, shared)
            valid = (shared >= 0) & (column < len(met))
            score[np.flatnonzero(valid), column[valid]] = 9  # the group's question comes anyway
        picks = met[np.argpartition(-score, count - 1, axis=1)[:, :count]]
        drawn = luck[who][:, :count]
        could = minds.answer(who, picks, day, drawn)
        guess = world.guess[picks]
        right = np.where(could, drawn[..., 2] >= SLIP, drawn[..., 2] < guess)
        sure = drawn[..., 3] < np.where(could, SURE, np.where(right, SURE_LUCK, SURE_WRONG))
        seen.told((who[:, None], picks), right, sure, guess, day)
        answers[who] += count
        if policy == "ours":
            daily.answered(number, who // world.group, picks == shared[:, None], right)
    return {
        "exam": minds.recall(EXAM).mean(axis=1),
        "later": minds.recall(LATER).mean(axis=1),
        "answers": answers,
        "kind": world.kind,
        "curve": np.array(curve),
    }
