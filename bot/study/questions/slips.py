"""Whether what was typed is a term with a slip in it, or another term.

One slip is forgiven: a letter left out, doubled, exchanged, or two swapped. Never forgiven is
what makes another word: one that the course or a general word list knows, another first letter,
another figure, another prefix or ending. Scripts in which every sign is a sound or a word of its
own (kana, Han, Hangul) forgive none.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.study.questions.plurals import plural
from content.spelling import lexicon
from content.spelling.known import Known
from content.spelling.letters import script_of
from content.spelling.terms import Term

_ENDINGS = (
    "able", "al", "ance", "ant", "ation", "ed", "ence", "ent", "er", "ing", "ion", "ism", "ist",
    "ity", "ive", "ize", "or", "ous",
)  # fmt: skip
#: Endings that tell substances apart, by what is exchanged for what: no list has all of these.
_NAMES_OF_SUBSTANCES = (
    ("ane", "ene", "yne"), ("ol", "al", "yl"), ("ate", "ite", "ide"), ("ose", "ase"),
    ("ine", "ide", "ite", "ene"), ("ic", "ous"), ("ium", "ion"), ("one", "ane", "ene", "ine"),
    ("anol", "enol", "ynol"), ("anal", "enal", "ynal"), ("anone", "enone", "ynone"),
    ("anoic", "enoic", "ynoic"),
    ("ane", "ene", "yne", "ate", "ite", "ide", "ine", "one", "ose", "ase"),
)  # fmt: skip
#: Endings that sound alike: which one it is, people have to look up.
_ALIKE = frozenset({"ance/ence", "ence/ance", "ant/ent", "ent/ant", "er/or", "or/er"})
_LONG = 6
"""From so many letters on, a word may have a slip beside one in another word."""
_SHORTEST = 3
_MOST = 2


def slips_between(mine: Term, right: Term, known: Known) -> int | None:
    """How many slips make ``mine`` of ``right``; None when they are different terms."""
    one, other = mine.words, right.words
    if not one or not other:
        return None
    if len(one) != len(other):  # written together or apart: compared as one word
        if min(map(len, one + other)) <= 3:
            return None
        one, other = (mine.joined,), (right.joined,)
    elif any(
        typed == word and marked != kept
        for typed, word, marked, kept in zip(one, other, mine.kept, right.kept, strict=True)
    ):
        return None  # another letter in one word is enough
    total, short = 0, False
    for typed, word in zip(one, other, strict=True):
        if typed == word or plural(typed, word, mine, right, known):
            continue
        if not _forgiven(typed, word, known, right):
            return None
        total += 1
        short = short or len(word) < _LONG
    if total > (1 if short else _MOST):
        return None
    return total if not total or mine.joined not in known.phrases else None


def _forgiven(mine: str, right: str, known: Known, term: Term) -> bool:
    """Whether ``mine`` is ``right`` with one slip, and no other word."""
    if min(len(mine), len(right)) < _SHORTEST or right in term.short_names:
        return False
    if script_of(right[0]) not in lexicon.SLIPS_IN or mine[0] != right[0]:
        return False
    if OSA.distance(mine, right, score_cutoff=1) != 1 or _signs(mine) != _signs(right):
        return False
    if _bare(mine) == _bare(right):  # й and и are two letters
        return False
    if mine in known.words or any(mine in lexicon.others(right, one) for one in known.lists):
        return False
    if {mine, mine.removesuffix("s")} & _other_endings(right):
        return False
    if mine in lexicon.other_beginnings(right):
        return False
    near = {one for one in lexicon.other_beginnings(right) if one in known.words}
    near |= {one for language in known.lists for one in lexicon.relatives(right, language)}
    return all(OSA.distance(mine, other, score_cutoff=1) > 1 for other in near)


def _signs(word: str) -> str:
    """The figures and signs in it, in which no slip is forgiven."""
    return "".join(letter for letter in word if not letter.isalpha())


def _bare(word: str) -> str:
    """The word without any mark."""
    apart = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@lru_cache(maxsize=2048)
def _other_endings(word: str) -> frozenset[str]:
    """The word with its ending exchanged for another one."""
    found: set[str] = set()
    for endings in (_ENDINGS, *_NAMES_OF_SUBSTANCES):
        for ending in endings:
            stem = word.removesuffix("s").removesuffix(ending)
            if len(stem) >= 2 and stem != word.removesuffix("s"):
                found |= {stem + other for other in endings if f"{ending}/{other}" not in _ALIKE}
    return frozenset(found) - {word}
