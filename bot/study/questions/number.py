"""A number that is typed."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from bot.model.form import Field, TextField
from bot.model.limits import clip
from bot.model.text import Text, text
from bot.study.questions.base import ANSWER, RIGHT, WRONG, BadInput, Grade, QuestionType
from bot.study.questions.numbers import Ask, Judged, judge, same_number
from bot.study.questions.typed import LONGEST, SHOWN, told, typed_words
from bot.study.questions.words import say
from content.questions import NearMiss
from content.questions.typed import NumberQuestion


class Number(QuestionType[NumberQuestion]):
    def order(self, q: NumberQuestion, rng: Random) -> str:
        return ""

    def show(self, q: NumberQuestion, order: str) -> Text:
        return text()

    def fields(self, q: NumberQuestion, order: str, given: str = "") -> tuple[Field, ...]:
        field = TextField(
            ANSWER, say("your-number"), say("number-hint"),
            value=given[:LONGEST], max_length=LONGEST,
        )  # fmt: skip
        return (field,)

    def read(self, q: NumberQuestion, order: str, values: Mapping[str, tuple[str, ...]]) -> str:
        words = typed_words(values)
        found = judge(words, q.accept, q.stem, q.known.point)
        if found is None:
            raise BadInput({ANSWER: say("unreadable-number")})
        if isinstance(found, Ask) and _near_miss(q, words) is None:
            raise BadInput({ANSWER: found.words})
        return words

    def key(self, q: NumberQuestion) -> str:
        return q.accept[0]

    def grade(self, q: NumberQuestion, given: str) -> Grade:
        if _near_miss(q, given) is not None:
            return WRONG
        found = judge(given, q.accept, q.stem, q.known.point)
        if isinstance(found, Ask):  # stored before it was asked back: the doubt is the member's
            return RIGHT if found.fits else WRONG
        return RIGHT if found is Judged.RIGHT else WRONG

    def describe(self, q: NumberQuestion, order: str, given: str) -> str:
        return clip(given, SHOWN)

    def explain(self, q: NumberQuestion, order: str, given: str | None) -> Text:
        near = None if given is None else _near_miss(q, given)
        wrong = given is not None and not self.grade(q, given).correct
        return told(q.accept[0], q.why, given if wrong else None, near)


def _near_miss(q: NumberQuestion, given: str) -> NearMiss | None:
    return next((near for near in q.near_misses if same_number(given, near.text)), None)
