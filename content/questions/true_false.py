"""A statement that is true or false."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from content.questions.base import Head, Piece, Question, StemForm
from content.questions.exchange import Item, Taken
from content.questions.importing import reason
from content.questions.reading import read_why
from content.questions.rules import Accepts, BankRule, Fault, Severity, TypeRule
from content.reader import Fields

ABSOLUTE = re.compile(r"\b(always|never|only|must|all|every|none)\b", re.IGNORECASE)
NEGATION = re.compile(r"\b(not|no|nobody|nothing|cannot|without|[a-z]+n't)\b", re.IGNORECASE)
SECOND_IDEA = re.compile(r";|\bbecause\b|, (?:and|but|so|while) ", re.IGNORECASE)
TRUE_SHARE = (0.4, 0.6)
MOST = 0.08


def _plain_statement(question: TrueFalseQuestion, accepts: Accepts) -> Iterator[Fault]:
    if found := ABSOLUTE.search(question.stem) or NEGATION.search(question.stem):
        yield Fault(f"has “{found.group()}”", ("stem",))


def _one_idea(question: TrueFalseQuestion, accepts: Accepts) -> Iterator[Fault]:
    if found := SECOND_IDEA.search(question.stem):
        yield Fault(f"“{found.group().strip()}” may join two ideas", ("stem",))


def _true_as_often_as_false(questions: Sequence[TrueFalseQuestion], bank: int) -> Iterator[str]:
    true = sum(question.answer for question in questions)
    if questions and not TRUE_SHARE[0] <= true / len(questions) <= TRUE_SHARE[1]:
        yield f"{true} of {len(questions)} statements are true; 40% to 60% should be"


def _few_statements(questions: Sequence[TrueFalseQuestion], bank: int) -> Iterator[str]:
    if len(questions) > MOST * bank:
        yield f"{len(questions)} of {bank} questions are true_false; at most 8% should be"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalseQuestion(Question):
    """``stem`` is a statement. Practice only: half of all guesses are right."""

    type: ClassVar[str] = "true_false"
    mark: ClassVar[str] = "t"
    daily: ClassVar[bool] = False
    stem_form: ClassVar[StemForm] = StemForm.STATEMENT
    least_stem_words: ClassVar[int] = 5
    strictly_positive: ClassVar[bool] = True
    rules: ClassVar[tuple[TypeRule, ...]] = (
        TypeRule("R16-plain", "State it without negation and without absolutes.", _plain_statement),
        TypeRule(
            "R16-one-idea",
            "State one idea, so that it is wholly true or false.",
            _one_idea,
            Severity.WARNING,
        ),
    )
    bank_rules: ClassVar[tuple[BankRule, ...]] = (
        BankRule("R16-balance", "Make about half of the statements true.", _true_as_often_as_false),
        BankRule("R16-few", "Turn statements into questions with options.", _few_statements),
    )

    answer: bool
    why_true: str
    why_false: str

    def why(self, answer: bool) -> str:
        """What a member who gave this answer is told."""
        return self.why_true if answer else self.why_false

    @classmethod
    def read(cls, head: Head, fields: Fields, meta: Fields) -> Self:
        answer = fields.flag("answer")
        why = fields.one("why")
        why_true = read_why(why, "true") if why else ""
        why_false = read_why(why, "false") if why else ""
        if why:
            why.close()
        return cls(**head, answer=answer, why_true=why_true, why_false=why_false)

    @classmethod
    def imported(cls, item: Item) -> Taken | None:
        if item.truth is None:
            return None
        given = {option.text.casefold(): option.why for option in item.options}
        why = {
            "true": reason(given.get("true", ""), item.why),
            "false": reason(given.get("false", ""), item.why),
        }
        return Taken({"answer": item.truth, "why": why})

    def exchanged(self) -> Item:
        return Item(where=self.id, stem=self.stem, statement=self.answer, why=self.why(self.answer))

    @property
    def chance(self) -> float:
        return 0.5

    def reasons(self) -> Iterator[Piece]:
        yield Piece(self.why_true, ("why", "true"))
        yield Piece(self.why_false, ("why", "false"))

    def answers(self) -> Iterator[Piece]:
        return iter(())
