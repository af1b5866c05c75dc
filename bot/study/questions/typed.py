"""A term that is typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from random import Random

from bot.model.form import Field, TextField
from bot.model.limits import clip
from bot.model.text import Break, Strong, Text, text
from bot.study.questions import wording
from bot.study.questions.base import ANSWER, RIGHT, WRONG, BadInput, Grade, QuestionType
from bot.study.questions.shown import EXPLANATION
from content.questions import NearMiss, TypedQuestion

LONGEST = 100
"""The most characters that are taken."""

SHOWN = 60
"""The most characters of an answer that are shown again."""


class Typed(QuestionType[TypedQuestion]):
    daily = False

    def order(self, q: TypedQuestion, rng: Random) -> str:
        return ""

    def show(self, q: TypedQuestion, order: str) -> Text:
        return text()

    def fields(self, q: TypedQuestion, order: str, given: str = "") -> tuple[Field, ...]:
        field = TextField(
            ANSWER, "Your answer", "A word or two; case and small slips do not matter.",
            value=given[:LONGEST], max_length=LONGEST,
        )  # fmt: skip
        return (field,)

    def read(self, q: TypedQuestion, order: str, values: Mapping[str, tuple[str, ...]]) -> str:
        words = typed_words(values)
        if not any(letter.isalnum() for letter in words):
            raise BadInput({ANSWER: "Type your answer, a word or two."})
        return words

    def grade(self, q: TypedQuestion, given: str) -> Grade:
        near = [miss.text for miss in q.near_misses]
        return RIGHT if wording.accepted(given, q.accept, near) else WRONG

    def describe(self, q: TypedQuestion, order: str, given: str) -> str:
        return clip(given, SHOWN)

    def explain(self, q: TypedQuestion, order: str, given: str | None) -> Text:
        wrong = given is not None and not self.grade(q, given).correct
        near = None
        if given is not None and wrong:
            at = wording.nearest(given, [miss.text for miss in q.near_misses])
            near = None if at is None else q.near_misses[at]
        return told(q.accept[0], q.why, given if wrong else None, near)

    def solution(self, q: TypedQuestion, order: str) -> str:
        return q.accept[0]


def typed_words(values: Mapping[str, tuple[str, ...]]) -> str:
    """The typed answer on one line, without invisible characters. Raises ``BadInput``."""
    raw = " ".join(values.get(ANSWER, ()))[: 10 * LONGEST]
    visible = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", raw)
        if letter.isspace() or not unicodedata.category(letter).startswith("C")
    )
    words = " ".join(visible.split())
    if not words:
        raise BadInput({ANSWER: "Type your answer."})
    if len(words) > LONGEST:
        raise BadInput({ANSWER: f"Use at most {LONGEST} characters."})
    return words


def told(right: str, why: str, wrong: str | None, near: NearMiss | None) -> Text:
    """The explanation of a typed answer; ``wrong`` is what was typed, None when it was right."""
    room = EXPLANATION // 2 - 200
    answer = text(Strong(f"The answer is {right}."), f" {clip(why, room)}")
    if wrong is None:
        return answer
    typed = text("You typed ", Strong(clip(wrong, SHOWN)), ".")
    if near is not None:
        typed = typed + text(f" {clip(near.why, room)}")
    return typed + text(Break()) + answer
