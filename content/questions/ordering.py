"""Steps to be put in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import factorial
from string import ascii_uppercase
from typing import ClassVar, Self

from content.questions.base import Head, Piece, Question, Share, StemForm
from content.questions.exchange import Item, Taken, Unfit
from content.questions.importing import reason
from content.questions.reading import PROMPT_CHARACTERS, note_twins, read_why
from content.reader import LETTER, Fields


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderingQuestion(Question):
    """Three to five steps; ``answer`` is their ids in the right order, which is never the
    order of ``items``."""

    type: ClassVar[str] = "ordering"
    mark: ClassVar[str] = "↓"
    daily: ClassVar[bool] = True
    stem_form: ClassVar[StemForm] = StemForm.TASK
    share: ClassVar[Share | None] = Share("ordering", 0.02, 0.05)

    items: tuple[Step, ...]
    answer: tuple[str, ...]

    @classmethod
    def read(cls, head: Head, fields: Fields, meta: Fields) -> Self:
        letters = fields.one("items")
        whys = fields.one("why")
        if letters is None or whys is None:
            return cls(**head, items=(), answer=())
        items: list[Step] = []
        for letter in letters.names():
            if not LETTER.fullmatch(letter):
                letters.note(letter, "shape", f"must be a capital letter, is {letter[:20]!r}")
            words = letters.text(letter, characters=PROMPT_CHARACTERS)
            items.append(Step(letter, words, read_why(whys, letter)))
        whys.close()
        answer = fields.texts("answer", characters=1, required=True)
        order = tuple(item.id for item in items)
        if items and not 3 <= len(items) <= 5:
            fields.note("items", "R17", f"has {len(items)} steps, 3 to 5 are allowed")
        if items and answer and sorted(answer) != sorted(order):
            fields.note("answer", "R17", "must name every item once")
        if items and answer == order:
            fields.note("answer", "R17", "is the order in which the items stand")
        note_twins(fields, "items", "R17", [item.text for item in items])
        return cls(**head, items=tuple(items), answer=answer)

    @classmethod
    def imported(cls, item: Item) -> Taken | None:
        if not item.steps:
            return None
        if not 3 <= len(item.steps) <= 5:
            raise Unfit(f"it has {len(item.steps)} steps, and 3 to 5 can be put in order")
        shown = [*item.steps[1:], item.steps[0]]  # in no file do they stand in the right order
        letters = dict(zip(shown, ascii_uppercase, strict=False))
        keys = {
            "items": {letter: step for step, letter in letters.items()},
            "answer": [letters[step] for step in item.steps],
            "why": {letter: reason("", item.why) for letter in letters.values()},
        }
        return Taken(keys)

    def exchanged(self) -> Item:
        steps = {step.id: step for step in self.items}
        return Item(
            where=self.id,
            stem=self.stem,
            steps=tuple(steps[id_].text for id_ in self.answer),
            why=" ".join(steps[id_].why for id_ in self.answer),
        )

    @property
    def chance(self) -> float:
        return 1 / factorial(len(self.items))

    def reasons(self) -> Iterator[Piece]:
        for step in self.items:
            yield Piece(step.why, ("why", step.id))

    def answers(self) -> Iterator[Piece]:
        for step in self.items:
            yield Piece(step.text, ("items", step.id))

    def names(self) -> Iterator[str]:
        yield from (step.text for step in self.items)
