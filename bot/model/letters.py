"""Which letters of a text reach a reader: all of them, but for those that only do harm.

Joiners, soft hyphens, combining marks and marks of direction belong to how people write (Persian
needs U+200C, a family of emoji U+200D) and stay. Left out are control characters, lone
surrogates, byte-order marks, and whatever would turn the words around it: overrides always,
embeddings and isolates where they are not closed on their own line (Unicode: UAX 9, UTR 36).
"""

from __future__ import annotations

import re

_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_TURNS = re.compile("[\u202a\u202b\u202c\u2066-\u2069]")
_CLOSING = {"\u202a": "\u202c", "\u202b": "\u202c"} | dict.fromkeys("\u2066\u2067\u2068", "\u2069")


def visible(words: str) -> str:
    """``words`` with nothing in them that hides or turns text; lines end in "\\n", tabs stay."""
    if words.isascii() and words.isprintable():
        return words
    words = _HARMFUL.sub("", _LINE_END.sub("\n", words))
    if not _TURNS.search(words):
        return words
    return "\n".join(map(_closed, words.split("\n")))


def one_line(words: str) -> str:
    """``visible`` words for a place that has one line: line ends and tabs become spaces."""
    return visible(words).replace("\n", " ").replace("\t", " ")


def _closed(line: str) -> str:
    """``line`` without embeddings and isolates that are not opened and closed in order."""
    opened: list[int] = []
    kept: set[int] = set()
    for found in _TURNS.finditer(line):
        at, char = found.start(), found.group()
        if char in _CLOSING:
            opened.append(at)
        elif opened and _CLOSING[line[opened[-1]]] == char:
            kept |= {opened.pop(), at}
    return "".join(char for at, char in enumerate(line) if at in kept or not _TURNS.fullmatch(char))
