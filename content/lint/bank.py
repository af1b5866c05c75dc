"""The bank as a whole: R7, R8 and R14."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from statistics import mean
from typing import NamedTuple

from content.lint.base import Bench, Breach, Rule, Runtime, at
from content.model import Question
from content.questions import OptionSet

KEY_RATIO = (0.9, 1.1)
LONGEST_OVER_CHANCE = 0.03
LETTERS = "ABCD"
PLACE_SHARE = (0.20, 0.30)
SEEDS = 25
"""Groups whose shuffled letters are looked at."""
MOST_REMEMBER = 0.40
LEAST_UNDERSTAND = 0.25
LEAST_HIGHER = 0.30
SCENARIOS, SCENARIO_SHARE = 45, 0.20


class Lengths(NamedTuple):
    """Mean key length by mean distractor length, and how much more often than by chance the key
    is longer than all others, as a share of the questions."""

    ratio: float
    longest_over_chance: float


def key_lengths(questions: Iterable[Question]) -> Lengths | None:
    """None without options of which one is right."""
    keys: list[int] = []
    others: list[int] = []
    longest = chance = 0.0
    for question in questions:
        for _, shown in _with_one_key(question):
            wrong = [len(option.text) for option in shown.wrong]
            [key] = [len(option.text) for option in shown.right]
            keys.append(key)
            others += wrong
            longest += key > max(wrong)
            chance += 1 / len(shown.options)
    if not keys:
        return None
    return Lengths(mean(keys) / mean(others), (longest - chance) / len(keys))


def key_places(
    questions: Iterable[Question], runtime: Runtime, seeds: int = SEEDS
) -> dict[str, float]:
    """The share of each letter among the right answers of four options, as shown."""
    places: Counter[str] = Counter()
    for question in questions:
        for place, shown in _with_one_key(question):
            if len(shown.options) == len(LETTERS):
                for seed in range(seeds):
                    ids = list(runtime.shown(question, seed)[place])
                    places[LETTERS[ids.index(shown.right[0].id)]] += 1
    return {letter: places[letter] / places.total() for letter in LETTERS} if places else {}


def _with_one_key(question: Question) -> Iterator[tuple[int, OptionSet]]:
    """The sets of options of which one is right, each with its place among all sets."""
    for place, shown in enumerate(question.option_sets()):
        if len(shown.right) == 1:
            yield place, shown


def key_lengths_even(bench: Bench) -> Iterator[Breach]:
    found = key_lengths(bench.bank)
    if found and not KEY_RATIO[0] <= found.ratio <= KEY_RATIO[1]:
        yield Breach(
            f"right options are {found.ratio:.2f} times as long as wrong ones (0.9 to 1.1)"
        )


def key_rarely_longest(bench: Bench) -> Iterator[Breach]:
    found = key_lengths(bench.bank)
    if found and found.longest_over_chance > LONGEST_OVER_CHANCE:
        over = 100 * found.longest_over_chance
        yield Breach(f"the right option is the longest {over:.0f} points more often than by chance")


def key_places_even(bench: Bench) -> Iterator[Breach]:
    for letter, share in key_places(bench.bank, bench.runtime).items():
        if not PLACE_SHARE[0] <= share <= PLACE_SHARE[1]:
            yield Breach(f"{share:.0%} of the right options are shown as {letter}, not 20% to 30%")


def levels_mixed(bench: Bench) -> Iterator[Breach]:
    levels = Counter(q.bloom for q in bench.bank)
    many = len(bench.bank)
    if levels["remember"] > MOST_REMEMBER * many:
        yield Breach(
            f"{levels['remember']} of {many} questions are remember; at most 40% should be"
        )
    if levels["understand"] < LEAST_UNDERSTAND * many:
        yield Breach(
            f"{levels['understand']} of {many} questions are understand; at least 25% should be"
        )
    higher = levels["apply"] + levels["analyse"]
    if higher < LEAST_HIGHER * many:
        yield Breach(f"{higher} of {many} questions are apply or analyse; at least 30% should be")


def enough_scenarios(bench: Bench) -> Iterator[Breach]:
    found = sum(q.scenario for q in bench.bank)
    wanted = min(SCENARIOS, int(SCENARIO_SHARE * len(bench.bank)))
    if found < wanted:
        yield Breach(f"{found} scenarios; at least {wanted} are needed")


def recall_not_alone(bench: Bench) -> Iterator[Breach]:
    higher = {fact for q in bench.bank if q.bloom != "remember" for fact in q.tests}
    for question in bench.bank:
        alone = [fact for fact in question.tests if fact not in higher]
        if question.bloom == "remember" and alone:
            told = f"nothing but recall is asked of {', '.join(alone)}"
            yield at(question, told, "meta", "bloom")


RULES = (
    Rule("R7-bank", "Shorten keys or say more in the distractors.", key_lengths_even, bank=True),
    Rule(
        "R7-longest",
        "Shorten the longest keys, lengthen distractors.",
        key_rarely_longest,
        bank=True,
    ),
    Rule(
        "R8-places",
        "Let fewer questions have amounts as options, which are not shuffled.",
        key_places_even,
        bank=True,
    ),
    Rule(
        "R14-levels",
        "Ask for use of the facts more often than for the facts.",
        levels_mixed,
        bank=True,
    ),
    Rule(
        "R14-scenarios",
        "Write more small cases in which a constraint decides.",
        enough_scenarios,
        bank=True,
    ),
    Rule("R14-recall", "Add a question that uses the fact.", recall_not_alone, bank=True),
)
