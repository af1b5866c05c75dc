"""Letters and their marks: which of them belong to the letter, and which may be left out.

A mark may be left out where readers of the script do without it: accents in Latin and Greek
letters, points in Hebrew, vowel signs in Arabic, ё for е and stress in Cyrillic. Everywhere else
(kana, Devanagari, Thai, Hangul, й) a mark makes another letter and stays. In Latin letters some
marks make another letter too (ñ, ä, å, š); their plain spelling is kept apart, so that it can be
judged by whether it is a word of its own. Strokes and ligatures (ł, ø, æ, ß) are spelled plainly.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple


class Letters(NamedTuple):
    """One text three times: marks that make another letter kept, dropped, or spelled out.

    ``kept`` of "Malmö" is "malmö", ``plain`` is "malmo" and ``spelled`` is "malmoe".
    """

    kept: str
    plain: str
    spelled: str


_ALWAYS_LETTERS = frozenset("\u0306\u030a\u030b\u030c\u0326\u0328\u031b")  # ğ å ő š ș ą ơ
_LETTERS_ON = {"\u0303": "n", "\u0308": "aou", "\u0327": "stgklnr"}  # ñ, ä ö ü, ş ţ
_SPELLED = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "ð": "dh"}
#: Letters whose Unicode name does not say which plain letters stand for them.
_PLAIN = {"ı": "i", "ð": "d", "þ": "th", "ŋ": "ng", "ə": "e", "ĸ": "k", "ʻ": "'", "ʼ": "'"}
_NAMED = re.compile(r"LATIN SMALL (?:LETTER|LIGATURE) ([A-Z]{1,2})(?: WITH .*)?")
_HEBREW_POINTS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]")
_ARABIC_SIGNS = re.compile("[\u0610-\u061a\u0640\u064b-\u0652\u0670\u06d6-\u06dc\u06df-\u06ed]")
#: One letter on two keyboards (Arabic, Persian), and letters whose mark may be left out.
_ONE_LETTER = str.maketrans(
    {"ي": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "ٱ": "ا", "ё": "е", "ѐ": "е", "ѝ": "и"}
)
_STRESS = frozenset("\u0300\u0301")


def visible(words: str) -> str:
    """``words`` composed (NFC), without control and format characters such as joiners."""
    composed = unicodedata.normalize("NFC", words)
    return "".join(
        " " if char.isspace() else char
        for char in composed
        if char.isspace() or not unicodedata.category(char).startswith("C")
    )


@lru_cache(maxsize=8192)
def letters(words: str) -> Letters:
    """``words`` without case and without marks that may be left out."""
    small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", words).casefold())
    if small.isascii():
        return Letters(small, small, small)
    small = _ARABIC_SIGNS.sub("", _HEBREW_POINTS.sub("", small)).translate(_ONE_LETTER)
    parts: list[Letters] = []
    base = ""
    for char in small:
        if unicodedata.combining(char) and not _belongs(base, char):
            continue
        if not unicodedata.combining(char):
            base = char
        parts.append(_letter(char))
    return Letters(*("".join(part[at] for part in parts) for at in range(3)))


class _Table(dict[int, str]):
    """A table for ``str.translate`` that fills itself: letters without their marks."""

    def __init__(self, at: int) -> None:
        self._at = at

    def __missing__(self, code: int) -> str:
        self[code] = _letter(chr(code))[self._at]
        return self[code]


_KEPT, _PLAINLY = _Table(0), _Table(1)


def listed(word: str) -> tuple[str, str]:
    """``kept`` and ``plain`` of a word in small composed letters: quick, for whole lists."""
    return word.translate(_KEPT), word.translate(_PLAINLY)


def _belongs(base: str, mark: str) -> bool:
    """Whether a mark that stands apart from its letter makes another letter of it."""
    script = script_of(base)
    if script in ("LATIN", "GREEK"):
        return mark in _ALWAYS_LETTERS
    return not (script == "CYRILLIC" and mark in _STRESS)


@lru_cache(maxsize=4096)
def _letter(char: str) -> Letters:
    if char.isascii() or script_of(char) not in ("LATIN", "GREEK"):
        return Letters(char, char, char)
    apart = unicodedata.normalize("NFD", char)
    base, marks = apart[0], apart[1:]
    plain = base if base.isascii() else _plain(base)
    making = [mark for mark in marks if _makes(base, mark)]
    kept = unicodedata.normalize("NFC", base + "".join(making)) if making else plain
    bare = unicodedata.normalize("NFC", base + "".join(making))
    return Letters(kept, plain, _SPELLED.get(bare, plain))


def _makes(base: str, mark: str) -> bool:
    return mark in _ALWAYS_LETTERS or base in _LETTERS_ON.get(mark, "")


def _plain(char: str) -> str:
    if char in _PLAIN:
        return _PLAIN[char]
    found = _NAMED.fullmatch(unicodedata.name(char, ""))
    return found[1].lower() if found else char


@lru_cache(maxsize=4096)
def script_of(char: str) -> str:
    """The first word of the character's name, which for letters is the script; "" for none."""
    return unicodedata.name(char, "").partition(" ")[0] if char else ""


def is_word_sign(char: str) -> bool:
    """Whether ``char`` is part of a word: a letter, a digit, or a mark on one."""
    return char.isalnum() or unicodedata.category(char).startswith("M")
