"""One right option."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from bot.model.card import Bar
from bot.model.form import Field
from bot.model.text import Text, text
from bot.study.questions.base import RIGHT, WRONG, Grade, QuestionType
from bot.study.questions.one_of import (
    option_chosen,
    option_described,
    option_faces,
    option_field,
    option_reasons,
    option_spread,
    shuffled,
)
from bot.study.questions.shown import all_in_full, items_of, lettered
from content.questions.choice import SingleQuestion


class Single(QuestionType[SingleQuestion]):
    def order(self, q: SingleQuestion, rng: Random) -> str:
        return shuffled(q.options, rng)

    def show(self, q: SingleQuestion, order: str) -> Text:
        return text(*items_of(lettered(q.options, order)))

    def faces(self, q: SingleQuestion, order: str) -> tuple[tuple[str, str], ...] | None:
        return option_faces(q.options, order)

    def fields(self, q: SingleQuestion, order: str, given: str = "") -> tuple[Field, ...]:
        return (option_field(q.options, order, given),)

    def lists_all(self, q: SingleQuestion, fields: Sequence[Field]) -> bool:
        return all_in_full(q.options, fields)

    def read(self, q: SingleQuestion, order: str, values: Mapping[str, tuple[str, ...]]) -> str:
        return option_chosen(q.options, values)

    def key(self, q: SingleQuestion) -> str:
        return q.key

    def grade(self, q: SingleQuestion, given: str) -> Grade:
        return RIGHT if given == q.key else WRONG

    def describe(self, q: SingleQuestion, order: str, given: str) -> str:
        return option_described(q.options, order, given)

    def explain(self, q: SingleQuestion, order: str, given: str | None) -> Text:
        return text(*option_reasons(q.options, order, given))

    def spread(
        self, q: SingleQuestion, order: str, given_counts: Mapping[str, int]
    ) -> tuple[Bar, ...]:
        return option_spread(q.options, order, q.key, given_counts)
