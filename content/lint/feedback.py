"""What members learn from an answer: R12."""

from __future__ import annotations

from collections.abc import Iterator

from content.lint.base import Bench, Breach, Rule, at
from content.questions.rules import Severity
from content.wording import same_form, word_count

LEAST_WORDS = 8
ECHO = 0.7
"""Share of a reason's words that may be the option's own."""


def long_enough(bench: Bench) -> Iterator[Breach]:
    for question in bench.bank:
        for words, path in question.reasons():
            many = word_count(words)
            if many < LEAST_WORDS:
                yield at(question, f"has {many} words; at least {LEAST_WORDS} are needed", *path)


def no_echo(bench: Bench) -> Iterator[Breach]:
    for question in bench.bank:
        for shown in question.option_sets():
            for option in shown.options:
                own = set(same_form(option.text).split())
                said = same_form(option.why).split()
                if len(own) > 2 and sum(w in own for w in said) > ECHO * len(said):
                    yield at(question, "mostly repeats the option", *shown.at(option, "why"))


RULES = (
    Rule("R12-length", "Say what the option really is, or when it would be right.", long_enough),
    Rule("R12-echo", "Give a reason in other words than the option's.", no_echo, Severity.WARNING),
)
