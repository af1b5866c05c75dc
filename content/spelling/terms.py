"""A short term in the form in which answers are compared.

Words are compared without case, articles, hyphens, outer punctuation and thousands separators.
Where signs carry the meaning (``%``, ``i++``, ``if (i != 0)``, ``->``, ``f(x)``, ``-r``) nothing
but white space is left out, and case counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from content.spelling.british import american
from content.spelling.letters import is_word_sign, letters, script_of, visible

_ARTICLES = frozenset({"a", "an", "the"})
_KEPT = frozenset("+#%*")
"""Signs that names begin or end in: C++, F#, A*."""
_AND = frozenset({"and", "und", "et", "och", "og", "и"})
_SHORT_AND = ("y", "e", "en", "i")
_AMPERSAND = re.compile(r"(?<=[^\W_])\s*&\s*(?=[^\W_])")
_NUMERALS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX"
_ROMAN = {numeral: str(n) for n, numeral in enumerate(_NUMERALS.split(), 1)}
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve"
_SPELLED = {word: str(n) for n, word in enumerate(_NUMBERS.split())}
_SPELLED |= {"first": "1st", "second": "2nd", "third": "3rd"}
_LONG_AMPERSAND = re.compile(r"(?<=[^\W_]{3})\s*&\s*(?=[^\W_]{3})")
_QUOTES = str.maketrans("‘’‚‛“”„‟«»′″", '\'\'\'\'""""""\'"')
_DASHES = re.compile("[‐‑‒–—―−﹣－]")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", "0123456789+-=()n")
_RAISED_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ]+")
_GROUPED = re.compile(r"(?<=[0-9])[,.'’\s](?=[0-9]{3}(?![0-9]))")
_PARTED = re.compile(r"(?<![0-9])[-‐‑‒–—_/]+|[-‐‑‒–—_/]+(?![0-9])")
_WRAPPED = re.compile(r"(\*\*|\*|`+)(?=\w)(.*)(?<=\w)\1", re.DOTALL)
_CODE = re.compile(
    r"[=<>|~^\\@{}\[\]]"  # never in a term of words
    r"|[*+]\s*\w(?<![*+]\s)|\w\s*\*\s*\w"  # a+b, 2*3, *args
    r"|(?:^|\s)[-‐‑–—−]{1,2}\w"  # -r, --force, -ing
    r"|\w-+$"  # un-, i--
    r"|&&|(?<!\w)\s*&\w|::|//|(?:^|\s)/\w"
    r"|![\w=(]|\$\w|(?:^|\s)_|_(?:\s|$)"  # !true, $name, __init__
    r"|\(\)|['\w]\((?!e?s\))"  # print(), f(x); but label(s)
    r"|^\w['!]+$"  # y', n!
    r"|(?:^|/)[a-z](?:/|$)(?<=[a-z]/|/[a-z])"  # m/s, g/mol, km/h
)


@dataclass(frozen=True, slots=True)
class Term:
    """``words`` are plain, ``kept`` the same words with marks that make another letter.

    ``same`` are all spellings that are this very term, written as one word; ``codes`` are the
    term without white space, ``signs`` whether only these count. ``short_names`` are the words
    that are abbreviations, in which one other letter makes another name, and ``ending_in_s``
    those whose last letter is a capital S and no plural.
    """

    words: tuple[str, ...]
    kept: tuple[str, ...]
    same: frozenset[str]
    codes: frozenset[str]
    signs: bool
    short_names: frozenset[str]
    ending_in_s: frozenset[str]

    @property
    def joined(self) -> str:
        return _joined(self.words)

    @property
    def kept_joined(self) -> str:
        return _joined(self.kept)


@lru_cache(maxsize=8192)
def term_of(words: str) -> Term:
    """Reads any text as a term; one without a letter, digit or sign has no words and no code."""
    shown = visible(words).strip()
    wrapped = _WRAPPED.fullmatch(shown)
    bare = wrapped[2] if wrapped else shown
    signs = has_signs(shown) if wrapped is None else has_signs(bare)
    written = _AMPERSAND.sub(" and ", bare)
    pairs = [_split(written)]
    if _LONG_AMPERSAND.search(bare):
        pairs += [_split(_LONG_AMPERSAND.sub(f" {word} ", bare)) for word in _SHORT_AND]
    kept = pairs[0]
    plain = tuple(letters(word).plain for word in kept)
    same: set[str] = set()
    for found in pairs:
        same.add(_joined([letters(word).plain for word in found]))
        same.add(_joined([letters(word).spelled for word in found]))
        same.add(_joined([american(letters(word).plain) for word in found]))
        same.add(_joined([_figure(word, len(found)) for word in found]))
    same.add(_joined([letters(word).plain for word in _split(written, articles=True)]))
    return Term(
        words=plain,
        kept=tuple(letters(word).kept for word in kept),
        same=frozenset(same - {""}),
        codes=_codes(shown),
        signs=signs,
        short_names=frozenset(letters(word).plain for word in kept if _is_abbreviation(word)),
        ending_in_s=frozenset(
            letters(word).plain for word in kept if _is_abbreviation(word) and word[-1] == "S"
        ),
    )


