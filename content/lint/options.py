"""Options that give nothing away: R7 in one question, R9, R10."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from statistics import mean
from typing import NamedTuple

from content.lint.base import Bench, Breach, Rule, at
from content.lint.texts import asking, contains
from content.model import Choice
from content.questions import OptionSet, Question
from content.questions.rules import Severity
from content.wording import looks_like_code, same_form

LONG = 25
"""Characters of a mean option from which on lengths are compared."""
SHORTEST, LONGEST = 0.5, 1.7
"""An option's length by the mean of its question."""
CLUE = 5
"""Letters of a word that can be a clue."""

ABSOLUTE = re.compile(r"\b(always|never|only|must|all)\b", re.IGNORECASE)
ARTICLE = re.compile(r"\b(an?)\s*(?:\.\.\.|…|_+|:)?\s*\??$", re.IGNORECASE)
NUMBER = r"(\d[\d,]*(?:\.\d+)?)"
UNIT = r"\s*(?:%|percent|\w{1,12})?"
SPAN = re.compile(rf"^{NUMBER}{UNIT}\s*(?:-|–|to|and)\s*{NUMBER}{UNIT}$", re.IGNORECASE)
BETWEEN = re.compile(rf"^between {NUMBER}{UNIT} and {NUMBER}{UNIT}$", re.IGNORECASE)
BELOW = re.compile(rf"^(under|below|less than|fewer than|at most|up to) {NUMBER}{UNIT}$", re.I)
ABOVE = re.compile(rf"^(over|above|more than|at least|from) {NUMBER}{UNIT}$", re.I)


class Span(NamedTuple):
    """A range of numbers; the ends belong to it where they are closed."""

    low: float
    high: float
    low_closed: bool
    high_closed: bool

    def meets(self, other: Span) -> bool:
        """Whether a number lies in both."""
        first, second = sorted((self, other))
        if first.high == second.low:
            return first.high_closed and second.low_closed
        return second.low < first.high


def even_lengths(bench: Bench) -> Iterator[Breach]:
    for question, shown in _sets(bench):
        average = mean(len(option.text) for option in shown.options)
        for option in shown.options:
            share = len(option.text) / average
            if average > LONG and not SHORTEST <= share <= LONGEST:
                told = f"has {len(option.text)} characters, the mean is {average:.0f}"
                yield at(question, told, *shown.at(option))


def clue_words(bench: Bench) -> Iterator[Breach]:
    for question, shown in _sets(bench):
        stem = {word for word in same_form(question.stem).split() if len(word) >= CLUE}
        wrong = {w for option in shown.wrong for w in same_form(option.text).split()}
        for option in shown.right:
            for word in sorted(stem & (set(same_form(option.text).split()) - wrong)):
                told = f"{word!r} of the stem stands in a right option and in no wrong one"
                yield at(question, told, *shown.at(option))


def lone_absolutes(bench: Bench) -> Iterator[Breach]:
    for question, shown in _sets(bench):
        absolute = [
            option
            for option in shown.options
            if ABSOLUTE.search(option.text) and not exact(option.text)
        ]
        if len(absolute) == 1:
            found = ABSOLUTE.search(absolute[0].text)
            told = f"is the only option with an absolute word: {found.group() if found else ''}"
            yield at(question, told, *shown.at(absolute[0]))


def fitting_articles(bench: Bench) -> Iterator[Breach]:
    for question, shown in _sets(bench):
        article = ARTICLE.search(shown.after or asking(question.stem))
        if article is None:
            continue
        wants_vowel = article.group(1).lower() == "an"
        for option in shown.options:
            if (option.text[:1].lower() in "aeiou") != wants_vowel:
                where = "before the gap" if shown.after else "at the end of the stem"
                told = f"doesn't fit “{article.group(1)}” {where}"
                yield at(question, told, *shown.at(option))


def apart(bench: Bench) -> Iterator[Breach]:
    for question, shown in _sets(bench):
        for one, other in combinations(shown.options, 2):
            short, long = sorted((one, other), key=lambda option: len(same_form(option.text)))
            forms = {same_form(one.text), same_form(other.text)}
            if looks_like_code(one.text) or looks_like_code(other.text) or len(forms) == 1:
                continue  # there, a sign or a capital is all the difference, and is meant
            if contains(long.text, short.text):
                told = f"{long.text!r} contains option {short.id}, {short.text!r}"
                yield at(question, told, *shown.at(long))


def spans_apart(bench: Bench) -> Iterator[Breach]:
    for question, shown in _sets(bench):
        spans = [(o, span) for o in shown.options if (span := span_of(o.text))]
        for (one, first), (other, second) in combinations(spans, 2):
            if first.meets(second):
                told = f"{other.text!r} and {one.text!r} have a number in common"
                yield at(question, told, *shown.at(other))


def one_ending(bench: Bench) -> Iterator[Breach]:
    for question, shown in _sets(bench):
        if any(looks_like_code(option.text) for option in shown.options):
            continue  # a semicolon there is no punctuation
        endings = {o.text[-1] if o.text[-1] in ".!?;," else "" for o in shown.options}
        if len(endings) > 1:
            yield at(question, "some options end in punctuation, some don't", *shown.path)


def alike(bench: Bench) -> Iterator[Breach]:
    for question, shown in _sets(bench):
        seen: dict[str, Choice] = {}
        for option in shown.options:
            form = same_form(option.text)
            if not exact(option.text) and form in seen:
                told = f"differs from option {seen[form].id} in capitals or punctuation only"
                yield at(question, told, *shown.at(option))
            seen.setdefault(form, option)


def _sets(bench: Bench) -> Iterator[tuple[Question, OptionSet]]:
    """Every set of options that stand side by side, with its question."""
    for question in bench.bank:
        for shown in question.option_sets():
            if shown.options:
                yield question, shown


def exact(words: str) -> bool:
    """Whether each sign of ``words`` may be meant: code, or a single word."""
    return looks_like_code(words) or len(words.split()) == 1


def span_of(words: str) -> Span | None:
    """The range of numbers that ``words`` are; None when they are something else."""
    if found := SPAN.match(words) or BETWEEN.match(words):
        return Span(_number(found.group(1)), _number(found.group(2)), True, True)
    if found := BELOW.match(words):
        closed = found.group(1).lower() in ("at most", "up to")
        return Span(float("-inf"), _number(found.group(2)), False, closed)
    if found := ABOVE.match(words):
        closed = found.group(1).lower() in ("at least", "from")
        return Span(_number(found.group(2)), float("inf"), closed, False)
    return None


def _number(words: str) -> float:
    return float(words.replace(",", ""))


RULES = (
    Rule("R7-option", "Make the options about equally long.", even_lengths),
    Rule(
        "R9-clue",
        "Say it in another word, or use the word in a wrong option too; a term of art may stay.",
        clue_words,
        Severity.WARNING,
    ),
    Rule("R9-absolute", "Take the absolute word out: it gives the option away.", lone_absolutes),
    Rule("R9-article", "End the stem so that every option fits it.", fitting_articles),
    Rule("R10-apart", "Word the options so that none is part of another.", apart),
    Rule(
        "R10-alike",
        "Say it in other words, unless capitals or punctuation are what is asked about.",
        alike,
        Severity.WARNING,
    ),
    Rule("R10-ranges", "Choose ranges that do not overlap.", spans_apart),
    Rule("R10-ending", "Close all options alike.", one_ending),
)
