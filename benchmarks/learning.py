"""Does the policy teach? Simulated learners, an equal number of answers, recall on the exam day.

    python -m benchmarks.learning            # 10,000 learners, about three minutes on two cores
    python -m benchmarks.learning --people 600 --no-picture

Everything about the learners is fixed here, in one place and before any policy is looked at:

- The things to know are the tested facts of the bundled course, a concept's facts on its day; 12
  weeks of five study days; the exam is on day 84. Nobody studies after it.
- The truth is FSRS-6, but with parameters of each learner's own, drawn around others than the
  scheduler's defaults: first stability 20% lower and spread by a factor of 1.6, slower growth,
  and a steeper forgetting curve (decay 0.25 in the middle, not 0.154). Some facts are harder for
  some people. Reading a card leaves what being told after a wrong answer leaves.
- What is seen of it is noisy: a fact that is not recalled is guessed right with the chance of its
  question's type, one that is recalled is missed by a slip in 5% of cases; who recalls is sure
  in 85%, a lucky guesser in 25%, who is wrong in 30%.
- Three kinds of attendance, a third each: nearly every day (95%), most days (70%), in stretches
  (about 40%, with absences of two weeks in a row).
- Groups of 20 share the daily question. On each day attended everybody answers six questions (the
  daily one and a review of five), in every policy, as long as there are that many facts.

Policies: *random* facts met so far; *Leitner* with fixed boxes (1, 3, 7, 14, 30 days); *FSRS*
with default parameters and no exam date, once with due reviews before new facts and once with new
facts first; *ours*: the group's daily question by ``bot.study.policy`` and reviews by
``bot.study.review``'s gain on the exam day. FSRS and ours see the same ratings.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.learning_picture import picture
from benchmarks.learning_policies import POLICIES, World, run

PEOPLE, GROUP, SEED = 10_000, 20, 20261201
PICTURE = Path(__file__).parents[1] / "docs" / "images" / "learning.svg"
NAMES = {
    "none": "cards only",
    "random": "random questions",
    "leitner": "Leitner boxes",
    "fsrs-due": "FSRS, due first",
    "fsrs-new": "FSRS, new first",
    "ours": "Studyhall",
}
Result = dict[str, np.ndarray]


def part(arguments: tuple[int, int]) -> dict[str, Result]:
    """All policies over the same people; ``arguments`` are their number and the seed."""
    people, seed = arguments
    world = World(people, GROUP, seed)
    return {name: run(world, name) for name in POLICIES}


def simulate(people: int, seed: int, workers: int) -> dict[str, Result]:
    """Results by policy and measure, one number a person, in an order of its own."""
    size = 500
    parts = [(min(size, people - at), seed + at) for at in range(0, people, size)]
    with ProcessPoolExecutor(workers) as pool:
        done = list(pool.map(part, parts))
    return {
        name: {key: np.concatenate([one[name][key] for one in done]) for key in done[0][name]}
        for name in POLICIES
    }


def interval(values: np.ndarray, groups: int) -> tuple[float, float, float]:
    """The mean and its 95% interval. Members of a group are not independent: means of groups."""
    means = values.reshape(groups, -1).mean(axis=1)
    half = 1.96 * means.std(ddof=1) / np.sqrt(groups)
    return float(means.mean()), float(means.mean() - half), float(means.mean() + half)


def more(ours: np.ndarray, theirs: np.ndarray, seed: int) -> tuple[float, float, float]:
    """By how much ``ours`` is more, with a 95% interval from resampled groups."""
    mine, others = (one.reshape(-1, GROUP).mean(axis=1) for one in (ours, theirs))
    rng = np.random.default_rng(seed)
    at = rng.integers(0, len(mine), (2000, len(mine)))
    ratios = mine[at].mean(axis=1) / others[at].mean(axis=1) - 1
    low, high = np.percentile(ratios, [2.5, 97.5])
    return float(mine.mean() / others.mean() - 1), float(low), float(high)


def table(results: dict[str, Result], seed: int) -> str:
    """The results for people to read."""
    groups = len(results["ours"]["exam"]) // GROUP
    lines = [
        f"{'':26}{'answers':>8}  {'exam day (12 weeks)':^22} {'4 weeks later':^22}",
    ]
    for name, found in results.items():
        cells = []
        for key in ("exam", "later"):
            mean, low, high = interval(found[key], groups)
            cells.append(f"{mean:6.1%} ({low:.1%}–{high:.1%})")
        answers = found["answers"].mean()
        lines.append(f"{NAMES[name]:26}{answers:8.0f}  {cells[0]:^22} {cells[1]:^22}")
    lines.append("")
    for name in ("random", "leitner", "fsrs-due", "fsrs-new"):
        mean, low, high = more(results["ours"]["exam"], results[name]["exam"], seed)
        lines.append(f"more than {NAMES[name]:26} {mean:+7.1%}  ({low:+.1%} to {high:+.1%})")
    read = results["none"]["exam"]
    lines += ["", "beyond what reading the cards alone leaves:"]
    for name in ("random", "leitner", "fsrs-due", "fsrs-new"):
        ours, theirs = results["ours"]["exam"] - read, results[name]["exam"] - read
        mean, low, high = more(ours, theirs, seed)
        lines.append(f"more than {NAMES[name]:26} {mean:+7.1%}  ({low:+.1%} to {high:+.1%})")
    kinds = results["ours"]["kind"]
    lines += ["", "exam day by attendance:     nearly daily   most days   in stretches"]
    for name, found in results.items():
        shares = [found["exam"][kinds == kind].mean() for kind in range(3)]
        lines.append(f"{NAMES[name]:26}" + "".join(f"{share:13.1%}" for share in shares))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--no-picture", action="store_true")
    given = parser.parse_args()
    if given.people % GROUP or given.people < 2 * GROUP:
        sys.exit(f"People come in groups of {GROUP}: choose a multiple of it, {2 * GROUP} or more.")
    began = time.monotonic()
    results = simulate(given.people, given.seed, given.workers)
    print(table(results, given.seed))
    print(f"\n{given.people} learners, seed {given.seed}, {time.monotonic() - began:.0f} s")
    if not given.no_picture:
        PICTURE.write_text(picture(results, NAMES), encoding="utf-8")
        print(f"picture: {PICTURE.relative_to(Path(__file__).parents[1])}")


if __name__ == "__main__":
    main()
