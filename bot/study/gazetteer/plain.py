"""One spelling for the name of a place, however it is typed."""

from __future__ import annotations

import unicodedata

LONGEST = 100
"""Characters that are read: cut before they are taken apart, as one can become eighteen."""

# Letters that Unicode does not take apart, as people without them on their keyboards write them.
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss",
        "ı": "i", "ə": "e", "ħ": "h", "ʻ": "", "ʼ": "", "'": "", "’": "", "‘": "", "`": "", "´": "",
    }
)  # fmt: skip


def plain_place(words: str) -> str:
    """``words`` in small plain letters: no accents, apostrophes or signs, single spaces."""
    apart = unicodedata.normalize("NFKD", words[:LONGEST].casefold().translate(_LETTERS))
    kept = (
        letter if letter.isalnum() or unicodedata.category(letter) == "Mc" else " "
        for letter in apart
        if unicodedata.category(letter) not in ("Mn", "Cf", "Me")
    )
    return " ".join("".join(kept).translate(_LETTERS).split())
