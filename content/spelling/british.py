"""British spellings and their American twins: one word, never a slip."""

from __future__ import annotations

import re
from functools import lru_cache

_STEMS = re.compile(
    "aesth|anaem|anaesth|archaeo|aeti|amoeb|caecum|caes|coeli|diarrhoe|encyclopaed|faec|foet|"
    "glycaem|gynaec|haem|leukaem|mediaev|oedem|oesoph|oestr|orthopaed|paed|palaeo|septicaem|"
    "toxaem|uraem"
)
_RULES = (
    (re.compile(r"(?<=[a-z]{3})is(e[ds]?|er|ers|ing|ation|ations|able)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{3})ys(e[ds]?|er|ers|ing)$"), r"yz\1"),
    (
        re.compile(
            r"(col|behavi|lab|fav|fl|hon|hum|neighb|rum|tum|vap|vig|arm|harb|od|sav|val|cand|"
            r"endeav|ferv|glam|parl|ranc|rig|splend|succ)our"
        ),
        r"\1or",
    ),
    (re.compile(r"(cent|fib|lit|met|theat|calib|lust|mit|och|sab|spect)re(s?)$"), r"\1er\2"),
    (re.compile(r"ogue(s?)$"), r"og\1"),
    # Only after a syllable without stress: labelled, signalling; never filling and filing.
    (re.compile(r"([aeiou][a-z]*[^aeiou][ea])ll(ed|ing|er|ers|or|ors)$"), r"\1l\2"),
    (re.compile(r"(def|lic|off|pret)ence(s?)$"), r"\1ense\2"),
    (re.compile(r"practise"), "practice"),
    (re.compile(r"practize"), "practice"),
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"alumini?um$"), "aluminum"),
    (re.compile(r"^mould"), "mold"),
    (re.compile(r"programme(s?)$"), r"program\1"),
    (re.compile(r"(judg|acknowledg)ement"), r"\1ment"),
    (re.compile(r"ageing$"), "aging"),
    (re.compile(r"^plough"), "plow"),
    (re.compile(r"^manoeuvr"), "maneuver"),
)  # fmt: skip


@lru_cache(maxsize=4096)
def american(word: str) -> str:
    """``word``, in small letters, as Americans spell it; unchanged where both spell alike."""
    if len(word) < 4:
        return word
    word = _STEMS.sub(lambda found: found[0].replace("ae", "e").replace("oe", "e"), word)
    for pattern, instead in _RULES:
        word = pattern.sub(instead, word)
    return word
