"""Steps put in order; credit for the share of steps in their place.

Two neighbors swapped and nothing else is one slip, and earns half at least."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from bot.model.form import ChoiceField, Field
from bot.model.limits import clip
from bot.model.text import Item, Plain, Text, text
from bot.study.questions.base import WRONG, BadInput, Grade, QuestionType, share
from bot.study.questions.shown import (
    PART,
    choices,
    items_of,
    known,
    lettered,
    letters_by_id,
    reason,
    sentence_part,
)
from bot.study.questions.words import say
from content.questions.ordering import OrderingQuestion


def _field(at: int) -> str:
    return f"s{at + 1}"


class Ordering(QuestionType[OrderingQuestion]):
    def order(self, q: OrderingQuestion, rng: Random) -> str:
        ids = [step.id for step in q.items]
        rng.shuffle(ids)
        if ids == list(q.answer):
            ids.append(ids.pop(0))
        return ",".join(ids)

    def show(self, q: OrderingQuestion, order: str) -> Text:
        return text(*items_of(lettered(q.items, order)))

    def fields(self, q: OrderingQuestion, order: str, given: str = "") -> tuple[Field, ...]:
        earlier = given.split(",") + [""] * len(q.items)
        pairs = lettered(q.items, order)
        return tuple(
            ChoiceField(_field(at), _place(at, len(q.items)), choices(pairs, [earlier[at]]))
            for at in range(len(q.items))
        )

    def read(self, q: OrderingQuestion, order: str, values: Mapping[str, tuple[str, ...]]) -> str:
        letters = letters_by_id(q.items, order)
        errors: dict[str, str] = {}
        chosen: list[str] = []
        for at in range(len(q.items)):
            found = known(values, _field(at), letters)
            if len(found) != 1:
                errors[_field(at)] = say("choose-a-step")
                continue
            if found[0] in chosen:
                errors[_field(at)] = say("step-twice", letter=letters[found[0]])
            chosen.append(found[0])
        if errors:
            raise BadInput(errors)
        return ",".join(chosen)

    def key(self, q: OrderingQuestion) -> str:
        return ",".join(q.answer)

    def grade(self, q: OrderingQuestion, given: str) -> Grade:
        mine, right = given.split(","), list(q.answer)
        if sorted(mine) != sorted(right):
            return WRONG
        off = [at for at, (one, other) in enumerate(zip(mine, right, strict=True)) if one != other]
        swapped = len(off) == 2 and off[1] == off[0] + 1
        return share(len(right) - len(off), len(right), least=0.5 if swapped else 0.0)

    def describe(self, q: OrderingQuestion, order: str, given: str) -> str:
        letters = letters_by_id(q.items, order)
        steps = given.split(",")[: len(q.items)]
        return ", ".join(letters.get(id_, "–") for id_ in steps)

    def parts(self, q: OrderingQuestion, order: str, given: str) -> Sequence[str]:
        steps = {step.id: step.text for step in q.items}
        ids = given.split(",")
        return [f"{at}. {clip(steps[id_], PART)}" for at, id_ in enumerate(ids, 1) if id_ in steps]

    def explain(self, q: OrderingQuestion, order: str, given: str | None) -> Text:
        mine = given.split(",") if given is not None else list(q.answer)
        places = {id_: at for at, id_ in enumerate(mine)}
        off = {id_ for at, id_ in enumerate(q.answer) if places.get(id_) != at}
        told = off or set(q.answer)
        letters = letters_by_id(q.items, order)
        by_id = {step.id: step for step in q.items}
        lines = []
        for at, id_ in enumerate(q.answer):
            step = f"{letters[id_]} · {sentence_part(by_id[id_].text)}"
            if id_ in off and id_ in places:
                head = say("step-wrong", step=step, number=places[id_] + 1)
            else:
                head = say("step-told", step=step)
            if id_ in told:
                lines.append(reason(f"{at + 1}.", head, by_id[id_].why, len(told)))
            else:
                lines.append(Item(f"{at + 1}.", (Plain(head),)))
        return text(*lines)


def _place(at: int, count: int) -> str:
    return say("last-step") if at == count - 1 else say("step", number=at + 1)
