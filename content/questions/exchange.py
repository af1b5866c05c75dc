"""Questions on their way in from other programs, and out to them: one form for all types.

An ``Item`` is what any program could say of a question. A type takes from it what it can
(``Question.imported``) and says itself what it is (``Question.exchanged``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

TODO = "TODO"
"""What a person has to write begins with this."""


class Unfit(Exception):
    """Why no question can be made of an item, in words that finish a sentence about it."""


@dataclass(frozen=True, slots=True)
class Option:
    """``why`` is empty where nothing gives a reason."""

    text: str
    right: bool
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question in plain text. Exactly one of ``options``, ``accept``, ``statement``, ``pairs``
    and ``steps`` is filled and says what kind it is.

    ``where`` tells its place in the file, such as "line 12". ``accept`` are ways to write the
    answer, ``number`` says that it is one; ``near`` are wrong answers with what to say to them.
    ``pairs`` are prompt and answer, ``spare`` answers that belong to no prompt. ``steps`` are in
    the right order. ``losses`` are what the item had that could not be kept.
    """

    where: str
    stem: str
    topic: str = ""
    options: tuple[Option, ...] = ()
    accept: tuple[str, ...] = ()
    number: bool = False
    near: tuple[tuple[str, str], ...] = ()
    statement: bool | None = None
    pairs: tuple[tuple[str, str], ...] = ()
    spare: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    why: str = ""
    losses: tuple[str, ...] = ()

    def losing(self, *losses: str) -> Item:
        """The same with these losses too; empty ones don't count."""
        return replace(self, losses=(*self.losses, *filter(None, losses)))

    @property
    def answered(self) -> bool:
        """Whether it has an answer of any kind."""
        filled = self.options or self.accept or self.pairs or self.steps
        return bool(filled) or self.statement is not None

    @property
    def truth(self) -> bool | None:
        """Whether it is true, for a statement; also for one with "True" and "False" as options."""
        if self.options and {o.text.casefold() for o in self.options} <= {"true", "false"}:
            right = [option.text.casefold() for option in self.right]
            return right == ["true"] if len(right) == 1 else None
        return self.statement

    @property
    def right(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.right)

    @property
    def wrong(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if not option.right)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a type made of an item: keys of the entry besides those that all types have, and more
    for its ``meta``. ``stem`` is the stem where the type needs another one."""

    keys: Mapping[str, Any]
    meta: Mapping[str, Any] = field(default_factory=dict)
    stem: str = ""
    losses: tuple[str, ...] = ()
