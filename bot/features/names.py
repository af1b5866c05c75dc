"""Display names: on one line, without what cannot be seen, and told apart where they are equal."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from bot.i18n import words_of
from bot.model import Option
from bot.model.limits import NAME, OPTION_DESCRIPTION, OPTION_LABEL, clip

words = words_of(__file__)

JOINERS = "\u200c\u200d"
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")
"""Letters and signs by category that every font draws as nothing (Unicode: default ignorable
code points, braille pattern blank, musical symbol null notehead)."""
_MARKS = ("Mn", "Me", "Mc")


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A display name on one line, without invisible characters; joiners hold emoji together.

    A name of which nothing can be seen becomes a word. Marks stay on the letter they belong to.
    """
    seen = "".join(letter if _is_kept(letter) else " " for letter in name)
    kept = [_without_stray_marks(word) for word in seen.split()]
    whole = " ".join(word for word in kept if word)
    return clip(whole, NAME) if whole else words("somebody")


def _is_kept(letter: str) -> bool:
    if letter in JOINERS:
        return True
    return letter not in _BLANKS and not unicodedata.category(letter).startswith("C")


def _without_stray_marks(word: str) -> str:
    """Marks, variation selectors and joiners before the first letter have nothing to stand on."""
    at = 0
    while at < len(word) and (word[at] in JOINERS or unicodedata.category(word[at]) in _MARKS):
        at += 1
    return word[at:]


def shown_name(name: str) -> str:
    """A name as storage has it; a word where this place never learned one."""
    return name or words("somebody")


def name_options(people: Sequence[tuple[int, str, str]]) -> tuple[Option, ...]:
    """Options for a menu of people: id, name and what tells them apart where names look equal."""
    looks = Counter(_look(name) for _, name, _ in people)
    return tuple(
        Option(
            clip(shown_name(name), OPTION_LABEL),
            str(person_id),
            clip(apart, OPTION_DESCRIPTION) if looks[_look(name)] > 1 else "",
        )
        for person_id, name, apart in people
    )


def _look(name: str) -> str:
    """What a reader sees of a name: case and the form of accents do not tell people apart."""
    return " ".join(unicodedata.normalize("NFKC", shown_name(name)).casefold().split())
