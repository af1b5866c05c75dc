"""Several right options; credit for the share that was found, unless a wrong one was chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random

from bot.model.card import Bar
from bot.model.form import ChoiceField, Field
from bot.model.limits import clip
from bot.model.text import Text, text
from bot.study.questions.base import ANSWER, BadInput, Grade, QuestionType, share
from bot.study.questions.one_of import shuffled
from bot.study.questions.shown import (
    PART,
    all_in_full,
    choices,
    items_of,
    known,
    lettered,
    letters_by_id,
    option_bars,
    reason,
    sentence_part,
)
from bot.study.questions.words import say
from content.questions.choice import MultipleQuestion


class Multiple(QuestionType[MultipleQuestion]):
    def order(self, q: MultipleQuestion, rng: Random) -> str:
        return shuffled(q.options, rng)

    def show(self, q: MultipleQuestion, order: str) -> Text:
        return text(*items_of(lettered(q.options, order)))

    def fields(self, q: MultipleQuestion, order: str, given: str = "") -> tuple[Field, ...]:
        options = choices(lettered(q.options, order), given.split(","))
        label = say("choose", count=q.choose)
        return (ChoiceField(ANSWER, label, options, hint=say("choose-hint"), many=True),)

    def lists_all(self, q: MultipleQuestion, fields: Sequence[Field]) -> bool:
        return all_in_full(q.options, fields)

    def read(self, q: MultipleQuestion, order: str, values: Mapping[str, tuple[str, ...]]) -> str:
        chosen = known(values, ANSWER, (option.id for option in q.options))
        if not chosen:
            raise BadInput({ANSWER: say("choose-some", count=q.choose)})
        if len(chosen) > q.choose:
            words = say("chose-too-many", count=q.choose, chosen=len(chosen))
            raise BadInput({ANSWER: words})
        return ",".join(option.id for option in q.options if option.id in chosen)

    def key(self, q: MultipleQuestion) -> str:
        return ",".join(option.id for option in q.options if option.correct)

    def grade(self, q: MultipleQuestion, given: str) -> Grade:
        chosen = given.split(",")
        if not q.key.issuperset(chosen) or len(set(chosen)) != len(chosen):
            return Grade(False, 0.0, 0, len(q.key))
        return share(len(chosen), len(q.key))

    def describe(self, q: MultipleQuestion, order: str, given: str) -> str:
        letters = letters_by_id(q.options, order)
        found = sorted(letters[id_] for id_ in set(given.split(",")) if id_ in letters)
        return ", ".join(found) or say("options-gone")

    def parts(self, q: MultipleQuestion, order: str, given: str) -> Sequence[str]:
        chosen = given.split(",")
        return [
            f"{letter} · {clip(option.text, PART)}"
            for letter, option in lettered(q.options, order)
            if option.id in chosen
        ]

    def explain(self, q: MultipleQuestion, order: str, given: str | None) -> Text:
        chosen = set((given or "").split(","))
        told = [
            (letter, option)
            for letter, option in lettered(q.options, order)
            if option.correct or option.id in chosen
        ]
        lines = []
        for letter, option in told:
            words = sentence_part(option.text)
            if not option.correct:
                head = say("option-chosen", option=words)
            elif given is not None and option.id not in chosen:
                head = say("option-missed", option=words)
            else:
                head = say("option-right", option=words)
            lines.append(reason(letter, head, option.why, len(told)))
        return text(*lines)

    def spread(
        self, q: MultipleQuestion, order: str, given_counts: Mapping[str, int]
    ) -> tuple[Bar, ...]:
        counts: Counter[str] = Counter()
        for given, count in given_counts.items():
            for id_ in set(given.split(",")):
                counts[id_] += count
        pairs = [(letter, option.id) for letter, option in lettered(q.options, order)]
        return option_bars(pairs, q.key, counts, sum(given_counts.values()))
