"""A statement: true or false."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from bot.model.card import Bar, Option
from bot.model.form import ChoiceField, Field
from bot.model.limits import clip
from bot.model.text import Break, Strong, Text, text
from bot.study.questions.base import ANSWER, RIGHT, WRONG, BadInput, Grade, QuestionType
from bot.study.questions.shown import EXPLANATION, known, option_bars
from bot.study.questions.words import say
from content.questions.true_false import TrueFalseQuestion

_WORDS = {"true": say("true"), "false": say("false")}
_ROOM = EXPLANATION // 2 - 100


class TrueFalse(QuestionType[TrueFalseQuestion]):
    def order(self, q: TrueFalseQuestion, rng: Random) -> str:
        return "true,false"

    def show(self, q: TrueFalseQuestion, order: str) -> Text:
        return text()

    def faces(self, q: TrueFalseQuestion, order: str) -> tuple[tuple[str, str], ...] | None:
        return tuple(_WORDS.items())

    def fields(self, q: TrueFalseQuestion, order: str, given: str = "") -> tuple[Field, ...]:
        options = tuple(Option(words, id_, selected=id_ == given) for id_, words in _WORDS.items())
        return (ChoiceField(ANSWER, say("true-or-false"), options),)

    def read(self, q: TrueFalseQuestion, order: str, values: Mapping[str, tuple[str, ...]]) -> str:
        chosen = known(values, ANSWER, _WORDS)
        if len(chosen) != 1:
            raise BadInput({ANSWER: say("choose-true-or-false")})
        return chosen[0]

    def key(self, q: TrueFalseQuestion) -> str:
        return "true" if q.answer else "false"

    def grade(self, q: TrueFalseQuestion, given: str) -> Grade:
        return RIGHT if given == self.key(q) else WRONG

    def describe(self, q: TrueFalseQuestion, order: str, given: str) -> str:
        return _WORDS.get(given, say("answer-gone"))

    def explain(self, q: TrueFalseQuestion, order: str, given: str | None) -> Text:
        statement = say("statement-true" if q.answer else "statement-false")
        right = text(Strong(statement), f" {clip(q.why(q.answer), _ROOM)}")
        if given not in _WORDS or given == self.key(q):
            return right
        wrong = text(clip(q.why(not q.answer), _ROOM), Break())
        return wrong + right

    def spread(
        self, q: TrueFalseQuestion, order: str, given_counts: Mapping[str, int]
    ) -> tuple[Bar, ...]:
        pairs = [(words, id_) for id_, words in _WORDS.items()]
        total = sum(given_counts.get(id_, 0) for id_ in _WORDS)
        return option_bars(pairs, [self.key(q)], given_counts, total)
