"""Questions about words: how many, are they the same, will they survive a chat message."""

from __future__ import annotations

import re
import unicodedata

_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&(?:[a-zA-Z]+|#\d+);")
_MOJIBAKE = re.compile("â€|Ã[\u0080-\u00bf©]|Â[\u00a0-\u00bf]|\ufffd")
_MARKUP = re.compile(r"\*\*|__|```|\]\(")
_NOT_WORDS = re.compile(r"[^\w]+")


def word_count(words: str) -> int:
    """Words between white space that have a letter or a digit."""
    return sum(any(c.isalnum() for c in word) for word in words.split())


def same_form(words: str) -> str:
    """``words`` without case, punctuation and outer space: equal forms read as the same text."""
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", words).casefold()).strip()


def unsafe(words: str) -> str:
    """Why ``words`` would break in a chat message; empty when they would not."""
    for char in words:
        category = unicodedata.category(char)
        if category in ("Cc", "Cf", "Co", "Cs") and char != "\n":
            return f"has the invisible or control character U+{ord(char):04X}"
    if _MOJIBAKE.search(words):
        return "has letters of a wrong encoding"
    if found := _HTML.search(words):
        return f"has HTML: {found.group()[:30]}"
    return ""


def markup(words: str) -> str:
    """The first piece of Markdown in a text that takes none; empty when there is none."""
    found = _MARKUP.search(words)
    return found.group() if found else ""
