"""Words that fit: the font has plain Latin letters only, and a line has an end."""

from __future__ import annotations

import unicodedata

from content.pictures.sheet import LETTERS, width_of

_SIMPLER = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "ß": "ss"}


def drawable(words: str) -> str | None:
    """``words`` in letters that the font has, without accents; None where they have none such."""
    plain = "".join(_SIMPLER.get(letter, letter) for letter in words)
    plain = unicodedata.normalize("NFKD", plain)
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    kept = " ".join(kept.split())
    return kept if kept and set(kept) <= LETTERS else None


def fitted(words: str, size: int, room: float, *, bold: bool = False) -> str:
    """``words``, cut to what fits into ``room`` pixels and ending in dots where they were cut."""
    if width_of(words, size, bold=bold) <= room:
        return words
    while words and width_of(words.rstrip() + "...", size, bold=bold) > room:
        words = words[:-1]
    return words.rstrip() + "..."
