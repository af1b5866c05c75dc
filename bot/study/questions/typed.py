"""A term that is typed."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from bot.model.form import Field, TextField
from bot.model.limits import clip
from bot.model.text import Break, Strong, Text, text
from bot.study.questions.base import ANSWER, RIGHT, WRONG, BadInput, Grade, QuestionType
from bot.study.questions.numbers import (
    Ask,
    Judged,
    judge,
    numbers_in,
    same_number,
    same_range,
)
from bot.study.questions.shown import EXPLANATION
from bot.study.questions.wording import matched, nearest
from bot.study.questions.words import say
from content.questions import NearMiss
from content.questions.typed import TypedQuestion
from content.spelling.letters import is_word_sign, visible
from content.spelling.terms import cased, has_signs

LONGEST = 100
"""The most characters that are taken."""

SHOWN = 60
"""The most characters of an answer that are shown again."""


class Typed(QuestionType[TypedQuestion]):
    def order(self, q: TypedQuestion, rng: Random) -> str:
        return ""

    def show(self, q: TypedQuestion, order: str) -> Text:
        return text()

    def fields(self, q: TypedQuestion, order: str, given: str = "") -> tuple[Field, ...]:
        field = TextField(
            ANSWER, say("your-answer"), _hint(q), value=given[:LONGEST], max_length=LONGEST
        )
        return (field,)

    def read(self, q: TypedQuestion, order: str, values: Mapping[str, tuple[str, ...]]) -> str:
        words = typed_words(values)
        if not any(map(is_word_sign, words)) and not any(map(has_signs, q.accept)):
            raise BadInput({ANSWER: say("type-words")})
        if self.grade(q, words).correct:
            return words
        found = _number(q, words)
        if isinstance(found, Ask):
            raise BadInput({ANSWER: found.words})
        if found is None and len(numbers_in(q.accept)) == len(q.accept):
            raise BadInput({ANSWER: say("unreadable-number")})
        return words

    def key(self, q: TypedQuestion) -> str:
        return q.accept[0]

    def grade(self, q: TypedQuestion, given: str) -> Grade:
        near = [miss.text for miss in q.near_misses]
        match = matched(given, q.accept, near, q.known)
        if match is not None:
            return Grade(True, 1.0, spelling=match.spelling)
        if any(same_range(given, words, q.stem, q.known.point) for words in q.accept):
            return RIGHT
        missed = any(same_number(given, words) for words in numbers_in(near))
        return RIGHT if not missed and _number(q, given) is Judged.RIGHT else WRONG

    def describe(self, q: TypedQuestion, order: str, given: str) -> str:
        return clip(given, SHOWN)

    def explain(self, q: TypedQuestion, order: str, given: str | None) -> Text:
        if given is None:
            return told(q.accept[0], q.why, None, None)
        grade = self.grade(q, given)
        if grade.correct:
            right = told(q.accept[0], q.why, None, None)
            if not grade.spelling:
                return right
            watch = say.text("watch-spelling", answer=clip(grade.spelling, SHOWN))
            return watch + text(Break()) + right
        at = nearest(given, [miss.text for miss in q.near_misses], q.known)
        return told(q.accept[0], q.why, given, None if at is None else q.near_misses[at])


def _number(q: TypedQuestion, given: str) -> Judged | Ask | None:
    """How ``given`` compares with those accepted answers that are numbers."""
    numbers = numbers_in(q.accept)
    return judge(given, numbers, q.stem, q.known.point) if numbers else None


def _hint(q: TypedQuestion) -> str:
    """What is forgiven, told truly for this question."""
    if len(numbers_in(q.accept)) == len(q.accept):
        return say("number-hint")
    if has_signs(q.accept[0]):
        return say("signs-hint")
    if any(cased(words).casefold() in q.known.cases for words in q.accept):
        return say("capitals-hint")
    return say("typo-hint")


def typed_words(values: Mapping[str, tuple[str, ...]]) -> str:
    """The typed answer on one line, without invisible characters. Raises ``BadInput``."""
    raw = " ".join(values.get(ANSWER, ()))[: 10 * LONGEST]
    words = " ".join(visible(raw).split())
    if not words:
        raise BadInput({ANSWER: say("type-answer")})
    if len(words) > LONGEST:
        raise BadInput({ANSWER: say("too-long", most=LONGEST)})
    return words


def told(right: str, why: str, wrong: str | None, near: NearMiss | None) -> Text:
    """The explanation of a typed answer; ``wrong`` is what was typed, None when it was right."""
    room = EXPLANATION // 2 - 200
    answer = text(Strong(say("answer-is", answer=right)), f" {clip(why, room)}")
    if wrong is None:
        return answer
    return answer if near is None else text(clip(near.why, room), Break()) + answer
