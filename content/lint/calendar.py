"""Independence of questions, seen over a whole simulated season: R19."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import permutations

from content.lint.base import BANK, Bench, Breach, Rule, at
from content.lint.coverage import DAILY_TYPES
from content.lint.texts import contains
from content.model import Concept, Question
from content.questions.rules import Severity
from content.wording import word_count

SEEDS = 12
"""Groups whose season is simulated."""
APART = 10
"""Study days before a question may come again."""
TWICE = 2
"""Times that a concept is asked about in a season, at least."""
IN_SIGHT = 4
"""A question that comes again after fewer study days is still in sight in the channel."""
NAME, SENTENCE = 3, 5
"""Words of a right answer that may, or must, give it away where they stand in a row."""


def no_twice_a_day(bench: Bench) -> Iterator[Breach]:
    """The first day of all has nothing earlier to ask about, so its own concept is asked."""
    seen: set[tuple[str, str]] = set()
    for seed in range(SEEDS):
        days = bench.runtime.days(bench.course, seed)
        for number, day in enumerate(days):
            question = bench.course.questions.get(day.question)
            if question is None or (day.concept, question.id) in seen:
                continue
            first = not any(earlier.question for earlier in days[:number])
            if question.concept == day.concept and not first:
                seen.add((day.concept, question.id))
                told = f"is asked on the day of its own concept {day.concept} (day {number + 1})"
                yield at(question, told, "concept")


def no_early_repeat(bench: Bench) -> Iterator[Breach]:
    seen: set[str] = set()
    for seed in range(SEEDS):
        asked: dict[str, int] = {}
        for number, day in enumerate(bench.runtime.days(bench.course, seed)):
            for question in (bench.course.questions[id_] for id_ in day.asked):
                before = asked.get(question.id)
                if before is not None and number - before < APART and question.id not in seen:
                    seen.add(question.id)
                    days = number - before
                    gap = "1 study day" if days == 1 else f"{days} study days"
                    told = f"comes again {gap} after day {before + 1}"
                    yield at(question, told)
                asked[question.id] = number


def asked_twice(bench: Bench) -> Iterator[Breach]:
    """Concepts whose questions come fewer than ``TWICE`` times in a season."""
    fewest: dict[str, int] = {}
    tested = [c for c in bench.course.plan if bench.course.questions_of(c)]
    for seed in range(SEEDS):
        days = bench.runtime.days(bench.course, seed)
        about = Counter(bench.course.questions[id_].concept for day in days for id_ in day.asked)
        for concept in tested:
            fewest[concept] = min(fewest.get(concept, TWICE), about[concept])
    for concept, times in fewest.items():
        if times < TWICE:
            told = "is asked about only once in a season" if times else "is never asked about"
            yield Breach(told, "concepts", concept, ("id",))


def season_filled(bench: Bench) -> Iterator[Breach]:
    """Silent on a large bank, of which ``no_early_repeat`` wants more."""
    nearest: tuple[int, str] | None = None
    for seed in range(SEEDS if len(bench.bank) < BANK else 0):
        asked: dict[str, int] = {}
        for number, day in enumerate(bench.runtime.days(bench.course, seed)):
            before = asked.get(day.question)
            if day.question and before is not None:
                again = number - before, day.question
                nearest = again if nearest is None else min(nearest, again)
            asked[day.question] = number
    if nearest is not None and nearest[0] < IN_SIGHT:
        days, question = nearest
        many = sum(one.daily for one in bench.bank)
        when = "the next study day" if days == 1 else f"after {days} study days"
        told = (
            f"the course has {many} that can be the question of the day ({DAILY_TYPES}), too few "
            f"for its season: {question} comes again {when}"
        )
        yield Breach(told, path=("plan",))


def none_gives_another_away(bench: Bench) -> Iterator[Breach]:
    yield from _giveaways(bench, SENTENCE, 999)


def none_names_another_key(bench: Bench) -> Iterator[Breach]:
    yield from _giveaways(bench, NAME, SENTENCE - 1)


def _giveaways(bench: Bench, least: int, most: int) -> Iterator[Breach]:
    """Stems that hold a right answer of so many words to another question on the concept."""
    for concept in bench.course.concepts:
        for one, other in permutations(bench.course.questions_of(concept), 2):
            for words in _telling(other, least, most):
                if contains(one.stem, words):
                    told = f"holds {words!r}, the right answer to {other.id} of the same run"
                    yield at(one, told, "stem")


def no_card_gives_away(bench: Bench) -> Iterator[Breach]:
    seen: set[tuple[str, str]] = set()
    for seed in range(SEEDS):
        for day in bench.runtime.days(bench.course, seed):
            concept = bench.course.concepts.get(day.concept)
            for question in (bench.course.questions[id_] for id_ in day.asked):
                if concept is None or (concept.id, question.id) in seen:
                    continue
                seen.add((concept.id, question.id))
                if question.concept != concept.id:
                    yield from _given_away(question, concept)


def _given_away(question: Question, concept: Concept) -> Iterator[Breach]:
    card = f"{concept.title}. {concept.body.plain} {concept.takeaway}"
    for words in _telling(question, NAME, 999):
        if contains(card, words):
            told = f"{words!r} stands on the card {concept.id}, which may come the same day"
            yield at(question, told)


def _telling(question: Question, least: int, most: int) -> Iterator[str]:
    for words, _ in question.right_answers():
        if least <= word_count(words) <= most:
            yield words


RULES = (
    Rule(
        "R19-day",
        "Ask about something earlier: today's card would give the answer away.",
        no_twice_a_day,
        bank=True,
    ),
    Rule(
        "R19-repeat",
        "Give earlier concepts more questions that can be asked as a daily one.",
        no_early_repeat,
        bank=True,
    ),
    Rule(
        "season",
        "Write more questions that can be a daily one, on each of the concepts.",
        season_filled,
        Severity.WARNING,
    ),
    Rule(
        "R19-twice",
        "Write more questions on it, or shorten the plan: there are too few study days for all.",
        asked_twice,
        Severity.WARNING,
        bank=True,
    ),
    Rule(
        "R19-run",
        "Word the stem so that it does not say another question's answer.",
        none_gives_another_away,
    ),
    Rule(
        "R19-name",
        "Leave the name out of the stem where that stem helps with the other question.",
        none_names_another_key,
        Severity.WARNING,
    ),
    Rule(
        "R19-card",
        "Word the right answer in another way than the card of that day.",
        no_card_gives_away,
        Severity.WARNING,
        bank=True,
    ),
)
