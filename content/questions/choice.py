"""Choosing among options: one key (single) or several (multiple)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import ClassVar, Self

from content.questions.base import Choice, Head, OptionSet, Question, Share
from content.questions.exchange import Item, Option, Taken, Unfit
from content.questions.importing import choices, cut, fewer
from content.questions.reading import read_choices
from content.reader import Fields

_CHOOSE = re.compile(r"\(Choose (\d+)\.\)$")
_TOLD = re.compile(
    r"\(?\b(?:choose|select|pick|check)\s+(?:all that apply|(?:any\s+)?(?:two|three|2|3)"
    r"(?:\s+(?:answers|options|responses))?)\.?\)?\s*$",
    re.IGNORECASE,
)
"""How other programs say how many options are right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleQuestion(Question):
    """Three or four options, one of them right."""

    type: ClassVar[str] = "single"
    mark: ClassVar[str] = "s"
    daily: ClassVar[bool] = True
    share: ClassVar[Share | None] = Share("single", 0.50, 0.60)

    options: tuple[Choice, ...]

    @property
    def key(self) -> str:
        """The id of the right option."""
        return next(option.id for option in self.options if option.correct)

    @classmethod
    def read(cls, head: Head, fields: Fields, meta: Fields) -> Self:
        options = read_choices(fields, 3, 4)
        keys = sum(option.correct for option in options)
        if options and keys != 1:
            fields.note("options", "R6", f"has {keys} right options, one is allowed")
        return cls(**head, options=options)

    @classmethod
    def imported(cls, item: Item) -> Taken | None:
        if not item.options or item.truth is not None or len(item.right) > 1:
            return None
        if not item.right:
            raise Unfit("none of its options is right")
        options, losses = fewer(item, 4)
        if len(options) < 3:
            raise Unfit(f"it has {len(options)} options, and at least 3 are needed")
        return Taken({"options": choices(options, item.why)}, losses=(*losses, *cut(options)))

    def exchanged(self) -> Item:
        return Item(where=self.id, stem=self.stem, options=_options(self.options))

    @property
    def chance(self) -> float:
        return 1 / len(self.options)

    def option_sets(self) -> tuple[OptionSet, ...]:
        return (OptionSet(self.options),)

    def chosen(self, given: str) -> tuple[str, ...]:
        return (given,)


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipleQuestion(Question):
    """Five or six options, ``choose`` (two or three) of them right."""

    type: ClassVar[str] = "multiple"
    mark: ClassVar[str] = "m"
    daily: ClassVar[bool] = True
    share: ClassVar[Share | None] = Share("multiple", 0.12, 0.18)

    options: tuple[Choice, ...]
    choose: int

    @property
    def key(self) -> frozenset[str]:
        """The ids of the right options."""
        return frozenset(option.id for option in self.options if option.correct)

    @classmethod
    def read(cls, head: Head, fields: Fields, meta: Fields) -> Self:
        choose = meta.integer("choose", 2, 3)
        options = read_choices(fields, 5, 6)
        keys = sum(option.correct for option in options)
        if options and keys != choose:
            fields.note("options", "R6", f"has {keys} right options, choose says {choose}")
        told = _CHOOSE.search(head["stem"])
        if head["stem"] and (told is None or int(told.group(1)) != choose):
            fields.note("stem", "R6", f'must end in "(Choose {choose}.)"')
        return cls(**head, options=options, choose=choose)

    @classmethod
    def imported(cls, item: Item) -> Taken | None:
        many = len(item.right)
        if many < 2:
            return None
        if many > 3:
            raise Unfit(f"{many} of its options are right, and at most 3 can be")
        options, losses = fewer(item, 6)
        if len(options) < 5:
            raise Unfit(
                f"{many} of its {len(options)} options are right: at least 5 are needed then"
            )
        stem = f"{_TOLD.sub('', item.stem).rstrip()} (Choose {many}.)"
        keys = {"options": choices(options, item.why)}
        losses = (*losses, *cut(options))
        return Taken(keys, {"choose": many}, stem=stem, losses=losses)

    def exchanged(self) -> Item:
        return Item(where=self.id, stem=self.stem, options=_options(self.options))

    @property
    def chance(self) -> float:
        return 1 / comb(len(self.options), self.choose)

    def option_sets(self) -> tuple[OptionSet, ...]:
        return (OptionSet(self.options),)


def _options(options: Sequence[Choice]) -> tuple[Option, ...]:
    return tuple(Option(option.text, option.correct, option.why) for option in options)
