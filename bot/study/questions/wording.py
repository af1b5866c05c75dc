"""Whether two short terms are the same but for spelling.

Forgiven: case, accents, articles, hyphens, thousands separators, punctuation around, a plural
s, and one slip in a word of six letters or more. Never forgiven: what makes another term of it
(a different prefix such as un- or over-, another first letter, another figure).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

_ARTICLES = frozenset({"a", "an", "the"})
_PREFIXES = (
    "", "ab", "anti", "auto", "be", "bi", "co", "cross", "de", "dis", "down", "en", "equi", "ex",
    "fore", "hetero", "homo", "hyper", "hypo", "il", "im", "in", "inter", "intra", "ir", "macro",
    "mal", "max", "meta", "micro", "min", "mis", "mono", "multi", "non", "out", "over",
    "post", "pre", "pro", "pseudo", "re", "self", "semi", "sub", "super", "trans", "tri", "un",
    "under", "uni", "up",
)  # fmt: skip
_ENDINGS = (
    "able", "al", "ance", "ant", "ation", "ed", "ence", "ent", "er", "ing", "ion", "ism", "ist",
    "ity", "ive", "ize", "or", "ous",
)  # fmt: skip
_SHORTEST = 6


def accepted(given: str, accept: Iterable[str], near_misses: Sequence[str]) -> bool:
    """Whether ``given`` is one of ``accept`` and no ``near_misses`` comes as close."""
    distances = [slips for term in accept if (slips := _slips(given, term)) is not None]
    if not distances:
        return False
    best = min(distances)
    if best == 0 and any(same(given, term) for term in accept):
        return True
    mine = _squashed(given)
    return all(OSA.distance(mine, _squashed(miss)) > best for miss in near_misses)


def nearest(given: str, terms: Sequence[str]) -> int | None:
    """The place of the term that ``given`` is, spelling forgiven; None when it is none."""
    found = [
        (slips, at) for at, term in enumerate(terms) if (slips := _slips(given, term)) is not None
    ]
    return min(found)[1] if found else None


def same(given: str, term: str) -> bool:
    """Whether both are written alike, without any slip or plural."""
    mine = _squashed(given)
    return bool(mine) and mine == _squashed(term)


@lru_cache(maxsize=2048)
def _words(term: str) -> tuple[str, ...]:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", term).casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    plain = re.sub(r"(?<=[0-9])[,.'’\s](?=[0-9]{3}(?![0-9]))", "", plain)
    tokens = [_trimmed(token) for token in plain.split()]
    tokens = [token for token in tokens if token]
    named = [token for token in tokens[:-1] if token not in _ARTICLES] + tokens[-1:]
    parts = [part for token in named for part in re.split(r"[-‐‑–—_/]+", token)]
    cleaned = (re.sub(r"(?<![0-9])[^\w+#%]|[^\w+#%](?![0-9])", "", part) for part in parts)
    return tuple(part for part in cleaned if part)


def _trimmed(token: str) -> str:
    """Without punctuation around; signs that names end in (C++, C#) stay."""
    return re.sub(r"^[^\w+#%]+|[^\w+#%]+$", "", token)


def _squashed(term: str) -> str:
    return "".join(_words(term))


def _slips(given: str, term: str) -> int | None:
    """How many slips lie between the two, None when they are different terms."""
    mine, right = _words(given), _words(term)
    if not mine or not right:
        return None
    if "".join(mine) == "".join(right):
        return 0
    if len(mine) != len(right):  # written together or apart: compared as one word
        if min(map(len, mine + right)) <= 3:
            return None
        mine, right = ("".join(mine),), ("".join(right),)
    total = 0
    for one, other in zip(mine, right, strict=True):
        slips = _word_slips(one, other)
        if slips is None:
            return None
        total += slips
    return total if total <= 2 else None


def _word_slips(mine: str, right: str) -> int | None:
    if mine == right or _plural(mine, right):
        return 0
    # One slip only: two already lead from "clarification" to "classification".
    allowed = 0 if len(right) < _SHORTEST else 1
    slips = int(OSA.distance(mine, right, score_cutoff=allowed))
    if slips > allowed or mine[0] != right[0] or _figures(mine) != _figures(right):
        return None
    if mine in _other_endings(right) or mine.removesuffix("s") in _other_endings(right):
        return None
    if any(OSA.distance(mine, other) <= slips for other in _other_beginnings(right)):
        return None
    return slips


def _plural(mine: str, right: str) -> bool:
    short, long = sorted((mine, right), key=len)
    return len(short) >= 4 and short.isalpha() and long == short + "s"


def _figures(word: str) -> str:
    return "".join(letter for letter in word if letter.isdigit())


@lru_cache(maxsize=2048)
def _other_beginnings(word: str) -> frozenset[str]:
    """The word with a prefix added, dropped or exchanged."""
    stems = {word.removeprefix(prefix) for prefix in _PREFIXES}
    return frozenset(prefix + stem for stem in stems if len(stem) >= 4 for prefix in _PREFIXES) - {
        word
    }


@lru_cache(maxsize=2048)
def _other_endings(word: str) -> frozenset[str]:
    """The word with its ending exchanged for another one."""
    stems = {word.removesuffix(ending) for ending in _ENDINGS} - {word}
    return frozenset(stem + ending for stem in stems for ending in _ENDINGS) - {word}
