"""Singular and plural of English words: an answer may be typed in either."""

from __future__ import annotations

from content.spelling import lexicon
from content.spelling.known import Known
from content.spelling.terms import Term

_SHORTEST = 3
#: Endings of the singular and the plural; at least three letters stand before them.
_LEARNED = (
    ("ix", "ices"), ("ex", "ices"), ("sis", "ses"), ("xis", "xes"), ("us", "i"), ("a", "ae"),
    ("f", "ves"), ("fe", "ves"), ("eau", "eaux"), ("man", "men"),
)  # fmt: skip
# No rule tells these: magnesia is not many of magnesium, nor silica of silicon.
_IRREGULAR = """
bacterium/bacteria medium/media datum/data ovum/ova spectrum/spectra stratum/strata quantum/quanta
curriculum/curricula memorandum/memoranda millennium/millennia symposium/symposia stadium/stadia
maximum/maxima minimum/minima optimum/optima extremum/extrema momentum/momenta cilium/cilia
equilibrium/equilibria criterion/criteria phenomenon/phenomena mitochondrion/mitochondria
automaton/automata polyhedron/polyhedra ganglion/ganglia taxon/taxa schema/schemata stoma/stomata
stigma/stigmata lemma/lemmata genus/genera corpus/corpora opus/opera child/children man/men
woman/women person/people foot/feet tooth/teeth goose/geese mouse/mice louse/lice ox/oxen die/dice
axis/axes leaf/leaves loaf/loaves wife/wives life/lives half/halves calf/calves
"""
_PAIRS = frozenset(tuple(pair.split("/")) for pair in _IRREGULAR.split())


def plural(one: str, other: str, mine: Term, right: Term, known: Known) -> bool:
    """Whether ``one``, a word of ``mine``, and ``other`` of ``right`` are singular and plural.

    So are cat and cats, matrix and matrices, RNA and RNAs; but not bia and bias, HTTP and HTTPS.
    """
    if other not in right.short_names and (_irregular(one, other) or _irregular(other, one)):
        return True
    short, long = sorted((one, other), key=len)
    if other in right.short_names and long in (mine.ending_in_s | right.ending_in_s):
        return False
    if not long.endswith("s") or long.endswith("ss") or not short.isalpha():
        return False
    after_s = short.endswith(("s", "x", "z", "ch", "sh")) and long == short + "es"
    after_y = short.endswith("y") and long == short[:-1] + "ies"
    if not (long == short + "s" or after_s or after_y) or len(short) < _SHORTEST:
        return False
    if len(short) > _SHORTEST or other in right.short_names:
        return True
    return lexicon.has(short, known.lists[0])


def _irregular(one: str, many: str) -> bool:
    if (one, many) in _PAIRS:
        return True
    return any(
        one.endswith(ending)
        and len(stem := one.removesuffix(ending)) >= _SHORTEST
        and many == stem + plural_ending
        for ending, plural_ending in _LEARNED
    )
