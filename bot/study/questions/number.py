"""A number that is typed."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from bot.model.form import Field, TextField
from bot.model.limits import clip
from bot.model.text import Text, text
from bot.study.questions.base import ANSWER, RIGHT, WRONG, BadInput, Grade, QuestionType
from bot.study.questions.numbers import reading
from bot.study.questions.typed import LONGEST, SHOWN, told, typed_words
from content.questions import NearMiss, NumberQuestion


class Number(QuestionType[NumberQuestion]):
    daily = False

    def order(self, q: NumberQuestion, rng: Random) -> str:
        return ""

    def show(self, q: NumberQuestion, order: str) -> Text:
        return text()

    def fields(self, q: NumberQuestion, order: str, given: str = "") -> tuple[Field, ...]:
        field = TextField(
            ANSWER, "Your answer, a number", "Digits are enough; a unit does no harm.",
            value=given[:LONGEST], max_length=LONGEST,
        )  # fmt: skip
        return (field,)

    def read(self, q: NumberQuestion, order: str, values: Mapping[str, tuple[str, ...]]) -> str:
        words = typed_words(values)
        if reading(words) is None:
            raise BadInput({ANSWER: "Type a number in digits, such as 1200 or 0.5."})
        return words

    def grade(self, q: NumberQuestion, given: str) -> Grade:
        mine = reading(given)
        if mine is None or _near_miss(q, given) is not None:
            return WRONG
        right = {found.values[0] for found in map(reading, q.accept) if found is not None}
        return RIGHT if right.intersection(mine.values) else WRONG

    def describe(self, q: NumberQuestion, order: str, given: str) -> str:
        return clip(given, SHOWN)

    def explain(self, q: NumberQuestion, order: str, given: str | None) -> Text:
        near = None if given is None else _near_miss(q, given)
        wrong = given is not None and not self.grade(q, given).correct
        return told(q.accept[0], q.why, given if wrong else None, near)

    def solution(self, q: NumberQuestion, order: str) -> str:
        return q.accept[0]


def _near_miss(q: NumberQuestion, given: str) -> NearMiss | None:
    mine = reading(given)
    if mine is None:
        return None
    for near in q.near_misses:
        value = reading(near.text)
        if value is not None and value.values[0] == mine.values[0]:
            return near
    return None
