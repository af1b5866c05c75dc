"""A text with gaps, and for each gap the choices that may go into it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import prod
from typing import ClassVar, Self

from bot.model.limits import FORM_FIELDS
from content.questions.base import Choice, Head, OptionSet, Question, StemForm, own_concepts
from content.questions.exchange import Item, Option
from content.questions.reading import STEM_CHARACTERS, read_choices
from content.reader import Fields

GAP = "____"
MOST_GAPS = FORM_FIELDS
"""A form has one menu for each gap."""
_NUMBER = re.compile(r"\(\d\) $")
_MARK = re.compile(r"\[\[\s*(.{0,20}?)\s*\]\]")


@dataclass(frozen=True, slots=True)
class Gap:
    """Two to four options, one of them right. ``concept`` is the one that the gap is about; empty
    for the question's own. It may change without a new revision."""

    options: tuple[Choice, ...]
    concept: str = field(default="", compare=False, repr=False)

    @property
    def key(self) -> str:
        """The id of the right option."""
        return next(option.id for option in self.options if option.correct)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClozeQuestion(Question):
    """``stem`` is the text with its gaps as members see them: a line of underscores, with a
    number before it where there are several. In the file a gap is its number between double
    brackets, such as ``[[1]]``."""

    type: ClassVar[str] = "cloze"
    mark: ClassVar[str] = "_"
    daily: ClassVar[bool] = True
    stem_form: ClassVar[StemForm] = StemForm.STATEMENT

    gaps: tuple[Gap, ...]

    @classmethod
    def read(cls, head: Head, fields: Fields, meta: Fields) -> Self:
        gaps: list[Gap] = []
        parts = fields.many("gaps")
        for part in parts:
            options = _options(part, least=2 if len(parts) > 1 else 3)
            gaps.append(Gap(options, part.identifier("concept", default="")))
            part.close()
        if len(gaps) > MOST_GAPS:
            fields.note("gaps", "R6", f"has {len(gaps)} gaps, 1 to {MOST_GAPS} are allowed")
        if head["stem"] and gaps:
            _note_marks(fields, head["stem"], len(gaps))
        head["stem"] = _shown(head["stem"], len(gaps))
        if len(head["stem"]) > STEM_CHARACTERS:
            fields.note("stem", "R13", f"has more than {STEM_CHARACTERS} characters with its gaps")
        return cls(**head, gaps=tuple(gaps))

    def exchanged(self) -> Item:
        if len(self.gaps) == 1:
            told = ((o.text, o.correct, o.why) for o in self.gaps[0].options)
            return Item(where=self.id, stem=self.stem, options=tuple(Option(*one) for one in told))
        right = [next(o for o in gap.options if o.correct) for gap in self.gaps]
        spare = dict.fromkeys(o.text for gap in self.gaps for o in gap.options if not o.correct)
        return Item(
            where=self.id,
            stem=self.stem,
            pairs=tuple((f"({n})", option.text) for n, option in enumerate(right, 1)),
            spare=tuple(text for text in spare if text not in {o.text for o in right}),
            why=" ".join(option.why for option in right),
            losses=("each gap's own options: they become one list",),
        )

    @property
    def key(self) -> tuple[str, ...]:
        """The id of the right option of each gap."""
        return tuple(gap.key for gap in self.gaps)

    @property
    def chance(self) -> float:
        return 1 / prod(len(gap.options) for gap in self.gaps)

    def option_sets(self) -> tuple[OptionSet, ...]:
        before = [_NUMBER.sub("", words) for words in self.stem.split(GAP)]
        before += [""] * len(self.gaps)  # of a stem that marks too few
        return tuple(
            OptionSet(gap.options, ("gaps", str(at + 1), "options"), f"{before[at]}{GAP}")
            for at, gap in enumerate(self.gaps)
        )

    def part_concepts(self) -> tuple[str, ...]:
        return own_concepts(self, (gap.concept for gap in self.gaps))

    def part_chances(self) -> tuple[float, ...]:
        return tuple(1 / len(gap.options) for gap in self.gaps)

    def chosen(self, given: str) -> tuple[str, ...]:
        return tuple(given.split(","))


def _options(part: Fields, least: int) -> tuple[Choice, ...]:
    options = read_choices(part, least, 4)
    keys = sum(option.correct for option in options)
    if options and keys != 1:
        part.note("options", "R6", f"has {keys} right options, one is allowed")
    return options


def _note_marks(fields: Fields, stem: str, gaps: int) -> None:
    """Each gap is marked once, in the order of reading."""
    if GAP in stem:
        told = "has a line of underscores: write the number of the gap for it, such as [[1]]"
        fields.note("stem", "R6", told)
        return
    marks = _MARK.findall(stem)
    wanted = [str(number) for number in range(1, gaps + 1)]
    if not marks:
        fields.note("stem", "R6", "marks no gap: write [[1]] where the first gap is")
        return
    for mark in dict.fromkeys(marks):
        if mark not in wanted:
            told = f"marks [[{mark}]], but gaps has {gaps} {'entry' if gaps == 1 else 'entries'}"
            fields.note("stem", "R6", told)
        elif marks.count(mark) > 1:
            fields.note("stem", "R6", f"marks [[{mark}]] more than once")
    for number in wanted:
        if number not in marks and set(marks) <= {*wanted}:
            fields.note("stem", "R6", f"has no [[{number}]] for gap {number}")
    if sorted(marks) == wanted and marks != wanted:
        fields.note("stem", "R6", "must mark its gaps in the order of reading: [[1]] comes first")


def _shown(stem: str, gaps: int) -> str:
    return _MARK.sub(lambda mark: GAP if gaps == 1 else f"({mark[1]}) {GAP}", stem)
