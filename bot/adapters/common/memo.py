"""What was made of an object, kept while that very object keeps coming.

Questions, cards and their parts are immutable and live as long as their course: looking one up
by what it is costs a fraction of hashing the texts in it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memo(Generic[K, V]):
    """``make`` worked out once for each object. What it gives must not be changed by anybody."""

    def __init__(self, make: Callable[[K], V], most: int = 2048) -> None:
        self._make = make
        self._most = most
        self._kept: dict[int, tuple[K, V]] = {}

    def __call__(self, thing: K) -> V:
        found = self._kept.get(id(thing))
        # An id is given out again once its object is gone: the object itself is kept as well.
        if found is not None and found[0] is thing:
            return found[1]
        made = self._make(thing)
        if len(self._kept) >= self._most:
            self._kept.clear()
        self._kept[id(thing)] = (thing, made)
        return made
