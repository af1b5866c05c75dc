"""The rules that single types of question bring with them: R16, R17, R18."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from content.lint.base import Bench, Breach, Rule, at
from content.questions import TYPES
from content.questions.rules import BankRule, TypeRule


def _each(rule: TypeRule, bench: Bench) -> Iterator[Breach]:
    for question in bench.bank:
        if rule in question.rules:
            for fault in rule.check(question, partial(bench.runtime.accepts, question)):
                yield at(question, fault.message, *fault.path)


def _together(rule: BankRule, bench: Bench) -> Iterator[Breach]:
    questions = [question for question in bench.bank if rule in question.bank_rules]
    yield from map(Breach, rule.check(questions, len(bench.bank)))


def _rules() -> Iterator[Rule]:
    """The rules in the order of the types; one that several types list comes once."""
    check: Callable[[Bench], Iterator[Breach]]
    for own in dict.fromkeys(rule for kind in TYPES.values() for rule in kind.rules):
        check = partial(_each, own)
        yield Rule(own.id, own.advice, check, own.severity)
    for bank in dict.fromkeys(rule for kind in TYPES.values() for rule in kind.bank_rules):
        check = partial(_together, bank)
        yield Rule(bank.id, bank.advice, check, bank.severity, bank=True)


RULES = tuple(_rules())
