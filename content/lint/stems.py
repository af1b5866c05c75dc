"""How a question asks: R3, R4, R5, and the half of R21 that needs no other text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.lint.base import Bench, Breach, Rule, at
from content.lint.texts import asking
from content.questions import StemForm
from content.questions.rules import Severity
from content.wording import word_count

MOST_NEGATIVE = 0.02
"""Share of stems that may ask for the exception, in capitals."""

WHICH_IS_TRUE = re.compile(
    r"^which (one )?(of (these|the following) )?((statement|sentence|option|answer)s? )?"
    r"(about .{0,60} )?(is|are) (true|correct|right|false|wrong)\b",
    re.IGNORECASE,
)
CAPITALS = re.compile(r"\b(NOT|EXCEPT|LEAST LIKELY)\b")
NEGATIVE = re.compile(r"\b(not|except|least likely|cannot|never|[a-z]+n't)\b")
CONTRAST = re.compile(r"\b(and|but|or|if|though|when) not\b|\bnot only\b|\bwhether or not\b")
BANNED = re.compile(
    r"\b(all|none|any|neither) of (the )?(above|below|following|these)\b|\bboth [A-F] and [A-F]\b"
    r"|\b(neither|either) [A-F] n?or [A-F]\b|\bI and II\b",
    re.IGNORECASE,
)
MENTIONS = re.compile(
    r"\b((the|this|our) (ramp-up )?(guide|guidebook|handout|source text|module|video|slides?)"
    r"|according to the (text|card|lesson|page|source))\b",
    re.IGNORECASE,
)


def long_enough(bench: Bench) -> Iterator[Breach]:
    for question in bench.bank:
        words = word_count(question.stem)
        least = question.least_stem_words
        if words < least:
            yield at(question, f"the stem has {words} words; at least {least} are needed", "stem")


def full_question(bench: Bench) -> Iterator[Breach]:
    for question in bench.bank:
        ask = asking(question.stem)
        match question.stem_form:
            case StemForm.STATEMENT if not ask.endswith("."):
                yield at(question, "the stem isn't a full statement that ends in a period", "stem")
            case StemForm.TASK if not ask.endswith((".", "?")):
                yield at(question, "the stem doesn't end in a period or a question mark", "stem")
            case StemForm.WITH_QUESTION if "?" not in question.stem:
                yield at(question, "the stem doesn't end in a question", "stem")
            case StemForm.QUESTION if not ask.endswith("?"):
                yield at(question, "the stem doesn't end in a question", "stem")


def asks_something(bench: Bench) -> Iterator[Breach]:
    for question in bench.bank:
        if found := WHICH_IS_TRUE.search(asking(question.stem)):
            yield at(question, f"asks “{found.group()} …”, which asks nothing", "stem")


def positive(bench: Bench) -> Iterator[Breach]:
    for question in bench.bank:
        if question.strictly_positive:
            continue
        if found := NEGATIVE.search(CONTRAST.sub("", asking(question.stem))):
            yield at(question, f"asks with “{found.group()}”", "stem")


def rarely_negative(bench: Bench) -> Iterator[Breach]:
    negative = [q for q in bench.bank if CAPITALS.search(asking(q.stem))]
    if len(negative) > MOST_NEGATIVE * len(bench.bank):
        names = ", ".join(q.id for q in negative[:5])
        yield Breach(f"{len(negative)} of {len(bench.bank)} stems ask for the exception: {names}")


def no_banned_option(bench: Bench) -> Iterator[Breach]:
    for question in bench.bank:
        for words, path in question.answers():
            if found := BANNED.search(words):
                yield at(question, f"has “{found.group()}”", *path)


def no_mention_of_the_source(bench: Bench) -> Iterator[Breach]:
    for question in bench.bank:
        if found := MENTIONS.search(question.stem):
            yield at(question, f"mentions “{found.group()}”", "stem")


RULES = (
    Rule(
        "R3-length",
        "Ask in a full sentence, with what is needed to answer.",
        long_enough,
        Severity.WARNING,
    ),
    Rule(
        "R3-question",
        "End the stem in the question itself, or in a full statement where the type wants one.",
        full_question,
    ),
    Rule(
        "R3-which-is-true",
        "Ask something that can be answered with the options covered.",
        asks_something,
    ),
    Rule("R4-positive", "Ask positively, or write NOT, EXCEPT, LEAST LIKELY large.", positive),
    Rule("R4-rare", "Ask most of these questions positively.", rarely_negative, bank=True),
    Rule("R5-banned", "Replace the option by one that says something itself.", no_banned_option),
    Rule(
        "R21-source",
        "Ask about the thing; members have not read what you wrote from.",
        no_mention_of_the_source,
    ),
)
