"""Statements to be judged true or false, matching, and typed answers: R16, R17, R18."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.lint.base import Bench, Breach, Rule, Severity, at
from content.model import MatchingQuestion, NumberQuestion, TrueFalseQuestion, TypedQuestion

ABSOLUTE = re.compile(r"\b(always|never|only|must|all|every|none)\b", re.IGNORECASE)
NEGATION = re.compile(r"\b(not|no|nobody|nothing|cannot|without|[a-z]+n't)\b", re.IGNORECASE)
SECOND_IDEA = re.compile(r";|\bbecause\b|, (?:and|but|so|while) ", re.IGNORECASE)
ANNOUNCED = re.compile(
    r"\b(more than once|again|several times|repeatedly|re-?used?|twice|any number of times)\b",
    re.IGNORECASE,
)
TRUE_SHARE = (0.4, 0.6)
MOST_TRUE_FALSE = 0.08


def plain_statement(bench: Bench) -> Iterator[Breach]:
    for question in bench.bank:
        if isinstance(question, TrueFalseQuestion):
            found = ABSOLUTE.search(question.stem) or NEGATION.search(question.stem)
            if found:
                yield at(question, f"has “{found.group()}”", "stem")


def one_idea(bench: Bench) -> Iterator[Breach]:
    for question in bench.bank:
        found = SECOND_IDEA.search(question.stem)
        if found and isinstance(question, TrueFalseQuestion):
            yield at(question, f"“{found.group().strip()}” may join two ideas", "stem")


def true_as_often_as_false(bench: Bench) -> Iterator[Breach]:
    answers = [q.answer for q in bench.bank if isinstance(q, TrueFalseQuestion)]
    if answers and not TRUE_SHARE[0] <= sum(answers) / len(answers) <= TRUE_SHARE[1]:
        yield Breach(f"{sum(answers)} of {len(answers)} statements are true; 40% to 60% should be")


def few_statements(bench: Bench) -> Iterator[Breach]:
    many = sum(isinstance(q, TrueFalseQuestion) for q in bench.bank)
    if many > MOST_TRUE_FALSE * len(bench.bank):
        yield Breach(f"{many} of {len(bench.bank)} questions are true_false; at most 8% should be")


def reuse_announced(bench: Bench) -> Iterator[Breach]:
    for question in bench.bank:
        reused = isinstance(question, MatchingQuestion) and question.reuse
        if reused and not ANNOUNCED.search(question.stem):
            yield at(question, "responses can be used again, and the stem doesn't say so", "stem")


def answers_taken(bench: Bench) -> Iterator[Breach]:
    for question in bench.bank:
        if isinstance(question, TypedQuestion | NumberQuestion):
            for answer in question.accept:
                if not bench.runtime.accepts(question, answer):
                    yield at(question, f"{answer!r} is refused when somebody types it", "accept")
            for miss in question.near_misses:
                if bench.runtime.accepts(question, miss.text):
                    yield at(question, f"{miss.text!r} counts as right", "near_miss", miss.text)


RULES = (
    Rule("R16-plain", "State it without negation and without absolutes.", plain_statement),
    Rule(
        "R16-one-idea",
        "State one idea, so that it is wholly true or false.",
        one_idea,
        Severity.WARNING,
    ),
    Rule(
        "R16-balance", "Make about half of the statements true.", true_as_often_as_false, bank=True
    ),
    Rule("R16-few", "Turn statements into questions with options.", few_statements, bank=True),
    Rule(
        "R17-reuse", "Say in the stem that a response may be used more than once.", reuse_announced
    ),
    Rule("R18-graded", "Write the answer so that the bot reads it as it is meant.", answers_taken),
)
