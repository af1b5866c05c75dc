"""Questions about words: how many, are they the same, can a reader see them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_MOJIBAKE = re.compile("â€|Ã[\u0080-\u00bf©]|Â[\u00a0-\u00bf]|\ufffd")
_NOT_WORDS = re.compile(r"[^\w]+")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TURNING = re.compile("[\u202d\u202e]")
_UNSEEN = re.compile("[\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_BLANK = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u2069\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]*"
)
_CODE = re.compile(r"[=+*/<>{}\[\];\\|^$#@~_`&%]|\w\(|\w\.\w")


def word_count(words: str) -> int:
    """Words between white space that have a letter or a digit."""
    return sum(any(c.isalnum() for c in word) for word in words.split())


def either(words: Iterable[str]) -> str:
    """Such as "a, b or c"."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def same_form(words: str) -> str:
    """``words`` without case, punctuation and outer space: equal forms read as the same prose."""
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", words).casefold()).strip()


def exact_form(words: str) -> str:
    """``words`` as they are seen: equal forms cannot be told apart by looking at them.

    Case and signs count, so that "int" and "Int", "C" and "C++", "=" and "==" are different.
    """
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", words)).split())


def looks_like_code(words: str) -> bool:
    """Whether ``words`` have signs that prose has not: advice on good prose does not fit them."""
    return bool(_CODE.search(words))


def on_one_line(words: str) -> str:
    """``words`` without outer white space and line ends; what stands inside a line stays."""
    lines = [line.strip(" \t") for line in words.replace("\r", "").split("\n")]
    return " ".join(filter(None, lines))


def blank(words: str) -> bool:
    """Whether nothing of ``words`` can be seen."""
    return _BLANK.fullmatch(words) is not None


def unshowable(words: str) -> str:
    """Why no chat can show ``words``; empty where it can."""
    if found := _CONTROL.search(words):
        return (
            f"has the control character U+{ord(found.group()):04X}, which nobody can see "
            "(between double quotes, a backslash is written \\\\)"
        )
    return ""


def doubtful(words: str) -> str:
    """Why ``words`` may not look as they were meant; empty where nothing speaks for it."""
    if found := _MOJIBAKE.search(words):
        return f"has {found.group()!r}, which looks like letters read in a wrong encoding"
    if found := _TURNING.search(words):
        return f"has U+{ord(found.group()):04X}, which turns text around and is left out when shown"
    if any(unicodedata.category(char) == "Co" for char in words):
        return "has a private-use character, which most fonts do not know"
    return ""
