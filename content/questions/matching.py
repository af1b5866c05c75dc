"""Prompts to be matched with responses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from content.questions.base import (
    FACE,
    OPTION_CHARACTERS,
    PROMPT_CHARACTERS,
    Head,
    Question,
    note_twins,
    read_letter,
    read_short,
    read_why,
)
from content.reader import LETTER, Fields


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
    """``answer`` is the id of the response that belongs to ``prompt``."""

    prompt: str
    answer: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingQuestion(Question):
    """Three to five prompts. ``reuse`` says that a response may be right more than once (the
    stem says it too); without it there are more responses than prompts."""

    responses: tuple[Response, ...]
    pairs: tuple[Pair, ...]
    reuse: bool = False

    @property
    def type(self) -> str:
        return "matching"

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
            pairs.append(Pair(prompt, read_letter(part, "answer"), read_why(part)))
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
