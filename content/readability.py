"""How hard English words are to read: the school grade of Flesch and Kincaid.

Syllables are counted by hyphenation, with an optional library. That misses a few ("idea" has one),
so grades come out a little low; compare them with each other and with those of last month.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from importlib import import_module

Syllables = Callable[[str], int]
"""How many syllables a word of letters has, at least one."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?:;]+(?:\s|$)|\n+")


def syllables() -> Syllables | None:
    """Counts syllables of English words; None where the “courses” extra is missing."""
    try:
        hyphens = import_module("pyphen").Pyphen(lang="en_US", left=1, right=1)
    except ImportError:
        return None

    def count(word: str) -> int:
        return len(hyphens.positions(word)) + 1

    return count


def grade(texts: Iterable[str], count: Syllables) -> float | None:
    """Years of school that ``texts``, taken together, ask for; None without words.

    Every text ends a sentence, so a title or an option counts as one. Numbers are left out.
    """
    sentences = words = spoken = 0
    for text in texts:
        for sentence in _SENTENCE.split(text):
            found = _WORD.findall(sentence)
            sentences += bool(found)
            words += len(found)
            spoken += sum(map(count, found))
    if not words:
        return None
    return round(0.39 * words / sentences + 11.8 * spoken / words - 15.59, 1)