def _figure(word: str, words: int) -> str:
    """A numeral as its figure: World War II and Two are 2; a Roman one only beside words."""
    if words > 1 and word in _ROMAN:
        return _ROMAN[word]
    plain = letters(word).plain
    return _SPELLED.get(plain, plain)


def has_signs(words: str) -> bool:
    """Whether signs carry the meaning of ``words``, so that they have to be typed as they are."""
    plain = _straight(words).strip()
    if not plain:
        return False
    if not any(is_word_sign(char) for char in plain):
        return True
    if len(plain) == 1 and script_of(plain) == "GREEK":  # a symbol: λ is not Λ
        return True
    return bool(_CODE.search(plain)) or any(
        unicodedata.category(char) == "Sm" and char != "+" for char in plain
    )


def written_one_way(words: str) -> bool:
    """Whether there is but one way to write ``words``: signs or a name with signs (i++, C#)."""
    return has_signs(words) or any(sign in words for sign in _KEPT)


@lru_cache(maxsize=8192)
def cased(words: str) -> str:
    """``words`` with their case, without white space and outer punctuation."""
    return _joined(_split(visible(words)))


def _joined(words: Sequence[str]) -> str:
    """One word; figures of two words stay apart (1 2 is not 12)."""
    out = ""
    for word in words:
        out += f"|{word}" if out[-1:].isdigit() and word[:1].isdigit() else word
    return out


def _split(words: str, *, articles: bool = False) -> tuple[str, ...]:
    """The words of a term as they are written, case and marks included, without articles."""
    plain = unicodedata.normalize("NFKC", words)
    plain = _GROUPED.sub("", plain)
    tokens = [token for token in map(_trimmed, plain.split()) if token]
    named = [
        token for token in tokens[:-1] if articles or token.casefold() not in _ARTICLES
    ] + tokens[-1:]
    inner = [
        "&" if 0 < at < len(named) - 1 and token.casefold() in _AND else token
        for at, token in enumerate(named)
    ]
    parts = [part for token in inner for part in _PARTED.split(token)]
    return tuple(cleaned for part in parts if (cleaned := _cleaned(part)))


def _trimmed(token: str) -> str:
    """Without punctuation around."""
    start, end = 0, len(token)
    while start < end and not (is_word_sign(token[start]) or token[start] in _KEPT):
        if token[start] in ".," and token[start + 1 : start + 2].isdigit():
            break
        start += 1
    while end > start and not (is_word_sign(token[end - 1]) or token[end - 1] in _KEPT):
        end -= 1
    return token[start:end]


def _cleaned(part: str) -> str:
    """Without the signs inside, other than between digits and before them (3:1, 2.5, .5)."""
    out = []
    for at, char in enumerate(part):
        before = at == 0 or part[at - 1].isdigit()
        between = before and char not in "'’" and part[at + 1 : at + 2].isdigit()
        if is_word_sign(char) or char in _KEPT or between or part == "&":
            out.append(char)
    return "".join(out)


def _codes(words: str) -> frozenset[str]:
    """Without white space; raised digits as they are typed (x^2), and as some leave them (x2)."""
    straight = _straight(words)
    bare = "".join(straight.split())
    raised = _RAISED_RUN.sub(lambda found: "^" + found[0].translate(_RAISED), words)
    found = {"".join(_straight(raised).split()), bare}
    if "—" in words:  # what phones make of two hyphens
        found.add("".join(_straight(words.replace("—", "--")).split()))
    return frozenset(found - {""})


def _straight(words: str) -> str:
    """With plain quotes, hyphens and digits for what phones and other keyboards put there."""
    plain = unicodedata.normalize("NFKC", words).translate(_QUOTES)
    return _DASHES.sub("-", plain)


def _is_abbreviation(word: str) -> bool:
    bare = [char for char in word if char.isalnum()]
    return len(bare) <= 5 and sum(char.isupper() for char in bare) >= 2
