"""Prompts to be matched with responses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import perm
from string import ascii_uppercase
from typing import Any, ClassVar, Self

from content.questions.base import Head, Piece, Question, Share, StemForm, own_concepts
from content.questions.exchange import Item, Taken, Unfit
from content.questions.importing import distinct, faces, reason
from content.questions.reading import (
    FACE,
    OPTION_CHARACTERS,
    PROMPT_CHARACTERS,
    note_twins,
    read_letter,
    read_short,
    read_why,
)
from content.questions.rules import Accepts, Fault, TypeRule
from content.reader import LETTER, Fields

ANNOUNCED = re.compile(
    r"\b(more than once|again|several times|repeatedly|re-?used?|twice|any number of times)\b",
    re.IGNORECASE,
)
REUSE = "A response may be used more than once."
"""Said in a stem that comes from elsewhere and doesn't say it."""


@dataclass(frozen=True, slots=True)
class Response:
    id: str
    text: str
    short: str = ""

    @property
    def face(self) -> str:
        """At most ``FACE`` characters, for a button."""
        return self.short or self.text


@dataclass(frozen=True, slots=True)
class Pair:
    """``answer`` is the id of the response that belongs to ``prompt``. ``concept`` is the one
    that the pair is about; empty for the question's own. It gives the pair no other meaning, so
    that it may change without a new revision."""

    prompt: str
    answer: str
    why: str
    concept: str = field(default="", compare=False, repr=False)


def _reuse_announced(question: MatchingQuestion, accepts: Accepts) -> Iterator[Fault]:
    if question.reuse and not ANNOUNCED.search(question.stem):
        yield Fault("responses can be used again, and the stem doesn't say so", ("stem",))


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingQuestion(Question):
    """Three to five prompts. ``reuse`` says that a response may be right more than once (the
    stem says it too); without it there are more responses than prompts."""

    type: ClassVar[str] = "matching"
    mark: ClassVar[str] = "="
    daily: ClassVar[bool] = True
    stem_form: ClassVar[StemForm] = StemForm.TASK
    share: ClassVar[Share | None] = Share("matching", 0.06, 0.10)
    rules: ClassVar[tuple[TypeRule, ...]] = (
        TypeRule(
            "R17-reuse",
            "Say in the stem that a response may be used more than once.",
            _reuse_announced,
        ),
    )

    responses: tuple[Response, ...]
    pairs: tuple[Pair, ...]
    reuse: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """The right response id of each prompt, in the order of ``pairs``."""
        return tuple(pair.answer for pair in self.pairs)

    @classmethod
    def read(cls, head: Head, fields: Fields, meta: Fields) -> Self:
        responses = _responses(fields)
        reuse = fields.flag("reuse", default=False)
        pairs: list[Pair] = []
        for part in fields.many("pairs"):
            prompt = part.text("prompt", characters=PROMPT_CHARACTERS)
            answer, why = read_letter(part, "answer"), read_why(part)
            pairs.append(Pair(prompt, answer, why, part.identifier("concept", default="")))
            part.close()
            if pairs[-1].answer and pairs[-1].answer not in {one.id for one in responses}:
                part.note("answer", "R17", f"{pairs[-1].answer[:20]!r} is no response")
        if pairs and not 3 <= len(pairs) <= 5:
            fields.note("pairs", "R17", f"has {len(pairs)} prompts, 3 to 5 are allowed")
        note_twins(fields, "pairs", "R17", [pair.prompt for pair in pairs])
        if not reuse:
            note_twins(fields, "pairs", "R17", [pair.answer for pair in pairs])
            if pairs and len(responses) <= len(pairs):
                fields.note("responses", "R17", "needs one more response than prompts, or reuse")
        return cls(**head, responses=responses, pairs=tuple(pairs), reuse=reuse)

    @classmethod
    def imported(cls, item: Item) -> Taken | None:
        if not item.pairs:
            return None
        if not 3 <= len(item.pairs) <= 5:
            raise Unfit(f"it has {len(item.pairs)} pairs, and 3 to 5 can be matched")
        answers = distinct([answer for _, answer in item.pairs])
        reuse = len(answers) < len(item.pairs) or not item.spare
        texts = distinct([*answers, *item.spare[:2]])
        letters = dict(zip(texts, ascii_uppercase, strict=False))
        responses = {
            letters[text]: text if face == text else {"text": text, "short": face}
            for text, face in zip(texts, faces(texts), strict=True)
        }
        pairs = [
            {"prompt": prompt, "answer": letters[answer], "why": reason("", item.why)}
            for prompt, answer in item.pairs
        ]
        keys: dict[str, Any] = {"responses": responses, "pairs": pairs}
        announced = ANNOUNCED.search(item.stem)
        stem = item.stem if announced or not reuse else f"{item.stem} {REUSE}"
        return Taken(keys | ({"reuse": True} if reuse else {}), stem=stem)

    def exchanged(self) -> Item:
        texts = {one.id: one.text for one in self.responses}
        used = {pair.answer for pair in self.pairs}
        return Item(
            where=self.id,
            stem=self.stem,
            pairs=tuple((pair.prompt, texts[pair.answer]) for pair in self.pairs),
            spare=tuple(text for id_, text in texts.items() if id_ not in used),
            why=" ".join(pair.why for pair in self.pairs),
        )

    @property
    def chance(self) -> float:
        many, wanted = len(self.responses), len(self.pairs)
        return 1 / (many**wanted if self.reuse else perm(many, wanted))

    def reasons(self) -> Iterator[Piece]:
        for number, pair in enumerate(self.pairs, 1):
            yield Piece(pair.why, ("pairs", str(number), "why"))

    def answers(self) -> Iterator[Piece]:
        for response in self.responses:
            yield Piece(response.text, ("responses", response.id))
        for number, pair in enumerate(self.pairs, 1):
            yield Piece(pair.prompt, ("pairs", str(number), "prompt"))

    def part_concepts(self) -> tuple[str, ...]:
        return own_concepts(self, (pair.concept for pair in self.pairs))

    def part_chances(self) -> tuple[float, ...]:
        return (1 / len(self.responses),) * len(self.pairs)

    def names(self) -> Iterator[str]:
        yield from (piece.words for piece in self.answers())


def _responses(fields: Fields) -> tuple[Response, ...]:
    """Letters with texts; a response may also be a mapping of ``text`` and ``short``."""
    out: list[Response] = []
    letters = fields.one("responses")
    if letters is None:
        return ()
    for letter in letters.names():
        if not LETTER.fullmatch(letter):
            letters.note(letter, "shape", f"must be a capital letter, is {letter[:20]!r}")
        part = letters.one(letter) if letters.is_mapping(letter) else None
        if part:
            words = part.text("text", characters=OPTION_CHARACTERS)
            out.append(Response(letter, words, read_short(part, words)))
            part.close()
        else:
            words = letters.text(letter, characters=OPTION_CHARACTERS)
            out.append(Response(letter, words))
            if len(words) > FACE:
                letters.note(letter, "R13", f"has more than {FACE} characters and no short face")
    note_twins(fields, "responses", "R17", [one.text for one in out])
    note_twins(fields, "responses", "R17", [one.face for one in out])
    return tuple(out)
