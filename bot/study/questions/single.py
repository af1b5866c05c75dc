"""One right option."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from bot.model.card import Bar
from bot.model.form import ChoiceField, Field
from bot.model.limits import BUTTONS
from bot.model.text import Item, Text, text
from bot.study.questions.base import ANSWER, RIGHT, WRONG, BadInput, Grade, QuestionType
from bot.study.questions.numbers import ascending
from bot.study.questions.shown import (
    choices,
    face_label,
    items_of,
    known,
    lettered,
    option_bars,
    reason,
    sentence_part,
)
from bot.study.questions.words import say
from content.questions import Choice, SingleQuestion


class Single(QuestionType[SingleQuestion]):
    daily = True

    def order(self, q: SingleQuestion, rng: Random) -> str:
        return shuffled(q.options, rng)

    def show(self, q: SingleQuestion, order: str) -> Text:
        return text(*items_of(lettered(q.options, order)))

    def faces(self, q: SingleQuestion, order: str) -> tuple[tuple[str, str], ...] | None:
        if len(q.options) > BUTTONS:
            return None
        shown = lettered(q.options, order)
        # The list above the buttons says it all already where the options are short.
        if all(option.face == sentence_part(option.text) for _, option in shown):
            return tuple((option.id, letter) for letter, option in shown)
        return tuple((option.id, face_label(letter, option.face)) for letter, option in shown)

    def fields(self, q: SingleQuestion, order: str, given: str = "") -> tuple[Field, ...]:
        options = choices(lettered(q.options, order), [given])
        return (ChoiceField(ANSWER, say("your-answer"), options, hint=say("choose-one")),)

    def read(self, q: SingleQuestion, order: str, values: Mapping[str, tuple[str, ...]]) -> str:
        chosen = known(values, ANSWER, (option.id for option in q.options))
        if len(chosen) != 1:
            raise BadInput({ANSWER: say("choose-an-option")})
        return chosen[0]

    def grade(self, q: SingleQuestion, given: str) -> Grade:
        return RIGHT if given == q.key else WRONG

    def describe(self, q: SingleQuestion, order: str, given: str) -> str:
        for letter, option in lettered(q.options, order):
            if option.id == given:
                return face_label(letter, option.face)
        return say("option-gone")

    def explain(self, q: SingleQuestion, order: str, given: str | None) -> Text:
        lines: list[Item] = []
        for letter, option in lettered(q.options, order):
            if option.id == given and not option.correct:
                head = say("option-wrong", option=sentence_part(option.text))
                lines.insert(0, reason(letter, head, option.why, 2))
            elif option.correct:
                head = say("option-right", option=sentence_part(option.text))
                lines.append(reason(letter, head, option.why, 2))
        return text(*lines)

    def solution(self, q: SingleQuestion, order: str) -> str:
        return self.describe(q, order, q.key)

    def spread(
        self, q: SingleQuestion, order: str, given_counts: Mapping[str, int]
    ) -> tuple[Bar, ...]:
        pairs = [(letter, option.id) for letter, option in lettered(q.options, order)]
        total = sum(given_counts.get(id_, 0) for _, id_ in pairs)
        return option_bars(pairs, [q.key], given_counts, total)


def shuffled(options: tuple[Choice, ...], rng: Random) -> str:
    """Option ids, shuffled; amounts ascend, because a jumbled scale only costs time."""
    ids = ascending([(option.id, option.text) for option in options])
    if ids is None:
        ids = [option.id for option in options]
        rng.shuffle(ids)
    return ",".join(ids)
