"""Own words, known numbers, and cards that every platform can show: R13, R21."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.model.text import Plain
from content.lint.base import Bench, Breach, Rule
from content.lint.texts import passages
from content.questions.rules import Severity
from content.wording import doubtful, same_form

RUN = 6
"""Words in a row that are copied rather than common."""
_LOOSE = re.compile(r"(?<!\w)\*\*(?=\w)|(?<=\w)\*\*(?!\w)|`+")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def own_words(bench: Bench) -> Iterator[Breach]:
    runs = _runs(bench.against)
    if not runs:
        return
    for words, kind, entry, path in passages(bench.course):
        copied = next((run for run in _in_order(words) if run in runs), None)
        if copied:
            yield Breach(f"copies “{' '.join(copied)}”", kind, entry, path)


def numbers_known(bench: Bench) -> Iterator[Breach]:
    for concept in bench.course.concepts.values():
        facts = [bench.course.facts[fact] for fact in concept.facts]
        words = " ".join(f"{fact.text} {fact.questionable}" for fact in facts)
        known = {_plain(found) for found in NUMBER.findall(words)}
        for found in NUMBER.findall(f"{concept.body.plain} {concept.takeaway}"):
            if _plain(found) not in known and len(_plain(found)) > 1:
                told = f"says {found}, which is in no fact of the card"
                yield Breach(told, "concepts", concept.id, ("body",))


def shown_everywhere(bench: Bench) -> Iterator[Breach]:
    for trouble in bench.runtime.troubles(bench.course):
        yield Breach(trouble.words, trouble.kind, trouble.entry, ("id",))


def looks_as_meant(bench: Bench) -> Iterator[Breach]:
    for words, kind, entry, path in passages(bench.course):
        if told := doubtful(words):
            yield Breach(told, kind, entry, path)
    for concept in bench.course.concepts.values():
        for node in concept.body.nodes:
            if isinstance(node, Plain) and (found := _LOOSE.search(node.text)):
                told = f"has {found.group()!r}, which marks nothing here"
                yield Breach(told, "concepts", concept.id, ("body",))


def _runs(words: str) -> frozenset[tuple[str, ...]]:
    return frozenset(_in_order(words))


def _in_order(words: str) -> Iterator[tuple[str, ...]]:
    form = same_form(words).split()
    for start in range(len(form) - RUN + 1):
        yield tuple(form[start : start + RUN])


def _plain(number: str) -> str:
    return number.replace(",", "")


RULES = (
    Rule("R13-shown", "Shorten it until every platform can show it.", shown_everywhere),
    Rule(
        "R13-numbers",
        "Put the number into a fact, with where it is from, or leave it out.",
        numbers_known,
        Severity.WARNING,
    ),
    Rule(
        "R13-looks",
        "Look at it with “studyhall course preview”; code goes between backticks.",
        looks_as_meant,
        Severity.WARNING,
    ),
    Rule("R21-copied", "Say it in your own words.", own_words),
)
