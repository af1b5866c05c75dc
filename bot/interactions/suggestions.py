"""Commands that were nearly typed: a slip of the finger, or another word for the same thing."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from bot.model import Command

_LONGEST = 40
_SLIPS = 2
_EDGES = "\"'“”„‘’«»`()[]{}<>.,;:!?…/\\*_~"


def plain_word(word: str) -> str:
    """A word of a command as it is declared: small, without signs around it, "set_up" as it is."""
    return unicodedata.normalize("NFKC", word[:_LONGEST]).casefold().strip(_EDGES)


def nearest(commands: Sequence[Command], words: Sequence[str]) -> list[tuple[Command, int]]:
    """The commands that plain ``words`` may mean, likeliest first, and how many words that took."""
    found: list[tuple[int, int, Command, int]] = []
    for place, command in enumerate(commands):
        best: tuple[int, int] | None = None
        for size in (2, 1):
            said = " ".join(words[:size])
            if len(words) < size or not said:
                continue
            far = _distance(command, said, size)
            if far is not None and (best is None or far < best[0]):
                best = far, size
        if best is not None:
            found.append((best[0], place, command, best[1]))
    found.sort(key=lambda hit: hit[:2])
    # A word that is known to mean something is no slip of another.
    found = [hit for hit in found if hit[0] == 0] or found
    return [(command, size) for _, _, command, size in found]


def _distance(command: Command, said: str, size: int) -> int | None:
    """0 for one of its other words, else how many slips away; None where it is another word."""
    if said in command.hints:
        return 0
    names = {" ".join(path[-size:]) for path in command.paths if len(path) >= size}
    allowed = 1 if len(said) < 5 else _SLIPS
    near = [far for name in names if (far := OSA.distance(said, name)) <= allowed]
    near += [_SLIPS + 1 for name in names if len(said) >= 3 and name.startswith(said)]
    return min(near, default=None)
