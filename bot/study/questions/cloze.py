"""A text with gaps: one gap is asked with buttons, several with a menu each.

Credit for the share of gaps filled right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from bot.model.card import Bar
from bot.model.form import ChoiceField, Field
from bot.model.limits import clip
from bot.model.text import Item, Plain, Text, text
from bot.study.questions.base import RIGHT, WRONG, BadInput, Grade, QuestionType, share
from bot.study.questions.one_of import (
    option_chosen,
    option_described,
    option_faces,
    option_field,
    option_reasons,
    option_spread,
    shuffled,
)
from bot.study.questions.shown import (
    PART,
    choices,
    items_of,
    known,
    lettered,
    letters_by_id,
)
from bot.study.questions.words import say
from content.questions import Choice
from content.questions.cloze import ClozeQuestion

Lettered = Sequence[tuple[str, Choice]]


def _field(at: int) -> str:
    return f"g{at + 1}"


def _orders(q: ClozeQuestion, order: str) -> list[str]:
    """The order of each gap's options; "" for one that ``order`` has lost."""
    orders = order.split(";")
    return (orders + [""] * len(q.gaps))[: len(q.gaps)]


class Cloze(QuestionType[ClozeQuestion]):
    def order(self, q: ClozeQuestion, rng: Random) -> str:
        return ";".join(shuffled(gap.options, rng) for gap in q.gaps)

    def show(self, q: ClozeQuestion, order: str) -> Text:
        gaps = self._lettered(q, order)
        if len(gaps) == 1:
            return text(*items_of(gaps[0]))
        return text(
            *(
                Item(f"({at})", (Plain("   ".join(f"{a} {o.text}" for a, o in shown)),))
                for at, shown in enumerate(gaps, start=1)
            )
        )

    def faces(self, q: ClozeQuestion, order: str) -> tuple[tuple[str, str], ...] | None:
        if len(q.gaps) > 1:
            return None
        return option_faces(q.gaps[0].options, _orders(q, order)[0])

    def fields(self, q: ClozeQuestion, order: str, given: str = "") -> tuple[Field, ...]:
        orders = _orders(q, order)
        if len(q.gaps) == 1:
            return (option_field(q.gaps[0].options, orders[0], given),)
        earlier = given.split(",") + [""] * len(q.gaps)
        return tuple(
            ChoiceField(_field(at), say("gap", number=at + 1), choices(shown, [earlier[at]]))
            for at, shown in enumerate(self._lettered(q, order))
        )

    def read(self, q: ClozeQuestion, order: str, values: Mapping[str, tuple[str, ...]]) -> str:
        if len(q.gaps) == 1:
            return option_chosen(q.gaps[0].options, values)
        chosen = [
            known(values, _field(at), (option.id for option in gap.options))
            for at, gap in enumerate(q.gaps)
        ]
        if missing := [at for at, found in enumerate(chosen) if len(found) != 1]:
            raise BadInput({_field(at): say("choose-an-answer") for at in missing})
        return ",".join(found[0] for found in chosen)

    def key(self, q: ClozeQuestion) -> str:
        return ",".join(q.key)

    def grade(self, q: ClozeQuestion, given: str) -> Grade:
        marks = self.marks(q, given)
        if len(marks) > 1:
            return share(sum(marks), len(marks))
        return RIGHT if any(marks) else WRONG

    def marks(self, q: ClozeQuestion, given: str) -> Sequence[bool]:
        answers = given.split(",")
        if len(answers) != len(q.gaps) or not all(
            any(option.id == answer for option in gap.options)
            for gap, answer in zip(q.gaps, answers, strict=True)
        ):
            return ()
        return [mine == key for mine, key in zip(answers, q.key, strict=True)]

    def describe(self, q: ClozeQuestion, order: str, given: str) -> str:
        orders = _orders(q, order)
        if len(q.gaps) == 1:
            return option_described(q.gaps[0].options, orders[0], given)
        letters = [
            letters_by_id(gap.options, shown) for gap, shown in zip(q.gaps, orders, strict=True)
        ]
        answers = (given.split(",") + [""] * len(q.gaps))[: len(q.gaps)]
        return ", ".join(
            f"({at + 1}) {letters[at].get(answer, '–')}" for at, answer in enumerate(answers)
        )

    def parts(self, q: ClozeQuestion, order: str, given: str) -> Sequence[str]:
        answers = given.split(",")
        if len(q.gaps) == 1 or len(answers) != len(q.gaps):
            return ()
        words = [{option.id: option.text for option in gap.options} for gap in q.gaps]
        return [
            f"({at + 1}) {clip(words[at].get(answer, '–'), PART)}"
            for at, answer in enumerate(answers)
        ]

    def explain(self, q: ClozeQuestion, order: str, given: str | None) -> Text:
        orders = _orders(q, order)
        if len(q.gaps) == 1:
            return text(*option_reasons(q.gaps[0].options, orders[0], given))
        answers = ((given or "").split(",") + [""] * len(q.gaps))[: len(q.gaps)]
        wrong = [at for at, key in enumerate(q.key) if answers[at] != key]
        told = range(len(q.gaps)) if given is None or not wrong else wrong
        lines: list[Item] = []
        for at in told:
            lines += option_reasons(
                q.gaps[at].options,
                orders[at],
                None if given is None else answers[at],
                marker=f"({at + 1})",
                lines=2 * len(told),
            )
        return text(*lines)

    def spread(
        self, q: ClozeQuestion, order: str, given_counts: Mapping[str, int]
    ) -> tuple[Bar, ...]:
        if len(q.gaps) == 1:
            [gap] = q.gaps
            return option_spread(gap.options, _orders(q, order)[0], gap.key, given_counts)
        return super().spread(q, order, given_counts)

    def _lettered(self, q: ClozeQuestion, order: str) -> list[Lettered]:
        orders = _orders(q, order)
        return [lettered(gap.options, shown) for gap, shown in zip(q.gaps, orders, strict=True)]
