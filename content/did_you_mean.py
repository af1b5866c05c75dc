"""What an author meant by a word that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

LONGEST = 60


def closest(word: str, known: Iterable[str]) -> str:
    """The one of ``known`` that ``word`` is with a slip or two; empty when there is none."""
    mine = word[:LONGEST].casefold()
    most = 1 if len(mine) <= 4 else 2 if len(mine) <= 8 else 3
    near = [
        (slips, one)
        for one in known
        if (slips := OSA.distance(mine, one.casefold(), score_cutoff=most)) <= most
        and _digits(mine) == _digits(one)
    ]
    return min(near)[1] if near and len(mine) > 1 else ""


def meant(word: str, known: Iterable[str]) -> str:
    """A question such as "; did you mean “title”?"; empty when nothing comes close."""
    found = closest(word, known)
    return f"; did you mean “{found}”?" if found and found != word else ""


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))
