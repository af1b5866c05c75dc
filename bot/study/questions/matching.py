"""Prompts matched with responses; credit for the share of right pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from bot.model.form import ChoiceField, Field
from bot.model.limits import FORM_LABEL, clip
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
from content.questions.matching import MatchingQuestion


def _field(at: int) -> str:
    return f"p{at + 1}"


class Matching(QuestionType[MatchingQuestion]):
    def order(self, q: MatchingQuestion, rng: Random) -> str:
        ids = [response.id for response in q.responses]
        rng.shuffle(ids)
        return ",".join(ids)

    def show(self, q: MatchingQuestion, order: str) -> Text:
        prompts = [
            Item(f"{at}.", (Plain(pair.prompt),)) for at, pair in enumerate(q.pairs, start=1)
        ]
        return text(
            say("match"), *prompts, say("match-with"), *items_of(lettered(q.responses, order))
        )

    def fields(self, q: MatchingQuestion, order: str, given: str = "") -> tuple[Field, ...]:
        earlier = given.split(",")
        earlier += [""] * len(q.pairs)
        pairs = lettered(q.responses, order)
        return tuple(
            ChoiceField(_field(at), clip(pair.prompt, FORM_LABEL), choices(pairs, [earlier[at]]))
            for at, pair in enumerate(q.pairs)
        )

    def read(self, q: MatchingQuestion, order: str, values: Mapping[str, tuple[str, ...]]) -> str:
        letters = letters_by_id(q.responses, order)
        errors: dict[str, str] = {}
        chosen: list[str] = []
        for at in range(len(q.pairs)):
            found = known(values, _field(at), letters)
            if len(found) != 1:
                errors[_field(at)] = say("choose-an-answer")
                continue
            if found[0] in chosen and not q.reuse:
                errors[_field(at)] = say("chosen-twice", letter=letters[found[0]])
            chosen.append(found[0])
        if errors:
            raise BadInput(errors)
        return ",".join(chosen)

    def key(self, q: MatchingQuestion) -> str:
        return ",".join(q.key)

    def grade(self, q: MatchingQuestion, given: str) -> Grade:
        marks = self.marks(q, given)
        return share(sum(marks), len(marks)) if marks else WRONG

    def marks(self, q: MatchingQuestion, given: str) -> Sequence[bool]:
        answers = given.split(",")
        responses = {response.id for response in q.responses}
        if len(answers) != len(q.pairs) or not responses.issuperset(answers):
            return ()
        return [mine == key for mine, key in zip(answers, q.key, strict=True)]

    def describe(self, q: MatchingQuestion, order: str, given: str) -> str:
        letters = letters_by_id(q.responses, order)
        answers = given.split(",")[: len(q.pairs)]
        return ", ".join(f"{at} {letters.get(id_, '–')}" for at, id_ in enumerate(answers, start=1))

    def parts(self, q: MatchingQuestion, order: str, given: str) -> Sequence[str]:
        ids = given.split(",")
        told = {response.id: response.text for response in q.responses}
        if len(ids) != len(q.pairs):
            return ()
        return [
            f"{clip(pair.prompt, PART)} → {clip(told.get(id_, '–'), PART)}"
            for pair, id_ in zip(q.pairs, ids, strict=True)
        ]

    def explain(self, q: MatchingQuestion, order: str, given: str | None) -> Text:
        answers = ((given or "").split(",") + [""] * len(q.pairs))[: len(q.pairs)]
        wrong = [at for at, pair in enumerate(q.pairs) if answers[at] != pair.answer]
        if given is None or not wrong:
            wrong, mine = list(range(len(q.pairs))), False
        else:
            mine = True
        letters = letters_by_id(q.responses, order)
        by_id = {response.id: response for response in q.responses}
        lines = []
        for at in wrong:
            pair = q.pairs[at]
            answer = f"{letters[pair.answer]} · {sentence_part(by_id[pair.answer].face)}"
            prompt = sentence_part(pair.prompt)
            if mine and answers[at] in letters:
                chosen = letters[answers[at]]
                head = say("pair-wrong", prompt=prompt, answer=answer, chosen=chosen)
            else:
                head = say("pair", prompt=prompt, answer=answer)
            lines.append(reason(f"{at + 1}.", head, pair.why, len(wrong)))
        return text(*lines)
